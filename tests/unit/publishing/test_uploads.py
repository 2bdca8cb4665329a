"""Files handed in one by one: each has its place, none replaces another in silence."""

import unicodedata

import pytest

from engine.publishing.archive import ArchiveRefused
from engine.publishing.uploads import UploadRefused, read_upload
from tests.integration.workflow.diagrams import document, process
from tests.unit.publishing.test_archive import packed
from tests.unit.publishing.test_importing import LINE

ONE = b"{}"


def test_single_files_find_their_places() -> None:
    files = read_upload(
        [
            ("~$ghi.docx", b"?"),
            ("process.bpmn", b"<a/>"),
            ("ky.json", ONE),
            ("1.toml", b""),
            ("phi.dmn", b""),
        ]
    )
    assert set(files) == {"process.bpmn", "forms/ky.json", "scenarios/1.toml", "phi.dmn"}


@pytest.mark.parametrize("name", ["Procedure.toml", "PROCEDURE.TOML"])
def test_a_single_manifest_in_other_letters_is_the_manifest_and_no_scenario(name: str) -> None:
    assert set(read_upload([(name, b"")])) == {"procedure.toml"}
    with pytest.raises(UploadRefused, match="cùng tên"):
        read_upload([(name, b""), ("procedure.toml", b"")])


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([], "hãy chọn"),
        ([("a/x.bpmn", b"1"), ("b/x.bpmn", b"2")], "hai tệp cùng tên “x.bpmn”"),
        ([("x.exe", b"MZ")], "“x.exe” thuộc loại tệp không dùng trong gói. Gói chỉ nhận: .bpmn"),
        (
            [("a.bpmn", b"x" * (6 * 1024 * 1024 + 1)), ("b.bpmn", b"")],
            "“a.bpmn” nặng 6,1 MB, tối đa 6 MB mỗi tệp.",
        ),
        ([(f"{n}.toml", b"") for n in range(501)], "có hơn 500 tệp, tối đa 500"),
        ([("a.zip", b""), ("b.zip", b"")], "Mỗi lần gửi một tệp zip, hoặc chỉ các tệp rời"),
        ([("a.zip", b""), ("b.bpmn", b"")], "có tệp zip “a.zip” cùng 1 tệp khác"),
        ([("sơ đồ.bpmn", b"1"), (unicodedata.normalize("NFD", "sơ đồ.bpmn"), b"2")], "cùng tên"),
        ([("A.bpmn", b"1"), ("a.bpmn", b"2")], "cùng tên “a.bpmn”"),
        ([("evil\u202enpmb.bpmn", b"")], "có ký tự điều khiển"),
        ([("x" * 230 + ".bpmn", b"")], "dài hơn 200 ký tự"),
        ([("x" * 192 + ".json", b"")], "dài hơn 200 ký tự"),
        ([("a:b.bpmn", b"")], "là tuyệt đối"),
        ([(".bpmn", b"")], "thuộc loại tệp không dùng"),
    ],
)
def test_what_is_no_package_is_refused_with_its_reason(
    parts: list[tuple[str, bytes]], reason: str
) -> None:
    with pytest.raises(UploadRefused, match=reason):
        read_upload(parts)


def test_files_of_a_zip_without_folders_are_put_in_their_places_as_single_ones_are() -> None:
    flat = {"Procedure.toml": b"", "a.bpmn": b"", "filing.json": b"{}", "thu.toml": b""}
    placed = {"procedure.toml", "a.bpmn", "forms/filing.json", "scenarios/thu.toml"}
    assert set(read_upload([("goi.zip", packed(flat))])) == placed
    named = {"Procedure.toml": b"", "Forms/filing.json": b"{}", "SCENARIOS/thu.toml": b""}
    assert set(read_upload([("goi.zip", packed(named))])) == placed - {"a.bpmn"}


def test_a_place_that_another_file_of_the_zip_has_stays_that_ones() -> None:
    both = {"filing.json": b"1", "forms/filing.json": b"2", "a.bpmn": b""}
    assert read_upload([("goi.zip", packed(both))]) == both


DRAWN, TABLE = (
    document(process(LINE)),
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
)
FORM = b'{"components": []}'


@pytest.mark.parametrize(
    ("name", "content", "becomes"),
    [
        ("Process.BPMN", DRAWN, "process.bpmn"),
        ("So_do.BPMN", DRAWN, "So_do.bpmn"),
        ("so_do.bpmn20.xml", DRAWN, "so_do.bpmn"),
        ("so_do.BPMN20.XML", DRAWN, "so_do.bpmn"),
        ("so_do.XML", DRAWN, "so_do.bpmn"),
        ("so_do.xml", "\ufeff".encode() + DRAWN, "so_do.bpmn"),
        ("so_do", DRAWN, "so_do.bpmn"),
        ("so_do.bpmn.txt", DRAWN, "so_do.bpmn"),
        ("so_do.txt", DRAWN, "so_do.bpmn"),
        ("so_do.bpmn (1)", DRAWN, "so_do.bpmn_1.bpmn"),
        ("Diagram 1.bpmn", DRAWN, "Diagram_1.bpmn"),
        ("Sơ đồ_v1 (1).BPMN", DRAWN, "So_do_v1_1.bpmn"),
        ("流程.bpmn", DRAWN, "so_do.bpmn"),
        ("Phi.DMN", TABLE, "Phi.dmn"),
        ("phi.xml", TABLE, "phi.dmn"),
        ("khac.xml", b"<x/>", "khac.xml"),
        ("Phieu.JSON", FORM, "forms/Phieu.json"),
        ("tham_dinh.form", FORM, "forms/tham_dinh.json"),
        ("process.bpmn.bak", DRAWN, "process.bpmn"),
        ("phieu.txt", FORM, "forms/phieu.json"),
        ("ghi.txt", b"so do", "ghi.txt"),
        ("Procedure.TOML", b"", "procedure.toml"),
        ("procedure.toml.txt", b"", "procedure.toml"),
        ("DECISION.CSV", b"", "decision.csv"),
    ],
)
def test_a_file_is_known_by_its_name_in_any_case_or_by_its_content(
    name: str, content: bytes, becomes: str
) -> None:
    assert read_upload([(name, content)]) == {becomes: content}
    for archive in ("goi.ZIP", "goi", "2.002755"):
        assert read_upload([(archive, packed({f"goi/{name}": content}))]) == {becomes: content}


def test_a_name_without_an_ending_that_no_content_tells_is_refused() -> None:
    with pytest.raises(UploadRefused, match="“LICENSE” thuộc loại tệp không dùng"):
        read_upload([("LICENSE", b"x")])
    with pytest.raises(ArchiveRefused, match="“LICENSE” thuộc loại tệp không dùng"):
        read_upload([("goi.zip", packed({"LICENSE": b"x"}))])
    with pytest.raises(ArchiveRefused, match=r"hai tệp cùng tên “a\.bpmn”"):
        read_upload([("goi.zip", packed({"a.bpmn": DRAWN, "a": DRAWN}))])
