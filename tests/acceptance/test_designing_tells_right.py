"""What pages of designing offer and say is what holds: no fix that is refused, names, not codes."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask

from engine.catalogue.desk_names import desk_names
from engine.catalogue.manifest_file import read_manifest
from engine.organisation.tree import setting_of
from engine.publishing.folders import read_package_folder
from tests.acceptance.test_designing_pages import PAGE, broken, posted
from tests.acceptance.test_designs import DESIGN, OTHER, begun, sent, signed_in
from tests.acceptance.test_packages import FILES, zipped
from tests.client import Api
from tests.town import FLAGSHIP_FOLDER, PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def with_manifest(old: str, new: str, files: dict[str, bytes] = FILES) -> dict[str, bytes]:
    """The flagship with another text in its manifest."""
    manifest = files["procedure.toml"].decode()
    assert old in manifest
    return files | {"procedure.toml": manifest.replace(old, new).encode()}


def number_of(api: Api, code: str) -> int:
    """The number of the first fault of the kind."""
    faults = api.get(f"{DESIGN}/faults?kind={code}").json["faults"]
    return int(faults[0]["number"])


def test_a_package_of_another_sector_is_told_and_only_own_sectors_are_offered(app: Flask) -> None:
    api = begun(app, with_manifest('sector = "Người có công"', 'sector = "Hộ tịch"'))
    number = number_of(api, "package.other_sector")
    page = api.client.get(f"{PAGE}/loi?loi={number}").text
    assert "ghi lĩnh vực “Hộ tịch”, còn thủ tục này đang thuộc lĩnh vực Người có công" in page
    assert '<option value="Người có công"' in page
    assert '<option value="Hộ tịch"' not in page


def test_faults_fixes_and_differences_name_desks_as_people_do(app: Flask) -> None:
    files = with_manifest('position = "van_thu"', 'position = "chuyen_vien"')
    api = begun(app, files)
    faults = api.get(f"{DESIGN}/faults?kind=decided.differs").json["faults"]
    told = " ".join(one["fault"]["message"] for one in faults)
    assert "Văn thư, " in told
    assert "van_thu" not in told
    assert "competent" not in told
    page = api.client.get(f"{PAGE}/cong-bo").text
    assert "cơ quan giải quyết" in page
    assert "<ins>chuyen_vien</ins>" not in page


def test_kinds_of_units_and_roles_by_area_have_names(town: Town) -> None:
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
    manifest = read_manifest(FILES["procedure.toml"]).manifest
    assert manifest is not None
    role = next(role for role, _ in setting.serving)
    names = desk_names(setting, replace(manifest, area_roles={"chi_nhanh": role}))
    assert (names["van_phong"], names["so"]) == ("Văn phòng", "Sở")
    assert names["chi_nhanh"].endswith(" theo địa bàn")
    assert {unit.kind for unit in setting.units.values()} <= names.keys()


COLLIDING = ("ban", "trang", "ngay", "noi", "kenh", "thu", "bm", "kiem")
"""Keys of questions that are names of something else in the addresses of the designer's pages."""


def _asking(*keys: str) -> dict[str, bytes]:
    form = json.loads(FILES["forms/filing.json"])
    form["components"] += [{"type": "textfield", "key": key, "label": key} for key in keys]
    return {**FILES, "forms/filing.json": json.dumps(form).encode()}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("nop-ngay=32/13/2026", "Ngày nộp"),
        ("nop-ngay=01/01/2000", "01/01/2000"),
        ("kenh-nop=x", "Cách nộp"),
        ("kenh-nop=online", "Phải nộp"),
    ],
)
def test_a_trial_keeps_form_and_answers_and_takes_no_question_for_its_own(
    app: Flask, typed: str, why: str
) -> None:
    api = begun(app, _asking(*COLLIDING))
    asked = "&".join(f"{key}=lời+{key}" for key in COLLIDING)
    answer = api.client.get(f"{PAGE}/xem?tinh-thu=1&nguoi_nop_ho_ten=Giữ+tên+này&{typed}&{asked}")
    assert answer.status_code in ((200,) if why == "Phải nộp" else (409, 422))
    assert why in answer.text
    assert "Tính thử</button>" in answer.text
    assert 'value="Giữ tên này"' in answer.text
    assert all(f'value="lời {key}"' in answer.text for key in COLLIDING)
    form = answer.text.partition('name="tinh-thu"')[2].partition("</form>")[0]
    own = re.findall(r'name="([a-z]+)"', form.partition('id="f-')[0])
    assert own == [], "what the page asks itself has a hyphen"
    assert "Không có đơn vị" not in answer.text


