"""A filing is taken only where somebody does each step on its way; else it says where to go.

Desks are asked at every filing, since people come and go in the course of a day; what takes longer
to find out is read from the closures of the last check (R-20).
"""

from collections.abc import Iterable, Iterator, Sequence

from engine.cases.act.case_act import CaseAct
from engine.catalogue.rules.resolution import Resolved
from engine.errors import FilingClosed, NobodyReceives
from engine.routing.as_it_stands import day_of
from engine.routing.closures import ClosingReason, closure_at, closures_of, told
from engine.routing.desks import Desk
from engine.routing.filed_at import Lacking, filed_on, lacking_on_way, steps_under
from engine.routing.local_rules import Standing, received_under, rules_met
from engine.routing.people_at import held_desks
from engine.workflow import Run

NAMED = 3
"""How many other places a refusal names."""


def check_open(act: CaseAct, run: Run, rules: Resolved) -> None:
    """Refuse a filing that nobody would receive, or that can't come to its result here.

    ``rules``: those that the filing meets today. Raises NobodyReceives, FilingClosed,
    NobodyToAssign.
    """
    first = [task.element_id for task in run.ready()]
    lacking = _lacking(act, rules, first)
    closed = _closed(act)
    if not lacking and not closed:
        return
    others = list(_others(act, lacking, closed=bool(closed)))
    receiving = {act.stands.desk(element, day_of(act.now)) for element in first}
    empty = next((one.desk for one in lacking if one.desk in receiving), None)
    if empty and not closed:
        raise _nobody(act, empty, others)
    reasons = [*(ClosingReason("nobody_at_desk", one.words) for one in lacking), *closed]
    raise FilingClosed(
        place=act.setting.unit_name(_place(act)),
        why=told(reasons),
        instead=_instead(act, others),
        reasons=[{"code": one.code, "words": one.words} for one in reasons],
        centres=others,
    )


def _lacking(act: CaseAct, rules: Resolved, first: Sequence[str]) -> tuple[Lacking, ...]:
    """What is missing on the way of this very filing: its units, its answers, its rules."""
    day, setting, stands = day_of(act.now), act.setting, act.stands

    def met(one: Standing) -> Resolved:
        return rules_met(act.session, setting, one, day=day, epoch=act.epoch)

    def held(desks: Iterable[Desk]) -> frozenset[Desk]:
        return held_desks(act.session, act.key[0], desks, act.case["procedure_code"], day)

    area = act.package.manifest.area_field
    about = {area: act.case["commune"]} if area and act.case["commune"] else {}
    found, unit = received_under(rules, met, stands.standing, about)
    if unit is not None and unit != act.case["competent_unit"]:
        stands = stands.decided_by(unit)
    # The steps that begin come before the reception and its rules.
    steps = [*(stands.step(one) for one in first), *steps_under(found, act.definition.steps)]
    return lacking_on_way(steps, stands.units, setting, day, held)


def _closed(act: CaseAct) -> tuple[ClosingReason, ...]:
    """What else closes the place, as the last check found."""
    found = closure_at(act.session, act.key[0], act.case["procedure_code"], _place(act))
    return found.beside_desks if found else ()


def _place(act: CaseAct) -> str:
    return act.case["commune"] or act.case["receiving_unit"]


def _nobody(act: CaseAct, desk: Desk, others: Sequence[str]) -> NobodyReceives:
    setting = act.setting
    return NobodyReceives(
        place=setting.unit_name(desk.unit_code),
        position=setting.positions.get(desk.position_code, desk.position_code),
        instead=_instead(act, others),
        centres=others,
    )


def _instead(act: CaseAct, others: Sequence[str]) -> str:
    """Where to go; where no place takes the filing, whom to ask: never the closed place itself."""
    setting = act.setting
    names = "; ".join(setting.unit_name(code) for code in others[:NAMED])
    if names:
        return f"Hãy nộp tại: {names}."
    shut = {act.case["receiving_unit"], *(unit.code for unit in setting.upwards(_place(act)))}
    top = [one.code for one in setting.centres(day_of(act.now)) if one.level != "commune"]
    above = [unit.code for unit in setting.upwards(act.case["competent_unit"])][-1:]
    asked = setting.unit_name(next((one for one in (*top, *above) if one not in shut), above[0]))
    return f"Nộp ở nơi khác cũng chưa giải quyết được; hãy hỏi {asked} để được hướng dẫn."


def _others(act: CaseAct, lacking: Iterable[Lacking], *, closed: bool) -> Iterator[str]:
    """The other centres where this filing may be made and would come to its result.

    The competent unit's own first, then the province's.
    """
    setting, case, day = act.setting, act.case, day_of(act.now)
    at = filed_on(act.session, act.package, setting, day)
    home, counter = {case["competent_unit"]}, {case["receiving_unit"], case["returning_unit"]}
    if case["commune"] is None:
        closures = closures_of(act.session, act.key[0], case["procedure_code"])
        shut = {one.unit_code for one in closures if one.beside_desks}
        found = [spot.unit for spot in at.spots() if spot.unit not in shut and at.whole(spot)]
    elif closed or any(one.desk is None or one.desk.unit_code not in counter for one in lacking):
        return  # about a commune the same would be missing anywhere
    else:
        home.add(case["commune"])
        found = [one.code for one in setting.centres(day) if at.counter(one.code)]
    allowed = [
        code
        for code in found
        if code != case["receiving_unit"]
        and (act.package.manifest.anywhere or setting.within(code, home))
    ]
    yield from sorted(
        allowed,
        key=lambda code: (
            not setting.within(code, home),
            setting.units[code].level == "commune",
            code,
        ),
    )
