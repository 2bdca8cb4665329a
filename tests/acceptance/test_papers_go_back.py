"""What was brought on paper goes back to somebody by name, and what is still held is told."""

import pytest
from flask import Flask

from engine.cases.adding_files import FiledDocument
from engine.cases.return_papers import return_papers
from engine.errors import (
    NotInThisState,
    PapersHeld,
    PapersOnTheirWay,
    PaperUnknown,
    TakerUnnamed,
)
from engine.queries.case_file import case_file
from engine.queries.returning import results
from engine.queries.views.returning import WaitingResultRow
from tests.acceptance.test_papers_on_their_way import PROOF, counter, on_paper, send, take
from tests.acceptance.test_withdrawals import give, withdraw
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.papers import PDF
from tests.town import PROVINCE, Town
from web.forms.act_inputs import control_of

ON_PAPER = {
    "requester": "Lê Thị Mai",
    "request": "Giấy đề nghị ngày 04/12/2025",
    "request_files": [FiledDocument(None, "de-nghi.pdf", PDF)],
}
TAKER = "Lê Thị Mai, căn cước 040185012345"


def back(town: Town, case_id: str, **changes: str) -> None:
    given = {"returned": PROOF, "to_whom": TAKER, **changes}
    with town.act() as session:
        return_papers(
            session,
            ref=town.case(case_id).submission_number,
            person=counter(town),
            now=town.now,
            **given,
        )


def kept(town: Town, case_id: str) -> tuple[str, ...]:
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        return case_file(session, ref=ref, person=counter(town), now=town.now).papers_kept


def to_fetch(town: Town, **asked: object) -> list[WaitingResultRow]:
    given = {"person": counter(town), "part": "papers", **asked}
    with town.database.reading() as session:
        return list(results(session, now=town.now, **given).rows)  # type: ignore[arg-type]


def test_a_withdrawn_dossier_does_not_end_while_it_holds_papers(town: Town) -> None:
    case_id = on_paper(town)
    withdraw(town, case_id, person=counter(town), **ON_PAPER)
    with pytest.raises(PapersHeld, match=kept(town, case_id)[0]):
        give(town, case_id)
    after(town, case_id)
    back(town, case_id)
    assert "papers_returned" in after(town, case_id)
    assert kept(town, case_id) == ()
    give(town, case_id)
    assert (town.case(case_id).status, faults(town, case_id)) == (8, [])


def test_what_is_with_a_carrier_is_taken_before_it_goes_back(app: Flask, town: Town) -> None:
    case_id = on_paper(town)
    send(town, case_id)
    solver = town.desk(town.task(case_id))
    withdraw(town, case_id, person=counter(town), **ON_PAPER)
    with pytest.raises(PapersOnTheirWay):
        back(town, case_id)
    ref, clerk = town.case(case_id).code, Api(app, f"bao.pq@{PROVINCE}")
    assert "return_papers" not in {one["kind"] for one in clerk.get(f"/cases/{ref}").json["acts"]}
    take(town, case_id, person=solver)
    back(town, case_id)
    give(town, case_id)
    assert (town.case(case_id).status, faults(town, case_id)) == (8, [])


def test_the_return_desk_lists_whose_papers_have_to_be_fetched(app: Flask, town: Town) -> None:
    case_id = on_paper(town)
    assert to_fetch(town) == []
    withdraw(town, case_id, person=counter(town), **ON_PAPER)
    (row,) = to_fetch(town)
    assert (row.ref, row.papers) == (town.case(case_id).code, kept(town, case_id))
    officer = Api(app, f"bao.pq@{PROVINCE}")
    page = officer.client.get(f"/tra-ket-qua?loc=papers&hs={row.ref}").text
    assert f"Chờ lấy lại</span><br>{row.papers[0]}<br>" in page
    assert 'id="tra-lai-ban-giay-returned"' in page
    assert to_fetch(town, search=row.ref) == [row]
    elsewhere = town.officers("xa_con_cuong_ttphcc", "can_bo_mot_cua")[0]
    assert to_fetch(town, person=elsewhere) == []
    back(town, case_id)
    assert to_fetch(town) == []
    assert faults(town, case_id) == []


def test_it_is_said_to_whom_and_nothing_goes_back_twice_or_before_solving_is_over(
    town: Town,
) -> None:
    case_id = on_paper(town)
    with pytest.raises(NotInThisState):
        back(town, case_id)
    withdraw(town, case_id, person=counter(town), **ON_PAPER)
    with pytest.raises(TakerUnnamed):
        back(town, case_id, to_whom=" - ")
    back(town, case_id, returned="all")
    with pytest.raises(PaperUnknown):
        back(town, case_id)


def test_after_the_result_the_page_tells_what_is_held_and_takes_its_return(
    app: Flask, town: Town
) -> None:
    case_id = on_paper(town)
    town.until(case_id, None)
    officer, ref = Api(app, f"bao.pq@{PROVINCE}"), str(town.case(case_id).code)
    page = officer.client.get(f"/ho-so/{ref}").text
    assert "<dt>Bản giấy còn giữ</dt>" in page
    assert officer.get(f"/cases/{ref}").json["papers_kept"] == list(kept(town, case_id))
    sent = {
        "csrf_token": officer.token,
        "khoa": page.split('name="khoa" value="')[1].split('"', maxsplit=1)[0],
        "hs": ref,
        control_of("returned"): PROOF,
        control_of("to_whom"): TAKER,
    }
    assert officer.client.post(f"/ho-so/{ref}/tra-lai-ban-giay", data=sent).status_code == 303
    page = officer.client.get(f"/ho-so/{ref}").text
    assert "<dt>Bản giấy còn giữ</dt>" not in page
    assert f"trả lại bản giấy cho {TAKER}" in page
