"""One real dossier from filing to result, on both databases."""

from datetime import datetime

import pytest

from engine.cases.vouching.verify import case_faults
from engine.errors import (
    NotYourDesk,
    ReasonMissing,
    TaskAlreadyClaimed,
    TaskAlreadyDone,
    TaskNotFound,
)
from engine.life import Status
from engine.store.cases import Case
from engine.worktime import ZONE
from tests.town import WARD, Town


def test_a_filed_case_waits_at_the_desk_of_the_service_centre(town: Town) -> None:
    filed = town.file()
    task = town.task(filed.case_id)
    assert (task.element_id, task.unit_code) == ("B1", "phuong_truong_vinh_ttphcc")
    assert filed.submission_number == "N-H41-251204-00001"


def test_reception_gives_the_code_of_the_receiving_agency_and_starts_the_clock(town: Town) -> None:
    filed = town.file()
    town.end(town.task(filed.case_id))
    case = town.case(filed.case_id)
    assert case.code == "H41.102.01-251204-0001"
    assert case.status == Status.RECEIVED
    assert case.due_at == datetime(2025, 12, 22, 9, 15, tzinfo=ZONE)


def test_codes_of_one_day_are_counted_and_begin_again_the_next_day(town: Town) -> None:
    codes = []
    for _ in range(3):
        filed = town.file()
        town.end(town.task(filed.case_id))
        codes.append(town.case(filed.case_id).code)
        town.wait(hours=12)
    assert codes == [
        "H41.102.01-251204-0001",
        "H41.102.01-251204-0002",
        "H41.102.01-251205-0001",
    ]


def test_the_whole_path_ends_returned_with_everything_in_agreement(town: Town) -> None:
    filed = town.file()
    town.until(filed.case_id, None)
    case = town.case(filed.case_id)
    assert case.status == Status.RETURNED
    assert case.finished_at is not None
    with town.database.reading() as session:
        assert case_faults(session, session.merge(case, load=False)) == []


def test_two_officers_on_one_task_one_gets_it_and_the_other_is_told_who_has_it(town: Town) -> None:
    filed = town.file()
    town.until(filed.case_id, "B3")
    task = town.task(filed.case_id)
    first, second = town.officers(task.unit_code, task.position_code)[:2]
    town.claim(task, first)
    with pytest.raises(TaskAlreadyClaimed, match=first.name):
        town.claim(task, second)


def test_a_task_that_is_done_can_not_be_done_again(town: Town) -> None:
    """Better 7."""
    filed = town.file()
    task = town.task(filed.case_id)
    town.end(task)
    with pytest.raises(TaskAlreadyDone):
        town.end(task)


def test_an_officer_of_another_desk_is_refused(town: Town) -> None:
    filed = town.file()
    task = town.task(filed.case_id)
    with pytest.raises(NotYourDesk, match="Trung tâm"):
        town.end(task, person=town.officers(WARD, "lanh_dao_ubnd_xa")[0])
    with pytest.raises(TaskNotFound):  # of a unit that has nothing to do with the case
        town.end(task, person=town.officers(f"{WARD}_vhxh", "chuyen_vien")[0])


def test_sending_back_needs_a_reason_and_opens_the_step_again(town: Town) -> None:
    filed = town.file()
    town.until(filed.case_id, "B4")
    task = town.task(filed.case_id)
    with pytest.raises(ReasonMissing):
        town.end(task, outcome="tra_lai")
    town.end(task, outcome="tra_lai", comment="Thiếu biên bản họp hội đồng")
    assert town.task(filed.case_id).element_id == "B3"


def test_a_case_stays_on_its_package_and_its_row_counts_every_step(town: Town) -> None:
    filed = town.file()
    before: Case = town.case(filed.case_id)
    town.until(filed.case_id, "B3")
    after = town.case(filed.case_id)
    assert after.package_digest == before.package_digest
    assert after.version == before.version + 2
