"""What the gate takes is shown and read again the same; what means two things is refused."""

import unicodedata
from csv import DictReader
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.typed import Typed, Unreadable
from engine.typed.file_names import file_name
from engine.typed.identifiers import KINDS, case_code, digits_of
from engine.typed.numbers import number_of, number_written, plain
from engine.typed.text import names_paper, one_line, says_something, text_of, truth_sent

NUMBERS = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=3
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.500", "1500"),
        ("1.500.000,5", "1500000.5"),
        ("12,5", "12.5"),
        (" 007 ", "7"),
        ("−3", "-3"),
    ],
)
def test_a_number_is_read_as_people_here_write_it(text: str, number: str) -> None:
    assert number_of(Typed(text)) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["12.5", "2.7", "85.5", "1..5", "12.34.56", "1e2", "12 5", "0.500", "1.5000", ",5", "5,",
     "1,2,3", "٣", "NaN", "--1", "1.500.00", "1234.567"],
)  # fmt: skip
def test_what_could_be_another_number_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(Unreadable, match="12,5"):
        number_of(Typed(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("500,000", "500.000 nếu là hàng nghìn, 500 nếu là phần lẻ"),
        ("1,500", "1.500 nếu là hàng nghìn, 1,5 nếu là phần lẻ"),
        ("-1,125", "-1.125 nếu là hàng nghìn, -1,1250 nếu là phần lẻ"),
        ("1,500,000", "1.500.000 nếu là hàng nghìn"),
    ],
)
def test_a_comma_before_three_digits_is_never_taken_for_one_of_its_two_meanings(
    text: str, said: str
) -> None:
    with pytest.raises(Unreadable, match=f"đọc được hai cách; hãy ghi {said}$"):
        number_of(Typed(text))


@pytest.mark.parametrize(
    "text", ["1.234,5 m2", "85,5m²", "5 triệu", "12 ha", "4.100.000 đ", "12,5%"]
)
def test_a_number_with_a_unit_is_told_to_leave_the_unit_out(text: str) -> None:
    with pytest.raises(Unreadable, match="không ghi đơn vị"):
        number_of(Typed(text))


def test_wide_digits_and_spaces_of_a_pasted_text_are_plain_ones() -> None:
    assert number_of(Typed("\u00a0１.５００,５\u202f")) == Decimal("1500.5")
    assert KINDS["email"].read(" Mai.Lê+1＠hop-thu.gov.vn ") == "Mai.Lê+1@hop-thu.gov.vn"
    assert KINDS["identity_number"].read("０40\u00a0185\u00a0012\u00a0345") == "040185012345"
    assert case_code("H41．32．15—251204—0012") == "H41.32.15-251204-0012"


@pytest.mark.parametrize("value", ["1e2", "1,5", "1.500", True, float("nan"), 10**15, None, " 1"])
def test_a_program_sends_a_number_or_is_refused(value: object) -> None:
    with pytest.raises(Unreadable):
        number_of(value)


@given(NUMBERS)
def test_a_number_that_is_shown_reads_back_equal_and_so_does_the_one_that_is_kept(
    number: Decimal,
) -> None:
    assert number_of(Typed(number_written(number))) == number
    assert number_of(plain(number)) == number


@given(st.text("0123456789.,- e", max_size=12))
def test_no_typed_text_becomes_another_number_than_its_digits_say(text: str) -> None:
    try:
        number = number_of(Typed(text))
    except Unreadable:
        return
    whole, _, part = text.strip().lstrip("-").partition(",")
    assert abs(number) == Decimal(f"{whole.replace('.', '')}.{part or '0'}")
    assert all(len(group) == 3 for group in whole.split(".")[1:])


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "+84 (0)912-345-678"]
)
def test_a_phone_number_has_one_form(text: str) -> None:
    assert KINDS["phone"].read(text) == "0912345678"


