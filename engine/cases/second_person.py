"""Who confirms a repaired value: nobody alone sets what a case goes by."""

from engine.cases.act.case_act import CaseAct
from engine.cases.taking_rules import resolved_today

KIND = "repair_confirmation"
OTHERWISE = "province_admin"
"""Who confirms where no rule of the province says: another administrator."""


def second_of(act: CaseAct) -> str:
    """The role that confirms. Every value waits: answers say whose a dossier is, about what, and
    what it costs; variables are what its gateways and decisions read.
    """
    rule = resolved_today(act).one(KIND)
    return OTHERWISE if rule is None else str(rule.value["role"])
