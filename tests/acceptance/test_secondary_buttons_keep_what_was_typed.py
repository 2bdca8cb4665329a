"""Each secondary button of a form on a designer's page brings back what was typed beside it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from lxml import html

from tests.acceptance.test_a_draft_is_played_in_the_page import MAIN, Player, filled, two_told
from tests.acceptance.test_designing_pages import PAGE
from tests.acceptance.test_designs import begun

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = "Lời đã gõ 12"
ROWS = {
    "type": "dynamiclist",
    "id": "Nguoi",
    "path": "nguoi",
    "label": "Người khác",
    "allowAddRemove": True,
    "defaultRepetitions": 1,
    "components": [{"type": "textfield", "id": "Ten", "key": "ten", "label": "Tên"}],
}
OTHERS = ("formaction", "formnovalidate")
"""What makes a button another than the one that the form is for."""


def with_rows() -> dict[str, bytes]:
    """A draft whose filing form and a step's form ask for rows."""
    files = two_told()
    for path in ("forms/filing.json", "forms/tham_dinh.json"):
        form = json.loads(files[path])
        form["components"].append(ROWS)
        files[path] = json.dumps(form).encode()
    return files


def pages(app: Flask) -> Iterator[tuple[Player, str]]:
    """The pages of designers on which something is typed."""
    player = Player(begun(app, with_rows()))
    for path in ("", "/loi", "/xem", f"/nop-thu?theo-kich-ban={MAIN}", "/cong-bo"):
        yield player, player.api.client.get(f"{PAGE}{path}").text
    player.page = player.api.client.get(f"{PAGE}/nop-thu?theo-kich-ban={MAIN}").text
    told = {name: one for name, one in filled(player.page).items() if "dong-" not in name}
    player.press("", **told)
    for _ in range(2):
        player.press("theo")
    assert "Đang ở bước Thẩm định" in player.page
    yield player, player.page


def pressed(player: Player, form: Any, button: Any) -> Any:
    """Type into every line that is empty, and press."""
    told: list[tuple[str, str]] = [("csrf_token", player.api.token)]
    for one in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        kind, value = one.get("type", "text"), one.get("value")
        if one.tag == "select":
            told.append((one.get("name"), next(iter(one.xpath("./option[@selected]/@value")), "")))
        elif kind in ("checkbox", "radio"):
            told += [(one.get("name"), value or "on")] if one.get("checked") is not None else []
        elif one.tag == "textarea":
            told.append((one.get("name"), WORDS))
        elif one.get("name") != "csrf_token" and kind != "file":
            typed = WORDS if kind == "text" and not value else value or ""
            told.append((one.get("name"), typed))
    told += [(button.get("name"), button.get("value"))] if button.get("name") else []
    address = (button.get("formaction") or form.get("action")).partition("#")[0]
    data: dict[str, list[str]] = {}
    for name, value in told:
        data.setdefault(name, []).append(value)
    if form.get("method") == "post":
        return told, player.api.client.post(address, data=data)
    return told, player.api.client.get(address, query_string=data)


def test_no_secondary_button_of_designers_throws_away_what_was_typed(app: Flask) -> None:
    found = set()
    for player, text in pages(app):
        page = html.fromstring(text)
        for button in page.xpath("//main//button"):
            if not any(name in button.attrib for name in OTHERS):
                continue
            named = f"//form[@id='{button.get('form')}']"
            form = (button.xpath("ancestor::form") or page.xpath(named))[0]
            told, answer = pressed(player, form, button)
            assert answer.status_code in (200, 422), answer.text[-500:]
            typed = sum(value == WORDS for _, value in told)
            gone = button.get("name") == "dong-bo"
            assert typed > 0
            assert answer.text.count(WORDS) >= typed - gone, (button.text_content(), typed)
            found.add((page.findtext(".//h1").partition(":")[0], button.get("name")))
    assert {name for _, name in found} == {None, "dong-them", "dong-bo"}, found
    assert len(found) > 4, found