@pytest.mark.parametrize(
    "text",
    ["mailto:mai@noi.vn", "<mai@noi.vn>", "mai@noi.vn.", "mai@noi", "a@b@noi.vn", "“a@noi.vn”"],
)
def test_an_address_with_signs_that_no_post_office_takes_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match=r"ten@noi\.vn"):
        KINDS["email"].read(text)


def test_separators_of_identifiers_are_dropped() -> None:
    assert KINDS["identity_number"].read("040 185 012 345") == "040185012345"
    assert KINDS["tax_number"].read("0101234567 – 001") == "0101234567-001"
    for text in ("h41.32.15 – 251204–0012 ", "H41.32.15 251204 0012", "H41.32.15-251204- 0012"):
        assert case_code(text) == "H41.32.15-251204-0012"
    assert (digits_of("+84 912 345 678"), digits_of("Lê Thị Mai")) == ("0912345678", None)


def test_each_kind_says_in_its_own_words_what_is_wrong() -> None:
    said = set()
    for kind in KINDS.values():
        with pytest.raises(Unreadable) as refused:
            kind.read("x")
        said.add(str(refused.value))
    assert len(said) == len(KINDS)


def test_text_has_one_unicode_form_and_nothing_unseen() -> None:
    assert one_line(unicodedata.normalize("NFD", " Lê\u00a0Thị Mai\u200b ")) == "Lê Thị Mai"
    assert text_of("một\r\nhai") == "một\nhai"
    for bad in ("a\nb", "a\x07b", "a\u202eb", "a\ue000b"):
        with pytest.raises(Unreadable):
            one_line(bad)


@given(st.text(max_size=20))
def test_text_that_was_taken_is_taken_again_as_it_is(text: str) -> None:
    try:
        taken = text_of(text)
    except Unreadable:
        return
    assert text_of(taken) == taken


@pytest.mark.parametrize("value", ["false", "true", 0, 1, None])
def test_words_for_true_and_false_are_neither(value: object) -> None:
    with pytest.raises(Unreadable):
        truth_sent(value)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\giấy tờ\\Đơn số 1.PDF", "Đơn số 1.PDF"),
        ("giấy.exe", "giấy.exe.pdf"),
        ("đơn", "đơn.pdf"),
        ("Tờ khai 2.0", "Tờ khai 2.0.pdf"),
    ],
)
def test_a_files_name_has_no_folders_and_the_ending_of_its_kind(name: str, kept: str) -> None:
    assert file_name(name, (".pdf",)) == kept


@pytest.mark.parametrize(
    "name", ["\u200b.pdf", ".pdf", "../.pdf", "..", "--.pdf", "", "a/", "😀.pdf"]
)
def test_a_file_without_a_letter_or_digit_in_its_name_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="hãy đặt lại tên"):
        file_name(name, (".pdf",))


def test_letters_without_a_shape_are_no_text_and_signs_alone_say_nothing() -> None:
    for filler in "\u115f\u1160\u3164\uffa0\u2800\u034f\u180e":
        assert one_line(filler * 3) == ""
        assert one_line(f"Lê{filler} Mai") == "Lê Mai"
    assert not any(map(says_something, ("--", "…", "😀👍", "\ufe0f", "?!", "")))
    assert all(map(says_something, ("Ô", "7", "H'Bia", "- 3 -")))


def test_a_paper_is_named_by_its_number_and_a_law_by_its_name() -> None:
    assert not any(map(names_paper, ("a", "x1", "12", "Luật", "Quyết định", "Điều", "07/2025", "")))
    named = ("QĐ 5", "12/UBND", "Điều 21", "Luật Hộ tịch", "Bộ luật Dân sự", "66.22/2026/NQ-CP")
    shipped = [
        row["number"]
        for path in Path("processes").glob("*/legal_bases.csv")
        for row in DictReader(path.read_text(encoding="utf-8").splitlines())
    ]
    assert len(shipped) > 30
    assert [one for one in (*named, *shipped) if not names_paper(one)] == []
