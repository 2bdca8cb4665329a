"""What is left blank is asked for in words that fit who reads it."""

import pytest

from engine.cases.taking_money import amount_given
from engine.errors import BasisMissing, ReasonMissing, TextUnreadable
from engine.typed.given import LAW, basis_given, reason_given


def test_a_blank_reason_speaks_of_nobody_who_comes_after() -> None:
    with pytest.raises(ReasonMissing, match=r"^Hãy ghi lý do\.$"):
        reason_given(" ")
    assert "người nhận sau bạn" in str(ReasonMissing())  # of the decision of a step


def test_a_blank_basis_is_asked_for_as_the_form_calls_it() -> None:
    with pytest.raises(BasisMissing, match=r"^Hãy ghi căn cứ pháp luật: "):
        basis_given("", what=LAW)


@pytest.mark.parametrize("typed", ["12.5", "1,500", "năm nghìn"])
def test_an_amount_that_cannot_be_read_is_asked_for_in_dong(typed: str) -> None:
    with pytest.raises(TextUnreadable, match=r"số đồng, chỉ chữ số, như 50000 hoặc 50\.000") as no:
        amount_given(typed)
    assert "phần lẻ" not in str(no.value)
