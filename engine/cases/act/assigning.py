"""A step that assigns: who was chosen, kept on the case, and given the work when it comes."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from engine.access import of_case, people_of, with_people
from engine.acts.inputs import WHOLE_DESK
from engine.errors import (
    AssigneeMissing,
    AssigneeNotAsked,
    AssigneeNotAtDesk,
    NobodyToAssign,
    Refusal,
    TakerOwnsDossier,
    TakerPrepared,
)
from engine.facts.events_of_work import PersonAssigned
from engine.organisation.holders import keep_place
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk
from engine.routing.people_at import AtDesk, people_at
from engine.routing.signing_apart import RULE, kept_from
from engine.store.rows import TaskChanges, TaskRow
from engine.workflow import Step

if TYPE_CHECKING:
    from engine.cases.act.case_act import CaseAct


def assign(act: "CaseAct", step: Step, assignee: str | None) -> None:
    """Keep whom the step chose: an officer's id, or ``None`` or ``"desk"`` for whoever is there.

    Where nothing was said (``""``) the only person at the desk has the work; of several one must be
    chosen. Raises AssigneeMissing with those people, AssigneeNotAsked, AssigneeNotAtDesk,
    TakerOwnsDossier, TakerPrepared.
    """
    if not step.assigns:
        if assignee not in (None, "", WHOLE_DESK):
            raise AssigneeNotAsked
        return
    chosen = _chosen(act, step, assignee)
    before = act.as_changed["assigned"]
    others = {key: value for key, value in before.items() if key not in step.assigns}
    theirs = dict.fromkeys(step.assigns, chosen.officer_id) if chosen else {}
    if chosen is None and others == before:
        return
    act.change(assigned=others | theirs)
    first = act.definition.steps[step.assigns[0]]
    act.record(
        PersonAssigned(
            element=step.element_id,
            steps=step.assigns,
            name=first.name,
            officer=chosen.officer_id if chosen else None,
            officer_name=chosen.name if chosen else None,
        )
    )


def person_for(act: "CaseAct", element_id: str, desk: Desk) -> str | None:
    """The officer chosen for the step, as long as they are at its desk; else the desk has it."""
    officer_id = act.as_changed["assigned"].get(element_id)
    if officer_id is None:
        return None
    here = (one.officer_id for one in people_there(act, desk))
    if officer_id not in here or _kept_from(act, [element_id], officer_id) is not None:
        return None
    return officer_id if _keep_place(act, desk, officer_id) else None


def give_to(
    act: "CaseAct",
    task: TaskRow,
    officer_id: str,
    *,
    place: Desk,
    moves: bool = False,
    refusal: type[Refusal] = AssigneeNotAtDesk,
) -> None:
    """Let the work of a task lie with the officer by their ``place``; ``moves``: at that desk.

    Whoever ends that place meanwhile waits, and is told of this work; if they were first, this
    raises ``refusal``, of a desk that the officer has no more.
    """
    if not _keep_place(act, place, officer_id):
        raise refusal(
            position=act.setting.positions.get(place.position_code, place.position_code),
            unit=act.setting.unit_name(place.unit_code),
        )
    changed: TaskChanges = {"officer_id": officer_id, "claimed_at": act.now}
    if moves:
        changed |= {"unit_code": place.unit_code, "position_code": place.position_code}
    act.change_task(task["id"], **changed)


def _keep_place(act: "CaseAct", desk: Desk, officer_id: str) -> bool:
    where = (act.key[0], desk.unit_code, desk.position_code)
    return keep_place(act.session, *where, officer_id=officer_id, day=day_of(act.now))


def people_there(act: "CaseAct", desk: Desk) -> tuple[AtDesk, ...]:
    """Who is at the desk today and may handle this case."""
    procedure, day = act.case["procedure_code"], day_of(act.now)
    return people_at(act.session, act.key[0], desk, procedure, day, own=own_of(act))


def own_of(act: "CaseAct") -> frozenset[str]:
    """The identity numbers of those whose own dossier it is."""
    matter, numbers = of_case(act.case, act.setting), act.numbers
    by_paper = act.case["authorisation"] is not None
    return people_of(with_people(matter, *numbers, represented=by_paper))


def chosen_at(act: "CaseAct", desk: Desk, officer_id: str, elements: Iterable[str]) -> AtDesk:
    """The chosen one of those who may have the work of these steps.

    Raises TakerOwnsDossier, TakerPrepared, AssigneeNotAtDesk.
    """
    found = _one(people_there(act, desk), officer_id)
    if found is not None:
        refuse_preparer(act, found, elements)
        return found
    procedure, day = act.case["procedure_code"], day_of(act.now)
    anyone = people_at(act.session, act.key[0], desk, procedure, day)
    if (owner := _one(anyone, officer_id)) is not None:
        raise TakerOwnsDossier(name=owner.name)
    title = act.setting.positions.get(desk.position_code, desk.position_code)
    raise AssigneeNotAtDesk(position=title, unit=act.setting.unit_name(desk.unit_code))


def refuse_preparer(act: "CaseAct", chosen: AtDesk, elements: Iterable[str]) -> None:
    """Raise TakerPrepared where who would have the work leaves it to another."""
    step = _kept_from(act, elements, chosen.officer_id)
    if step is not None:
        raise TakerPrepared(name=chosen.name, step=step, basis=act.taken.basis(RULE))


def _kept_from(act: "CaseAct", elements: Iterable[str], officer_id: str) -> str | None:
    """The step that keeps the officer from these, among them what this very act ends."""
    return kept_from(act.session, act.stands, elements, officer_id, ending=act.ended)


def _one(people: Iterable[AtDesk], officer_id: str) -> AtDesk | None:
    return next((one for one in people if one.officer_id == officer_id), None)


def _chosen(act: "CaseAct", step: Step, assignee: str | None) -> AtDesk | None:
    if assignee is None or assignee == WHOLE_DESK:
        # The desk has the work, in so many words: nobody need be looked up.
        return None
    try:
        desk = act.stands.desk(step.assigns[0], day_of(act.now))
    except NobodyToAssign:
        if assignee:
            raise
        return None
    if not assignee:
        there = people_there(act, desk)
        kept = {one: _kept_from(act, step.assigns, one.officer_id) for one in there}
        people = [one for one, prepared in kept.items() if prepared is None]
        if len(people) > 1:
            name = act.definition.steps[step.assigns[0]].name
            raise AssigneeMissing(step=name, holders=[_told(one) for one in people])
        return next(iter(people), None)
    return chosen_at(act, desk, assignee, step.assigns)


def _told(person: AtDesk) -> dict[str, object]:
    """A person to choose, as a refusal tells machines of them."""
    away = person.away_until
    return {**asdict(person), "away_until": away.isoformat() if away else None}
