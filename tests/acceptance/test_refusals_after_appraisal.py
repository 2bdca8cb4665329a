"""Whoever decides refuses, though the diagram draws no way to it: the refusal is the result."""

import pytest
from flask import Flask
from sqlalchemy import select

from engine.cases.adding_files import FiledDocument
from engine.cases.hand_over import hand_over_result
from engine.cases.refuse_result import KIND, refuse_result
from engine.errors import BasisMissing, NotAtDecision, ReasonMissing, ResultMissing
from engine.queries.case_file import case_file
from engine.queries.tracking import track
from engine.store.cases import CaseDocument
from engine.store.organisation import Officer
from tests.acceptance.test_what_is_decided import lead
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after, lines
from tests.papers import PDF
from tests.read_before import read_now
from tests.shipped import file, publish, take
from tests.town import PROVINCE, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DEATH = "1.000656"
SIGNED = (FiledDocument(None, "phieu-tu-choi.pdf", PDF),)


def at_signature(town: Town) -> str:
    """A registration of a death that waits for its signature, to which no diagram draws a no."""
    scenario = publish(town, "khai_tu")
    case_id = file(town, DEATH, scenario)
    town.wait(hours=1)
    take(town, case_id, scenario, until="B4")
    after(town, case_id)
    return case_id


def refuse(town: Town, case_id: str, **changes: object) -> None:
    """Whoever signs refuses."""
    task = town.task(case_id)
    told = {"reason": "Người được khai còn sống", "basis": "Luật Hộ tịch 2014, Điều 34"}
    given: dict[str, object] = {"person": town.desk(task), "documents": SIGNED, **told}
    given |= {"store": town.documents, "seen": read_now(town, KIND, case_id), **changes}
    with town.act() as session:
        refuse_result(session, task_id=task.id, now=town.now, **given)  # type: ignore[arg-type]


def test_the_refusal_is_stored_and_handed_over_as_a_result(town: Town) -> None:
    case_id = at_signature(town)
    refuse(town, case_id)
    assert after(town, case_id) == lines("""
        case 9 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 10:15, due
          04/12 17:30, finished 04/12 10:25
        cancelled B4
        tells status_changed status=9
        audit Hoàng Nghĩa Dũng: result_refused legal_basis=Luật Hộ tịch 2014, Điều 34
          number=0001/2025/PTC-H41.102 reason=Người được khai còn sống unit=phuong_truong_vinh
          unit_name=Ủy ban nhân dân phường Trường Vinh
        audit Hoàng Nghĩa Dũng: result_stored documents=[{"code": "040084010021-phieu_tu_choi",
          "component": null, "digest": "…", "id": "…", "media_type": "application/pdf", "name":
          "phieu-tu-choi.pdf", "size": 306}] due_at=04/12 17:30 signed=<6>
    """)
    with town.database.reading() as session:
        of_case = select(CaseDocument).where(CaseDocument.case_id == case_id)
        (kept,) = session.scalars(of_case.where(CaseDocument.role == "result"))
    assert kept.signed["leads"] is True
    assert faults(town, case_id) == []
    with town.act() as session:
        counter = town.officer("bao.pq")
        ref = str(town.case(case_id).code)
        hand_over_result(session, ref=ref, person=counter, taker="electronic", now=town.now)
    assert town.case(case_id).status == 10
    assert faults(town, case_id) == []


