"""What becomes of papers that the agency lost: an apology, its copies, nothing asked again."""

import pytest
from flask import Flask

from engine.cases.act.task_act import Ending
from engine.cases.acts import end_step
from engine.cases.adding_files import FiledDocument
from engine.cases.ask_supplement import ask_supplement
from engine.cases.judging_papers import JudgedPaper, Verdict
from engine.cases.report_lost import Reported, report_lost
from engine.cases.restore_paper import restore_paper
from engine.errors import (
    ApologyMissing,
    BasisMissing,
    CaseNotFound,
    NoPapersHere,
    NotOverseer,
    NotTheLead,
    PaperLostHere,
    PaperUnknown,
)
from engine.queries.case_file import case_file
from engine.queries.papers_still_lost import papers_still_lost
from tests.acceptance.test_halts import ask_again
from tests.acceptance.test_papers_on_their_way import PROOF, counter, on_paper, send
from tests.acceptance.test_supplements import FORM, answer, ask, received
from tests.acceptance.test_who_files import ANSWERS, PAPER
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after, lines
from tests.papers import AUTHORISED, PDF
from tests.town import CITIZEN, PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def lose(town: Town, case_id: str, **changes: object) -> Reported:
    """The head of the unit where the case lies says that the papers are gone."""
    given = {
        "person": town.officer("hanh.tt"),
        "lost": PROOF,
        "reason": "Thấm nước",
        "paper": "12/SNV ngày 04/12/2025",
        "signed": [FiledDocument(None, "xin-loi.pdf", PDF)],
        **changes,
    }
    ref = town.case(case_id).submission_number
    with town.act() as session:
        return report_lost(session, ref=ref, store=town.documents, now=town.now, **given)  # type: ignore[arg-type]


def restore(town: Town, case_id: str, **changes: object) -> None:
    given = {"person": counter(town), "restored": PROOF, "reason": "Công an cấp lại", **changes}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        restore_paper(session, ref=ref, store=town.documents, now=town.now, **given)  # type: ignore[arg-type]


def with_a_copy(town: Town) -> str:
    """Filed as a file, then brought on paper: a copy is held."""
    case_id = received(town)
    ask(town, case_id)
    answer(town, case_id, papers=[PROOF], person=counter(town))
    town.until(case_id, "B3")
    after(town, case_id)
    return case_id


def test_lost_papers_are_restored_from_the_copy_with_an_apology(town: Town) -> None:
    case_id = with_a_copy(town)
    due_at = town.case(case_id).due_at
    assert lose(town, case_id).lacking == ()
    assert "tells papers_lost number=0001/2025/XLMH-H41.102.01" in after(town, case_id)
    assert (town.case(case_id).status, town.case(case_id).due_at) == (4, due_at)
    with pytest.raises(PaperUnknown):
        restore(town, case_id)
    with pytest.raises(PaperUnknown):
        lose(town, case_id)
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        (slip, *_) = case_file(session, ref=ref, person=CITIZEN, now=town.now).slips
    assert slip.name == "Văn bản xin lỗi vì làm mất, hỏng giấy tờ"
    assert "Dùng bản số hóa đang lưu" in {line.label for line in slip.lines}
    assert faults(town, case_id) == []


def test_what_no_copy_is_held_of_the_agency_brings_back(town: Town) -> None:
    case_id = on_paper(town)
    town.until(case_id, "B3")
    assert len(lose(town, case_id, lost="all").lacking) == 1
    after(town, case_id)
    restore(town, case_id, files=[FiledDocument(None, "cap-lai.pdf", PDF)])
    assert after(town, case_id) == lines("""
        case 4 counter H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          22/12 09:15
        task B3 phuong_truong_vinh_vhxh/chuyen_vien due 08/12 15:15
        runs case since 04/12 09:15 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        audit Phan Quốc Bảo: paper_restored component=giay_to_chung_minh
          documents=[{"component": "giay_to_chung_minh", "digest": "…", "id": "…", "media_type":
          "application/pdf", "name": "cap-lai.pdf", "size": 306}] how=Công an cấp lại name=Giấy
          tờ chứng minh thời gian tham gia
    """)
    with pytest.raises(PaperUnknown):
        restore(town, case_id)
    assert faults(town, case_id) == []


def ask_for_it(town: Town, case_id: str, verdict: Verdict) -> None:
    """The officer at the open step asks for the proof."""
    task = town.task(case_id)
    judged = [FORM, JudgedPaper(PROOF, verdict, "Nộp lại")]
    with town.act() as session:
        ask_supplement(
            session, task_id=task.id, person=town.desk(task), judged=judged, now=town.now
        )


