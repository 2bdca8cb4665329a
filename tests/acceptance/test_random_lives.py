"""Random acts of everybody over random days: no clock lost, no way blocked, the audit agrees."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from time import monotonic

import pytest
from sqlalchemy import select

from engine.access import cases
from engine.acts import ACTS
from engine.acts.act import Act
from engine.facts.events_of_lateness import OF_SYSTEMS
from engine.life import LIFE, Status
from engine.queries.filers import filers
from engine.queries.lateness.figures import ended_late, late_now
from engine.queries.ratings import ratings
from engine.queries.views.filers import FilersPage
from engine.queries.views.lateness import LateCount
from engine.store.cases import Case
from engine.store.lateness import LatenessCause
from engine.store.ratings import Rating
from engine.worktime import ZONE
from tests.acceptance.test_halts import approve, propose
from tests.acceptance.test_supplements import ask, received
from tests.acceptance.test_withdrawals import withdraw
from tests.integration.jobs.procedures import faults
from tests.left import ALL, one_clock_at_every_moment
from tests.lives import LIKELY, MADE, WAYS_OUT, Lives
from tests.town import Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Acts are tried on both databases by their own tests."""
DAYS = 25
"""Of the slice that is always run."""
SEED = 7
MINUTES = float(os.environ.get("MOTCUA_TEST_LIVES_MINUTES", "2"))
"""How long the long one goes on at least, until every act of the table was done."""
MOST_DAYS = 1500
"""By then every act was: what is first offered after so many days is offered to nobody."""


def suspended(town: Town, case_id: str) -> None:
    propose(town, case_id)
    approve(town, case_id)


DEAD_ENDS: Mapping[Status, tuple[Callable[[Town, str], object], frozenset[str]]] = {
    Status.RECEIVED: (lambda *_: None, frozenset({"complete"})),
    Status.SUPPLEMENT: (ask, frozenset({"answer_supplement"})),
    Status.SUSPENDED: (suspended, frozenset({"resume"})),
    Status.WITHDRAWN: (withdraw, frozenset({"give_back", "return_papers"})),
    Status.SOLVED: (lambda town, one: town.until(one, "B15"), frozenset({"return"})),
}
"""How a case comes to a state, and what alone leads on from there."""


def check(lives: Lives, case_id: str) -> None:
    """One case after one day."""
    case, status = lives.town.case(case_id), Status(lives.town.case(case_id).status)
    one_clock_at_every_moment(lives.town, case_id, filed_at=case.submitted_at, status=status)
    assert faults(lives.town, case_id) == [], lives.told
    if not LIFE[status].ended:
        goes_on = any(view.kind in WAYS_OUT for _, _, view in lives.offered(case_id))
        assert goes_on, (status, lives.told)


def check_figures(lives: Lives) -> None:
    """What is shown is a plain count of the rows."""
    now = lives.town.now
    with lives.town.database.reading() as session:
        cases = session.scalars(select(Case)).all()
        causes = {row.case_id: row for row in session.scalars(select(LatenessCause))}
        shown, _ = late_now(session, ALL, now=now)
        first = min((case.submitted_at for case in cases), default=now)
        ended = ended_late(session, ALL, since=first, until=now)
        rated = Counter(session.scalars(select(Rating.score)))
        page = ratings(session, person=lives.town.officer("quan.dm"), now=now)
        day = first.astimezone(ZONE).date()
        filed = filers(session, person=lives.town.officer("quan.dm"), since=day, now=now)

    def counted(which: list[Case]) -> LateCount:
        def over(case: Case, due: str) -> bool:
            mark = case.late_since if due == "due_at" else case.late_first_since
            until = case.due_at if due == "due_at" else case.first_due_at or case.due_at
            runs = LIFE[Status(case.status)].counts
            mark = mark or case.counted_late_since
            return case.due_at is not None and bool(mark or (runs and until and now > until))

        late = [case for case in which if over(case, "due_at")]
        excused = [
            case
            for case in late
            if (cause := causes.get(case.id)) is not None
            and cause.state == "confirmed"
            and cause.cause in OF_SYSTEMS
        ]
        by_first = sum(over(case, "first_due_at") for case in which)
        own = [
            {*case.own_late, *([case.competent_unit] if lies else [])}
            for case in which
            for lies in [case.own_due_at and case.own_due_at < now]
        ]
        lain = sum(map(len, own))
        return LateCount(by_first, len(late), len(late) - len(excused), lain)

    running = [case for case in cases if LIFE[Status(case.status)].counts]
    over = [case for case in cases if LIFE[Status(case.status)].over]
    assert shown == counted(running)
    assert ended == counted(over)
    check_filed(filed, cases)
    scores = (page.all.satisfied, page.all.neutral, page.all.dissatisfied)
    assert scores == (rated["satisfied"], rated["neutral"], rated["dissatisfied"])


