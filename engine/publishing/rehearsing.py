"""A synthetic dossier from its filing to its result, in a sandbox that leaves nothing (R-20).

By the package's own scenarios, moved to the day and the place; a package without one is walked by
sample answers and the main way of each step.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.accounts import Person, Post
from engine.catalogue.applicants import BY_PAPER, FOR_WHOM
from engine.catalogue.forms import keys_of_communes
from engine.catalogue.forms.sampling import sample
from engine.catalogue.packages import PublishedPackage
from engine.catalogue.scenarios import (
    MESSAGE,
    Expected,
    Scenario,
    ScenarioStep,
    moved_to,
    read_scenarios,
)
from engine.errors import Refusal, WalkFailed
from engine.feel import SeveralActs, act_budget, refusing_over_budget
from engine.life import state
from engine.organisation.tree import Setting
from engine.publishing.delivering import made_up, messages_awaited
from engine.publishing.expecting import fail_at_end
from engine.publishing.walk import Walk
from engine.routing.desks import Desk
from engine.routing.filed_at import Spot
from engine.routing.people_at import people_at
from engine.routing.step_forms import form_of_step
from engine.store.cases import Dossier, Task
from engine.store.catalogue import FilingClosure
from engine.store.database import sandbox
from engine.store.in_hand import take_in_hand
from engine.store.rows import Channel
from engine.workflow import Awaited, Step, restore
from engine.worktime import ZONE

TURNS = 3
"""How often a dossier of sample answers is tried, each time with other options chosen."""
AROUND = 4
"""How many times each step of a diagram may be taken until the rehearsal gives up."""
MOST_AGAIN = 200
"""How many steps may be taken beyond one for each of the diagram, and by all that failed before
another is tried: where calls double, steps come again without end."""
WEEK = 7
_NOTHING = Expected(None, None, (), None, None)


class ForgetfulStore:
    """A document store that keeps what it is given for as long as it lives."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        self._kept[digest] = content
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this digest. Raises KeyError."""
        return self._kept[digest]

    def put_before(self, moment: datetime) -> Iterator[str]:  # noqa: ARG002 - all is of now
        """Nothing: whatever is here was put a moment ago."""
        yield from ()

    def remove(self, digest: str, *, put_before: datetime) -> bool:  # noqa: ARG002 - all is of now
        """Never: see ``put_before``."""
        return False


class Rehearsal(Walk):
    """A walk by whoever works at the desks on one day, however long the dossier takes."""

    replayed = True

    def __init__(
        self, session: Session, published: PublishedPackage, scenario: Scenario, province: str
    ) -> None:
        super().__init__(
            session,
            province_code=province,
            procedure_code=published.manifest.code,
            scenario=scenario,
            store=ForgetfulStore(),
        )
        self.package = published
        self._did: set[str] = set()

    def run(self) -> None:
        """Take it to its result. Raises WalkFailed."""
        for _ in self.steps():
            pass
        self._check_ended()

    def _check_ended(self) -> None:
        stands = state(self.case.status)
        if not stands.ended:
            fail_at_end(f"hồ sơ dừng ở trạng thái “{stands.name}”, chưa trả")

    def officer(self, task: Task, now: datetime) -> Person:  # noqa: ARG002 - people of that day
        """Who works at the desk on the day of the filing, or stands in there."""
        desk = Desk(task.unit_code, task.position_code)
        day = self.scenario.submitted_at.astimezone(ZONE).date()
        people = people_at(self.session, self.province_code, desk, self.procedure_code, day)
        unit = self.setting.unit_name(desk.unit_code)
        title = self.setting.positions.get(desk.position_code, desk.position_code)
        if not people:
            raise WalkFailed(step=task.name, reason=f"không ai giữ vị trí {title}, {unit}")
        # Where another signs than who prepared, whoever did nothing yet does the step.
        found = next((one for one in people if one.officer_id not in self._did), people[0])
        self._did.add(found.officer_id)
        return Person(
            account_id=found.officer_id,
            kind="officer",
            name=found.name,
            username=found.officer_id,
            province_code=self.province_code,
            officer_id=found.officer_id,
            posts=(Post(desk.unit_code, unit, desk.position_code, title),),
        )


class SampleRehearsal(Rehearsal):
    """A rehearsal of a package without a scenario: each step by its main outcome."""

    turn = 0

    def run(self) -> None:
        """Take every step that opens until the result is returned. Raises WalkFailed."""
        self.submit()
        now = self.scenario.received_at
        steps = len(self._definition.steps)
        most = min(AROUND * steps + AROUND, steps + MOST_AGAIN)
        while (task := self._next() or self._waited()) is not None:
            if len(self.taken) >= most:
                fail_at_end(f"đã làm {most} bước mà chưa đến kết quả")
            now = max(now, self.clock)
            step = self._definition.steps[task.element_id]
            wanted = ScenarioStep(task.element_id, *self._said(step, now))
            self.taken.append(self._take(task, wanted, len(self.taken) + 1, now))
            now = self.later(now, task)
        self._check_end()
        self._check_ended()

    def _next(self) -> Task | None:
        query = select(Task).where(
            Task.province_code == self.province_code,
            Task.case_id == self.case_id,
            Task.state == "open",
        )
        return self.session.scalars(query.order_by(Task.created_at, Task.id).limit(1)).first()

    def _waited(self) -> Task | None:
        """What opens once what the diagram waits for has come: its messages, else its timers."""
        for _ in range(MOST_AGAIN):
            run = restore(self._definition, self.case.state)
            message = next(iter(messages_awaited(run).values()), None)
            timer = next(iter(run.timers()), None)
            if message is not None:
                self.taken.append(self.came(self._message(message), len(self.taken) + 1))
            elif timer is not None and not state(self.case.status).ended:
                self.pass_until(max(self.clock, timer.due_at))
            else:
                return None
            if (task := self._next()) is not None:
                return task
        return None

    def _message(self, awaited: Awaited) -> ScenarioStep:
        return made_up(awaited)

    def _said(self, step: Step, now: datetime) -> tuple[str | None, Mapping[str, object], str]:
        answers = self.session.scalar(
            select(Dossier.answers).where(
                Dossier.province_code == self.province_code, Dossier.case_id == self.case_id
            )
        )
        form = form_of_step(self.package, step, lambda: answers or {})
        day, told = now.astimezone(ZONE).date(), answers or {}
        said = sample(form or {}, {}, today=day, turn=self.turn, told=told).answers
        main = [one.value for one in step.outcomes if one.kind == "main"]
        others = [one.value for one in step.outcomes if one.kind == "plain"]
        chosen = (main + others)[self.turn % len(main + others)] if main + others else None
        return chosen, said, "Hồ sơ thử"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when a dossier is rehearsed; ``channels``: those through which it may be filed."""

    setting: Setting
    spot: Spot
    day: date
    channels: tuple[Channel, ...]

    def channel(self, own: Channel) -> Channel:
        """This way of filing if it is open, else the first that is."""
        return own if own in self.channels or not self.channels else self.channels[0]


