"""What differs between two versions is told as people say it."""

import re
from collections.abc import Callable
from dataclasses import fields
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_fields import PEOPLE as FILED
from engine.errors import Refusal
from engine.publishing.differing import Difference, Part, compared, differences, of_tables
from engine.publishing.differing.for_citizens import for_citizens
from engine.publishing.differing.of_manifest import APART, OWN, PEOPLE
from engine.publishing.folders import read_package_folder
from engine.workflow.running.incidents import NotExecutable
from processes import root

FLAGSHIP = read_package_folder(root() / "nghe_an" / "tro_cap_mot_lan")
HOUSES = read_package_folder(root() / "nghe_an" / "giay_phep_nha_o")
Files = dict[str, bytes]
NAMES = {"lanh_dao_phong": "Lãnh đạo phòng", "chuyen_vien": "Chuyên viên"}


def put(files: Files, path: str, *pairs: tuple[str, str]) -> Files:
    """The files with words of one file exchanged."""
    text = files[path].decode()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return files | {path: text.encode()}


def told(before: Files | None, after: Files) -> list[str]:
    return [one.words for one in differences(before, after, names=NAMES)]


def bpmn(*pairs: tuple[str, str]) -> Files:
    return put(FLAGSHIP, "process.bpmn", *pairs)


def toml(*pairs: tuple[str, str]) -> Files:
    return put(FLAGSHIP, "procedure.toml", *pairs)


