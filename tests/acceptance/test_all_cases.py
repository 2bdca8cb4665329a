"""All cases of a province or unit: by stage, unit, days, lateness; found, paged, exported."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from engine.accounts import Grant, Person
from engine.errors import CursorInvalid, ExportTooLarge, NotOverseer
from engine.queries.all_cases import all_cases, exported, exporting
from engine.queries.views.all_cases import AllCasesPage, CasesAsked
from engine.store.cases import Case, Dossier
from tests.acceptance.test_late_cases import LATE, ONE
from tests.acceptance.test_supplements import ask, received
from tests.client import Api
from tests.town import FLAGSHIP, MAIN_PATH, WARD, Town

HEAD = "hanh.tt"
"""Of a division of the ward, whose steps every flagship case has."""
ELSEWHERE = "thanh.vv"
NUMBER, NAME = (str(MAIN_PATH.answers[f"nguoi_nop_{one}"]) for one in ("so_dinh_danh", "ho_ten"))


def asked(town: Town, person: Person, **what: object) -> AllCasesPage:
    page = {name: what.pop(name) for name in ("cursor", "limit") if name in what}
    with town.database.reading() as session:
        return all_cases(
            session,
            person=person,
            now=town.now,
            asked=CasesAsked(**what),  # type: ignore[arg-type]
            **page,  # type: ignore[arg-type]
        )


def refs(page: AllCasesPage) -> list[str]:
    return [row.ref for row in page.rows]


def with_role(town: Town, role: str, unit: str = "ubnd_tinh") -> Person:
    return replace(town.officer("phuoc.hh"), grants=(Grant(role, unit, "Tỉnh"),))


def test_heads_and_overseers_see_their_cases_the_newest_first(town: Town) -> None:
    first, second = received(town), town.file().case_id
    codes = [town.case(second).submission_number, town.case(first).code]
    chair = asked(town, town.officer("dung.hn"))
    assert refs(chair) == codes
    assert chair.rows[0].lies[0].endswith("Cán bộ Trung tâm Phục vụ hành chính công, chưa ai nhận")
    assert refs(asked(town, town.officer(HEAD))) == codes[1:]
    offered = [one.code for one in chair.agencies]  # those that decide what is listed
    assert offered == [WARD]
    assert refs(asked(town, town.officer("dung.hn"), unit=offered[0])) == codes
    assert refs(asked(town, with_role(town, "auditor"))) == codes
    assert refs(asked(town, with_role(town, "monitor", "so_noi_vu"))) == []
    assert refs(asked(town, town.officer(ELSEWHERE))) == []
    with pytest.raises(NotOverseer):
        asked(town, town.officer("bao.pq"))


@ONE
def test_procedure_control_sees_the_ways_of_all_cases_and_nobodys_name(town: Town) -> None:
    case = town.case(town.file().case_id)
    control = with_role(town, "control_officer")
    [row] = asked(town, control).rows
    assert (row.ref, row.applicant_name, row.may_read) == (case.submission_number, None, False)
    assert asked(town, control, search=NAME).rows == ()
    assert asked(town, control, search=NUMBER).rows == ()
    assert len(asked(town, control, search=case.submission_number).rows) == 1
    with town.database.reading() as session:
        assert NAME not in exported(session, person=control, now=town.now, asked=CasesAsked())


def test_a_list_is_filtered_by_everything_that_is_asked(town: Town) -> None:
    new, solving, waiting = town.file().case_id, received(town), received(town)
    ask(town, waiting)
    chair = town.officer("dung.hn")
    found = asked(town, chair)
    assert (found.stages["coming"], found.stages["solving"], found.stages["applicant"]) == (1, 1, 1)
    assert found.count == 3
    one = {"coming": new, "solving": solving, "applicant": waiting}
    for stage, case_id in one.items():
        page = asked(town, chair, stage=stage)
        assert (refs(page), page.count, page.stages) == ([ref(town, case_id)], 1, found.stages)
    assert refs(asked(town, chair, status=5)) == [ref(town, waiting)]
    assert asked(town, chair, unit="xa_con_cuong").rows == ()
    assert len(asked(town, chair, unit=WARD, procedure=FLAGSHIP).rows) == found.count
    assert asked(town, chair, procedure="1.000001").rows == ()
    day = date(2025, 12, 4)
    assert len(asked(town, chair, submitted_from=day, submitted_to=day).rows) == found.count
    assert asked(town, chair, submitted_to=date(2025, 12, 3)).rows == ()
    assert refs(asked(town, chair, search=ref(town, new))) == [ref(town, new)]
    assert len(asked(town, chair, search=NAME.lower()).rows) == found.count
    assert len(asked(town, chair, search=NUMBER).rows) == found.count
    assert asked(town, chair, late="running").rows == ()
    town.now = LATE
    assert refs(asked(town, chair, late="running")) == [ref(town, solving)]
    assert len(asked(town, chair, late="no").rows) == found.count - 1


def ref(town: Town, case_id: str) -> str:
    case = town.case(case_id)
    return case.code or case.submission_number


def test_pages_follow_each_other_without_a_gap(town: Town) -> None:
    same, later = (town.file().case_id, town.file().case_id), town.now
    town.wait(days=-1)
    all_of_them = [*(ref(town, one) for one in same[::-1]), ref(town, town.file().case_id)]
    town.now = later
    chair, cursor, seen = town.officer("dung.hn"), None, []
    while True:
        page = asked(town, chair, cursor=cursor, limit=1)
        seen += refs(page)
        if (cursor := page.next_cursor) is None:
            break
    assert seen == all_of_them
    with pytest.raises(CursorInvalid):
        asked(town, chair, cursor="../..")


@ONE
def test_the_table_holds_what_is_filtered_and_no_formula(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, other = town.file().case_id, received(town)
    with town.act() as session:
        session.execute(update(Case).where(Case.id == case_id).values(applicant_name="=1+1"))
        session.execute(update(Dossier).where(Dossier.case_id == case_id).values(names_folded="x"))
    chair = town.officer("dung.hn")
    with town.database.reading() as session:
        text = exported(session, person=chair, now=town.now, asked=CasesAsked(stage="coming"))
        head, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        assert (head[0], row[0], row[1]) == ("Mã hồ sơ", ref(town, case_id), "\\=1+1")
        assert ref(town, other) not in text
        monkeypatch.setattr(exporting, "MOST", 1)
        with pytest.raises(ExportTooLarge):
            exported(session, person=chair, now=town.now, asked=CasesAsked())


@ONE
def test_the_page_and_the_api_show_the_same_list(app: Flask, town: Town) -> None:
    number = town.file().submission_number
    head = Api(app, "dung.hn@nghe_an")
    told = head.get(f"/all-cases?stage=coming&unit={WARD}&q={number}").json
    assert [row["ref"] for row in told["rows"]] == [number]
    page = head.client.get(f"/tat-ca-ho-so?gd=coming&dv={WARD}&q={number}").text
    assert f'href="/ho-so/{number}"' in page
    assert "Xuất 1 hồ sơ này" in page
    table = head.client.get("/tat-ca-ho-so.csv?gd=coming")
    assert (table.mimetype, number in table.text) == ("text/csv", True)
    assert table.headers["Cache-Control"] == "no-store"
    assert head.get("/all-cases.csv?stage=returned").text.count("\n") == 1
    refused = head.client.get("/tat-ca-ho-so?tu-ngay=31/2/2025&q=abc")
    assert (refused.status_code, 'value="31/2/2025"' in refused.text) == (422, True)
    assert 'value="abc"' in refused.text
    clerk = Api(app, "bao.pq@nghe_an")
    assert clerk.client.get("/tat-ca-ho-so").status_code == 403
    assert 'href="/tat-ca-ho-so"' not in clerk.client.get("/viec").text