@pytest.mark.parametrize("position", ["van_thu", "vien_chuc_dkdd"])
def test_a_played_dossier_begins_where_it_is_received(app: Flask, position: str) -> None:
    """Also where somebody lacks further on its way, at every place."""
    drawing = FILES["process.bpmn"].replace(b'"van_thu"', f'"{position}"'.encode())
    told = {path: data for path, data in FILES.items() if not path.startswith("scenarios/")}
    api = begun(app, told | {"process.bpmn": drawing})
    page = api.client.get(f"{PAGE}/nop-thu").text
    assert f'<option value="{WARD}" selected' in page


def test_a_way_of_filing_that_there_is_not_is_refused_and_typed_words_stay(app: Flask) -> None:
    api = begun(app, FILES)
    typed = {"noi-nop": WARD, "kenh-nop": "x", "nguoi_nop_ho_ten": "Giữ tên này"}
    answer = posted(api, f"{PAGE}/nop-thu", **typed)
    assert answer.status_code == 422
    assert "không có cách “x”" in answer.text
    assert 'value="Giữ tên này"' in answer.text


def test_rows_with_their_reasons_are_no_faults_of_what_was_proposed(app: Flask) -> None:
    files = with_manifest('position = "van_thu"', 'position = "chuyen_vien"')
    api = begun(app, files)
    page = api.client.get(f"{PAGE}/loi").text
    assert "Bản nháp chạy được, còn 2 dòng khác quyết định" in page
    assert "ghi lý do từng dòng khi gửi duyệt" in page
    assert "0 lỗi khác ngoài dòng khác quyết định" in api.client.get(f"{PAGE}/cong-bo").text
    why = {"ly-do-B6": "Sở nhờ", "ly-do-B14": "Sở nhờ"}
    assert posted(api, f"{PAGE}/gui-duyet", seen="1", **why).status_code == 303
    page = api.client.get(PAGE).text
    assert "Xem và sửa" not in page
    assert "Xem kết quả kiểm tra" in page
    assert api.get(f"{DESIGN}/faults?kind=decided.differs").json["faults"] == []
    assert "Sở nhờ" in api.client.get(f"{PAGE}/doi-chieu").text


def test_who_did_an_act_of_a_played_dossier_is_who_does_it_in_life(app: Flask) -> None:
    kept = "scenarios/4_bo_sung_mot_lan.toml"
    told = {p: data for p, data in FILES.items() if not p.startswith("scenarios/") or p == kept}
    api = begun(app, told)
    (run,) = api.post(f"{DESIGN}/scenarios").json["runs"]
    did = {one["act"]: (one["officer"], one["position"]) for one in run["steps"] if one["act"]}
    assert did["answer_supplement"] == ("Người nộp", "")
    assert did["ask_supplement"][1]
    page = posted(api, f"{PAGE}/chay-thu").text
    assert 'data-l="Ai làm">Người nộp</td>' in page


def test_a_package_of_another_agencys_sector_says_which_sector_it_names(app: Flask) -> None:
    foreign = read_package_folder(FLAGSHIP_FOLDER.parent / "khai_sinh")
    api = signed_in(app)
    answer = sent(api, {"goi.zip": zipped(foreign)}, "/designs", sector="Người có công")
    assert answer.status_code == 422
    assert (
        "gói ghi lĩnh vực “Hộ tịch”, không thuộc cơ quan của bạn"
        in answer.json["details"]["reason"]
    )
    page = posted(api, "/quy-trinh", {"goi.zip": zipped(foreign)}, **{"linh-vuc": "Người có công"})
    assert page.status_code == 422
    assert "gói ghi lĩnh vực “Hộ tịch”" in page.text