CASES: dict[str, tuple[Callable[[], Files], str]] = {
    "hours": (
        lambda: bpmn(('hours="20"', 'hours="16"')),
        "Bước B3 “Thẩm định, dự thảo”: số giờ đổi từ “20 giờ” thành “16 giờ”.",
    ),
    "desk": (
        lambda: bpmn(('position="chuyen_vien"', 'position="lanh_dao_phong"')),
        "Bước B3 “Thẩm định, dự thảo”: vị trí đổi từ “Chuyên viên” thành “Lãnh đạo phòng”.",
    ),
    "button": (
        lambda: bpmn(('label="Trình lãnh đạo UBND" kind="main"', 'label="Trình" kind="plain"')),
        (
            "Bước B4 “Soát dự thảo”: nút “dong_y” đổi từ “Trình lãnh đạo UBND (chính)” "
            "thành “Trình (thường)”."
        ),
    ),
    "route": (
        lambda: bpmn(('soat_phong = "dong_y"', 'soat_phong = "tra_lai"')),
        (
            "Đường từ Rẽ nhánh “Phòng soát đạt?” đến Bước B5 “Ký văn bản đề nghị”: điều kiện đổi "
            "từ “soat_phong = "
            '"dong_y"” thành “soat_phong = "tra_lai"”.'
        ),
    ),
    "limit": (
        lambda: toml(("amount = 96", "amount = 80")),
        (
            "Thời hạn giải quyết: thời hạn đổi từ “96 giờ làm việc = 12 ngày làm việc” thành "
            "“80 giờ làm việc = 10 ngày làm việc”."
        ),
    ),
    "question": (
        lambda: put(FLAGSHIP, "forms/filing.json", ('"required": true', '"required": false')),
        "Phiếu khai, câu hỏi “Họ và tên người nộp”: bắt buộc đổi từ “có” thành “không”.",
    ),
    "label of a way": (
        lambda: bpmn(('name="Đạt"', 'name="Đạt đổi"')),
        (
            "Đường từ Rẽ nhánh “Phòng soát đạt?” đến Bước B5 “Ký văn bản đề nghị”: nhãn đổi từ "
            "“Đạt” thành “Đạt đổi”."
        ),
    ),
    "signer": (
        lambda: toml(('signer = "Chủ tịch UBND tỉnh', 'signer = "Phó Chủ tịch UBND tỉnh')),
        (
            "Quyết định phê duyệt: người ký đổi từ “Chủ tịch UBND tỉnh Nghệ An” thành “Phó Chủ "
            "tịch UBND tỉnh Nghệ An”."
        ),
    ),
    "where a loop comes from": (
        lambda: bpmn(("Vòng trả lại không có trong", "Vòng trả lại có trong")),
        (
            "Rẽ nhánh G_B3: nguồn, ghi chú đổi từ “Vòng trả lại không có trong quyết định phê "
            "duyệt” thành “Vòng trả lại có trong quyết định phê duyệt”."
        ),
    ),
    "participant": (
        lambda: bpmn(('name="Trợ cấp một lần – Nghệ An"', 'name="Trợ cấp"')),
        ("Bên tham gia “Trợ cấp”: tên đổi từ “Trợ cấp một lần – Nghệ An” thành “Trợ cấp”."),
    ),
    "what another editor says": (
        lambda: bpmn(('<bpmn:userTask id="B3"', '<bpmn:userTask x:du="y" xmlns:x="z" id="B3"')),
        "Bước B3 “Thẩm định, dự thảo” trong sơ đồ: du đổi từ “không có” thành “y”.",
    ),
    "version of the authors": (
        lambda: toml(("version = 1", "version = 2")),
        "Cả thủ tục, số bản ghi trong procedure.toml: giá trị đổi từ “1” thành “2”.",
    ),
    "decision": (
        lambda: put(FLAGSHIP, "decision.csv", (",20\n", ",24\n")),
        "Dòng B3 của quyết định: số giờ đổi từ “20” thành “24”.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_changed_value_is_one_sentence(name: str) -> None:
    changed, sentence = CASES[name]
    assert told(FLAGSHIP, changed()) == [sentence]


@pytest.mark.long
@pytest.mark.parametrize("package", [FLAGSHIP, HOUSES])
def test_whatever_of_a_diagram_changes_is_told_with_what_it_was(package: Files) -> None:
    """But where that follows from what is told, or makes a package that can't be published."""
    follows = ("<bpmn:conditionExpression", "<tthc:duration", "<tthc:outcome ")
    text, silent = package["process.bpmn"].decode(), []
    drawn = text.partition("<bpmndi:")[0]
    begins = drawn.index("<bpmn:collaboration")
    for found in re.compile(r'\s\w+="([^"]*)"').finditer(drawn, begins):
        element = drawn[drawn.rindex("<", 0, found.start()) : found.end()]
        other = {"true": "false", "false": "true"}.get(found[1], f"{found[1]}1")
        later = f"{text[: found.start(1)]}{other}{text[found.end(1) :]}"
        try:
            told = differences(package, package | {"process.bpmn": later.encode()})
        except (Refusal, NotExecutable):
            continue  # no package that could be proposed
        if not element.startswith(follows) and all(one.kind == "file" for one in told):
            silent.append(element)
    assert silent == []


def test_a_price_of_the_fee_table_is_told_with_its_row() -> None:
    (row,) = differences(HOUSES, put(HOUSES, "fees.dmn", ("<text>75000<", "<text>90000<")))
    assert (row.kind, row.what, row.before, row.after) == ("fee", "changed", "75000", "90000")
    assert row.where.endswith("dòng 1")


def test_a_step_that_is_gone_is_told_as_gone_and_its_ways_too() -> None:
    text = FLAGSHIP["process.bpmn"].decode()
    start, end = text.index('<bpmn:userTask id="B6"'), text.index('<bpmn:userTask id="B7"')
    without = (text[:start] + text[end:]).replace(
        'sourceRef="G_B5" targetRef="B6"', 'sourceRef="G_B5" targetRef="B7"'
    )
    line = next(one for one in without.splitlines() if 'sourceRef="B6"' in one)
    rows = differences(FLAGSHIP, FLAGSHIP | {"process.bpmn": without.replace(line, "").encode()})
    assert [(one.what, one.key) for one in rows if one.kind == "step"] == [("removed", "B6")]
    ways = {(one.what, one.key) for one in rows if "→" in one.key}
    assert ways == {("added", "G_B5 → B7 1"), ("removed", "G_B5 → B6 1"), ("removed", "B6 → B7 1")}


def test_questions_that_change_places_are_told_as_moved() -> None:
    text = FLAGSHIP["forms/y_kien.json"].decode()
    parts = text.split("    {\n")
    parts[2], parts[3] = parts[3], parts[2]
    rows = differences(FLAGSHIP, FLAGSHIP | {"forms/y_kien.json": "    {\n".join(parts).encode()})
    assert [(one.kind, one.what) for one in rows] == [("question", "moved")]


def test_a_first_version_tells_what_it_brings() -> None:
    rows = differences(None, FLAGSHIP)
    assert rows[0].words == "Trợ cấp một lần theo Quyết định số 62/2011/QĐ-TTg: thủ tục mới."
    assert sum(one.kind == "step" and one.what == "added" for one in rows) == 15


def test_the_same_package_differs_in_nothing() -> None:
    assert differences(FLAGSHIP, dict(FLAGSHIP)) == ()


def test_a_picture_that_was_moved_is_told_as_a_file() -> None:
    moved = bpmn(("<dc:Bounds x=", "<dc:Bounds  x="))
    (row,) = differences(FLAGSHIP, moved)
    assert (row.kind, row.key) == ("file", "process.bpmn")
    scenario = next(path for path in FLAGSHIP if path.startswith("scenarios/"))
    (row,) = differences(FLAGSHIP, FLAGSHIP | {scenario: FLAGSHIP[scenario] + b"\n"})
    assert row.where == f"Kịch bản chạy thử {scenario}"


def test_every_field_of_a_manifest_is_told() -> None:
    assert {field.name for field in fields(Manifest)} == OWN.keys() | APART


def test_of_a_table_of_the_manifest_only_the_entry_that_changed_is_told() -> None:
    changed = toml(('owner_address = "dia_chi"', 'owner_address = "noi_o"'))
    (one,) = told(FLAGSHIP, changed)
    assert one == (
        "Thủ tục: câu hỏi, địa chỉ chủ hồ sơ đổi từ “Địa chỉ (khối, xóm, số nhà) (dia_chi)” thành "
        "“noi_o”."
    )
    assert {*PEOPLE} == {*FILED}


def test_what_changes_for_those_who_file_is_a_sentence() -> None:
    shorter = Difference(
        "limit", "changed", "", "Thời hạn giải quyết", "thời hạn", "80 giờ", "64 giờ"
    )
    paper = Difference("paper", "removed", "cccd", "Giấy tờ “Bản sao căn cước”", before="bản sao")
    step = Difference("step", "changed", "B3", "Bước B3", "số giờ", "48 giờ", "36 giờ")
    told = for_citizens([shorter, paper, step])
    assert told == (
        "Thời hạn giải quyết (thời hạn): 80 giờ → 64 giờ; bỏ Giấy tờ “Bản sao căn cước”. "
        "Như cũ: phí, lệ phí, phiếu khai, kết quả."
    )
    assert "không thấy gì khác" in (for_citizens([step]) or "")
    way = Difference("procedure", "changed", "", "Thủ tục", "câu hỏi, cách nhận kết quả", "c")
    assert "câu hỏi, cách nhận kết quả" in (for_citizens([way]) or "")
    assert for_citizens([Difference("procedure", "new", "1", "Tên")]) is None
    assert for_citizens([shorter] * 4) == (
        "thời hạn khác ở 4 chỗ. Như cũ: giấy tờ phải nộp, phí, lệ phí, phiếu khai, kết quả."
    )


@pytest.mark.parametrize(
    ("kind", "field", "seen"),
    [
        ("procedure", OWN["anywhere"], True),
        ("procedure", OWN["online_level"], True),
        ("procedure", OWN["name"], True),
        ("procedure", OWN["short_name"], True),
        ("procedure", f"{OWN['roles']}, department", True),
        ("procedure", OWN["process"], False),
        ("step", "tên", True),
        ("step", "vị trí", False),
        ("step", None, True),
    ],
)
def test_what_applicants_see_of_procedure_and_steps_is_told(
    kind: Any, field: str | None, seen: bool
) -> None:
    row = Difference(kind, "changed" if field else "added", "", "Chỗ ấy", field, "cũ", "mới")
    told = for_citizens([row]) or ""
    assert ("không thấy gì khác" not in told) == seen == ("Chỗ ấy" in told)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (
            toml(('owner_address = "dia_chi"', 'owner_address = "don_vi_cong_tac"')),
            "địa chỉ chủ hồ sơ): Địa chỉ (khối, xóm, số nhà) → Đơn vị khi tham gia",
        ),
        (
            toml(('owner_address = "dia_chi"', 'owner_address = "noi_o"')),
            "Thủ tục: câu hỏi, địa chỉ chủ hồ sơ khác trước",
        ),
        (
            toml(('area_field = "xa"', 'area_field = "quan_he"')),
            "xã, phường giải quyết): Xã, phường → Quan hệ với người đã mất",
        ),
        (
            put(FLAGSHIP, "forms/filing.json", ('"Biên giới Tây Nam"', '"Tây Nam"')),
            "Phiếu khai, câu hỏi “Nơi tham gia” (lựa chọn): Biên giới Tây Nam, ",
        ),
        (
            put(FLAGSHIP, "forms/filing.json", ('"key": "quan_he"', '"key": "la_gi_cua"')),
            "Phiếu khai, câu hỏi “Quan hệ với người đã mất”",
        ),
        (put(FLAGSHIP, "forms/y_kien.json", ('"label": "', '"label": "Khác ')), "không thấy gì"),
    ],
)
def test_the_sentence_for_those_who_file_names_questions_as_they_read_them(
    after: Files, said: str
) -> None:
    told = for_citizens(differences(FLAGSHIP, after, names=NAMES)) or ""
    assert said in told
    assert not re.search(r"[a-z0-9]_[a-z0-9]|\bxa\b|filing", told), told


