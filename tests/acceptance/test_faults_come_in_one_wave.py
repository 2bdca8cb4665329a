"""What is missing in a form is told at once: nobody mends one thing to be told of the next."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from tests.acceptance.test_every_form_acts_once import FORM, TRIED, Sheet, goes_to
from tests.acceptance.test_forms_act_once import KEY
from tests.town import Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FORMS = (
    "positions_pages.kept",
    "positions_pages.named",
    "units_pages.done",
    "moving.done",
    "moving_desk.done",
    "fee_pages.account_kept",
    "calendar_pages.proposed",
    "granting.given",
    "serving.added",
    "system_tokens.proposed",
    "reorganising.send",
    "splitting.send",
    "rule_forms.added",
    "rule_forms.cut",
)
ALWAYS = ("calendar_pages.proposed", "granting.given", "moving.done")
BANNER = re.compile(r'<div class="banner late".*?</div></div>', re.DOTALL)
SAID = re.compile(r"<li>(.*?)</li>|<p><b>(.*?)</b></p>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"')
TYPED = re.compile(r'<(?:input(?! type="hidden")|textarea)[^>]* name="([^"]+)"')


def faults(page: str) -> set[str]:
    """What the page says is wrong, each as a person reads it."""
    banner = " ".join(BANNER.findall(page))
    said = (one or other for one, other in SAID.findall(banner))
    plain = (unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in said)
    return {re.sub(r"^Còn \d+ chỗ cần sửa\. ", "", one) for one in plain}


def sent(sheet: Sheet, key: str, data: dict[str, Any]) -> Any:
    asked = {**data, "khoa": key, "csrf_token": sheet.person.token}
    return sheet.person.client.post(sheet.action, data=asked)


@pytest.mark.parametrize(
    "endpoint",
    [pytest.param(one, marks=() if one in ALWAYS else (pytest.mark.long,)) for one in FORMS],
)
def test_an_empty_form_tells_all_that_each_empty_field_alone_would_be_told(
    app: Flask, town: Town, endpoint: str
) -> None:
    sheet = TRIED[endpoint](app, town)
    form = next(one for one in FORM.findall(unescape(sheet.look())) if goes_to(one, sheet))
    typed = {*TYPED.findall(form)} & sheet.data.keys()
    key = KEY.findall(form)[0]
    empty = sent(sheet, key, {**sheet.data, **dict.fromkeys(typed, "")})
    assert empty.status_code == 422, typed
    told = faults(empty.text)
    for name in typed:
        alone = sent(sheet, key, {**sheet.data, name: ""})
        if alone.status_code == 422:
            assert faults(alone.text) <= told, name
        elif alone.status_code in (200, 303):
            break  # it needn't be there, and now the act is done


WRONG: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "rule_forms.cut",
        {"value.amount": "99", "valid_from": "31/02/2026", "basis.number": "", "gio.B3": "ba"},
    ),
    ("rule_forms.cut", {"value.amount": "x", "basis.date": "y", "gio.B3": "-1"}),
    ("rule_forms.added", {"value.hours_before": "x", "valid_from": "y", "procedure": "9.99"}),
    ("calendar_pages.proposed", {"becomes": "swap", "basis": "", "day": "01/12/2025"}),
    (
        "splitting.send",
        {
            "day": "31/02/2026",
            "1.procedures": "9.99",
            "1.sectors": "la",
            "1.communes": "xa_la",
            "1.cases": "H41.zz",
            "1.officers": "ai.do",
            "0.agency_code": "",
        },
    ),
    ("calendar_pages.proposed", {"paired": "20/12/2025", "basis": ""}),
    ("reorganising.send", {"day": "31/02/2026", "new": ""}),
    ("system_tokens.proposed", {"name": "-", "valid_to": "x", "procedure": "9.99", "basis": "."}),
    ("granting.given", {"officer": "ai.do", "valid_from": "x", "procedure": "9.99", "basis": "."}),
    ("moving.done", {"to_unit": "không có", "to_position": "la", "day": "x", "paper": "."}),
    ("moving_desk.done", {"to_unit": "không có", "to_position": "la", "day": "x", "basis": "."}),
    ("units_pages.done", {"username": "Ai Đó", "full_name": ".", "valid_from": "x", "phone": "y"}),
    ("serving.added", {"day": "31/02/2026", "basis": ".", "xa": "la", "other": "Sai Mã"}),
    ("positions_pages.named", {"username": "ai.do", "duty": "Sai", "valid_from": "x"}),
    ("fee_pages.account_kept", {"number": "", "kind": "la", "valid_from": "x", "unit_code": "la"}),
)


@pytest.mark.parametrize(("endpoint", "wrong"), WRONG)
def test_what_is_wrong_is_told_with_what_is_missing(
    app: Flask, town: Town, endpoint: str, wrong: dict[str, str]
) -> None:
    sheet = TRIED[endpoint](app, town)
    key = KEY.findall(unescape(sheet.look()))[0]
    told = faults(sent(sheet, key, {**sheet.data, **wrong}).text)
    for name, typed in wrong.items():
        alone = sent(sheet, key, {**sheet.data, name: typed})
        if alone.status_code in (409, 422):
            assert faults(alone.text) <= told, name
    assert len(told) >= min(len(wrong), 2)
