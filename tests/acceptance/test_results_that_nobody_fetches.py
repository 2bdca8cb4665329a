"""How long a result waits is the province's to say; what stood still late is counted."""

from datetime import timedelta

import pytest

from engine.queries.lateness.figures import late_now, standing_late
from engine.queries.waiting_results import waiting_results
from tests.acceptance.test_halts import approve, propose
from tests.acceptance.test_supplements import received
from tests.left import ALL
from tests.rulebook import Rulebook
from tests.town import CENTRE, FLAGSHIP, PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def unfetched(town: Town) -> list[str]:
    (clerk, *_) = town.officers(CENTRE, "can_bo_mot_cua")
    with town.database.reading() as session:
        return [one.ref for one in waiting_results(session, person=clerk, now=town.now)]


@ONE
def test_a_result_waits_as_long_as_the_province_says_and_for_ever_without_a_rule(
    town: Town,
) -> None:
    free = received(town)
    town.until(free, "B15")
    rules = Rulebook(town.database, town.documents)
    rules.now = town.now
    rules.rule(PROVINCE, "result_wait_days", {"days": 30}, procedure=FLAGSHIP)
    case_id = received(town)
    town.until(case_id, "B15")
    solved = town.now
    town.now = solved + timedelta(days=30)
    assert unfetched(town) == []
    town.now = solved + timedelta(days=31)
    assert unfetched(town) == [town.case(case_id).code]
    town.until(case_id, None)
    assert unfetched(town) == []


@ONE
def test_a_case_that_was_late_before_it_stood_still_is_counted_beside_the_others(
    town: Town,
) -> None:
    late, in_time = received(town), received(town)
    for case_id in (late, in_time):
        town.until(case_id, "B3")
    propose(town, in_time)
    approve(town, in_time)
    due_at = town.case(late).due_at
    assert due_at is not None
    town.now = due_at + timedelta(days=3)
    propose(town, late)
    approve(town, late)
    with town.database.reading() as session:
        assert late_now(session, ALL, now=town.now)[0].late == 0
        assert standing_late(session, ALL).late == 1
