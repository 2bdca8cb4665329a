"""What was typed in any form of a page comes back after the session has ended, to its person."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.accounts.demo import PASSWORD
from engine.acts import ACTS
from tests.acceptance.test_every_form_acts_once import FORM, TRIED, Sheet, goes_to, left
from tests.acceptance.test_forms_act_once import KEY
from tests.client import Api
from tests.town import Town

ELSEWHERE = ("filing.send", "reception.send", "work.ended")
"""Forms with drafts of their own: tests/acceptance/test_drafts.py."""
BY_THE_PAGE = {
    "rule_forms.cut": {"loai", "value.hours_before"},
    "import_pages.written": {"chon", "du", "seen", "giu"},
}
"""What the page says otherwise or anew: a table that comes again is compared again."""
ALWAYS = ("units_pages.done", "rules_pages.done", "splitting.send", "publishing.decide")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
FILE = re.compile(r'<input[^>]*type="file"')


def fields_of(form: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in HIDDEN.findall(form):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def sent_after_the_end(sheet: Sheet, app: Flask) -> tuple[FlaskClient, str]:
    """The form sent when the session was over, and where its person is after signing in again."""
    key = next(KEY.findall(f)[0] for f in FORM.findall(unescape(sheet.look())) if goes_to(f, sheet))
    before = sheet.person
    name = before.get("/session").json["username"]
    before.client.post("/dang-xuat", data={"csrf_token": before.token})
    later = Api(app)
    answer = later.client.post(sheet.action, data={**sheet.data, "khoa": key})
    assert answer.status_code == 303
    asked = later.client.get(answer.location).text
    assert "được giữ riêng cho bạn" in asked
    sign = {"ten": name, "mat-khau": PASSWORD, "csrf_token": later.token}
    after = unescape(re.findall(r'name="ve" value="(/nhap[^"]+)"', asked)[0])
    return later.client, later.client.post("/dang-nhap", data={**sign, "ve": after}).location


@pytest.mark.parametrize(
    "endpoint",
    [
        pytest.param(one, marks=() if one in ALWAYS else (pytest.mark.long,))
        for one in TRIED
        if one not in ELSEWHERE
    ],
)
def test_every_form_comes_back_as_it_was_typed_and_is_sent_once(
    app: Flask, town: Town, endpoint: str
) -> None:
    sheet = TRIED[endpoint](app, town)
    client, address = sent_after_the_end(sheet, app)
    before = left(town)
    (opening,) = (f for f in FORM.findall(client.get(address).text) if "mo-lai" in f)
    page = client.post(sheet.action, data=fields_of(opening))
    assert "Chưa gửi" in page.text
    assert left(town) == before
    for name, typed in sheet.data.items():
        here = name in BY_THE_PAGE.get(endpoint, ())
        assert here or str(typed) in unescape(page.text), name
    if sheet.file or "chon" in BY_THE_PAGE.get(endpoint, ()):
        return  # files are chosen anew
    form = next(f for f in FORM.findall(unescape(page.text)) if goes_to(f, sheet))
    again = {**fields_of(form), **sheet.data}
    assert client.post(sheet.action, data=again).status_code in (200, 303)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_act_beside_a_step_with_a_draft_is_kept_named_and_forgotten_once_it_was_sent(
    app: Flask, town: Town
) -> None:
    sheet = TRIED["work.on_case"](app, town)
    ref, clerk = sheet.data["hs"], sheet.person
    step = next(f for f in FORM.findall(unescape(sheet.look())) if "data-draft" in f)
    key = KEY.findall(step)[0]
    saved = {"hs": ref, "khoa": key, "csrf_token": clerk.token, "y-kien": "Đang xem"}
    ended = re.findall(r'action="([^"?]+)', step)[0]
    assert clerk.client.post(ended, data={**saved, "luu-nhap": "tu-dong"}).status_code == 200
    client, address = sent_after_the_end(sheet, app)
    kept = unescape(client.get(address).text)
    label = ACTS["change_channel"].label.rstrip("…")
    assert (f"{ref}: {label}</h1>" in kept, "<dt>Lý do</dt>" in kept) == (True, True)
    assert f"<b>{ref}: {label}</b>" in unescape(client.get("/viec").text)
    (opening,) = (f for f in FORM.findall(kept) if "mo-lai" in f)
    page = unescape(client.post(sheet.action, data=fields_of(opening)).text)
    form = next(f for f in FORM.findall(page) if goes_to(f, sheet))
    assert client.post(sheet.action, data={**fields_of(form), **sheet.data}).status_code == 303
    assert client.get(address).status_code == 404
    left_over = client.get("/viec").text
    assert (label in left_over, left_over.count("Chưa nộp, chưa gửi")) == (False, 1)


def test_a_kept_form_is_found_by_its_person_alone_and_can_be_given_up(
    app: Flask, town: Town
) -> None:
    sheet = TRIED["positions_pages.kept"](app, town)
    mine, address = sent_after_the_end(sheet, app)
    assert "Chưa gửi" in mine.get("/viec").text
    assert Api(app, "bao.pq@nghe_an").client.get(address).status_code == 404
    (gone,) = (f for f in FORM.findall(mine.get(address).text) if "/bo" in f)
    dropped = re.findall(r'action="([^"]+)"', gone)[0]
    assert mine.post(dropped, data=fields_of(gone)).status_code == 303
    assert mine.get(address).status_code == 404


def test_a_form_that_is_too_much_to_keep_is_said_not_to_be_kept(app: Flask, town: Town) -> None:
    sheet = TRIED["positions_pages.kept"](app, town)
    key = KEY.findall(sheet.look())[0]
    sent = {**sheet.data, "khoa": key, "title": "x" * 201_000}
    sheet.person.client.post("/dang-xuat", data={"csrf_token": sheet.person.token})
    answer = sheet.person.client.post(sheet.action, data=sent)
    assert answer.status_code in (303, 413)
    assert "da-giu" not in answer.location