def test_a_manifest_in_the_wrong_place_is_the_first_fault_and_nothing_is_offered(
    app: Flask,
) -> None:
    name = "goi/procedure.toml"
    files = {path: data for path, data in FILES.items() if path != "procedure.toml"}
    moved = {"doc.md": b"x", **files, name: FILES["procedure.toml"]}
    api = begun(app, moved)
    faults = [one["fault"] for one in api.get(f"{DESIGN}/faults").json["faults"]]
    assert faults[0]["code"] == "manifest.missing"
    assert name in faults[0]["message"].partition("có tệp")[2]
    assert "step.role_unknown" not in {one["code"] for one in faults}
    page = api.client.get(f"{PAGE}/loi").text
    assert "Sửa ngay ở đây" not in page


def test_a_retirement_without_a_version_before_says_that_filing_stops(app: Flask) -> None:
    api = begun(app, FILES)
    page = api.client.get(PAGE).text
    assert "Thu hồi bản 1, ngừng nhận hồ sơ mới…" in page
    assert "quay về bản" not in page
    told = {"valid_from": "05/12/2025", "basis": "QĐ 9/QĐ-UBND"}
    assert posted(api, f"{PAGE}/thu-hoi", **told).status_code == 303
    approver = signed_in(app, OTHER)
    (row,) = approver.get("/proposals?state=proposed").json
    page = approver.client.get(f"/cho-cong-bo/{row['id']}").text
    assert "không ai nộp được thủ tục này nữa" in page
    assert "Duyệt thu hồi</button>" in page
    assert "theo bản mới" not in page


def test_a_package_without_scenarios_is_not_said_to_run_right(app: Flask) -> None:
    told = {path: data for path, data in FILES.items() if not path.startswith("scenarios/")}
    page = posted(begun(app, told), f"{PAGE}/chay-thu").text
    assert "Đúng cả" not in page
    assert "Gói không có kịch bản nào" in page


def test_a_proposal_goes_back_with_a_remark_on_each_place(app: Flask) -> None:
    api = begun(app, with_manifest('short_name = "Trợ cấp', 'short_name = "Khác, trợ cấp'))
    assert posted(api, f"{PAGE}/gui-duyet", seen="1").status_code == 303
    approver = signed_in(app, OTHER)
    (row,) = approver.get("/proposals?state=proposed").json
    there = f"/cho-cong-bo/{row['id']}"
    assert '<option value="Thủ tục">' in approver.client.get(there).text
    typed = {"cho-1": "Thủ tục", "yk-1": "Tên dài", "cho-2": "procedure.toml"}
    again = approver.client.get(f"{there}/tra-lai")
    assert (again.status_code, again.location) == (302, there)
    lacking = posted(approver, f"{there}/tra-lai", **typed)
    assert lacking.status_code == 422
    assert "Hãy ghi cần sửa gì ở procedure.toml." in lacking.text
    unknown = {**typed, "yk-2": "Sai", "cho-3": "", "cho-4": "Bước lạ", "yk-4": "Thừa"}
    early = {**typed, "valid_from": "31/02/2026"}
    for word, given, at in (
        ("tra-lai", typed, {"yk-2"}),
        ("tra-lai", unknown, {"cho-4"}),
        ("tra-lai", {"cho-1": ""}, {"yk"}),
        ("duyet", early, {"tu", "da-xem"}),
    ):
        page = posted(approver, f"{there}/{word}", **given).text
        assert set(re.findall(r'<li><a href="#([\w-]+)">', page)) == at, word
        assert set(re.findall(r'id="([\w-]+)"[^>]+aria-invalid="true"', page)) == at, word
        assert (">Tên dài</textarea>" in page) == ("yk-1" in given), word
    more = posted(approver, f"{there}/tra-lai", **typed, **{"cho-3": "", "them-cho": "1"})
    assert (more.status_code, 'name="cho-6"' in more.text) == (200, True)
    assert ">Tên dài</textarea>" in more.text
    most = {f"cho-{at}": "" for at in range(3, 101)}
    full = posted(approver, f"{there}/tra-lai", **typed, **most, **{"them-cho": "1"}).text
    assert ('name="cho-100"' in full, 'name="cho-101"' in full) == (True, False)
    typed |= {"cho-4": "process.bpmn", "yk-4": "Thừa"}
    done = posted(approver, f"{there}/tra-lai", **typed, **{"yk-2": "Sai", "remark": "Gửi lại"})
    assert done.status_code == 303
    told = approver.get(f"/proposals/{row['id']}").json["proposal"]["remark"]
    assert told == "Thủ tục: Tên dài\nprocedure.toml: Sai\nprocess.bpmn: Thừa\nGửi lại"