Rehearsing = Callable[[str, Collection[str] | None], AbstractContextManager[Session]]
"""``Database.rehearsing``, or how a request opens it: by province and procedures."""
Trying = Callable[[], AbstractContextManager[Session]]
"""A session for one dossier that is tried: that of whoever publishes, or one of each."""


def rehearse(trying: Trying, published: PublishedPackage, occasion: Occasion) -> str | None:
    """Why no dossier of the package comes from its filing to its result; ``None``: one does.

    Nothing of it is left in the session.
    """
    why, taken, several = None, 0, SeveralActs()
    for scenario, turn in _scenarios(published, occasion):
        if taken > MOST_AGAIN or several.used_up():
            break
        with trying() as session:
            one = _rehearsal(session, published, scenario, turn, occasion.setting.province_code)
            told = _stopped(session, one)
        taken += len(one.taken)
        if told is None:
            return None
        why = why or told
    return why


def _stopped(session: Session, one: Rehearsal) -> str | None:
    """Where the dossier stops and why; ``None``: it comes to its result."""
    try:
        run_in_vain(session, one)
    except WalkFailed as failed:
        # In words, without the list of faults that the walk adds for designers.
        reason = str(failed.__cause__ or failed.details["reason"]).strip().rstrip(".")
        return f"hồ sơ thử dừng ở “{failed.details['step']}”: {reason}"
    except Refusal as refused:
        return f"hồ sơ thử không đi được: {str(refused).rstrip('.')}"
    return None


