"""Pages of designers: home, faults on the drawing, mending, the way to publication."""

import io
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from engine.store.cases import Case
from engine.store.catalogue import Package
from tests.acceptance.test_designs import (
    CONTROL,
    DESIGNER,
    ELSEWHERE,
    OTHER,
    begun,
    sent,
    signed_in,
    zipped,
)
from tests.acceptance.test_packages import FILES, changed
from tests.client import Api
from tests.town import FLAGSHIP, PROVINCE, Town
from tests.vendors import FOLDER

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = f"/quy-trinh/{FLAGSHIP}"
LIMIT = 150_000


def broken() -> dict[str, bytes]:
    """The flagship with faults in several files, two of them at shapes."""
    drawing = FILES["process.bpmn"].replace(b'position="van_thu"', b'position="van_thuu"')
    drawing = re.sub(rb'hours="20"', b'hours="hai"', drawing)
    return FILES | {"process.bpmn": drawing, "forms/tham_dinh.json": b"{"}


def posted(api: Api, path: str, files: dict[str, bytes] | None = None, /, **form: str) -> Any:
    parts = [(io.BytesIO(data), name) for name, data in (files or {}).items()]
    data = {**form, "csrf_token": api.token, **({"package": parts} if files else {})}
    return api.client.post(path, data=data)


def test_home_lists_by_state_sector_and_words(app: Flask) -> None:
    api = begun(app, broken())
    page = api.client.get("/quy-trinh").text
    assert "Bản nháp có" in page
    assert f'href="{PAGE}"' in page
    assert f'href="{PAGE}"' in api.client.get("/quy-trinh?loc=faults&q=tro+cap").text
    assert f'href="{PAGE}"' not in api.client.get("/quy-trinh?loc=waiting").text
    assert "Không có thủ tục nào khớp" in api.client.get("/quy-trinh?q=khong-co").text
    assert signed_in(app, ELSEWHERE).client.get(PAGE).status_code == 404
    control = signed_in(app, CONTROL).client.get(PAGE).text
    assert "Bản nháp" in control
    assert "Tải lên và kiểm tra" not in control


def test_faults_stand_on_their_shapes_in_a_small_page(app: Flask) -> None:
    api = begun(app, broken())
    faults = api.get(f"/designs/{FLAGSHIP}/faults").json["faults"]
    at = next(one["number"] for one in faults if one["fault"]["code"] == "step.position_unknown")
    answer = api.client.get(f"{PAGE}/loi?loi={at}")
    page = answer.text
    assert len(answer.data) < LIMIT
    assert "Bản nháp chưa chạy được" in page
    assert 'class="pin bad"' in page
    assert 'class="halo"' in page
    assert "Sai gì" in page
    assert 'class="here"' in page
    second = api.client.get(f"{PAGE}/loi?loi=2").text
    assert "loi=1#dang-xem" in second
    assert "loi=3#dang-xem" in second


def test_15_steps_and_10_faults_with_all_that_a_page_loads_are_small(app: Flask) -> None:
    drawing = FILES["process.bpmn"]
    drawing = re.sub(rb' hours="([0-9]+)"', rb' hours="x\1"', drawing, count=10)
    assert len(re.findall(rb"<bpmn:(?:userTask|manualTask) ", drawing)) == 15
    api = begun(app, FILES | {"process.bpmn": drawing})
    errors = api.get(f"/designs/{FLAGSHIP}/faults").json["errors"]
    assert errors >= 10
    page = api.client.get(f"{PAGE}/loi?loi=1")
    assert page.text.count('class="pin bad"') > 4
    loaded = re.findall(
        r'<(?:link[^>]*?rel="stylesheet"[^>]*?href|script[^>]*?src)="([^"]+)"', page.text
    )
    assert len(loaded) > 3
    sizes = [len(page.data), *(len(api.client.get(one).data) for one in loaded)]
    assert sum(sizes) < LIMIT, sizes
    bare = re.sub(r"<script.*?</script>", "", page.text, flags=re.DOTALL)
    assert set(re.findall(r"loi=([0-9]+)", bare)) >= {str(at) for at in range(1, errors + 1)}


