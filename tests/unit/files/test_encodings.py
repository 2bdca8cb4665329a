"""Files of other programs: the encoding that they prove or declare, and never a guess."""

import unicodedata
from decimal import Decimal

import pytest

from engine.diagnosis.decided import TableUnreadable, read_table
from engine.files import NotText, text_of
from engine.workflow.reading.document import read_document, source_text
from engine.workflow.reading.faults.refusals import DocumentRefused

WORDS = "Thẩm định hồ sơ; Đặng Thị Ngọc Ánh, phường Cửa Lò: ỗ ễ ự"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_1258(text: str) -> bytes:
    """As Windows writes it: tones are letters of their own."""
    found = ""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tones = "".join(one for one in apart if one in TONES)
        base = unicodedata.normalize("NFC", "".join(one for one in apart if one not in TONES))
        found += base + tones
    return found.encode("cp1258")


@pytest.mark.parametrize("data", [WORDS.encode("utf-16"), in_1258(WORDS), WORDS.encode()])
def test_a_text_is_read_in_the_encoding_that_it_proves(data: bytes) -> None:
    assert text_of(data) == WORDS


@pytest.mark.parametrize(
    "data",
    [
        "São Paulo não é ação".encode("cp1252"),
        "Città è però".encode("cp1252"),
        b"Th\xc8m \xae\xb8nh h\xe5 s\xac",
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16") + b"\x00",
    ],
)
def test_what_may_be_several_encodings_is_not_guessed(data: bytes) -> None:
    with pytest.raises(NotText, match="UTF"):
        text_of(data)


def test_a_table_of_excel_in_unicode_text_or_with_semicolons_is_read() -> None:
    rows = "step\tunit\twork\thours\r\nB1\tPhòng, Sở\tThẩm định\t7.5\r\n"
    found = read_table(rows.encode("utf-16"))
    assert (found[0].actor, found[0].work, found[0].hours) == (
        "Phòng, Sở",
        "Thẩm định",
        Decimal("7.5"),
    )
    assert read_table(in_1258(rows.replace("\t", ";"))) == found
    with pytest.raises(TableUnreadable, match="CSV UTF-8"):
        read_table(rows.encode("cp1258", "replace") + b"\xff")


@pytest.mark.parametrize("name", ["UTF-16", "UTF-16LE", "UTF-16BE", "windows-1258", "ISO-8859-1"])
def test_xml_is_read_as_it_declares(name: str) -> None:
    text = f'<?xml version="1.0" encoding="{name}"?>\n<a n="{WORDS}"/>'
    data = in_1258(text) if "1258" in name else text.encode(name, "xmlcharrefreplace")
    assert read_document(data, file="a.bpmn").root.get("n") == WORDS
    assert source_text(data).splitlines()[0] == text.splitlines()[0]


def test_xml_in_an_encoding_that_nobody_reads_is_refused_by_its_name() -> None:
    data = b'<?xml version="1.0" encoding="x-viet-tcvn"?><a/>'
    with pytest.raises(DocumentRefused) as refused:
        read_document(data, file="a.bpmn")
    assert "x-viet-tcvn" in refused.value.faults[0].message