def run_in_vain(session: Session, one: Rehearsal) -> None:
    """Run the rehearsal within the budget of an act; nothing of it is left in the session.

    For it nothing is closed: whether a place may open again is what it shall tell. Raises what the
    rehearsal does.
    """
    try:
        with sandbox(session), act_budget(), refusing_over_budget():
            session.execute(
                delete(FilingClosure).where(
                    FilingClosure.province_code == one.province_code,
                    FilingClosure.procedure_code == one.procedure_code,
                )
            )
            one.run()
    finally:
        take_in_hand(None)  # the log goes on about nobody's case


def _scenarios(
    published: PublishedPackage, occasion: Occasion
) -> Iterator[tuple[Scenario, int | None]]:
    """The dossiers to try; those of samples with their turn."""
    day = occasion.day
    told = [one for one in read_scenarios(published.files) if _comes_to_its_result(one)]
    for scenario in told:
        # First on the day itself; a way that counts on its days of the week, on the next such.
        weekday = (scenario.submitted_at.astimezone(ZONE).weekday() - day.weekday()) % WEEK
        for later in dict.fromkeys((0, weekday)):
            yield _at(scenario, occasion, day + timedelta(later)), None
    for turn in range(0 if told else TURNS):
        yield _by_samples(published, occasion, turn), turn


def _rehearsal(
    session: Session,
    published: PublishedPackage,
    scenario: Scenario,
    turn: int | None,
    province: str,
) -> Rehearsal:
    if turn is None:
        return Rehearsal(session, published, scenario, province)
    rehearsal = SampleRehearsal(session, published, scenario, province)
    rehearsal.turn = turn
    return rehearsal


def filings(
    published: PublishedPackage, occasion: Occasion, turns: int
) -> Iterator[tuple[Scenario, int]]:
    """Dossiers to walk by outcomes, with the turn of their samples: by the package's scenarios, or
    by samples where it has none.
    """
    told = [one for one in read_scenarios(published.files) if _comes_to_its_result(one)]
    for turn in range(turns):
        if turn < len(told):
            yield _at(told[turn], occasion, occasion.day), turn
        elif not told:
            yield _by_samples(published, occasion, turn), turn


def _comes_to_its_result(scenario: Scenario) -> bool:
    acts = any(step.act not in (None, MESSAGE) for step in scenario.steps)
    wanted = scenario.expected.status
    return not acts and (wanted is None or state(wanted).solved)


def _at(scenario: Scenario, occasion: Occasion, day: date) -> Scenario:
    moved, spot = moved_to(scenario, day), occasion.spot
    return replace(
        moved,
        channel=occasion.channel(scenario.channel),
        commune=spot.unit,
        receiving=spot.centre,
        returning=spot.centre,
        answers={**moved.answers, **spot.about},
        expected=_NOTHING,
    )


def _by_samples(published: PublishedPackage, occasion: Occasion, turn: int) -> Scenario:
    """A filing of sample answers to the package's own form: nobody claims to be let off a fee."""
    spot, day = occasion.spot, occasion.day
    form = published.form(published.manifest.filing_form) or {}
    codes = [unit.code for unit in occasion.setting.communes(day)]
    here = [str(one) for one in spot.about.values()]
    choices = {key: [*here, *codes] for key in keys_of_communes(form)}
    answers = sample(form, choices, today=day, turn=turn).answers
    if answers.get(FOR_WHOM) == BY_PAPER:  # nobody lets a sample file for them
        answers = {**answers, FOR_WHOM: sample(form, choices, today=day).answers[FOR_WHOM]}
    filed = datetime(day.year, day.month, day.day, 8, tzinfo=ZONE)
    return Scenario(
        file="",
        name="Hồ sơ thử",
        channel=occasion.channel("online"),
        commune=spot.unit,
        receiving=spot.centre,
        returning=spot.centre,
        submitted_at=filed,
        received_at=filed + timedelta(minutes=5),
        answers=answers,
        steps=(),
        expected=_NOTHING,
    )
