"""A supplement: asked once, paper by paper; the clock stops and starts from zero; or the end."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engine.accounts import Person
from engine.cases.adding_files import FiledDocument
from engine.cases.answer_supplement import answer_supplement
from engine.cases.ask_supplement import Asked, ask_supplement
from engine.cases.judging_papers import JudgedPaper
from engine.catalogue.components import filled_forms
from engine.catalogue.packages import package
from engine.deadlines.supplements import MOMENT
from engine.errors import (
    AnswerTooLate,
    CaseNotFound,
    NotInThisState,
    NotYourCase,
    OtherBasisMissing,
    PapersUnjudged,
    PaperUnknown,
    ScansMissing,
    SupplementIncomplete,
    SupplementOnce,
    SupplementTooLate,
    TodoMissing,
)
from engine.jobs.waking import wake_due_cases
from engine.queries.case_rows import find_case
from engine.queries.offering import acts_now
from engine.queries.supplements import supplement_of
from engine.store.cases import Case, CaseDocument
from engine.worktime import ZONE
from tests.at_once import done_once
from tests.integration.jobs.procedures import faults
from tests.left import after, lines
from tests.papers import PDF
from tests.town import CITIZEN, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FORM = JudgedPaper("ban_khai", "pass")
BLURRED = "Trang 2 bị mờ: chụp lại trang 2."


def components(town: Town, case_id: str) -> list[str]:
    """What was filed, by component."""
    with town.database.reading() as session:
        query = select(CaseDocument.component).where(CaseDocument.case_id == case_id)
        return sorted({code for code in session.scalars(query) if code})


def first_is_blurred(town: Town, case_id: str) -> list[JudgedPaper]:
    """The first paper is to be done again; the others and the form pass."""
    first, *others = components(town, case_id)
    with town.database.reading() as session:
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        manifest = package(session, case.province_code, case.package_digest).manifest
    passing = [JudgedPaper(code, "pass") for code in (*others, *filled_forms(manifest))]
    return [JudgedPaper(first, "wrong", BLURRED), *passing]


def ask(town: Town, case_id: str, **changes: object) -> Asked:
    """The officer of the open step asks for the first paper again; the others pass."""
    task = town.task(case_id)
    given = {"person": town.desk(task), **changes}
    if "judged" not in given:
        given["judged"] = first_is_blurred(town, case_id)
    with town.act() as session:
        return ask_supplement(session, task_id=task.id, now=town.now, **given)  # type: ignore[arg-type]


def answer(town: Town, case_id: str, **changes: object) -> None:
    """The applicant sends the first paper again."""
    code = components(town, case_id)[0]
    files = [FiledDocument(code, "trang-2.pdf", PDF)]
    given = {"supplied": files, "person": CITIZEN, "store": town.documents, **changes}
    with town.act() as session:
        ref = town.case(case_id).submission_number
        answer_supplement(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def received(town: Town, person: Person = CITIZEN) -> str:
    """A case of the person's that was received an hour ago."""
    case_id = town.file(person=person).case_id
    town.end(town.task(case_id))
    town.wait(hours=1)
    return case_id


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 12, day, hour, minute, tzinfo=ZONE)


LAST = at(19, 23, 59) + timedelta(seconds=59)
"""24:00 of the fifteenth day, as limits in calendar days keep it."""