def test_a_package_without_a_diagram_is_told_of_in_words(app: Flask) -> None:
    """Neither a file without shapes nor one without places keeps the page from being read."""
    bare = FILES["process.bpmn"].partition(b"<bpmndi:BPMNDiagram")[0] + b"</bpmn:definitions>"
    for drawing in (bare, b"", b"<a/>", b"\xff\xfe"):
        api = begun(app, FILES | {"process.bpmn": drawing})
        page = api.client.get(f"{PAGE}/loi")
        assert page.status_code == 200
        assert "Sai gì" in page.text
        assert "Xem cả sơ đồ" not in page.text
        assert api.client.get(f"{PAGE}/xem").status_code == 200


def test_a_mended_upload_says_what_is_gone_and_what_is_new(app: Flask) -> None:
    api = begun(app, broken())
    then = posted(api, f"{PAGE}/tep", {"tham_dinh.json": FILES["forms/tham_dinh.json"]}, seen="1")
    assert then.status_code == 303
    page = api.client.get(then.location).text
    assert "1 tệp thay" in page
    assert re.search(r"<h3>Hết [1-9]", page)
    assert "<h3>Thêm 0" in page


def test_five_thousand_faults_are_counted_and_paged(app: Flask) -> None:
    rows = (f'{{"type": "textfield", "key": "a {at}", "label": "x"}}' for at in range(5000))
    components = ",\n".join(rows)
    form = f'{{"components": [{components}]}}'.encode()
    api = begun(app, FILES | {"forms/nhieu.json": form})
    answer = api.client.get(f"{PAGE}/loi")
    assert len(answer.data) < 2 * LIMIT
    assert "5.00" in answer.text
    kind = api.client.get(f"{PAGE}/loi?loai=form.key_invalid&trang=100").text
    assert "Trang 100 trong 100" in kind
    assert re.search(r"Lỗi 50\d\d\.", kind)


def test_mending_is_shown_first_and_done_on_request(app: Flask) -> None:
    drawing = FILES["process.bpmn"].replace(b"userTask", b"task")
    api = begun(app, FILES | {"process.bpmn": drawing})
    page = api.client.get(f"{PAGE}/may-sua").text
    assert "chưa đổi gì" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert api.get(f"/designs/{FLAGSHIP}").json["revision"] == 1
    assert posted(api, f"{PAGE}/sua", seen="1").status_code == 303
    told = api.client.get(f"{PAGE}/loi").text
    assert "Máy đã sửa ở lần này" in told
    assert "Bản nháp không còn lỗi" in told
    sent(signed_in(app, OTHER), {"them.md": b"x"})
    late = posted(api, f"{PAGE}/sua", seen="2")
    assert late.status_code == 409
    assert "vừa đổi bản nháp này" in late.text


def test_what_a_machine_mends_is_paged_and_mended_at_once(app: Flask) -> None:
    """107 places: no page is heavy, none is left out, one press mends all."""
    task = '<bpmn:task id="T%d" name="Việc %d"/>'
    tasks = "".join(task % (at, at) + "\n" for at in range(107)).encode()
    drawing = FILES["process.bpmn"].replace(b"<bpmn:userTask", tasks + b"<bpmn:userTask", 1)
    api = begun(app, FILES | {"process.bpmn": drawing})
    pages = [api.client.get(f"{PAGE}/may-sua").text]
    while f"Trang {len(pages)} trong {len(pages)}<" not in pages[-1]:
        pages.append(api.client.get(f"{PAGE}/may-sua?trang={len(pages) + 1}").text)
    assert len(pages) > 2
    assert max(len(page.encode()) for page in pages) < LIMIT / 2
    told = re.findall(r"<h1>Máy sửa được ([0-9]+) chỗ", pages[0])
    lists = [one for page in pages for one in page.split('<ul class="list sm">')[1:]]
    counted = sum(one.partition("</ul>")[0].count("<li>") for one in lists)
    assert (str(counted), counted > 100) == (told[0], True)
    assert posted(api, f"{PAGE}/sua", seen="1").status_code == 303
    assert "Không có chỗ nào máy sửa được" in api.client.get(f"{PAGE}/may-sua").text


