"""Uploaded zips: read in memory, bounded, every trick refused with a reason in Vietnamese."""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.publishing.archive import ArchiveLimits, ArchiveRefused, read_archive

SMALL = ArchiveLimits(packed=20_000, unpacked=40_000, entry=30_000, entries=5, path=40, ratio=50)
FILES = {"process.bpmn": b"<a/>", "procedure.toml": b"code = 1", "forms/ký.json": b"{}"}


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def _reasons(data: bytes, limits: ArchiveLimits = SMALL) -> str:
    with pytest.raises(ArchiveRefused) as refused:
        read_archive(data, limits=limits)
    assert refused.value.reasons
    return " ".join(refused.value.reasons)


def _with_entry(info: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, content)
    return out.getvalue()


def test_a_plain_zip_gives_its_files_by_path() -> None:
    assert read_archive(packed(FILES)) == FILES
    assert read_archive(packed(FILES, zipfile.ZIP_STORED)) == FILES


def test_folders_within_one_another_around_the_package_are_left_out() -> None:
    assert read_archive(packed({f"a/b/{path}": data for path, data in FILES.items()})) == FILES


def test_the_folder_that_was_zipped_is_left_out() -> None:
    inside = {f"tro_cap/{path}": content for path, content in FILES.items()}
    assert read_archive(packed(inside)) == FILES


def unmarked(raw: bytes, extra: bytes = b"") -> bytes:
    """A zip with one file whose name is these bytes, not marked as UTF-8."""
    info = zipfile.ZipInfo("x" * len(raw))
    info.extra = extra
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, b"{}")
    return out.getvalue().replace(b"x" * len(raw), raw)


NAME = "sơ đồ quy trình.bpmn"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (NAME.encode(), NAME),
        (unicodedata.normalize("NFD", NAME).encode(), NAME),
        ("đô\u0300 thi\u0323.bpmn".encode("cp1258"), "đồ thị.bpmn"),
    ],
)
def test_names_of_windows_and_others_are_read_as_they_were_typed(raw: bytes, name: str) -> None:
    assert read_archive(unmarked(raw)) == {name: b"{}"}


def test_the_field_of_unicode_names_counts_only_for_the_name_that_it_was_made_for() -> None:
    raw = b"\x93\x94.bpmn"
    field = struct.pack("<BL", 1, zlib.crc32(raw)) + NAME.encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert read_archive(unmarked(raw, extra)) == {NAME: b"{}"}
    false = struct.pack("<HH", 0x7075, len(field)) + struct.pack("<BL", 1, 1) + NAME.encode()
    assert NAME not in read_archive(unmarked(raw, false))


def test_folders_may_be_parted_as_windows_does() -> None:
    windows = {path.replace("/", "\\"): content for path, content in FILES.items()}
    assert read_archive(packed({"forms\\": b""} | windows)) == FILES
    inside = {f"tro_cap\\{path}": content for path, content in windows.items()}
    assert read_archive(packed(inside)) == FILES
    assert "cùng tên" in _reasons(packed({"forms\\a.json": b"1", "forms/a.json": b"2"}))


def test_a_zip_of_forms_only_keeps_its_folder() -> None:
    assert read_archive(packed({"forms/a.json": b"{}"})) == {"forms/a.json": b"{}"}


def test_what_file_managers_leave_behind_is_passed_over() -> None:
    litter = {"__MACOSX/x/._a": b"?", "a/.DS_Store": b"?", "Thumbs.db": b"?"}
    litter |= {"~$ghi.docx": b"?", "forms/~$ky.docx": b"?", ".~lock.ghi.docx#": b"?"}
    litter |= {"._process.bpmn": b"?", "forms/._filing.json": b"?", "a/__MACOSX/b": b"?"}
    assert read_archive(packed(FILES | litter)) == FILES


def test_accents_written_apart_are_the_same_name() -> None:
    assert list(read_archive(packed({"a.md": b"", "forms/ky\u0301.json": b"{}"}))) == [
        "a.md",
        "forms/ký.json",
    ]


