"""The number of a slip that an act gives out."""

from engine.cases.act.case_act import CaseAct
from engine.cases.numbering import slip_number
from engine.routing.as_it_stands import day_of


def slip_of(act: CaseAct, slip: str, unit: str | None = None) -> str:
    """The next number of an agency's slips of this kind, of the year of the act.

    Of the agency of ``unit``; unless said, of the one that received the case.
    """
    return slip_number(
        act.session,
        agency_code=act.setting.agency_of(unit or act.case["receiving_unit"]),
        slip=slip,
        year=day_of(act.now).year,
    )