def test_home_is_narrowed_by_level_and_designer_and_counts_follow(app: Flask) -> None:
    api = begun(app, broken())
    name = api.get(f"/designs?search={FLAGSHIP}").json["rows"][0]["draft"]["by"]
    whole = api.get("/designs").json
    assert whole["designers"] == {name: 1}
    assert sum(whole["levels"].values()) == whole["total"]
    mine = api.get(f"/designs?designer={quote(name)}&level=commune").json
    assert [row["code"] for row in mine["rows"]] == [FLAGSHIP]
    assert mine["counts"]["faults"] == sum(mine["sectors"].values()) == 1
    assert mine["levels"] == {"commune": 1}
    assert api.get("/designs?level=district").status_code == 422
    page = api.client.get("/quy-trinh", query_string={"nguoi-sua": name, "cap": "province"}).text
    assert "Không có thủ tục nào khớp" in page
    assert '<option value="province" selected>UBND tỉnh (0)</option>' in page
    assert f'<option value="{name}" selected>' in page


def test_a_draft_is_proposed_from_its_page_and_runs_when_another_approves(
    app: Flask, town: Town
) -> None:
    api, before = begun(app, changed("Bản từ trang")), town.file()
    page = posted(api, f"{PAGE}/cong-bo").text
    assert "Gửi duyệt được" in page
    assert re.search(r"\d+/\d+</b> nơi nộp thử được", page)
    then = posted(api, f"{PAGE}/gui-duyet", seen="1", valid_from="04/12/2025", note="Nhờ chị xem")
    assert then.status_code == 303, then.text
    assert "đang chờ duyệt" in api.client.get(PAGE).text
    assert "Bản nháp chờ duyệt" in api.client.get("/quy-trinh").text
    approver = Api(app, f"hieu.ph@{PROVINCE}")
    (row,) = approver.get("/proposals?state=proposed").json
    told = approver.get(f"/proposals/{row['id']}").json
    printed = approver.client.get(f"/cho-cong-bo/{row['id']}/in").text
    assert f"{len(told['differences'])} chỗ khác" in printed
    assert ("Nhờ chị xem" in printed, told["proposal"]["basis"] in printed) == (True, True)
    seen = {"seen": told["seen"]}
    assert approver.post(f"/proposals/{row['id']}/approve", seen).status_code == 200
    after = town.file()
    digests = {town.case(one.case_id).package_digest for one in (before, after)}
    assert len(digests) == 2
    shown = api.client.get(PAGE).text
    assert "Bản 2" in shown
    assert "giống hệt bản 2" in shown


def test_the_way_to_publication_tells_of_dossiers_that_run(app: Flask, town: Town) -> None:
    town.file()
    page = begun(app, changed()).client.get(f"{PAGE}/cong-bo").text
    assert '<b class="num">1</b> hồ sơ theo bản 1 chạy hết theo bản 1' in page


def test_a_draft_with_faults_says_what_is_missing_and_a_refusal_keeps_what_was_typed(
    app: Flask,
) -> None:
    api = begun(app, broken())
    page = api.client.get(f"{PAGE}/cong-bo").text
    assert "lỗi phải sửa" in page
    assert "Gửi duyệt</button>" not in page
    sent(api, {"goi.zip": zipped(changed())})
    late = posted(api, f"{PAGE}/gui-duyet", seen="1", note="Giữ lời này")
    assert late.status_code == 409
    assert "Giữ lời này" in late.text


def test_retiring_is_asked_for_with_its_paper(app: Flask) -> None:
    api = signed_in(app, DESIGNER)
    without = posted(api, f"{PAGE}/thu-hoi", valid_from="05/12/2025")
    assert without.status_code == 422
    then = posted(api, f"{PAGE}/thu-hoi", valid_from="05/12/2025", basis="QĐ 9/QĐ-UBND")
    assert then.status_code == 303
    assert "Đề nghị thu hồi" in api.client.get(PAGE).text