def test_what_an_approver_remarks_on_a_step_stands_on_its_shape_for_the_designer(
    app: Flask,
) -> None:
    api = begun(app, with_manifest('short_name = "Trợ cấp', 'short_name = "Khác, trợ cấp'))
    assert posted(api, f"{PAGE}/gui-duyet", seen="1").status_code == 303
    approver = signed_in(app, OTHER)
    (row,) = approver.get("/proposals?state=proposed").json
    step = next(
        one for one in approver.get(f"/proposals/{row['id']}").json["places"] if "Bước B3 " in one
    )
    there = f"/cho-cong-bo/{row['id']}"
    typed = {"cho-1": "Thủ tục", "yk-1": "Tên dài", "cho-2": step, "yk-2": "Thừa giờ"}
    assert posted(approver, f"{there}/tra-lai", **typed).status_code == 303
    kept = api.get(f"/proposals/{row['id']}").json
    assert [one["element"] for one in kept["proposal"]["remarks"]] == [None, "B3"]
    for page in (api.client.get(PAGE).text, api.client.get(there).text):
        assert f"{step}:</b> Thừa giờ" in unescape(page)
        assert page.count('class="pin tip"') == 1
        assert re.search(r'class="pin tip".{0,200}>2</text>', page)


def test_remarks_over_the_api_need_words_and_a_place_that_there_is(app: Flask) -> None:
    api = begun(app, with_manifest('short_name = "Trợ cấp', 'short_name = "Khác, trợ cấp'))
    assert posted(api, f"{PAGE}/gui-duyet", seen="1").status_code == 303
    approver = signed_in(app, OTHER)
    (row,) = approver.get("/proposals?state=proposed").json
    there = f"/proposals/{row['id']}/send-back"
    empty = approver.post(there, {"remarks": [{"place": "B3", "words": " "}]})
    assert (empty.status_code, empty.json["code"]) == (422, "reason_missing")
    assert approver.post(there, {}).json["code"] == "reason_missing"
    many = [{"place": "B3", "words": f"Sai {number}"} for number in range(101)]
    assert approver.post(there, {"remarks": many}).status_code == 422
    nowhere = approver.post(there, {"remarks": [{"place": "KHONG_CO", "words": "Sai"}]})
    assert (nowhere.status_code, nowhere.json["code"]) == (422, "text_unreadable")
    told = approver.post(there, {"remarks": [{"place": "B3", "words": "Thừa giờ"}]}).json
    (kept,) = told["remarks"]
    assert (kept["words"], kept["element"]) == ("Thừa giờ", "B3")
    assert told["remark"].startswith("Bước B3 “")


def test_of_a_draft_with_a_fault_all_that_can_be_read_is_shown_with_the_way_to_it(
    app: Flask,
) -> None:
    api = begun(app, broken() | {"them.dmn": b"<a"})
    page = api.client.get(f"{PAGE}/xem")
    assert page.status_code == 200
    assert "Bản nháp vẫn như cũ" not in page.text
    assert f'href="{PAGE}/loi">Xem ' in page.text
    assert page.text.count("<svg") > 1
    assert "15 bước đọc được" in page.text
    assert "Thẩm định, dự thảo" in page.text
    assert "Biểu mẫu filing" in page.text
    assert "Họ và tên người nộp" in page.text
    play = api.client.get(f"{PAGE}/nop-thu").text
    assert "Bản nháp vẫn như cũ" not in play
    assert f'href="{PAGE}/loi"' in play
    assert api.get(f"{DESIGN}/explained").json["code"] == "design_unready"