def of_desk(app: Flask, town: Town, case_id: str) -> Api:
    """The officer of the desk where the case lies, signed in."""
    officer = town.desk(town.task(case_id)).officer_id
    with town.database.reading() as session:
        name = session.get_one(Officer, (PROVINCE, officer)).username
    return Api(app, f"{name}@{PROVINCE}")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": "."}, ReasonMissing),
        ({"basis": "."}, BasisMissing),
        ({"basis": "a"}, BasisMissing),
        ({"documents": ()}, ResultMissing),
    ],
)
def test_it_tells_why_by_what_law_on_a_signed_paper(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    case_id = at_signature(town)
    with pytest.raises(refusal):
        refuse(town, case_id, **changes)
    assert town.case(case_id).status == 4


def test_whoever_prepares_does_not_refuse_and_is_not_offered_it(app: Flask, town: Town) -> None:
    scenario = publish(town, "khai_tu")
    case_id = file(town, DEATH, scenario)
    take(town, case_id, scenario, until="B2")
    with pytest.raises(NotAtDecision):
        refuse(town, case_id)
    ref = town.case(case_id).code
    at_desk = of_desk(app, town, case_id)
    assert "refuse_result" not in {one["kind"] for one in at_desk.get(f"/cases/{ref}").json["acts"]}
    take(town, case_id, scenario, after="B1", until="B4")
    head = of_desk(app, town, case_id)
    assert "refuse_result" in {one["kind"] for one in head.get(f"/cases/{ref}").json["acts"]}


def test_a_refusal_is_given_whatever_is_owed_and_is_called_one(town: Town) -> None:
    """Nobody pays for a certified copy to be told that it was not certified."""
    scenario = publish(town, "chung_thuc_ban_sao")
    case_id = file(town, "2.000815", scenario)
    take(town, case_id, scenario, until="B2")
    refuse(town, case_id, person=lead(town, case_id))
    ref, counter = str(town.case(case_id).code), town.officer("bao.pq")
    with town.act() as session:
        seen = track(session, ref=ref, now=town.now)
        assert (seen.headline, seen.money.owed) == ("Hồ sơ bị từ chối giải quyết", 21000)
        assert "phiếu từ chối được trả không chờ phí" in seen.lead
        offered = case_file(session, ref=ref, person=counter, now=town.now).acts
        assert "hand_over" in {one.kind for one in offered}
        hand_over_result(session, ref=ref, person=counter, taker="owner", now=town.now)
        seen = track(session, ref=ref, now=town.now)
    assert seen.headline == "Hồ sơ bị từ chối giải quyết"
    assert seen.lead.startswith("Bạn đã nhận phiếu từ chối")
    assert faults(town, case_id) == []


@ONE
def test_pages_call_a_refusal_a_refusal(app: Flask, town: Town) -> None:
    town.wait(hours=5)  # received after the cut-off hour: due the next day
    case_id = at_signature(town)
    refuse(town, case_id)
    ref = town.case(case_id).code
    page = Api(app, "bao.pq@nghe_an").client.get(f"/ho-so/{ref}").text
    assert '<h2 id="h-viec">Hồ sơ bị từ chối giải quyết.</h2>' in page
    paper = Api(app, "bao.pq@nghe_an").client.get(f"/ho-so/{ref}/phieu/khong-giai-quyet").text
    assert "<b>Ủy ban nhân dân phường Trường Vinh</b><br>Số:" in paper
    assert "0001/2025/PTC-H41.102<" in paper
    post = "Lãnh đạo UBND xã, phường, Ủy ban nhân dân phường Trường Vinh"
    assert f"<div>{post}<br>Hoàng Nghĩa Dũng</div>" in paper
    assert "Đã có kết quả." not in page
    tracked = Api(app, "congdan").client.get(f"/tra-cuu?ma={ref}").text
    assert "phiếu từ chối" in tracked
    assert "Hồ sơ bị từ chối giải quyết, sớm hơn ngày hẹn thứ Sáu 05/12/2025" in tracked
    assert '<p class="mute">Có phiếu từ chối từ</p>' in tracked
    for address in (f"/tra-cuu?ma={ref}", f"/ho-so/{ref}", "/ho-so-cua-toi"):
        own = Api(app, "congdan").client.get(address).text
        assert "ả kết quả cho bạn trước" not in own, address
        assert "trả kết quả trước" not in own, address
    assert "Kết quả của bạn" not in tracked
    assert "Đã có kết quả" not in tracked