def test_what_a_draft_is_stands_in_words_and_costs_are_tried(app: Flask) -> None:
    api = begun(app, FILES)
    page = api.client.get(f"{PAGE}/xem?noi-lam=phuong_truong_vinh").text
    assert "15 bước" in page
    assert len(re.findall(r'data-l="Làn, cấp">[^<]+<br>cấp xã</td>', page)) > 3
    assert "Chưa có ai" not in page
    assert "Chưa có ai" in api.client.get(f"{PAGE}/xem?noi-lam=phuong_cua_lo").text
    assert 'data-element-id="B3"' in page
    tried = api.client.get(f"{PAGE}/xem?tinh-thu=1&kenh-nop=counter&nop-ngay=04/12/2025").text
    assert "Phải nộp 0 đồng" in tried
    assert "Thời hạn: 96 giờ làm việc = 12 ngày làm việc" in tried
    assert "Phiếu chưa được nhận" in tried
    faulty = begun(app, broken()).client.get(f"{PAGE}/xem").text
    assert "nên dưới đây chỉ là những gì đọc được" in faulty


def test_the_scenarios_of_a_draft_run_from_its_page_and_leave_nothing(
    app: Flask, town: Town
) -> None:
    api = begun(app, changed())
    page = posted(api, f"{PAGE}/chay-thu").text
    assert "6 trong 6 kịch bản đúng" in page
    assert "Đã đi qua" in page
    with town.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
        assert session.scalar(select(func.count()).select_from(Package)) == 1
    wrong = FILES["scenarios/1_duong_chinh.toml"].replace(b"status = ", b"status = 1 #")
    sent(api, {"1_duong_chinh.toml": wrong})
    told = api.post(f"/designs/{FLAGSHIP}/scenarios").json
    assert [run["passed"] for run in told["runs"]] == [False, *[True] * 5]


def test_files_of_another_editor_say_what_was_read_and_what_left_out(app: Flask) -> None:
    drawing = FILES["process.bpmn"].replace(
        b"<bpmn:userTask ",
        b'<bpmn:userTask xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
        b'camunda:candidateGroups="to_tham_dinh" ',
        1,
    )
    page = begun(app, FILES | {"process.bpmn": drawing}).client.get(f"{PAGE}/loi").text
    assert "Tệp của công cụ khác: đã đọc gì, bỏ gì" in page


EDITORS = {
    "bpmn-io-camunda-modeler-18-6-1-A.2.0": "Camunda Modeler 5.23.0",
    "sap-signavio-process-manager-19-9-0-A.4.0": "Signavio Process Editor 19.9.0",
    "w4-bpmn-composer-v-10-4-A.4.0": "BPMN+ Composer 10.3.0.1",
}


@pytest.mark.parametrize("file", EDITORS)
@pytest.mark.skipif(not FOLDER.is_dir(), reason="BPMN_MIWG: the folder is not there")
def test_a_file_of_another_editor_says_by_which_and_what_was_read(app: Flask, file: str) -> None:
    """Also where nothing had to be left out."""
    api = begun(app, {"process.bpmn": (FOLDER / f"{file}.bpmn").read_bytes()})
    (told,) = api.get(f"/designs/{FLAGSHIP}/faults").json["editors"]
    assert told["editor"] == EDITORS[file]
    assert min(told["activities"], told["events"], told["flows"]) > 0
    page = api.client.get(f"{PAGE}/loi").text
    read = f"Đã đọc {told['activities']} công việc"
    assert f"process.bpmn từ {EDITORS[file]}.</b> {read}" in page
    mends = f"Máy sửa được {told['mendable']} chỗ" if told["mendable"] else "cần máy sửa"
    assert mends in page
    assert ("Không bỏ gì" in page, "phần mở rộng" in page) == (
        not told["left_out"],
        told["left_out"],
    )


