"""What a fault lacks is set on its page; drawings of other editors come to a proposal that way."""

import json
import re
from html import unescape

import pytest
from flask import Flask

from tests.acceptance.test_a_draft_is_played_in_the_page import Player, filled
from tests.acceptance.test_designing_pages import posted
from tests.acceptance.test_designs import CONTROL, OTHER, begun, signed_in
from tests.acceptance.test_packages import FILES
from tests.client import Api
from tests.town import FLAGSHIP
from tests.vendors import ENOUGH, FOLDER, REFERENCE, brought, table

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
needs_kit = pytest.mark.skipif(not FOLDER.is_dir(), reason="BPMN_MIWG: the folder is not there")
PAGE = f"/quy-trinh/{FLAGSHIP}"
API = f"/designs/{FLAGSHIP}"
ASSIGNED = re.compile(rb'<tthc:assignment unit="competent"[^>]*position="van_thu"[^>]*/>')
BARE = FILES | {"process.bpmn": ASSIGNED.sub(b"", FILES["process.bpmn"])}
DESK = {"viec": "desk", "tep": "process.bpmn", "a-don-vi": "competent", "a-vi-tri": "van_thu"}


def lacking(api: Api) -> list[str]:
    """The steps without a desk."""
    faults = api.get(f"{API}/faults?kind=step.assignment_missing").json["faults"]
    return [one["fault"]["element_id"] for one in faults]


@needs_kit
def test_an_export_of_another_editor_comes_to_a_proposal_through_the_pages(app: Flask) -> None:
    api = signed_in(app)
    assert brought(api, (FOLDER / "aris-10-2025-07-A.2.0.bpmn").read_bytes()) == ""
    player = Player(api)
    player.page = api.client.get(f"{PAGE}/nop-thu").text
    typed = {
        "noi-nop": "phuong_truong_vinh",
        "nguoi_nop_ho_ten": "Lê Thị Mai",
        "nguoi_nop_so_dinh_danh": "040190001234",
        "nguoi_nop_dien_thoai": "0912345678",
    }
    player.press("", **{**filled(player.page), **typed})
    assert "Đang ở bước" in unescape(player.page)


@pytest.mark.parametrize(("answer", "named"), [("so", "so"), ("moi", "nguoi_nop_ho_ten")])
def test_whose_a_dossier_is_can_be_asked_on_the_page(app: Flask, answer: str, named: str) -> None:
    bare = re.sub(rb"(?m)^(owner|submitter)_\w+ = .*\n", b"", FILES["procedure.toml"])
    form = {
        "components": [
            {
                "type": "textfield",
                "key": "so",
                "label": "Số",
                "id": "a",
                "validate": {"required": True},
            }
        ]
    }
    kept = {path: data for path, data in FILES.items() if not path.startswith("scenarios/")}
    files = {"procedure.toml": bare, "forms/filing.json": json.dumps(form).encode()}
    api = begun(app, kept | files)
    fix = {"viec": "filer", "tep": "procedure.toml", "cho": "", "a-cau": answer, "seen": "1"}
    assert posted(api, f"{PAGE}/dat", **fix).status_code == 303
    manifest = api.client.get(f"{PAGE}/tep?ten=procedure.toml").text
    assert f'_name = "{named}"' in manifest
    codes = {one["fault"]["code"] for one in api.get(f"{API}/faults").json["faults"]}
    assert "people.owner_unnamed" not in codes


@needs_kit
@pytest.mark.long
def test_what_vendors_export_comes_to_a_proposal_and_the_rest_is_listed(app: Flask) -> None:
    api = signed_in(app)
    files = sorted(FOLDER.glob("*.bpmn"))
    found = {path.stem: brought(api, path.read_bytes()) for path in files}
    assert sum(not kept_back for kept_back in found.values()) >= ENOUGH
    assert table(found) in REFERENCE.read_text(), table(found)


def test_a_desk_is_set_where_it_lacks_and_nothing_else_changes(app: Flask) -> None:
    api = begun(app, BARE)
    before = lacking(api)
    assert before
    told = DESK | {"cho": before[0], "a-pham-vi": "ca"}
    shown = api.client.get(f"{PAGE}/sua-tai-cho", query_string=told).text
    assert shown.count("<ins>+ ") == len(before)
    assert "<del>" not in shown
    assert posted(api, f"{PAGE}/dat", seen="1", **told).status_code == 303
    assert lacking(api) == []
    drawn = api.get(f"{API}/file?path=process.bpmn").data
    assert ASSIGNED.sub(b"", drawn).split() == BARE["process.bpmn"].split()
    change = api.get(API).json["changes"][0]
    assert (change["kind"], change["replaced"]) == ("fixed", ["process.bpmn"])


def test_an_answer_that_cannot_be_taken_comes_back_beside_its_question(app: Flask) -> None:
    api = begun(app, BARE)
    told = {"viec": "hours", "tep": "process.bpmn", "cho": lacking(api)[0], "a-gio": "hai"}
    answer = api.client.get(f"{PAGE}/sua-tai-cho", query_string=told)
    assert answer.status_code == 422
    assert "Hãy ghi số giờ" in answer.text
    assert api.post(f"{API}/fix", {**_body(told), "seen": 1}).status_code == 422
    assert api.get(API).json["revision"] == 1


def test_what_a_colleague_changed_meanwhile_is_not_written_over(app: Flask) -> None:
    api = begun(app, BARE)
    told = DESK | {"cho": lacking(api)[0]}
    other = signed_in(app, OTHER)
    assert other.post(f"{API}/fix", {**_body(told), "seen": 1}).status_code == 200
    late = posted(api, f"{PAGE}/dat", seen="1", **told)
    assert late.status_code == 409
    assert "<li>van_thu</li>" in late.text


def test_over_the_api_a_fault_says_what_is_asked_and_a_reader_sets_nothing(app: Flask) -> None:
    api = begun(app, BARE)
    faults = api.get(f"{API}/faults").json["faults"]
    number = next(f["number"] for f in faults if f["fault"]["code"] == "step.assignment_missing")
    offer = api.get(f"{API}/fix?number={number}").json["offer"]
    positions = next(q for q in offer["questions"] if q["name"] == "vi-tri")["choices"]
    assert "van_thu" in [one["value"] for one in positions]
    told = DESK | {"cho": lacking(api)[0]}
    assert api.post(f"{API}/fix/shown", _body(told)).json[0]["path"] == "process.bpmn"
    control = signed_in(app, CONTROL)
    assert control.post(f"{API}/fix", {**_body(told), "seen": 1}).status_code == 403
    assert "Xem sẽ đổi gì" not in control.client.get(f"{PAGE}/loi?loi={number}").text


def _body(told: dict[str, str]) -> dict[str, object]:
    answers = {name[2:]: value for name, value in told.items() if name.startswith("a-")}
    place = {"kind": told["viec"], "file": told["tep"], "element": told["cho"]}
    return place | {"answers": answers}
