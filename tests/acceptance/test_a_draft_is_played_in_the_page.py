"""The page on which a dossier is played: each press a form, all of it carried, nothing kept."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from tests.acceptance.test_designing_pages import LIMIT, PAGE, posted
from tests.acceptance.test_designs import CONTROL, begun, sent, signed_in
from tests.acceptance.test_packages import FILES, changed
from tests.client import Api
from tests.town import FLAGSHIP

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BACK = "scenarios/2_tra_lai_mot_lan.toml"
MAIN = "scenarios/1_duong_chinh.toml"
FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.DOTALL)
INPUT = re.compile(r"<(?:input|textarea|select|button)\b[^>]*>")


def hidden(page: str) -> dict[str, str]:
    """What the forms of the page carry from press to press."""
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page)
    kept = ("da-lam", "dong-ho", "theo-kich-ban")
    return {name: unescape(value) for name, value in found if name in kept}


class Player:
    """Somebody before the page."""

    def __init__(self, api: Api) -> None:
        self.api, self.page = api, ""

    def press(self, what: str, **typed: str) -> Any:
        data = {**hidden(self.page), "csrf_token": self.api.token, "lam-gi": what, **typed}
        answer = self.api.client.post(f"{PAGE}/nop-thu", data=data)
        self.page = answer.text
        return answer

    def file(self, **typed: str) -> Any:
        page = self.api.client.get(f"{PAGE}/nop-thu?theo-kich-ban={MAIN}").text
        self.page = page
        return self.press("", **{**filled(page), **typed})


def filled(page: str) -> dict[str, str]:
    """The controls of the filing form as they stand."""
    form = next(one for one in FORM.findall(page) if "noi-nop" in one)
    found: dict[str, str] = {}
    for name, body in re.findall(
        r'<select[^>]*name="([\w.-]+)".*?>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    for tag in INPUT.findall(form):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        box = told.get("type") in ("checkbox", "radio")
        if "name" in told and (not box or "checked" in tag) and not tag.startswith("<sel"):
            found.setdefault(told["name"], unescape(told.get("value", "on" if box else "")))
    return found


def two_told() -> dict[str, bytes]:
    """The flagship with two of its scenarios: the main way, and one that comes back once."""
    kept = {path: data for path, data in changed().items() if not path.startswith("scenarios/")}
    return kept | {path: FILES[path] for path in (MAIN, BACK)}


def player(app: Flask) -> Player:
    one = Player(begun(app, two_told()))
    assert one.file().status_code == 200, one.page[-3000:]
    return one


def test_a_dossier_goes_step_by_step_back_and_on_to_its_end(app: Flask) -> None:
    one = player(app)
    assert "Đang ở bước Tiếp nhận, số hóa hồ sơ" in one.page
    assert "anh Phan Quốc Bảo" in one.page
    assert "Người dân thấy lúc này" in one.page
    assert len(one.page.encode()) < LIMIT
    assert one.press("buoc:B1", outcome="").status_code == 200
    assert "Đang ở bước Phân công thẩm định" in one.page
    one.press("lui")
    assert "Đang ở bước Tiếp nhận, số hóa hồ sơ" in one.page
    one.press("theo")
    assert "Đang ở bước Phân công thẩm định" in one.page
    one.press("het")
    assert "Đã xong: " in one.page
    assert "23/28 luồng" in one.page
    one.press("phu")
    assert "24/28 luồng" in one.page


def test_a_refused_step_keeps_what_was_typed_and_the_dossier_stands_as_it_did(app: Flask) -> None:
    one = player(app)
    for _ in range(2):
        one.press("theo")
    refused = one.press(
        "buoc:B3", **{"outcome": "du", "y-kien": "Lời này còn", "so_thang_duoc_tinh": "x"}
    )
    assert refused.status_code == 422
    assert "chỗ cần sửa" in one.page
    assert "Lời này còn" in one.page
    assert "Đang ở bước Thẩm định" in one.page


def test_time_passes_and_other_acts_are_done_from_the_page(app: Flask) -> None:
    one = player(app)
    one.press("den", **{"den-ngay": "08/12/2025", "den-gio": "9 giờ"})
    assert "09 giờ 00, thứ Hai 08/12/2025" in one.page
    one.press("mo:withdraw")
    assert "Vì sao rút" in one.page
    one.press("viec:withdraw", reason="Nộp nhầm")
    assert "at = 2025-12-08T09:00:00+07:00" in hidden(one.page)["da-lam"]
    assert 'act = "withdraw"' in hidden(one.page)["da-lam"]
    assert "Hết bước: Công dân yêu cầu rút hồ sơ" in one.page


def test_what_was_played_becomes_a_scenario_that_passes(app: Flask) -> None:
    one = player(app)
    one.press("het")
    kept = {**hidden(one.page), "csrf_token": one.api.token}
    nameless = one.api.client.post(f"{PAGE}/ghi-kich-ban", data=kept)
    assert nameless.status_code == 422
    assert "hãy đặt tên" in nameless.text
    assert hidden(nameless.text)["da-lam"] == kept["da-lam"]
    named = {**kept, "ten-kich-ban": "Đường chính, chơi lại"}
    then = one.api.client.post(f"{PAGE}/ghi-kich-ban", data=named)
    assert then.status_code == 303, then.text
    page = posted(one.api, f"{PAGE}/chay-thu").text
    assert "3 trong 3 kịch bản đúng" in page
    assert "scenarios/duong_chinh_choi_lai.toml" in page


def test_a_filing_that_is_refused_comes_back_filled(app: Flask) -> None:
    one = Player(begun(app, changed()))
    late = one.file(**{"nop-ngay": "04/99/2025"})
    assert late.status_code == 422
    assert '<a href="#nop-ngay">' in one.page
    assert re.search(r'id="nop-ngay" aria-describedby="nop-ngay-l" aria-invalid="true"', one.page)
    refused = one.file(**{"nop-ngay": "04/12/2025", "so_thang": "nhiều"})
    assert refused.status_code == 422
    assert 'value="nhiều"' in one.page
    assert 'value="04/12/2025"' in one.page


def test_a_draft_that_changes_meanwhile_loses_no_step(app: Flask) -> None:
    """A new question makes the filing refused: it is answered, and the steps are done again."""
    one = player(app)
    one.press("theo")
    form = FILES["forms/filing.json"]
    asked = b'"components": [{"type": "textfield", "id": "Moi", "key": "cau_moi", '
    asked += b'"label": "C\xc3\xa2u m\xe1\xbb\x9bi", "validate": {"required": true}}, '
    sent(one.api, {"filing.json": form.replace(b'"components": [', asked, 1)})
    assert one.press("theo").status_code == 422
    assert "Câu mới" in one.page
    before = unescape(re.findall(r'name="da-lam-truoc" value="([^"]*)"', one.page)[0])
    told = {**filled(one.page), "da-lam-truoc": before, "cau_moi": "Đã trả lời"}
    assert one.press("", **told).status_code == 200, one.page[-2000:]
    assert "Đang ở bước Thẩm định" in one.page


def test_who_only_reads_plays_and_keeps_nothing(app: Flask) -> None:
    begun(app, FILES)
    one = Player(signed_in(app, CONTROL))
    assert one.file().status_code == 200
    assert "Ghi thành kịch bản" not in one.page
    kept = {**hidden(one.page), "csrf_token": one.api.token, "ten-kich-ban": "x"}
    assert one.api.client.post(f"{PAGE}/ghi-kich-ban", data=kept).status_code == 403
    assert FILES.keys() == {f["path"] for f in one.api.get(f"/designs/{FLAGSHIP}").json["files"]}


@pytest.mark.parametrize(
    ("chosen", "did"),
    [("anh.dtn", "Đặng Thị Ngọc Ánh"), ("hanh.tt", "Phan Quốc Bảo"), ("", "Phan Quốc Bảo")],
)
def test_which_of_several_officers_does_a_step_is_chosen_by_who_plays(
    app: Flask, chosen: str, did: str
) -> None:
    one = player(app)
    choice = re.search(r'<select[^>]*name="ai-lam".*?</select>', one.page, re.DOTALL)
    assert choice is not None
    centre = "Trung tâm Phục vụ hành chính công"
    named = f"Đặng Thị Ngọc Ánh, Cán bộ {centre}, {centre} phường Trường Vinh"
    assert named in choice[0]
    one.press("buoc:B1", outcome="", **{"ai-lam": chosen})
    assert f"</b>: {did}" in one.page.partition("Đã chạy 1 thao tác")[2]
    assert ('officer = "anh.dtn"' in hidden(one.page)["da-lam"]) == (chosen == "anh.dtn")


def test_the_clock_refuses_at_its_field_to_go_nowhere_or_back(app: Flask) -> None:
    player = Player(begun(app, changed()))
    player.file()
    stood = hidden(player.page)["dong-ho"]
    for day, why in (("", "Hãy ghi ngày"), ("1/1/2020", "không lùi"), ("32/1", "Đến ngày")):
        answer = player.press("den", **{"den-ngay": day, "den-gio": "08:00"})
        assert answer.status_code == 422
        assert re.search(rf'id="den-l">.{{0,300}}{why}', unescape(answer.text), re.DOTALL)
        assert f'name="den-ngay" value="{day}"' in answer.text
        assert hidden(answer.text)["dong-ho"] == stood