def test_conformance_shows_each_row_of_the_decision(app: Flask) -> None:
    api = begun(app, FILES)
    page = api.client.get(f"{PAGE}/doi-chieu").text
    assert "Khớp quyết định" in page
    assert page.count("Khớp</span>") >= 5


def test_what_a_draft_is_and_what_a_filing_would_cost_are_told_over_the_api(app: Flask) -> None:
    api = begun(app, FILES)
    told = api.get(f"/designs/{FLAGSHIP}/explained?place=phuong_truong_vinh").json
    third = next(one for one in told["steps"] if one["element_id"] == "B3")
    assert (third["level"], len(told["steps"])) == ("cấp xã", 15)
    assert third["people"]
    assert told["diagram"].startswith("<svg")
    assert told["forms"][0]["schema"]["components"]
    asked = {"place": told["place"], "day": "2025-12-04", "channel": "counter"}
    tried = api.post(f"/designs/{FLAGSHIP}/trial", asked).json
    assert (tried["due"], tried["limit"][:6]) == ("0", "96 giờ")
    assert tried["faults"], "nothing was answered"
    elsewhere = signed_in(app, ELSEWHERE).get(f"/designs/{FLAGSHIP}/explained")
    assert elsewhere.status_code == 404


def test_files_of_a_refused_upload_are_sent_again_without_choosing_them(app: Flask) -> None:
    api = signed_in(app, DESIGNER)
    files = {name: FILES[name] for name in ("process.bpmn",)}
    refused = posted(api, "/quy-trinh", {**files, "ghi-chu.doc": b"x"}, ma=FLAGSHIP)
    assert "thuộc loại tệp không dùng trong gói" in refused.text
    kept = re.findall(r'name="giu" value="([^"]+)" checked><label[^>]*>[^<]*: (\S+) ', refused.text)
    note = next(note for note, name in kept if name == "process.bpmn")
    assert posted(api, "/quy-trinh", ma=FLAGSHIP, giu=note).status_code == 303
    changed_file = {"process.bpmn": FILES["process.bpmn"] + b"\n"}
    assert posted(api, PAGE + "/tep", changed_file, giu=note).status_code == 303
    assert "Lần 2" in api.client.get(f"{PAGE}/loi").text


def test_conformance_adds_up_and_sets_what_the_decision_says(app: Flask) -> None:
    drawing = FILES["process.bpmn"].replace(b'hours="20"', b'hours="16"')
    api = begun(app, FILES | {"process.bpmn": drawing})
    page = api.client.get(f"{PAGE}/doi-chieu").text
    assert "<dd>96 giờ</dd>" in page
    assert "<dd>92 giờ</dd>" in page
    assert "<dd>96 giờ làm việc</dd>" in page
    (there,) = re.findall(r'href="([^"]+)">Đặt 20 giờ…', page)
    shown = api.client.get(unescape(there)).text
    assert shown.count("<ins>+ ") == 1
    assert posted(api, f"{PAGE}/dat", seen="1", **dict(parse_qsl(urlsplit(unescape(there)).query)))
    assert "Chưa khớp" not in api.client.get(f"{PAGE}/doi-chieu").text


def test_a_trial_and_a_play_begin_in_a_way_that_the_procedure_takes(app: Flask) -> None:
    manifest = FILES["procedure.toml"].replace(b'["online", "counter", "postal"]', b'["postal"]')
    manifest = manifest.replace(b'online_level = "full"', b"")
    kept = {path: data for path, data in FILES.items() if not path.startswith("scenarios/")}
    api = begun(app, kept | {"procedure.toml": manifest})
    for address in ("xem", "nop-thu"):
        page = api.client.get(f"{PAGE}/{address}").text
        assert re.findall(r'<option value="(online|counter|postal)"', page) == ["postal"], address
    tried = api.post(f"/designs/{FLAGSHIP}/trial", {"channel": "online", "answers": {}})
    assert (tried.status_code, tried.json["code"]) == (422, "channel_closed")
