"""Officers have an applicant's secret code by an act that is told, and on that day alone."""

import json
import re
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.cases.acts import do
from engine.errors import NotInThisState, RequestUnproven
from engine.store.accounts import Account
from tests.acceptance.test_supplements import answer, ask
from tests.acceptance.test_withdrawals import ASKED, withdraw
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.papers import PDF
from tests.town import Town

NAMES = ("bao.pq", "anh.dtn")


def signed_in(town: Town) -> Person:
    """The counter's officer, under their own account."""
    officer = town.officer("bao.pq")
    query = select(Account.id).where(Account.officer_id == officer.officer_id)
    with town.database.reading() as session:
        return replace(officer, account_id=session.scalars(query).one())


def printed(app: Flask, ref: str, who: str) -> str | None:
    """The secret code on the receipt that somebody prints."""
    page = Api(app, f"{who}@nghe_an").client.get(f"/ho-so/{ref}/giay-tiep-nhan").text
    found = re.search(r'id="ma-bi-mat">([A-Z2-7]{16})<', page)
    return found[1] if found else None


def page(app: Flask, path: str) -> str:
    return Api(app, "bao.pq@nghe_an").client.get(path).text


def papers(app: Flask, ref: str) -> list[str]:
    """What the receipt lists as parts of the dossier."""
    table = page(app, f"/ho-so/{ref}/giay-tiep-nhan").split("<caption")[1].split("</table>")[0]
    return re.findall(r"<td>(.*?)</td>", table)


def reissue(town: Town, ref: str, **changes: Any) -> None:
    given = {"reason": "Mất giấy tiếp nhận", **ASKED, **changes}
    with town.act() as session:
        do(
            session,
            "reissue_code",
            target=ref,
            person=signed_in(town),
            given=given,
            store=town.documents,
            now=town.now,
        )


def test_the_code_is_printed_with_the_reception_and_a_new_one_is_told_and_voids_it(
    app: Flask, town: Town
) -> None:
    """The code withdraws and rates (art. 21)."""
    case_id = town.file(person=signed_in(town), channel="counter").case_id
    town.end(town.task(case_id), person=signed_in(town))
    ref = town.case(case_id).code or ""
    first = printed(app, ref, "bao.pq")
    assert (first is None, printed(app, ref, "anh.dtn")) == (False, None)
    town.wait(hours=24)
    assert {printed(app, ref, who) for who in NAMES} == {None}
    with pytest.raises(RequestUnproven):
        reissue(town, ref, request="")
    reissue(town, ref)
    assert printed(app, ref, "anh.dtn") is None
    second = printed(app, ref, "bao.pq")
    opened = [
        Api(app).get(f"/tracking/{ref}?code={code}").json["opened"] for code in (first, second)
    ]
    assert opened == [False, True]
    told = after(town, case_id).replace("\n  ", " ")
    assert "audit Phan Quốc Bảo: code_reissued" in told
    assert "reason=Mất giấy tiếp nhận" in told
    assert "requester=Lê Thị Mai, chủ hồ sơ" in told
    assert told.count("code_reissued") == 2, "and the applicant is told"
    assert faults(town, case_id) == []
    town.wait(hours=24)
    assert printed(app, ref, "bao.pq") is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_receipt_lists_what_was_received_whatever_came_later(app: Flask, town: Town) -> None:
    case_id = town.file().case_id
    town.end(town.task(case_id))
    ref = town.case(case_id).code or ""
    listed = papers(app, ref)
    assert "Tệp đính kèm" in " ".join(listed)
    town.wait(minutes=10)
    ask(town, case_id)
    town.wait(minutes=10)
    answer(town, case_id)
    reissue(town, ref)
    withdraw(town, case_id, person=signed_in(town))
    assert papers(app, ref) == listed
    case = page(app, f"/ho-so/{ref}")
    assert ("trang-2.pdf" in case, case.count("đề nghị của người nộp")) == (True, 2)
    assert page(app, f"/ho-so/{ref}/phieu").count("(đề nghị của người nộp)") == 2
    assert faults(town, case_id) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_form_tells_all_at_once_at_its_fields_and_then_leads_to_the_printing(
    app: Flask, town: Town
) -> None:
    case_id, clerk = town.file().case_id, Api(app, "bao.pq@nghe_an")
    town.end(town.task(case_id))
    ref = town.case(case_id).code or ""
    form = {"hs": ref, "csrf_token": clerk.token}
    empty = clerk.client.post(f"/ho-so/{ref}/cap-lai-ma", data=form)
    every = ["reason", "requester", "request", "request_files", "chac-chan"]
    assert empty.status_code == 422
    assert re.findall(r'<li><a href="#cap-lai-ma-([\w-]+)">', empty.text) == every
    assert [empty.text.count(f'id="cap-lai-ma-{one}-l"') for one in every] == [1] * len(every)
    assert empty.text.count('aria-invalid="true"') == len(every)
    sure = clerk.client.post(f"/ho-so/{ref}/cap-lai-ma", data=form | {"chac-chan": "1"})
    assert re.findall(r'<li><a href="#cap-lai-ma-([\w-]+)">', sure.text) == every[:-1]
    assert re.search(r'id="cap-lai-ma-chac-chan"[^>]* checked', sure.text)
    told = clerk.post(f"/cases/{ref}/reissue-code", {"reason": "."})
    assert [one["field"] for one in told.json["details"]["faults"]] == every[:-1]
    words = {"requester": "Lê Thị Mai", "request": "Đơn ngày 04/12/2025", "reason": "Mất giấy"}
    files = {"request_files": (BytesIO(PDF), "don.pdf")}
    sent = clerk.client.post(
        f"/ho-so/{ref}/cap-lai-ma", data=form | words | files | {"chac-chan": "1"}
    )
    toast = clerk.client.get(sent.location).text.split('class="toast"')[1]
    assert f'href="/ho-so/{ref}/giay-tiep-nhan"' in toast


def test_requests_of_before_are_told_from_the_dossier_by_their_events() -> None:
    name = "engine.store.migrations.versions.m0171_requests_are_no_part_of_the_dossier"
    told = [{"documents": [{"id": "a"}, {"id": "b"}]}, {"documents": []}, {}, {"documents": None}]
    bodies = [json.dumps({"data": one}).encode() for one in told]
    assert list(import_module(name)._files(bodies)) == ["a", "b"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_filed_online_has_its_code_in_the_account(app: Flask, town: Town) -> None:
    case_id = town.file().case_id
    with pytest.raises(NotInThisState):
        reissue(town, town.case(case_id).submission_number)
    ask(town, case_id)
    with pytest.raises(NotInThisState):  # sent back before the reception: there is no receipt
        reissue(town, town.case(case_id).submission_number)
