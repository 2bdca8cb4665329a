"""An invitation does not outlive the unit that invited, and its applicant reads of it first."""

import pytest

from engine.errors import MinutesOwed
from engine.queries.case_file import case_file
from engine.queries.own_cases import own_cases
from engine.queries.tracking import track
from tests.acceptance.test_meetings import invited
from tests.acceptance.test_supplements import at, received
from tests.acceptance.test_transfers import transfer
from tests.acceptance.test_withdrawals import withdraw
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.town import CITIZEN, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
AWAITED = "Bạn được mời làm việc lúc"


def headlines(town: Town, case_id: str) -> tuple[str, str]:
    """What the tracking page and the applicant's own list say first."""
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        (own,) = own_cases(session, person=CITIZEN, now=town.now)
        return track(session, ref=ref, now=town.now).headline, own.headline


@ONE
def test_who_is_invited_reads_when_before_all_else(town: Town) -> None:
    case_id = received(town)
    invited(town, case_id)
    assert all(one.startswith(AWAITED) for one in headlines(town, case_id))
    town.now = at(11, 10)
    assert not any(one.startswith(AWAITED) for one in headlines(town, case_id))


@ONE
def test_a_transfer_calls_off_what_the_unit_before_invited_to(town: Town) -> None:
    case_id = received(town)
    invited(town, case_id)
    after(town, case_id)
    transfer(town, case_id)
    left = after(town, case_id)
    assert "tells meeting_recorded held=called_off" in left
    assert "bạn không phải đến theo giấy mời này" in left.replace("\n  ", " ")
    assert not any(one.startswith(AWAITED) for one in headlines(town, case_id))
    assert faults(town, case_id) == []


@ONE
def test_what_came_of_a_meeting_is_written_down_before_the_case_goes_on(town: Town) -> None:
    case_id = received(town)
    invited(town, case_id)
    town.now = at(11, 10)
    with pytest.raises(MinutesOwed):
        transfer(town, case_id)


@ONE
def test_nobody_is_awaited_for_a_dossier_that_was_withdrawn(town: Town) -> None:
    case_id = received(town)
    invited(town, case_id)
    withdraw(town, case_id)
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        file = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    assert [one.open for one in file.meetings] == [False]
    assert not any(one.startswith(AWAITED) for one in headlines(town, case_id))