@ONE
def test_what_the_agency_lost_it_does_not_ask_its_applicant_for(town: Town) -> None:
    """Decree 118/2025 art. 23.2 (L27)."""
    case_id = on_paper(town)
    town.until(case_id, "B3")
    lose(town, case_id)
    for verdict in ("missing", "wrong", "outdated"):
        with pytest.raises(PaperLostHere):
            ask_for_it(town, case_id, verdict)
    assert town.case(case_id).status == 4
    restore(town, case_id)
    ask_for_it(town, case_id, "outdated")
    copied = with_a_copy(town)
    lose(town, copied)
    with pytest.raises(PaperLostHere):
        ask_again(town, copied, judged=[FORM, JudgedPaper(PROOF, "missing", "Nộp lại")])


@ONE
def test_a_paper_that_is_there_again_closes_what_was_asked_for_it(town: Town) -> None:
    case_id = on_paper(town)
    town.until(case_id, "B3")
    ask_for_it(town, case_id, "wrong")
    lose(town, case_id)
    town.wait(hours=1)
    restore(town, case_id)
    assert town.case(case_id).status == 4
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        told = case_file(session, ref=ref, person=counter(town), now=town.now).supplement
    assert told is not None
    assert (told.open, told.answered_at, [one.answered for one in told.papers]) == (
        *(False, town.now),
        [True],
    )
    assert faults(town, case_id) == []


@ONE
def test_the_head_says_so_with_a_signed_apology(town: Town) -> None:
    case_id = with_a_copy(town)
    with pytest.raises(NotTheLead):
        lose(town, case_id, person=counter(town))
    with pytest.raises(CaseNotFound):
        lose(town, case_id, person=town.officer("oanh.ltk"))
    with pytest.raises(ApologyMissing):
        lose(town, case_id, signed=[])
    with pytest.raises(BasisMissing):
        lose(town, case_id, paper="")
    with pytest.raises(PaperUnknown):
        lose(town, case_id, lost="gi_do")


def by_proxy_on_paper(town: Town) -> str:
    """Received at the counter with two papers."""
    two = {"answers": ANSWERS, "papers": [PROOF, PAPER], "authorisation": AUTHORISED}
    clerk = town.officer("bao.pq")
    filed = town.file(person=clerk, channel="counter", documents=[], **two)
    with town.act() as session:
        end_step(
            session,
            task_id=town.task(filed.case_id).id,
            person=clerk,
            ending=Ending(None, {"giay_uy_quyen_dat": "dat"}, assignee=None),
            unscanned=dict.fromkeys((PROOF, PAPER), "Tài liệu mật"),
            store=town.documents,
            now=town.now,
        )
    return filed.case_id


@ONE
def test_what_was_lost_is_not_sent_on(town: Town) -> None:
    case_id = by_proxy_on_paper(town)
    lose(town, case_id)
    send(town, case_id)
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        slips = case_file(session, ref=ref, person=counter(town), now=town.now).slips
    sent = next(one for one in slips if one.name.startswith("Phiếu kiểm soát"))
    assert ("Số giấy tờ bản giấy", "1") in {(line.label, line.text) for line in sent.lines}
    everything = on_paper(town)
    lose(town, everything)
    with pytest.raises(NoPapersHere):
        send(town, everything)
    row = town.case(everything)
    assert (row.papers_at, row.papers_to, row.papers_until) == (None, None, None)
    assert faults(town, everything) == faults(town, case_id) == []


def test_what_is_lost_when_all_is_over_is_owed_and_listed_until_it_is_there_again(
    app: Flask, town: Town
) -> None:
    """Decree 118/2025 art. 23.2: papers lie there in 3, 8 and 10 too (L27)."""
    case_id = on_paper(town)
    town.until(case_id, "B15")
    clerk = town.desk(town.task(case_id))
    town.end(town.task(case_id), ending=Ending(None, None, assignee=None), person=clerk)
    assert town.case(case_id).status == 10
    lose(town, case_id)
    with town.database.reading() as session:
        (row,) = papers_still_lost(session, person=town.officer("quan.dm"))
        with pytest.raises(NotOverseer):
            papers_still_lost(session, person=town.officer("oanh.ltk"))
    assert (row.ref, len(row.papers), row.status_name) == (
        *(town.case(case_id).code, 1),
        "Đã trả kết quả",
    )
    overseer = Api(app, f"quan.dm@{PROVINCE}")
    assert [one["ref"] for one in overseer.get("/oversight/lost-papers").json] == [row.ref]
    assert row.papers[0] in overseer.client.get("/giam-sat").text
    restore(town, case_id)
    with town.database.reading() as session:
        assert papers_still_lost(session, person=town.officer("quan.dm")) == ()
    assert (town.case(case_id).status, faults(town, case_id)) == (10, [])
