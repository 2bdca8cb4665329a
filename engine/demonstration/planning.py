"""Which dossiers the demonstration has: of every procedure one at every step, and some done.

Pure: scenarios, hours and the moment of looking go in, dossiers with their dates come out. The
same seed and moment give the same dossiers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from engine.catalogue.scenarios import Expected, Scenario, dated
from engine.demonstration.people import other_people
from engine.worktime import ZONE, Calendar, Span, Unit, due, subtract

PACES = (Decimal("0.25"), Decimal("0.5"), Decimal("0.5"), Decimal("0.75"))
"""Which part of a step's hours its officer takes."""
QUICK = Decimal("0.25")
"""Working hours of a step that is not counted, and from filing to reception."""
HELD = 5
"""How many of a crowd have been taken by somebody who is at work on them."""
WAITING = 5
"""How many wait for their applicant at each step at which a procedure does."""
TAKEN_UP = 2
"""From this step on somebody may be at work on one; before, it is only filed, or only received."""
LATE_ONE_OF = 4
"""Of so many that wait somewhere one is late."""
NOTHING = Expected(None, None, (), None, None)
"""A dossier of the demonstration stands wherever it does."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A procedure to show: its scenarios, and its steps' working hours by this calendar.

    ``crowd``: how many dossiers stand at each step of the first scenario. ``waits``: the steps at
    which a case waits for its applicant; nobody filed before ``since``.
    """

    province_code: str
    procedure_code: str
    scenarios: Sequence[Scenario]
    hours: Mapping[str, Decimal | None]
    calendar: Calendar
    crowd: int = 1
    waits: Collection[str] = ()
    since: date = date.min


@dataclass(frozen=True, slots=True)
class Planned:
    """A dossier: its way, how many steps of it are done, and whether the next one is taken."""

    province_code: str
    procedure_code: str
    scenario: Scenario
    done: int
    claimed: bool
    pace: Decimal
    hours: Mapping[str, Decimal | None]

    def __str__(self) -> str:
        told = self.scenario
        return f"{self.province_code} {self.procedure_code}, {told.file} ({told.name})"


def plan(
    shown: Sequence[Shown], *, now: datetime, seed: int, most: int | None = None
) -> list[Planned]:
    """The dossiers in the order in which they were filed; ``most`` of them, drawn by the seed."""
    rng = Random(seed)  # noqa: S311 - nothing secret: the same seed, the same province
    wanted = [
        _planned(one, scenario, done, nth if of > 1 else None, now=now, rng=rng)
        for one in shown
        for which, scenario in enumerate(one.scenarios)
        for done, nth, of in _places(one, scenario, first=which == 0)
    ]
    rng.shuffle(wanted)
    return sorted(wanted[:most], key=lambda one: one.scenario.submitted_at)


def _places(one: Shown, scenario: Scenario, *, first: bool) -> list[tuple[int, int, int]]:
    """How many steps are done, and the place in a crowd of how many, of each dossier."""
    whole = len(scenario.steps)
    if not first:
        return [(whole, 0, 1)]
    waiting = {done for done, step in enumerate(scenario.steps) if step.element in one.waits}
    crowds = [max(one.crowd, WAITING if done in waiting else 1) for done in range(whole + 1)]
    return [(done, nth, of) for done, of in enumerate(crowds) for nth in range(of)]


def _planned(
    one: Shown,
    scenario: Scenario,
    done: int,
    nth: int | None,
    *,
    now: datetime,
    rng: Random,
) -> Planned:
    pace = rng.choice(PACES)
    steps = scenario.steps
    here = one.hours.get(steps[done].element) if done < len(steps) else Decimal(rng.randint(1, 40))
    # The others stand at different parts of their time.
    percent = rng.randint(110, 160) if rng.randrange(LATE_ONE_OF) == 0 else rng.randint(5, 90)
    # Reception is a matter of minutes; each step after it takes its part of its own hours.
    taken = (taking(one.hours.get(step.element), pace) for step in steps[1:done])
    spent = sum(taken, QUICK)
    whole = _whole(spent + percent * (here or Decimal(8)) / 100)
    filed = max(subtract(one.calendar, now, Span(whole, Unit.WORKING_HOURS)), _opened(one))
    return Planned(
        one.province_code,
        one.procedure_code,
        _moved(scenario, filed, rng),
        done,
        claimed=done < len(steps)
        and (done >= TAKEN_UP and rng.randrange(2) == 0 if nth is None else nth < HELD),
        pace=pace,
        hours=one.hours,
    )


def _opened(one: Shown) -> datetime:
    """When the first dossier of the procedure could come, in working time."""
    if one.since == date.min:
        return datetime.min.replace(tzinfo=ZONE)
    begin = datetime.combine(one.since, time(), tzinfo=ZONE)
    return due(one.calendar, begin, Span(QUICK, Unit.WORKING_HOURS))


def taking(hours: Decimal | None, pace: Decimal) -> Decimal:
    """How many working hours the officer of a step with so many takes."""
    return pace * hours if hours else QUICK


def _whole(hours: Decimal) -> Decimal:
    """Hours rounded to whole minutes, which a span can count."""
    return Decimal(int(hours * 20)) / 20


def _moved(scenario: Scenario, filed: datetime, rng: Random) -> Scenario:
    """The scenario at another time, about other people."""
    by = filed.astimezone(ZONE).date() - scenario.submitted_at.astimezone(ZONE).date()
    return replace(
        scenario,
        submitted_at=filed,
        received_at=filed + timedelta(minutes=rng.randint(1, 9)),
        answers=dated(other_people(scenario.answers, rng), scenario, by),
        steps=tuple(
            replace(step, at=None, answers=dated(step.answers or {}, scenario, by))
            for step in scenario.steps
        ),
        expected=NOTHING,
    )