def test_asked_before_the_reception_the_answer_brings_a_new_answer_time(town: Town) -> None:
    case_id = town.file().case_id
    town.wait(hours=1)
    ask(town, case_id)
    assert after(town, case_id) == lines("""
        case 5 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua not counted, Phan Quốc Bảo since 04/12
          10:15
        runs supplement since 04/12 10:15 (chờ người nộp bổ sung hồ sơ; NĐ 118/2025/NĐ-CP, Điều
          17.2)
        tells status_changed status=5
        tells supplement_asked number=0001/2025/PYCBS-H41.102.01
        audit Phan Quốc Bảo: case_parked clock=supplement legal_basis=NĐ 118/2025/NĐ-CP, Điều
          17.2 reason=chờ người nộp bổ sung hồ sơ
        audit Phan Quốc Bảo: supplement_asked late=false legal_basis=NĐ 118/2025/NĐ-CP, Điều
          17.2 number=0001/2025/PYCBS-H41.102.01 papers=[{"component": "giay_to_chung_minh",
          "fault": "wrong", "name": "Giấy tờ chứng minh thời gian tham gia", "todo": "Trang 2 bị
          mờ: chụp lại trang 2."}] passed=["ban_khai"] stage=before_reception
    """)
    town.wait(days=20)
    answer(town, case_id)
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua due 24/12 16:25, Phan Quốc Bảo since
          04/12 10:15
        runs answer since 24/12 10:25 (đã bổ sung đủ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        tells status_changed status=1
        audit Lê Thị Mai: supplement_answered documents=[{"component": "giay_to_chung_minh",
          "digest": "…", "id": "…", "media_type": "application/pdf", "name": "trang-2.pdf",
          "size": 306}]
    """)


def test_after_the_reception_the_solving_time_stops_and_starts_from_zero(town: Town) -> None:
    """Time point 9: the first due was 22/12, counted anew from a Saturday it is 23/12 17:30."""
    case_id = received(town)
    ask(town, case_id)
    left = after(town, case_id)
    assert "runs supplement since 04/12 10:15" in left
    assert "until=19/12 23:59" in left
    assert "task B2 phuong_truong_vinh_vhxh/lanh_dao_phong not counted" in left
    town.wait(days=2)
    answer(town, case_id)
    left = after(town, case_id)
    assert "received 04/12 09:15, due" in left
    assert "\n  23/12 17:30" in left
    assert "runs case since 06/12 10:25" in left
    assert "task B2 phuong_truong_vinh_vhxh/lanh_dao_phong due 08/12 11:30" in left
    assert "case_resumed clock=supplement due_at=23/12 17:30" in left


def test_a_supplement_is_asked_once(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    with pytest.raises(NotInThisState):
        ask(town, case_id)
    answer(town, case_id)
    with pytest.raises(SupplementOnce):
        ask(town, case_id)


def test_nobody_ends_a_step_while_the_applicant_has_the_word(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    with pytest.raises(NotInThisState, match="Yêu cầu bổ sung giấy tờ"):
        town.end(town.task(case_id))


def test_after_three_working_days_only_a_sector_law_lets_it_be_asked_and_it_is_late(
    town: Town,
) -> None:
    """Law L18: received on Thursday 04/12 at 09:15, asked until Tuesday 09/12 at 09:15."""
    case_id = received(town)
    town.now = at(9, 9, 16)
    with pytest.raises(SupplementTooLate, match="09/12/2025"):
        ask(town, case_id, late_basis=".")
    ask(town, case_id, late_basis="Luật Đất đai 2024, Điều 226")
    left = after(town, case_id)
    assert "late=true late_basis=Luật Đất đai 2024, Điều 226" in left


def test_on_the_last_moment_of_the_third_working_day_it_is_not_late(town: Town) -> None:
    case_id = received(town)
    town.now = at(9, 9, 15)
    ask(town, case_id, late_basis="Luật Hộ tịch")
    assert "late=false" in after(town, case_id)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"judged": []}, PapersUnjudged),
        ({"judged": [JudgedPaper("giay_to_chung_minh", "wrong", BLURRED)]}, PapersUnjudged),
        ({"judged": [JudgedPaper("giay_to_chung_minh", "wrong"), FORM]}, TodoMissing),
        ({"judged": [JudgedPaper("la", "wrong", "x")]}, PaperUnknown),
        ({"other": "Giấy xác nhận của tổ dân phố"}, OtherBasisMissing),
    ],
)
def test_what_is_asked_for_is_told_paper_by_paper(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    """Better 3."""
    case_id = received(town)
    with pytest.raises(refusal):
        ask(town, case_id, **changes)
    assert town.case(case_id).supplements == 0


def test_the_form_is_judged_like_any_paper(town: Town) -> None:
    """What is judged wrong of it is told in the same slip (decree 118/2025 art. 16.3: once)."""
    case_id = received(town)
    judged = first_is_blurred(town, case_id)
    assert [one.component for one in judged if one.verdict == "pass"] == ["ban_khai"]
    with pytest.raises(PapersUnjudged, match="Bản khai"):
        ask(town, case_id, judged=judged[:1])
    ask(town, case_id, judged=[judged[0], JudgedPaper("ban_khai", "wrong", "Ghi ngày sinh.")])
    assert "Ghi ngày sinh." in after(town, case_id)


def test_a_paper_outside_the_components_is_asked_for_with_its_legal_basis(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id, other="Giấy xác nhận", other_basis="Luật Cư trú 2020, Điều 28")
    assert "other_basis=Luật Cư trú 2020, Điều 28" in after(town, case_id)


def test_a_paper_is_judged_once(town: Town) -> None:
    case_id = received(town)
    judged = first_is_blurred(town, case_id)
    with pytest.raises(PapersUnjudged):
        ask(town, case_id, judged=[*judged, JudgedPaper(judged[0].component, "pass")])


def test_an_answer_is_complete_or_none(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    with pytest.raises(SupplementIncomplete, match="Giấy tờ chứng minh"):
        answer(town, case_id, supplied=[])
    with pytest.raises(PaperUnknown):
        answer(town, case_id, supplied=[FiledDocument("ban_khai", "x.pdf", PDF)])
    assert town.case(case_id).status == 5


def test_an_officer_at_the_counter_takes_the_answer_on_paper(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    counter = town.officers("phuong_truong_vinh_ttphcc", "can_bo_mot_cua")[0]
    taken = {"papers": ["giay_to_chung_minh"], "person": counter}
    with pytest.raises(ScansMissing):
        answer(town, case_id, supplied=[], **taken)
    answer(town, case_id, **taken)
    left = after(town, case_id)
    assert "audit Phan Quốc Bảo: supplement_answered" in left
    assert faults(town, case_id) == []


def test_an_officer_of_another_place_takes_no_answer(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    with pytest.raises(NotYourCase):
        answer(town, case_id, person=town.officers(WARD, "lanh_dao_ubnd_xa")[0])
    with pytest.raises(CaseNotFound):
        answer(town, case_id, person=town.officers("so_noi_vu", "lanh_dao_so")[0])


def test_a_case_without_an_answer_is_warned_and_closed_after_fifteen_days(town: Town) -> None:
    """Law L18: asked on 04/12, reminded 5 days and 1 day before, closed at 24:00 of 19/12."""
    case_id = received(town)
    ask(town, case_id)
    moments = [at(14, 8), at(18, 8), LAST + MOMENT]
    said = []
    for moment in moments:
        assert wake_due_cases(town.database, now=moment - timedelta(seconds=1)) == 0
        assert done_once(wake_due_cases, town.database, now=moment) == 1, "by two workers"
        assert wake_due_cases(town.database, now=moment) == 0
        town.now = moment
        said.append(after(town, case_id))
    assert "tells supplement_reminded until=19/12 23:59" in said[0]
    assert "tells supplement_reminded until=19/12 23:59" in said[1]
    assert said[2] == lines("""
        case 8 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          22/12 09:15, finished 19/12 23:59
        cancelled B2, taken 04/12 10:15
        tells status_changed status=8
        audit Hệ thống: supplement_missed legal_basis=NĐ 118/2025/NĐ-CP, Điều 19.5 until=19/12
          23:59
    """)


def test_a_worker_that_slept_closes_at_once_and_warns_no_more(town: Town) -> None:
    """Trap 4: what nobody touched for weeks is not forgotten."""
    case_id = received(town)
    ask(town, case_id)
    assert wake_due_cases(town.database, now=at(30, 9)) == 1
    assert town.case(case_id).status == 8


def answer_offered(town: Town, case_id: str) -> bool:
    """Whether who filed it is offered the form of the answer."""
    with town.database.reading() as session:
        rows = find_case(session, town.case(case_id).submission_number, town.now)
        acts = acts_now(session, rows, person=CITIZEN, now=town.now)
        slip = supplement_of(session, rows, town.now)
    assert slip is not None
    offered = "answer_supplement" in {one.kind for one in acts}
    assert offered != slip.over
    return offered


@ONE
def test_after_the_last_moment_no_answer_is_taken_though_the_worker_sleeps(town: Town) -> None:
    """Asked on 04/12 until 24:00 of 19/12: the moment after closes it and ends the answers."""
    case_id = received(town)
    ask(town, case_id)
    town.now = LAST + MOMENT
    with pytest.raises(AnswerTooLate, match="hết ngày thứ Sáu 19/12/2025"):
        answer(town, case_id)
    assert not answer_offered(town, case_id), "what is refused is not offered"
    assert (town.case(case_id).status, town.case(case_id).due_at) == (5, at(22, 9, 15))
    assert wake_due_cases(town.database, now=town.now) == 1


@ONE
def test_at_the_last_moment_an_answer_is_taken(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    town.now = LAST
    wake_due_cases(town.database, now=town.now)
    assert answer_offered(town, case_id)
    answer(town, case_id)
    assert town.case(case_id).status == 4


def test_before_the_reception_nothing_is_closed_unless_a_province_says_so(town: Town) -> None:
    case_id = town.file().case_id
    ask(town, case_id)
    assert town.case(case_id).wakes_at is None
    assert wake_due_cases(town.database, now=at(30, 9)) == 0


def test_an_answered_case_sleeps(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    answer(town, case_id)
    assert town.case(case_id).wakes_at is None
    assert faults(town, case_id) == []
