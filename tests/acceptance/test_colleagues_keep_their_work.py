"""Two designers of one draft: nothing that one did is taken away by another who has not seen it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.acceptance.test_designing_pages import PAGE, posted
from tests.acceptance.test_designs import DESIGN, DESIGNER, ELSEWHERE, OTHER, begun, sent, signed_in
from tests.acceptance.test_packages import FILES
from tests.client import Api
from tests.town import Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEW = "them.csv"
ACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "drop": ("bo-nhap", {}),
    "take": ("lay-ban", {"version": 1}),
    "restore": ("lay-lai", {"number": 1}),
    "remove": ("bo-tep", {"path": NEW}),
}


def two(app: Flask) -> tuple[Api, Api]:
    """Both have seen revision 1; the second has added a file since."""
    mine, other = begun(app, FILES), signed_in(app, OTHER)
    assert sent(other, {NEW: b"x\n"}).json["revision"] == 2
    return mine, other


@pytest.mark.parametrize("act", sorted(ACTS))
def test_what_would_take_a_colleagues_new_file_away_unseen_is_refused(app: Flask, act: str) -> None:
    mine, other = two(app)
    word, told = ACTS[act]
    refused = mine.post(f"{DESIGN}/{act}", {**told, "seen": 1})
    assert (refused.status_code, refused.json["code"]) == (409, "design_moved")
    page = posted(mine, f"{PAGE}/{word}", **{k: str(v) for k, v in told.items()}, seen="1")
    assert (page.status_code, "vừa đổi bản nháp này" in page.text) == (409, True)
    assert NEW in {one["path"] for one in mine.get(DESIGN).json["files"]}
    assert other.post(f"{DESIGN}/{act}", {**told, "seen": 1}).json["removed"] == [NEW] or (
        act == "drop"
    ), "their own work"


def test_every_form_of_the_page_says_what_it_showed(app: Flask) -> None:
    mine, _ = two(app)
    page = mine.client.get(PAGE).text
    for word in ("bo-nhap", "lay-ban", "lay-lai", "bo-tep"):
        for form in page.split(f'action="{PAGE}/{word}"')[1:]:
            assert 'name="seen" value="2"' in form.partition("</form>")[0], word


def test_what_a_colleague_did_to_another_file_keeps_nobody_from_removing_one(app: Flask) -> None:
    mine, _ = two(app)
    gone = mine.post(f"{DESIGN}/remove", {"path": "process.bpmn", "seen": 1})
    assert gone.json["removed"] == ["process.bpmn"]


READS: dict[str, Callable[[Api], Any]] = {
    **{
        word: lambda api, word=word: api.client.get(f"{PAGE}/{word}")
        for word in (
            *("may-sua", "cong-bo", "goi.zip"),
            *("tep?ten=process.bpmn", "sua-tai-cho?viec=name&tep=process.bpmn"),
        )
    },
    **{
        f"API {door}": lambda api, door=door: api.get(f"{DESIGN}/{door}")
        for door in ("mending", "proposal", "archive", "file?path=process.bpmn")
    },
    "API places": lambda api: api.post(f"{DESIGN}/places", {}),
    "API mend": lambda api: api.post(f"{DESIGN}/mend", {"seen": 2}),
    "API drop": lambda api: api.post(f"{DESIGN}/drop", {"seen": 2}),
}


def test_a_dropped_draft_is_nowhere_and_can_be_taken_back(app: Flask, town: Town) -> None:
    api = begun(app, FILES)
    assert api.post(f"{DESIGN}/drop", {"seen": 1}).status_code == 200
    for name, read in READS.items():
        answer = read(api)
        assert answer.status_code == 404, name
        told = answer.json["title"] if name.startswith("API") else answer.text
        assert "chưa ai tải lên, hoặc đã bỏ" in told, name
    page = api.client.get(PAGE)
    assert (page.status_code, "Bắt đầu bản nháp" in page.text) == (200, True)
    assert api.get(f"{DESIGN}/archive?revision=1").status_code == 200
    assert api.post(f"{DESIGN}/restore", {"number": 1, "seen": 2}).json["revision"] == 3
    assert api.client.get(f"{PAGE}/loi").status_code == 200


def test_what_may_not_be_seen_is_not_found_whatever_is_asked_of_it(app: Flask) -> None:
    foreign = signed_in(app, ELSEWHERE)
    begun(app, FILES, DESIGNER)
    for door, told in ACTS.values():
        typed = {key: str(value) for key, value in told.items()}
        assert posted(foreign, f"{PAGE}/{door}", **typed, seen="1").status_code == 404, door
    for door, (_, told) in ACTS.items():
        answer = foreign.post(f"{DESIGN}/{door}", {**told, "seen": 1})
        assert (answer.status_code, answer.json["code"]) == (404, "design_not_found"), door
        assert "Người có công" not in answer.text