def check_filed(shown: FilersPage, cases: list[Case]) -> None:
    """Who filed how, and for whom, is a plain count too."""
    ways = Counter((case.channel, case.account_id is None) for case in cases)
    total = shown.total
    assert (total.own_online, total.assisted) == (ways["online", False], ways["online", True])
    counter = ways["counter", True] + ways["counter", False]
    assert (total.counter, total.total) == (counter, len(cases))
    assert shown.lists["represented"] == sum(one.authorisation is not None for one in cases)
    kinds = Counter(one.applicant_kind for one in cases)
    assert {one.kind: one.count for one in shown.kinds} == kinds


def test_lives_know_what_to_give_to_every_act_of_the_table() -> None:
    """Whatever is offered is tried: a new kind of input can't be passed over."""
    assert {one.kind for act in ACTS.values() for one in act.inputs} <= MADE.keys()
    assert LIKELY.keys() == ACTS.keys()


@ONE
def test_whatever_people_do_a_case_keeps_its_clocks_its_ways_and_its_audit(town: Town) -> None:
    lives = Lives(town, SEED)
    for _ in range(DAYS):
        check(lives, lives.day())
    check_figures(lives)
    assert sum(lives.done.values()) > DAYS / 4


@ONE
def test_a_state_from_which_nobody_may_go_on_is_noticed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the check that every day of every life ends with."""
    lives, real = Lives(town, SEED), cases._of_state
    for status, (bring, ways) in DEAD_ENDS.items():
        case_id = received(town)
        bring(town, case_id)
        assert town.case(case_id).status == status
        check(lives, case_id)
        with monkeypatch.context() as patched:
            patched.setattr(cases, "_of_state", without(real, ways))
            with pytest.raises(AssertionError):
                check(lives, case_id)


def without(
    real: Callable[..., tuple[Act, ...]], ways: frozenset[str]
) -> Callable[..., tuple[Act, ...]]:
    """The acts of a state, but for these."""

    def acts(status: int, *, on_task: bool) -> tuple[Act, ...]:
        return tuple(one for one in real(status, on_task=on_task) if one.kind not in ways)

    return acts


@ONE
@pytest.mark.long
def test_many_lives(town: Town) -> None:
    """As long as ``MOTCUA_TEST_LIVES_MINUTES`` says, until every act of the table was done.

    What was done is printed.
    """
    until, lives, days = monotonic() + MINUTES * 60, Lives(town, SEED), 0
    while monotonic() < until or (ACTS.keys() - lives.done.keys() and days < MOST_DAYS):
        check(lives, lives.day())
        days += 1
        if days % 50 == 0:
            check_figures(lives)
            print(days, town.now, dict(lives.done.most_common()), dict(lives.roles))  # noqa: T201
            print("not yet:", sorted(ACTS.keys() - lives.done.keys()))  # noqa: T201
    assert sorted(ACTS.keys() - lives.done.keys()) == [], "no life ever does these acts"
