"""The number of a slip that an act gives out."""

from engine.cases.act.case_act import CaseAct
from engine.cases.numbering import slip_number
from engine.routing.as_it_stands import day_of


def slip_of(act: CaseAct, slip: str) -> str:
    """The next number of the receiving agency's slips of this kind, of the year of the act."""
    return slip_number(
        act.session,
        agency_code=act.setting.agency_of(act.case["receiving_unit"]),
        slip=slip,
        year=day_of(act.now).year,
    )
