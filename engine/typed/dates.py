"""Days, times and both: forgiving to type, strict to keep, shown as 05/09/1950.

Kept as ISO text: ``1950-09-05``, ``08:30``, ``1950-09-05T08:30`` (local time, without zone). Where
only the year or month of a day is known, and may be given, it is kept so: ``1950``, ``1950-09``.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from engine.typed.text import Typed, Unreadable, plain_signs

Precision = Literal["day", "month", "year"]
"""The least that must be known of a day."""
PRECISIONS: Sequence[Precision] = ("day", "month", "year")
CENTURIES = (1900, 2000)
HOW = "hãy ghi ngày/tháng/năm, ví dụ 05/09/1950 hoặc 05091950"
HOW_LONG: dict[Precision, str] = {
    "day": HOW,
    "month": f"{HOW}; không nhớ ngày thì ghi 09/1950 hoặc 091950",
    "year": f"{HOW}; chỉ nhớ năm thì ghi 1950",
}
HOW_TIME = "hãy ghi giờ và phút, ví dụ 08:30 hoặc 0830"
HOW_MOMENT = "hãy ghi ngày và giờ, ví dụ 05/09/2026 08:30 hoặc 050920260830"
HERE = timezone(timedelta(hours=7))

_PARTED = re.compile(
    r"(?:ngày\s*)?(\d{1,2})\s*[/.\\\-\s]\s*(\d{1,2})\s*[/.\\\-\s]\s*(\d{4}|\d{2})", re.ASCII
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})", re.ASCII)
_SPOKEN = re.compile(
    r"(?:ngày\s*)?(\d{1,2})\s*(?:tháng|thg\.?)\s*(\d{1,2})[\s,]*(?:năm\s*)?(\d{4}|\d{2})", re.ASCII
)
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{4})", re.ASCII)
_MONTH_RUN = re.compile(r"(\d{2})((?:19|20)\d{2})", re.ASCII)
"""Six digits that no day has, as it would lie in month 19 or 20."""
_MONTH_SPOKEN = re.compile(r"tháng\s*(\d{1,2})[\s,/]*(?:năm\s*)?(\d{4})", re.ASCII)
_DAYS = (_PARTED, _RUN, _SPOKEN)
_MONTHS = (_MONTH, _MONTH_RUN, _MONTH_SPOKEN)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:.hg]|giờ)\s*(\d{2})?\s*(?:'|p|phút)?", re.ASCII)
_CLOCK_RUN = re.compile(r"(\d{1,2})(\d{2})", re.ASCII)
_CLOCK_TWO_WAYS = re.compile(r"(?:[01]\d|2[0-3])\d", re.ASCII)
"""Three digits: 130 is half past one or what is left of 1330; 830 is one time only."""
_CLOCK_SENT = re.compile(r"(\d{2}):(\d{2})(?::00(?:\.0+)?)?", re.ASCII)
_DAY_FIRST = (
    re.compile(r"(\d{8})(\d{4})", re.ASCII),
    re.compile(r"(.*\S) (\d{1,2}\s?(?:[:.hg]|giờ).*|\d{3,4})", re.ASCII),
)
_TIME_FIRST = re.compile(
    r"(\d{1,2}\s?(?:[:.hg]|giờ)\s?(?:\d{2})?\s?(?:'|p|phút)?) (?:ngày )?(\d.*)", re.ASCII
)
_IN_TEXT = re.compile(
    r"(?<![\d/.\-])(?:(\d{1,2})(?:\s*[/.\-]\s*|\s*tháng\s*)(\d{1,2})"
    r"(?:\s*[/.\-]\s*|[\s,]*năm\s*)(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?![\d/\-])",
    re.ASCII | re.IGNORECASE,
)
"""Not the number of a paper: 31/2024/QĐ-UBND."""
_FILLERS = re.compile(r",|\b(?:vào|lúc|hồi)\b")
_MOMENT_SENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::00(?:\.0+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Within:
    """The first and the last day that make sense."""

    first: date = date(CENTURIES[0], 1, 1)
    last: date = date(CENTURIES[-1] + 99, 12, 31)

    def holds(self, year: int) -> bool:
        """Whether a day of this year makes sense."""
        return self.first.year <= year <= self.last.year


ALL = Within()


def day_of(value: object, *, within: Within = ALL, least: Precision = "day") -> str:
    """The day that was typed or sent, as it is kept. Raises Unreadable."""
    if isinstance(value, Typed):
        return day_typed(value, within=within, least=least)
    return day_sent(value, least=least)


def day_typed(text: str, *, within: Within = ALL, least: Precision = "day") -> str:
    """A day as a person types it: 5/9/1950, 05091950, ngày 5 tháng 9 năm 1950. Raises Unreadable.

    By digits alone, as a telephone's keypad has them: eight or six are a day, and where less may
    be known 091950 is a month and 1950 a year; no run of digits is read in two ways. A year of two
    digits is read only if ``within`` leaves one century for it: 5/9/50 is a day of birth in 1950,
    as nobody is born later than today.
    """
    typed = plain_signs(text).lower().rstrip(" .,;")
    if found := _first(_MONTHS, typed):
        return _known(least, int(found[2]), int(found[1]))
    if found := _first(_DAYS, typed):
        year, month, of_month = _year(found[3], within), int(found[2]), int(found[1])
        if of_month == 0:
            return _known(least, year, *([month] if month else []))
        return _made(year, month, of_month)
    if found := _YEAR_FIRST.fullmatch(typed):
        return _made(*map(int, found.groups()))
    return day_sent(typed.removeprefix("năm "), least=least, how=HOW_LONG[least])


def _known(least: Precision, year: int, month: int | None = None) -> str:
    """A month or a year, where no more must be known; papers write it 00/09/1950, 00/00/1950."""
    kept = _made(year, month)
    if least == "day" or (least == "month" and month is None):
        raise Unreadable(HOW_LONG[least])
    return kept


def _first(forms: Sequence[re.Pattern[str]], typed: str) -> re.Match[str] | None:
    return next((found for form in forms if (found := form.fullmatch(typed))), None)


def day_sent(value: object, *, least: Precision = "day", how: str | None = None) -> str:
    """A day in ISO form, nothing before or behind it. Raises Unreadable."""
    text = value if isinstance(value, str) else ""
    if found := _ISO.fullmatch(text):
        return _made(*map(int, found.groups()))
    if (found := _ISO_MONTH.fullmatch(text)) and least != "day":
        return _made(*map(int, found.groups()))
    if _YEAR.fullmatch(text) and least == "year":
        return _made(int(text))
    raise Unreadable(how or "phải là ngày dạng 1950-09-05")


def day_within(text: str) -> date | None:
    """The first day with its year that a text names: Quyết định 15/QĐ-UBND ngày 12/5/2025."""
    for found in _IN_TEXT.finditer(" ".join(plain_signs(text).split())):
        parts = found[3], found[2], found[1]
        year, month, day = (int(part) for part in (parts if found[1] else found.groups()[3:]))
        try:
            return date.fromisoformat(_made(year, month, day))
        except Unreadable:
            continue
    return None


def span_of(kept: str) -> tuple[date, date]:
    """The first and the last day that a kept day, month or year may mean."""
    parts = [int(part) for part in kept.split("-")]
    year, month, day = [*parts, 0, 0][:3]
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    last_month = month or 12
    return first, date(year, last_month, monthrange(year, last_month)[1])


def day_known_as(told: str, kept: str) -> bool:
    """Whether what was told says all that is kept: 01/05/1984 and 1984 of the year 1984.

    Who knows less than what is kept, tells something else.
    """
    return f"{told}-".startswith(f"{kept}-")


def day_part(kept: str) -> str:
    """The day of a kept day or moment."""
    return kept.partition("T")[0]


def day_written(kept: str) -> str:
    """05/09/1950, 09/1950 or 1950, as much as is known."""
    return "/".join(reversed(kept.split("-")))


def time_of(value: object) -> str:
    """The time of day that was typed (8:30, 8h30, 0830, 830) or sent (08:30). Raises Unreadable."""
    if isinstance(value, Typed):
        typed = plain_signs(value).lower()
        if _CLOCK_TWO_WAYS.fullmatch(typed):
            raise Unreadable(f"“{typed}” đọc được hai cách; {HOW_TIME}")
        found = _CLOCK.fullmatch(typed) or _CLOCK_RUN.fullmatch(typed)
    else:
        found = _CLOCK_SENT.fullmatch(value) if isinstance(value, str) else None
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:  # noqa: PLR2004 - a clock
        return f"{int(found[1]):02}:{int(found[2] or 0):02}"
    raise Unreadable(HOW_TIME)


def moment_of(value: object, *, within: Within = ALL) -> str:
    """The day and time that were typed or sent; with a zone it is told on Việt Nam's clock.

    Raises Unreadable.
    """
    if isinstance(value, Typed):
        return _moment_typed(value, within)
    found = _MOMENT_SENT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise Unreadable("phải là ngày giờ dạng 2026-09-05T08:30")
    day, time = day_sent(found[1]), time_of(found[2])
    if not found[3]:
        return f"{day}T{time}"
    try:
        at = datetime.fromisoformat(f"{day}T{time}{found[3]}").astimezone(HERE)
    except (ValueError, OverflowError):
        raise Unreadable("phải là ngày giờ dạng 2026-09-05T08:30") from None
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


def moment_written(kept: str) -> str:
    """05/09/2026 08:30."""
    day, _, time = kept.partition("T")
    return f"{day_written(day)} {time}"


def _moment_typed(typed: str, within: Within) -> str:
    """The one day with its time that the text can be read as."""
    read, refused = [], []
    for on, time in _splits(plain_signs(typed)):
        try:
            read.append(f"{day_typed(on, within=within)}T{time_of(Typed(time))}")
        except Unreadable as unreadable:
            refused.append(str(unreadable))
    if len(read) == 1:
        return read[0]
    said = refused[0] if len(refused) == 1 else HOW
    raise Unreadable(HOW_MOMENT if said == HOW else said)


def _splits(typed: str) -> Iterator[tuple[str, str]]:
    """Day and time, whichever comes first: 12/3/2026 8:30, or 8 giờ 30 ngày 12/3/2026."""
    if _MOMENT_SENT.fullmatch(typed):
        on, _, time = typed.partition("T")
        yield on, time
        return
    text = " ".join(_FILLERS.sub(" ", typed.lower()).split())
    if found := _first(_DAY_FIRST, text):
        yield found[1], found[2]
    if found := _TIME_FIRST.fullmatch(text):
        yield found[2], found[1]


def _year(digits: str, within: Within) -> int:
    if len(digits) == 4:  # noqa: PLR2004 - a whole year
        return int(digits)
    fitting = [c + int(digits) for c in CENTURIES if within.holds(c + int(digits))]
    if len(fitting) != 1:
        raise Unreadable("hãy ghi năm đủ bốn chữ số, ví dụ 05/09/1950")
    return fitting[0]


def _made(year: int, month: int | None = None, day: int | None = None) -> str:
    """The kept form of a day that the calendar has, in the centuries that are meant."""
    if not ALL.holds(year):
        raise Unreadable(f"năm phải từ {ALL.first.year} đến {ALL.last.year}")
    if month is not None and not 1 <= month <= 12:  # noqa: PLR2004 - months
        raise Unreadable(f"không có tháng {month}; {HOW}")
    try:
        date(year, month or 1, 1 if day is None else day)
    except ValueError:
        if 1 <= (day or 0) <= 31:  # noqa: PLR2004 - days
            raise Unreadable(f"tháng {month}/{year} không có ngày {day}") from None
        raise Unreadable(f"không có ngày {day}; {HOW}") from None
    known = [f"{part:02}" for part in (month, day) if part is not None]
    return "-".join((f"{year:04}", *known))
