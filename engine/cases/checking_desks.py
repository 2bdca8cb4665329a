"""A filing is taken only where somebody receives it; else it says where to go."""

from engine.cases.act.case_act import CaseAct
from engine.errors import FilingClosed, NobodyReceives
from engine.organisation.holders import staff_on
from engine.routing.as_it_stands import day_of
from engine.routing.closures import closure_at, closures_of
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
    return NobodyReceives(
        place=setting.unit_name(desk.unit_code),
        position=setting.positions.get(desk.position_code, desk.position_code),
        instead=_instead(act, others),
        centres=others,
    )


def check_open(act: CaseAct, run: Run) -> None:
    """Refuse a filing where the check of what is published has closed the procedure (R-20).

    Raises FilingClosed.
    """
    case = act.case
    unit = case["commune"] or case["receiving_unit"]
    found = closure_at(act.session, act.key[0], case["procedure_code"], unit)
    if found is None:
        return
    others: list[str] = []
    if case["commune"] is None:  # about a commune the same people would be missing anywhere
        shut = {one.unit_code for one in closures_of(act.session, *_of(act))}
        desks = [act.stands.desk(task.element_id, day_of(act.now)) for task in run.ready()]
        others = [code for desk in desks[:1] for code in _others(act, desk) if code not in shut]
    raise FilingClosed(
        place=act.setting.unit_name(unit),
        why=found.why,
        instead=_instead(act, others),
        reasons=[{"code": one.code, "words": one.words} for one in found.reasons],
        centres=others,
    )


def _of(act: CaseAct) -> tuple[str, str]:
    return act.key[0], act.case["procedure_code"]


def _instead(act: CaseAct, others: list[str]) -> str:
    setting = act.setting
    names = "; ".join(setting.unit_name(code) for code in others[:NAMED])
    agency = setting.unit_name(setting.agency_unit(act.case["competent_unit"]))
    return f"Hãy nộp tại: {names}." if names else f"Hãy liên hệ {agency}."


def _others(act: CaseAct, desk: Desk) -> list[str]:
    """The other centres where somebody sits at that desk and this filing may be made."""
    setting, day = act.setting, day_of(act.now)
    staff, manifest = staff_on(act.session, act.key[0], day), act.package.manifest
    competent, anywhere = act.case["competent_unit"], manifest.anywhere
    open_here = [
        unit.code
        for unit in setting.centres(day)
        if staff.at(unit.code, desk.position_code, manifest.code, manifest.sector)
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
