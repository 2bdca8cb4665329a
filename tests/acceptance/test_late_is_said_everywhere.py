"""Sentences go by the same mark as the figures: what was late is never told to be in time."""

import pytest

from engine.errors import DayOff, ExtensionAfterLate
from engine.queries.case_file import case_file
from engine.queries.tracking import track
from engine.queries.views.parts import Due
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_consultations import asked
from tests.acceptance.test_halts import ask_again
from tests.acceptance.test_late_cases import late
from tests.acceptance.test_late_stays_late import supplemented
from tests.acceptance.test_supplements import answer, ask, received
from tests.integration.jobs.procedures import faults
from tests.town import Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STAYED = "đã quá hạn trước khi tính lại thời hạn"


def told(town: Town, case_id: str) -> tuple[Due, str]:
    """What page, deadlines, tracking and the API say of the due time, and the first words."""
    with town.database.reading() as session:
        ref, person = town.case(case_id).submission_number, town.officer("hanh.tt")
        file = case_file(session, ref=ref, person=person, now=town.now)
        found = track(session, ref=ref, now=town.now)
    (deadline,) = (one.due for one in file.deadlines if one.label.startswith("Trả kết quả"))
    assert file.due == deadline == found.due
    return found.due, found.headline


@ONE
def test_a_dossier_that_was_late_is_late_while_its_time_runs_anew(town: Town) -> None:
    case_id = late(town)
    supplemented(town, case_id)
    due, headline = told(town, case_id)
    assert (due.urgency, due.at) == ("late", town.case(case_id).due_at)
    assert due.words == f"hồ sơ trả chậm ({STAYED}); còn 12 ngày làm việc"
    assert headline.startswith("Hồ sơ trả chậm")


@ONE
def test_and_when_it_is_done_before_the_new_day(town: Town) -> None:
    case_id = late(town)
    supplemented(town, case_id)
    town.until(case_id, None)
    due, _ = told(town, case_id)
    assert (due.urgency, due.words) == ("late", f"hồ sơ xong quá hạn ({STAYED})")


@ONE
def test_a_second_supplement_counts_as_late_in_words_too(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    answer(town, case_id)
    ask_again(town, case_id)
    answer(town, case_id)
    due, _ = told(town, case_id)
    assert due.words.startswith("hồ sơ trả chậm (bổ sung quá một lần, tính là quá hạn); còn")


@ONE
def test_once_past_there_is_only_the_apology_whatever_began_anew(town: Town) -> None:
    """Law L19: a supplement of a late dossier gives no new right to name another day."""
    case_id = late(town)
    supplemented(town, case_id)
    with pytest.raises(ExtensionAfterLate, match="22/12/2025"):
        extend(town, case_id, new_day="29/01/2026")
    with town.database.reading() as session:
        ref, person = town.case(case_id).submission_number, town.officer("hanh.tt")
        acts = case_file(session, ref=ref, person=person, now=town.now).acts
    (apology,) = (act for act in acts if act.kind == "apologise")
    assert "new_day" not in {one.name for one in apology.inputs}
    extend(town, case_id, new_day=None)
    assert faults(town, case_id) == []


@ONE
@pytest.mark.parametrize(
    ("day", "next_one"),
    [("27/12/2025", "29/12/2025"), ("28/12/2025", "29/12/2025"), ("01/01/2026", "05/01/2026")],
)
def test_an_extension_names_the_day_of_its_paper_and_no_day_off(
    town: Town, day: str, next_one: str
) -> None:
    case_id = received(town)
    with pytest.raises(DayOff, match=next_one):
        extend(town, case_id, new_day=day)
    assert town.case(case_id).extended_at is None


@ONE
def test_nor_does_the_term_of_a_consulted_unit(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, "B4")
    with pytest.raises(DayOff, match="08/12/2025"):
        asked(town, case_id, answer_by="06/12/2025")
