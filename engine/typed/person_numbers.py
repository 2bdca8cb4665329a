"""What a personal identity number says of its person (decree 137/2015/NĐ-CP art. 13). Pure."""

from typing import Final, Literal

LENGTH: Final = 12
_CENTURY_AND_SEX, _YEAR = 3, slice(4, 6)
_FIRST_CENTURY: Final = 1900
Sex = Literal["nam", "nu"]
SEXES: Final[dict[Sex, str]] = {"nam": "nam", "nu": "nữ"}
"""Men and women, as forms keep them, in words."""


def birth_year_of(number: str) -> int | None:
    """The year of birth that the number was made from; ``None`` for what is no such number.

    Three digits of the place, one of century and sex (0, 1 of the 20th, 2, 3 of the 21st, men
    even), the last two of the year, six at random. A number is made anew when a day of birth is
    corrected, so the two never differ.
    """
    if not _is_number(number):
        return None
    return _FIRST_CENTURY + 100 * (int(number[_CENTURY_AND_SEX]) // 2) + int(number[_YEAR])


def sex_of(number: str) -> Sex | None:
    """Whether the number is a man's or a woman's; ``None`` for what is no such number.

    Even digits of century and sex are men's, odd ones women's. It is made anew when a sex is
    determined again, as it is for a day of birth.
    """
    if not _is_number(number):
        return None
    return "nu" if int(number[_CENTURY_AND_SEX]) % 2 else "nam"


def number_of(*, sex: Sex, year: int) -> str:
    """A number that such a person of Hà Nội could have: for samples. Years 1900 to 2899."""
    first = 2 * ((year - _FIRST_CENTURY) // 100) + (sex == "nu")
    return f"001{first}{year % 100:02}000001"


def _is_number(text: str) -> bool:
    return len(text) == LENGTH and text.isascii() and text.isdigit()
