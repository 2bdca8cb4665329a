"""Files handed in one by one: each has its place, none replaces another in silence."""

import pytest

from engine.publishing.uploads import UploadRefused, read_upload

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


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([], "hãy chọn"),
        ([("a/x.bpmn", b"1"), ("b/x.bpmn", b"2")], "hai tệp cùng tên x.bpmn"),
        ([("x.exe", b"MZ")], "không thuộc loại"),
        ([("a.bpmn", b"x" * (6 * 1024 * 1024 + 1)), ("b.bpmn", b"")], "quá lớn"),
        ([(f"{n}.toml", b"") for n in range(501)], "quá nhiều"),
    ],
)
def test_what_is_no_package_is_refused_with_its_reason(
    parts: list[tuple[str, bytes]], reason: str
) -> None:
    with pytest.raises(UploadRefused, match=reason):
        read_upload(parts)
