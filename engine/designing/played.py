"""How a dossier that is played stands: what waits at which desk, what its applicant sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.accounts import Person
from engine.accounts.proofs import Proof, receipt_code
from engine.acts import ACTS
from engine.catalogue.scenario_acts import UNNAMED
from engine.catalogue.scenarios import OTHER_ACTS
from engine.errors import Refusal
from engine.life import state
from engine.publishing.differing.of_diagram import elements_named
from engine.publishing.doers import at_desk
from engine.publishing.walk import Walk
from engine.publishing.walked import WalkedStep
from engine.queries.case_rows import CaseRows, find_case
from engine.queries.case_steps import states, step_rows
from engine.queries.next_step import task_view
from engine.queries.offering import acts_now
from engine.queries.tracking import track
from engine.queries.views.case import InputView, TaskView
from engine.queries.views.tracking import TrackView
from engine.routing.as_it_stands import day_of
from engine.routing.definitions import definition_of
from engine.routing.desks import Desk
from engine.routing.people_at import people_at
from engine.store.cases import Task
from engine.workflow import restore
from engine.workflow.draw import colour

KEY = b"played"
MADE_UP = frozenset({"files", "scans", "reasons", "rated"})
"""What acts take that a played dossier brings by itself, or may leave out."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who holds the desk, as a scenario names them and as people do."""

    username: str
    name: str


@dataclass(frozen=True, slots=True)
class PlayedTask:
    """An open step: its desk, who is there that day, who takes it, until when.

    ``why``: nobody can take it; then there is no ``task``. ``hours`` are working hours.
    """

    element_id: str
    name: str
    unit: str
    position: str
    people: tuple[str, ...]
    officer: str | None
    officers: tuple[Chosen, ...]
    """Those of them that a scenario may name, the one who takes it unless said first."""
    why: str | None
    hours: Decimal | None
    due_at: datetime | None
    task: TaskView | None


@dataclass(frozen=True, slots=True)
class PlayedAct:
    """An act beside the way that ``who`` may do now, at the step ``element_id``."""

    kind: str
    label: str
    who: str
    element_id: str
    inputs: tuple[InputView, ...]


@dataclass(frozen=True, slots=True)
class PlayedWait:
    """An event of the diagram that waits: for a message from outside, for a signal of another
    place of the diagram, or until ``at``.

    ``words``: the event as people call it. ``accepts``: what it takes of its message, by name.
    """

    element_id: str
    words: str
    message: str | None = None
    signal: str | None = None
    at: datetime | None = None
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """The dossier at one moment of its clock. ``fee`` in đồng, ``hours`` planned working hours.

    ``place``: where it was filed.

    ``citizen``: what its applicant sees then. ``diagram``: an SVG of where it is.
    """

    clock: datetime
    place: str
    status: int
    status_name: str
    ended: bool
    due_at: datetime | None
    fee: Decimal
    hours: Decimal
    taken: tuple[WalkedStep, ...]
    tasks: tuple[PlayedTask, ...]
    acts: tuple[PlayedAct, ...]
    waits: tuple[PlayedWait, ...]
    """What it waits for from outside, and until when."""
    citizen: TrackView
    diagram: str


def moment_of(way: Walk) -> Moment:
    """How the dossier stands now."""
    session, case, clock = way.session, way.case, way.clock
    ref = case.code or case.submission_number
    rows, stands = find_case(session, ref, clock), state(case.status)
    at = way.standing_at()
    shown = Proof(key=KEY, receipt=receipt_code(KEY, case.id))
    return Moment(
        clock=clock,
        place=way.setting.unit_name(way.scenario.commune),
        status=case.status,
        status_name=stands.name,
        ended=stands.ended,
        due_at=case.due_at,
        fee=way.fee(),
        hours=sum(way.hours_by_element().values(), Decimal(0)),
        taken=tuple(way.taken),
        tasks=tuple(_task(way, rows, one) for one in way.open_tasks()),
        acts=tuple(_acts(way, rows, at)) if at is not None else (),
        waits=() if stands.ended else tuple(_waits(way, rows)),
        citizen=track(session, ref=ref, now=clock, proof=shown),
        diagram=colour(rows.package.diagram, states(step_rows(rows, clock, "officers"))),
    )


def _waits(way: Walk, rows: CaseRows) -> Iterator[PlayedWait]:
    run, package = restore(definition_of(rows.package), way.case.state), rows.package
    named = elements_named(package.files, package.manifest.process)
    for one in run.awaited():
        words = named.get(one.element_id, one.element_id)
        if one.kind == "message":
            yield PlayedWait(one.element_id, words, message=one.name, accepts=one.accepts)
        else:
            yield PlayedWait(one.element_id, words, signal=one.name)
    for timer in run.timers():
        words = named.get(timer.element_id, timer.element_id)
        yield PlayedWait(timer.element_id, words, at=timer.due_at)


def _task(way: Walk, rows: CaseRows, task: Task) -> PlayedTask:
    clock, province = way.clock, way.province_code
    desk = Desk(task.unit_code, task.position_code)
    people = people_at(way.session, province, desk, way.procedure_code, day_of(clock))
    officer, why = _officer(way, task)
    names = {one.officer_id: one.name for one in people}
    row = next(one for one in rows.tasks if one["id"] == task.id)
    return PlayedTask(
        element_id=task.element_id,
        name=task.name,
        unit=way.setting.unit_name(desk.unit_code),
        position=way.setting.positions.get(desk.position_code, desk.position_code),
        people=tuple(names.values()),
        officer=names.get(officer.officer_id or "", officer.name) if officer else None,
        officers=_several(way, task) if officer else (),
        why=why,
        hours=task.hours,
        due_at=task.due_at,
        task=task_view(way.session, rows, row, person=officer, now=clock) if officer else None,
    )


def _several(way: Walk, task: Task) -> tuple[Chosen, ...]:
    found = at_desk(way.session, way.setting, task, day_of(way.clock))
    return tuple(Chosen(one.username, one.name) for one in found if one.username)


def _officer(way: Walk, task: Task) -> tuple[Person | None, str | None]:
    try:
        return way.officer(task, way.clock), None
    except Refusal as refusal:
        return None, str(refusal.details.get("reason") or refusal)


def _acts(way: Walk, rows: CaseRows, task: Task) -> Iterator[PlayedAct]:
    """The acts that a scenario may tell of, each by who would do it."""
    now_possible = state(rows.case["status"]).acts
    asked: dict[str, dict[str, tuple[InputView, ...]]] = {}
    for kind in OTHER_ACTS:
        person = _doer(way, kind, task) if kind in now_possible else None
        if person is None:
            continue
        if person.account_id not in asked:
            acts = acts_now(way.session, rows, person=person, now=way.clock)
            asked[person.account_id] = {
                act.kind: act.inputs for act in acts if act.task_id in (None, task.id)
            }
        inputs = asked[person.account_id].get(kind)
        if inputs is not None:
            told = tuple(i for i in inputs if i.kind not in MADE_UP and i.name not in UNNAMED)
            yield PlayedAct(kind, ACTS[kind].label, person.name, task.element_id, told)


def _doer(way: Walk, kind: str, task: Task) -> Person | None:
    try:
        return way.doer(ACTS[kind], task, way.clock)
    except Refusal:
        return None
