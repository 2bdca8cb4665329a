"""What is due, paid and owed, reckoned from records; amounts in words."""

from dataclasses import dataclass

import pytest

from engine.fees.amount_words import in_words
from engine.fees.owing import Owing, owing


@dataclass(frozen=True)
class Row:
    id: str
    kind: str
    amount: int = 0
    corrects: str | None = None


PAID, BACK = Row("p", "paid", 100), Row("r", "refunded", 30)
AGAIN = Row("r", "returned", 30)
UNDONE = Row("c", "cancelled", 100, corrects="p")


@pytest.mark.parametrize(
    ("records", "kept", "owed", "surplus", "words"),
    [
        ([], 0, 80, 0, "còn phải nộp 80 đồng, chưa ghi nhận thu"),
        ([Row("a", "asked", 80)], 0, 80, 0, "còn phải nộp 80 đồng, chưa ghi nhận thu"),
        ([PAID], 100, 0, 20, "đã nộp 100 đồng, thừa 20 đồng"),
        ([PAID, BACK], 70, 0, 0, "đã nộp 70 đồng"),
        ([PAID, AGAIN], 70, 10, 0, "đã nộp 70 đồng, còn phải nộp 10 đồng"),
        ([PAID, UNDONE], 0, 80, 0, "còn phải nộp 80 đồng, chưa ghi nhận thu"),
        ([Row("p", "paid", 80)], 80, 0, 0, "đã nộp 80 đồng"),
    ],
)
def test_nothing_is_paid_without_a_record_that_counts(
    records: list[Row], kept: int, owed: int, surplus: int, words: str
) -> None:
    found = owing(80, records, demanded=True)
    assert (found.kept, found.owed, found.surplus, found.words) == (kept, owed, surplus, words)


def test_what_ended_without_a_result_owes_nothing_and_free_is_said() -> None:
    assert (Owing(80, demanded=False).owed, Owing().words) == (0, "không phải nộp")
    assert Owing(80, 80, 80, demanded=False).words == "đã hoàn 80 đồng"
    assert Owing(80, 100, demanded=False).words == "đã nộp 100 đồng"
    assert Owing(80, demanded=False).words == "chưa ghi nhận thu"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (101, "Một trăm linh một đồng"),
        (110, "Một trăm mười đồng"),
        (8_000, "Tám nghìn đồng"),
        (35_000, "Ba mươi lăm nghìn đồng"),
        (1_000_500, "Một triệu không trăm nghìn năm trăm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (2_150_000, "Hai triệu một trăm năm mươi nghìn đồng"),
        (3_000_000_000, "Ba tỷ đồng"),
    ],
)
def test_an_amount_is_read_as_people_read_it(amount: int, words: str) -> None:
    assert in_words(amount) == words
