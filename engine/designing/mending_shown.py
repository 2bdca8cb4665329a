"""What a machine would mend in a draft, as a difference: nothing is changed by looking."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from engine.designing.faults_shown import lines_of
from engine.designing.looked import Files, Looked
from engine.workflow.reading.faults import Fault

MOST_LINES = 400
"""Lines of a file's difference that a page shows."""
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


def _files(files: Files, looked: Looked) -> Iterator[MendedFile]:
    told: dict[str, list[Fault]] = {}
    for one in looked.mendable:
        told.setdefault(one.file, []).append(one)
    for path, changes in told.items():
        lines = _lines(path, files.get(path), looked.mended.get(path, b""))
        yield MendedFile(
            path, tuple(changes), tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES)
        )


def _lines(path: str, before: bytes | None, after: bytes) -> list[DiffLine]:
    if before is None:
        return []  # a new name, the same bytes
    old, new = lines_of(path, before), lines_of(path, after)
    found = list(unified_diff(old, new, n=_CONTEXT, lineterm=""))[2:]
    return [_line(text) for text in found]


def _line(text: str) -> DiffLine:
    what = {"+": "added", "-": "removed", "@": "place"}.get(text[:1], "same")
    return DiffLine(what, text if what == "place" else text[1:])