TRICKS = {
    "a parent folder": ({"../process.bpmn": b"x"}, "ra ngoài gói"),
    "a parent folder further down": ({"a/../../process.bpmn": b"x"}, "ra ngoài gói"),
    "an absolute path": ({"/etc/x.toml": b"x"}, "tuyệt đối"),
    "a drive letter": ({"C:/x.toml": b"x"}, "tuyệt đối"),
    "a backslash": ({"..\\x.toml": b"x"}, "ra ngoài gói"),
    "a control character": ({"a\x07.toml": b"x"}, "ký tự điều khiển"),
    "a letter that turns the text round": ({"a\u202elmot.toml": b"x"}, "ký tự điều khiển"),
    "a long path": ({"a" * 50 + ".toml": b"x"}, "dài hơn"),
    "a program": ({"x.exe": b"MZ"}, "không dùng trong gói"),
    "a file without ending": ({"Makefile": b"x"}, "không dùng trong gói"),
    "an archive inside": ({"x.zip": b"PK"}, "không dùng trong gói"),
    "names that differ in case only": ({"a.toml": b"x", "A.TOML": b"y"}, "cùng tên"),
    "too many entries": ({f"{n}.toml": b"" for n in range(6)}, "tối đa 5"),
    "one entry too large": ({"a.toml": b"ab" * 20_000}, "mỗi tệp"),
    "too much in all": ({f"{n}.toml": bytes(range(256)) * 60 for n in range(4)}, "khi giải nén"),
    "a bomb": ({"a.toml": b"0" * 29_000}, "tấn công"),
    "nothing": ({}, "không có tệp nào"),
}


@pytest.mark.parametrize(("files", "reason"), TRICKS.values(), ids=TRICKS)
def test_tricks_are_refused_with_their_reason(files: dict[str, bytes], reason: str) -> None:
    assert reason in _reasons(packed(files))


def test_the_same_name_twice_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.toml", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.toml", b"2")
    assert "cùng tên" in _reasons(out.getvalue())


def test_links_and_devices_are_refused() -> None:
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR):
        info = zipfile.ZipInfo("a.toml")
        info.external_attr = (kind | 0o777) << 16
        assert "liên kết" in _reasons(_with_entry(info, b"/etc/passwd"))


def test_a_password_is_refused() -> None:
    data = bytearray(packed({"a.toml": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "mật khẩu" in _reasons(bytes(data))


def test_other_compressions_are_refused() -> None:
    assert "kiểu nén" in _reasons(packed({"a.toml": b"x"}, zipfile.ZIP_LZMA))


def test_a_size_that_lies_is_found_when_more_comes_out() -> None:
    data = bytearray(packed({"a.toml": bytes(range(256)) * 200}))
    lie = (100).to_bytes(4, "little")
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + offset
        data[at : at + 4] = lie
    with pytest.raises(ArchiveRefused):
        read_archive(bytes(data), limits=SMALL)


def test_a_damaged_entry_is_refused_by_name() -> None:
    data = bytearray(packed({"a.toml": b"something to pack " * 20}))
    data[50] ^= 0xFF
    assert "a.toml" in _reasons(bytes(data))


def test_what_is_no_zip_or_too_large_is_refused_at_once() -> None:
    assert "không phải tệp zip" in _reasons(b"PK\x05\x06 broken")
    assert "không phải tệp zip" in _reasons(b"")
    assert "tối đa" in _reasons(b"x" * 30_000)


def test_every_reason_comes_at_once() -> None:
    reasons = _reasons(packed({"../a.toml": b"x", "b.exe": b"x", "/c.toml": b"x"}))
    assert all(said in reasons for said in ("ra ngoài gói", "không dùng trong gói", "tuyệt đối"))


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12), st.data())
def test_mutated_zips_raise_nothing_but_our_refusal(
    changes: list[tuple[int, int]], data: st.DataObject
) -> None:
    method = data.draw(st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]))
    archive = bytearray(packed(FILES | {"a/b.csv": b"x,y\n" * 50}, method))
    for position, value in changes:
        archive[position % len(archive)] = value
    cut = data.draw(st.integers(0, len(archive)))
    whole = data.draw(st.booleans())
    try:
        files = read_archive(bytes(archive if whole else archive[:cut]))
    except ArchiveRefused as refused:
        assert refused.reasons  # noqa: PT017 - both ends are right here
    else:
        assert all(not path.startswith("/") and ".." not in path for path in files)


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_read_or_refused(junk: bytes) -> None:
    for data in (junk, b"PK\x05\x06" + junk, packed({"a.toml": junk}) + junk):
        try:
            read_archive(data)
        except ArchiveRefused as refused:
            assert str(refused)  # noqa: PT017 - both ends are right here


@given(st.binary(max_size=2_000))
def test_what_was_packed_comes_out(content: bytes) -> None:
    assert read_archive(packed({"a.toml": content})) == {"a.toml": content}
    assert zlib.crc32(read_archive(packed({"a.csv": content}))["a.csv"]) == zlib.crc32(content)
