"""A filing is taken only where somebody receives it; else it says where to go."""

from engine.cases.act.case_act import CaseAct
from engine.errors import NobodyReceives
from engine.organisation.holders import staffed_desks
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk
from engine.routing.people_at import somebody_at
from engine.workflow import Run

NAMED = 3
"""How many other places a refusal names."""


def check_received(act: CaseAct, run: Run) -> None:
    """Refuse a filing whose first step would lie on nobody's desk. Raises NobodyReceives."""
    day = day_of(act.now)
    for task in run.ready():
        desk = act.stands.desk(task.element_id, day)
        if not somebody_at(act.session, act.key[0], desk, act.case["procedure_code"], day):
            raise _refusal(act, desk)


def _refusal(act: CaseAct, desk: Desk) -> NobodyReceives:
    others = _others(act, desk)
    setting = act.setting
    names = "; ".join(setting.unit_name(code) for code in others[:NAMED])
    agency = setting.unit_name(setting.agency_unit(act.case["competent_unit"]))
    return NobodyReceives(
        place=setting.unit_name(desk.unit_code),
        position=setting.positions.get(desk.position_code, desk.position_code),
        instead=f"Hãy nộp tại: {names}." if names else f"Hãy liên hệ {agency}.",
        centres=others,
    )


def _others(act: CaseAct, desk: Desk) -> list[str]:
    """The other centres where somebody sits at that desk and this filing may be made."""
    setting, day = act.setting, day_of(act.now)
    staffed = staffed_desks(act.session, act.key[0], day)
    competent, anywhere = act.case["competent_unit"], act.package.manifest.anywhere
    open_here = [
        unit.code
        for unit in setting.centres(day)
        if (unit.code, desk.position_code) in staffed
        and (anywhere or setting.within(unit.code, {competent}))
    ]
    # The competent unit's own centre first, then the province's.
    return sorted(
        open_here,
        key=lambda code: (
            not setting.within(code, {competent}),
            setting.units[code].level == "commune",
            code,
        ),
    )
