"""What a personal identity number says of its person (decree 137/2015/NĐ-CP art. 13). Pure."""

from typing import Final

LENGTH: Final = 12
_CENTURY_AND_SEX, _YEAR = 3, slice(4, 6)
_FIRST_CENTURY: Final = 1900


def birth_year_of(number: str) -> int | None:
    """The year of birth that the number was made from; ``None`` for what is no such number.

    Three digits of the place, one of century and sex (0, 1 of the 20th, 2, 3 of the 21st, men
    even), the last two of the year, six at random. A number is made anew when a day of birth is
    corrected, so the two never differ.
    """
    if len(number) != LENGTH or not (number.isascii() and number.isdigit()):
        return None
    return _FIRST_CENTURY + 100 * (int(number[_CENTURY_AND_SEX]) // 2) + int(number[_YEAR])
