"""Files are known by what they begin with, and refused in words."""

import pytest

from engine.cases.adding_files import LARGEST, FiledDocument, media_type_of
from engine.errors import FileRefused

PDF, JPEG, PNG = b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n\x00"


def kind(content: bytes, name: str = "don.pdf") -> str:
    return media_type_of(FiledDocument("don", name, content))


def reason(content: bytes) -> object:
    with pytest.raises(FileRefused) as refused:
        kind(content)
    assert refused.value.details["name"] == "don.pdf"
    return refused.value.details["reason"]


def test_a_file_is_what_its_first_bytes_say_and_never_what_its_name_says() -> None:
    assert kind(PDF, "anh.png") == "application/pdf"
    assert kind(JPEG) == "image/jpeg"
    assert kind(PNG) == "image/png"


def test_other_kinds_and_empty_files_are_refused() -> None:
    for content in (b"MZ", b"%PDF", b" %PDF-1.7", b"\xff\xd8", b"<svg/>"):
        assert reason(content) == "chỉ nhận PDF, ảnh JPG hoặc PNG"
    assert reason(b"") == "tệp rỗng"


def test_twenty_megabytes_are_taken_and_a_byte_more_is_not() -> None:
    assert LARGEST == 20 * 1024 * 1024
    assert kind(PDF.ljust(LARGEST, b" ")) == "application/pdf"
    assert reason(PDF.ljust(LARGEST + 1, b" ")) == "nặng 20,1 MB, tối đa 20 MB"
    assert reason(PDF.ljust(25 * 1024 * 1024, b" ")) == "nặng 25 MB, tối đa 20 MB"
