"""What a machine would mend in a draft, as a difference: nothing is changed by looking."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import TypeVar

from engine.designing.faults_shown import lines_of
from engine.designing.looked import Files, Looked
from engine.designing.pages import rows_of_page
from engine.workflow.reading.faults import Fault

MOST_LINES = 400
"""Lines of a file's difference that are shown at once."""
A_PAGE, LINES_A_PAGE = 50, 100
"""Changes, and lines of the difference, of one page of all that is mended."""
LONGEST_LINE = 400
T = TypeVar("T")
_CONTEXT = 1


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a difference: ``what`` is added, removed, same or place."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class MendedFile:
    """A file that would change: what is done to it in words, and its lines before and after."""

    path: str
    changes: tuple[Fault, ...]
    lines: tuple[DiffLine, ...]
    more: int
    """Lines that are not shown."""


@dataclass(frozen=True, slots=True)
class MendingPage:
    """A page of what would be mended, with the changes of it in words and a part of the lines."""

    files: tuple[MendedFile, ...]
    page: int
    pages: int


def mending_page(files: Files, looked: Looked, page: int) -> MendingPage:
    """One page of all that the machine would change: so many changes, so many lines. Raises
    DesignNotFound."""
    whole = tuple(_files(files, looked, most=None))
    changes = [(one.path, change) for one in whole for change in one.changes]
    lines = [(one.path, line) for one in whole for line in one.lines]
    pages = max(1, -(-len(changes) // A_PAGE), -(-len(lines) // LINES_A_PAGE))
    told = _of_each(changes[rows_of_page(page, pages, A_PAGE)])
    shown = _of_each(lines[rows_of_page(page, pages, LINES_A_PAGE)])
    here = [one.path for one in whole if one.path in told or one.path in shown]
    parts = (
        MendedFile(path, tuple(told.get(path, ())), tuple(map(_cut, shown.get(path, ()))), 0)
        for path in here
    )
    return MendingPage(tuple(parts), page, pages)


def _of_each(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for path, one in pairs:
        found.setdefault(path, []).append(one)
    return found


def _cut(line: DiffLine) -> DiffLine:
    """A line that is no longer than a page can bear: some editors write a whole file in one."""
    more = len(line.text) - LONGEST_LINE
    if more <= 0:
        return line
    return DiffLine(line.what, f"{line.text[:LONGEST_LINE]}… (còn {more} ký tự)")


def mending_shown(files: Files, looked: Looked) -> tuple[MendedFile, ...]:
    """Each file that the machine would change."""
    return tuple(_files(files, looked))


def fix_shown(files: Files, changed: Files) -> tuple[MendedFile, ...]:
    """Each file that a fix would change; of a new one all lines."""
    found = []
    for path, data in changed.items():
        lines = _lines(path, files.get(path, b""), data)
        more = max(0, len(lines) - MOST_LINES)
        found.append(MendedFile(path, (), tuple(lines[:MOST_LINES]), more))
    return tuple(found)


def _files(files: Files, looked: Looked, most: int | None = MOST_LINES) -> Iterator[MendedFile]:
    told: dict[str, list[Fault]] = {}
    for one in looked.mendable:
        told.setdefault(one.file, []).append(one)
    for path, changes in told.items():
        lines = _lines(path, files.get(path), looked.mended.get(path, b""))
        more = 0 if most is None else max(0, len(lines) - most)
        yield MendedFile(path, tuple(changes), tuple(lines[:most]), more)


def _lines(path: str, before: bytes | None, after: bytes) -> list[DiffLine]:
    if before is None:
        return []  # a new name, the same bytes
    old, new = lines_of(path, before), lines_of(path, after)
    found = list(unified_diff(old, new, n=_CONTEXT, lineterm=""))[2:]
    return [_line(text) for text in found]


def _line(text: str) -> DiffLine:
    what = {"+": "added", "-": "removed", "@": "place"}.get(text[:1], "same")
    return DiffLine(what, text if what == "place" else text[1:])