def test_conditions_tables_and_kinds_of_waits_are_told_to_have_changed_without_their_code() -> None:
    rows = [
        Difference(
            "paper", "changed", "a", "Giấy tờ “Đơn”", "chỉ khi", 'khu = "mien_nui"', "x = 1"
        ),
        Difference(
            "fee", "changed", "f:1", "Bảng phí “khoan_thu” (fees.dmn), dòng 1", "ô 2", "5", "6"
        ),
        Difference("procedure", "changed", "", "Thủ tục", f"{OWN['roles']}, tax", "thue", "thue_1"),
        Difference(
            "limit", "changed", "lock:hours:B1", "Khóa quy định hours", "giới hạn", "1", "2"
        ),
    ]
    assert for_citizens(rows) == (
        "Giấy tờ “Đơn”: chỉ khi khác trước; phí, lệ phí (ô 2): 5 → 6; "
        "Thủ tục: đơn vị có vai trò khác trước. Như cũ: thời hạn, phiếu khai, kết quả."
    )


def test_no_reason_that_is_none_is_told_of_a_scenario_or_of_a_renamed_process() -> None:
    path = min(one for one in FLAGSHIP if one.startswith("scenarios/"))
    (row,) = differences(FLAGSHIP, {**FLAGSHIP, path: FLAGSHIP[path] + b"\n# x\n"})
    assert (row.key, row.before) == (path, None)
    name = re.search(rb'<bpmn:process [^>]*name="([^"]+)"', FLAGSHIP["process.bpmn"])
    assert name is not None
    renamed = FLAGSHIP["process.bpmn"].replace(name[0], name[0].replace(name[1], b"Khac"))
    (row,) = differences(FLAGSHIP, {**FLAGSHIP, "process.bpmn": renamed})
    assert (row.kind, row.field) == ("procedure", "tên")


def test_tables_too_large_to_align_are_compared_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Aligning thousands of rows of which every second one differs takes minutes."""
    after = put(HOUSES, "fees.dmn", ("<text>75000<", "<text>90000<"))
    aligned = differences(HOUSES, after)
    monkeypatch.setattr(of_tables, "_MOST_ALIGNED", 0)
    assert differences(HOUSES, after) == aligned


@given(st.permutations(range(8)))
def test_as_few_parts_as_can_be_are_called_moved(order: list[int]) -> None:
    """Of a hundred that one passed, one moved."""
    parts = [Part("question", str(n), "", {}, ordered=True) for n in range(8)]
    moved = {int(one.key) for one in compared(parts, [parts[n] for n in order])}
    rest = [n for n in order if n not in moved]
    longest = max(
        len(some)
        for size in range(9)
        for some in combinations(order, size)
        if list(some) == sorted(some)
    )
    assert rest == sorted(rest)
    assert len(rest) == longest
