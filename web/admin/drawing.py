"""The days of rules as a picture: one line for each thing that they say, the months above."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.administration.rules.read_rules import RuleRow

LEFT, RIGHT = 230, 920
"""Where the days begin and end, in units of the picture."""
LINE = 36
MOST = 12
"""Lines of a picture; the table below has all."""
BACK, AHEAD = timedelta(days=120), timedelta(days=150)
SHORTEST = 3
WIDE = 7.2
"""Units that a sign of a label takes."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule in its line: from where, how wide, what it says; ``sure``: it is approved."""

    x: int
    y: int
    width: int
    words: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Months with their places, lines with their labels, and where today is."""

    months: tuple[tuple[int, str], ...]
    lines: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]
    today: int
    height: int


def drawn(rows: Sequence[RuleRow], today: date) -> Picture | None:
    """The rules that have days around today; ``None`` where there are none."""
    begin, end = today - BACK, today + AHEAD
    near = [
        row
        for row in rows
        if row.state != "discarded"
        and row.valid_from < end
        and (row.valid_to is None or row.valid_to > begin)
    ]
    keys = list(dict.fromkeys(map(_key, near)))[:MOST]
    if not keys:
        return None
    at = {key: number * LINE for number, key in enumerate(keys)}
    bars = [_bar(row, at[_key(row)], begin, end) for row in near if _key(row) in at]
    labels = {_key(row): _label(row) for row in near}
    return Picture(
        months=tuple((_x(month, begin, end), _month(month)) for month in _months(begin, end)),
        lines=tuple((at[key] + 25, _fitting(labels[key], LEFT - 8)) for key in keys),
        bars=tuple(bars),
        today=_x(today, begin, end),
        height=len(keys) * LINE,
    )


def _key(row: RuleRow) -> tuple[str, ...]:
    return row.kind, row.procedure or row.sector or "", row.place_name, row.element


def _label(row: RuleRow) -> str:
    return f"{row.kind_name}: {row.procedure_name}"


def _bar(row: RuleRow, y: int, begin: date, end: date) -> Bar:
    left = _x(max(row.valid_from, begin), begin, end)
    right = _x(min(row.valid_to or end, end), begin, end)
    width = max(right - left, 3)
    sure = row.state not in {"draft", "submitted"}
    return Bar(left, y + 8, width, _fitting(row.words, width - 10), sure)


def _fitting(words: str, width: float) -> str:
    """So much of the words as fits."""
    most = int(width / WIDE)
    if len(words) <= most:
        return words
    return f"{words[: most - 1].rstrip()}…" if most > SHORTEST else ""


def _months(begin: date, end: date) -> Iterator[date]:
    month = (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
    while month < end:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _month(month: date) -> str:
    return f"{month:%-m}/{month:%y}" if month.month == 1 else f"{month:%-m}"


def _x(day: date, begin: date, end: date) -> int:
    share = (day - begin) / (end - begin)
    return round(LEFT + share * (RIGHT - LEFT))
