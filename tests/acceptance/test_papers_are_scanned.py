"""A paper that was taken becomes a file when the case is received, or it is said why not."""

import base64
import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.cases.adding_files import FiledDocument
from engine.errors import PaperRefused
from engine.queries.case_file import case_file
from engine.store.audit import CaseEvent
from engine.store.cases import CaseDocument
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.papers import PDF
from tests.town import PROVINCE, Town

PROOF = "giay_to_chung_minh"
RECEIVER = f"bao.pq@{PROVINCE}"
SCAN = {"component": PROOF, "name": "quet.pdf", "content": base64.b64encode(PDF).decode()}


@pytest.fixture
def taken(town: Town) -> str:
    """A case that was filed over the counter with its proof on paper; its reception is open."""
    filed = town.file(
        person=town.officer("bao.pq"), channel="counter", papers=[PROOF], documents=[]
    )
    return filed.case_id


def receive(app: Flask, town: Town, case_id: str, **body: Any) -> Any:
    return Api(app, RECEIVER).post(f"/tasks/{town.task(case_id).id}/receive", body)


def files(town: Town) -> list[tuple[str, str | None, str]]:
    with town.database.reading() as session:
        query = select(CaseDocument.name, CaseDocument.component, CaseDocument.role)
        return [tuple(row) for row in session.execute(query)]


def test_nothing_goes_on_without_the_scan_and_whoever_decides_reads_it(
    app: Flask, town: Town, taken: str
) -> None:
    refused = receive(app, town, taken)
    assert (refused.status_code, refused.json["code"]) == (422, "scans_missing")
    assert refused.json["details"]["faults"][0]["field"] == f"documents.{PROOF}"
    assert (town.case(taken).status, files(town)) == (1, [])

    assert receive(app, town, taken, scans=[SCAN]).status_code == 200
    assert (town.case(taken).status, files(town)) == (2, [("quet.pdf", PROOF, "filed")])
    assert faults(town, taken) == []
    town.until(taken, "B3")
    specialist = town.desk(town.task(taken))
    with town.database.reading() as session:
        read = case_file(session, ref=town.case(taken).code or "", person=specialist, now=town.now)
    assert [(one.name, one.component) for one in read.documents] == [("quet.pdf", PROOF)]
    assert "Bản giấy, nhận tại quầy, đã số hóa" in [one.words for one in read.components]


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_an_empty_reason_is_none(app: Flask, town: Town, taken: str, reason: str) -> None:
    refused = receive(app, town, taken, unscanned={PROOF: reason})
    assert refused.json["code"] == "scans_missing"


def test_an_exempt_paper_goes_on_with_its_reason(app: Flask, town: Town, taken: str) -> None:
    assert receive(app, town, taken, unscanned={PROOF: "Tài liệu mật"}).status_code == 200
    read = Api(app, RECEIVER).get(f"/cases/{town.case(taken).code}").json
    words = {one["code"]: one["words"] for one in read["components"]}
    assert words[PROOF] == "Bản giấy, nhận tại quầy, không số hóa: Tài liệu mật"
    assert faults(town, taken) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"scans": [{**SCAN, "component": "la"}]}, "file_refused"),
        ({"scans": [{**SCAN, "component": None}]}, "file_refused"),
        ({"scans": [{**SCAN, "content": base64.b64encode(b"MZ").decode()}]}, "file_refused"),
        ({"scans": [SCAN], "unscanned": {PROOF: "Mật"}}, "scans_missing"),
        ({"scans": [SCAN], "unscanned": {"la": "Mật"}}, "scans_missing"),
        ({"unscanned": {PROOF: "M\u202eật"}}, "scans_missing"),
    ],
)
def test_what_shows_no_paper_or_is_no_file_is_refused(
    app: Flask, town: Town, taken: str, body: dict[str, Any], code: str
) -> None:
    refused = receive(app, town, taken, **body)
    assert (refused.status_code, refused.json["code"], files(town)) == (422, code, [])


def test_a_case_without_papers_takes_no_scan(app: Flask, town: Town) -> None:
    case_id = town.file().case_id
    assert receive(app, town, case_id, scans=[SCAN]).json["code"] == "file_refused"
    assert receive(app, town, case_id).status_code == 200


def test_a_dossier_on_paper_does_not_go_on_online_before_it_is_scanned(
    town: Town, taken: str
) -> None:
    clerk = town.officer("bao.pq")
    with pytest.raises(PaperRefused):
        town.switch(taken, clerk, "online")


def test_a_counter_that_scanned_while_filing_scans_nothing_again(app: Flask, town: Town) -> None:
    filed = town.file(
        person=town.officer("bao.pq"),
        channel="counter",
        papers=[PROOF],
        documents=[FiledDocument(PROOF, "quet-luc-nop.pdf", PDF)],
    )
    assert receive(app, town, filed.case_id).status_code == 200


def test_the_page_keeps_scans_and_reasons_through_a_refusal_a_draft_and_the_question(
    app: Flask, town: Town, taken: str
) -> None:
    officer, number = Api(app, RECEIVER), town.case(taken).submission_number
    opened = officer.client.get(f"/ho-so/{number}").text
    assert f'name="giay-{PROOF}"' in opened
    address, key = f"/viec/{town.task(taken).id}/xong", _key(opened)

    def send(*, asking: bool = False, **more: Any) -> Any:
        data = {"csrf_token": officer.token, "hs": number, "khoa": key, **more}
        return officer.client.post(address, data=data, follow_redirects=asking)

    refused = send(outcome="")
    assert refused.status_code == 422
    assert f'href="#f-giay-{PROOF}"' in refused.text

    send(**{"luu-nhap": "1", f"giay-{PROOF}": (io.BytesIO(PDF), "quet.pdf")})
    drafted = officer.client.get(f"/ho-so/{number}").text
    assert "Giữ tệp đã gửi: quet.pdf" in drafted

    asked = send(asking=True, outcome="", giu=_note(drafted))
    assert "quet.pdf" in asked.text
    assert "Chưa làm gì cả." in asked.text
    done = send(outcome="", giu=_note(asked.text), **{"xac-nhan": "1"})
    assert done.status_code == 303
    assert files(town) == [("quet.pdf", PROOF, "filed")]
    with town.database.reading() as session:
        kinds = session.scalars(select(CaseEvent.kind).where(CaseEvent.case_id == taken)).all()
    assert kinds.count("papers_scanned") == 1


def _key(page: str) -> str:
    found = re.search(r'name="khoa" value="([^"]+)"', page)
    assert found
    return found[1]


def _note(page: str) -> str:
    found = re.search(r'name="giu" value="([^"]+)"', page)
    assert found
    return found[1]
