"""Drawings of other editors, brought to a proposal as a designer would: by the forms of the pages.

The kit lies beside the repository (``BPMN_MIWG``); what came of each file stands in
``docs/reference/diagrams.md``.
"""

import io
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import html

from tests.client import Api
from tests.town import FLAGSHIP

FOLDER = Path(os.environ.get("BPMN_MIWG", "../shared/data/bpmn-miwg")) / "vendors"
PAGE = f"/quy-trinh/{FLAGSHIP}"
REFERENCE = Path(__file__).parent.parent / "docs" / "reference" / "diagrams.md"
ENOUGH = 20
"""Of the files, as the product promises."""
FIXES = 24
"""So many a drawing of four steps may take."""
TYPED = {"a-gio": "4", "a-time_limit.amount": "40", "a-decision.date": "05/09/2025"}
FIRST = {"a-cach": "moi", "a-vi-tri": "can_bo_mot_cua", "a-don-vi": "receiving", "a-pham-vi": "ca"}
"""What the designer of this test chooses, where it is offered."""


def brought(api: Api, data: bytes) -> str:
    """Bring a drawing to a draft without an error; what keeps it back, "" for nothing."""
    _post(api, f"{PAGE}/tep", {"thay-het": "1"}, data)
    tried: set[str] = set()
    for _ in range(FIXES):
        page = _page(api, f"{PAGE}/loi")
        if page.xpath("//a[contains(@href, '/may-sua')]"):
            _submit(api, _page(api, f"{PAGE}/may-sua"), "/sua")
            continue
        if "Bản nháp không còn lỗi" in page.text_content():
            return ""
        if not _set_one(api, tried):
            break
    faults = api.get(f"/designs/{FLAGSHIP}/faults?kind=error").json["faults"]
    return ", ".join(dict.fromkeys(one["fault"]["code"] for one in faults))


def _set_one(api: Api, tried: set[str]) -> bool:
    """Fill in the form at the first fault that has one and was not tried yet."""
    faults = api.get(f"/designs/{FLAGSHIP}/faults").json["faults"]
    drawn = [f for f in faults if f["fault"]["code"] == "process.illustration"]
    errors = [f for f in faults if f["fault"]["severity"] == "error"]
    for row in [*drawn, *errors]:
        fault = row["fault"]
        key = f"{fault['code']} {fault['element_id']}"
        if key in tried:
            continue
        tried.add(key)
        page = _page(api, f"{PAGE}/loi?loi={row['number']}")
        forms = page.xpath("//form[contains(@action, '/sua-tai-cho')]")
        if forms:
            asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in _filled(forms[0]))
            shown = _page(api, f"{PAGE}/sua-tai-cho?{asked}")
            if shown.xpath("//form[contains(@action, '/dat')]"):
                _submit(api, shown, "/dat")
                return True
    return False


def _filled(form: Any) -> list[tuple[str, str]]:
    """The fields of a form, answered."""
    found: list[tuple[str, str]] = []
    free = iter(range(1, 100))
    for field in form.xpath(".//input | .//select"):
        name = field.get("name")
        if field.tag == "select":
            found.append((name, _chosen(name, field)))
        elif field.get("type") == "checkbox":
            found += [(name, "1")] if name == "a-kenh-counter" else []
        else:
            typed = TYPED.get(name) or field.get("value") or f"Đi đường {next(free)}"
            found.append((name, typed))
    return found


def _chosen(name: str, field: Any) -> str:
    options = [one.get("value") for one in field.xpath("./option")]
    if name == "a-phong":
        return ""  # of the whole unit, as the first desk of FIRST is
    if name == "a-quy-trinh":  # the pool with the fewest tasks: it has no sub-process
        words = {
            one.get("value"): one.text_content() for one in field.xpath("./option[@value!='']")
        }
        counts = {value: int(re.findall(r": (\d+) việc", text)[0]) for value, text in words.items()}
        return min(counts, key=lambda value: counts[value])
    if FIRST.get(name) in options:
        first = FIRST[name]
        drawn = [one for one in options if one not in ("", first)]
        label = field.getparent().text_content()
        return drawn[0] if "Bước tiếp nhận là" in label and drawn else first
    return next((one for one in options if one), "")


def _page(api: Api, path: str) -> Any:
    answer = api.client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return html.fromstring(answer.text)


def _submit(api: Api, page: Any, action: str) -> None:
    """Send a form of the page as it stands."""
    form = page.xpath(f"//form[contains(@action, '{action}')]")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    answer = api.client.post(form.get("action"), data=fields)
    assert answer.status_code == 303, answer.text


def _post(api: Api, path: str, form: dict[str, str], data: bytes) -> None:
    sent = {**form, "csrf_token": api.token, "package": [(io.BytesIO(data), "process.bpmn")]}
    assert api.client.post(path, data=sent).status_code == 303


MODELS = ("A.1.0", "A.2.0", "A.4.0")
FIRST_LINE = "<!-- vendors: what `make test-long` found; it names the lines when they differ -->"
LAST_LINE = "<!-- end of vendors -->"


def table(found: Mapping[str, str]) -> str:
    """What came of the files, by editor and model, as the reference has it."""
    editors = dict.fromkeys(name.rsplit("-", 1)[0] for name in found)
    rows = [f"| editor | {' | '.join(MODELS)} |", "|---|" + "---|" * len(MODELS)]
    for editor in editors:
        told = [_told(found.get(f"{editor}-{model}")) for model in MODELS]
        rows.append(f"| {editor} | {' | '.join(told)} |")
    return "\n".join([FIRST_LINE, *rows, LAST_LINE])


def _told(kept_back: str | None) -> str:
    if kept_back is None:
        return ""
    codes = ", ".join(f"`{code}`" for code in kept_back.split(", "))
    return f"kept back: {codes}" if kept_back else "publishable"
