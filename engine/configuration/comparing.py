"""What differs between two configurations, line by line and field by field."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.configuration.sections import SECTIONS

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``kind`` is added (only in the second), removed, or changed.

    ``key`` names the row of a table; ``field`` with both values the cell. A file that is no table
    has neither.
    """

    path: str
    kind: str
    key: str | None = None
    field: str | None = None
    before: str | None = None
    after: str | None = None

    @property
    def words(self) -> str:
        """The difference as a line for people."""
        verb = {"added": "thêm", "removed": "bớt", "changed": "khác"}[self.kind]
        what = f" {self.key}" if self.key else ""
        if self.field is None:
            return f"{self.path}: {verb}{what}"
        return f"{self.path}: {verb}{what}, {self.field}: “{self.before}” → “{self.after}”"


def differences(first: Files, second: Files) -> tuple[Difference, ...]:
    """What must change in the first configuration to become the second; empty when equal."""
    return tuple(_found(first, second))


def _found(first: Files, second: Files) -> Iterator[Difference]:
    tables = {section.path: section.keys for section in SECTIONS}
    for path in sorted(first.keys() | second.keys()):
        before, after = first.get(path), second.get(path)
        if before == after:
            continue
        if path in tables:
            yield from _table(path, tables[path], before, after)
        elif before is None:
            yield Difference(path, "added")
        elif after is None:
            yield Difference(path, "removed")
        else:
            yield Difference(path, "changed")


def _table(
    path: str, keys: tuple[str, ...], before: bytes | None, after: bytes | None
) -> Iterator[Difference]:
    """Row by row; the same rows in other bytes (order, line ends, quoting) are no difference."""
    kind = "added" if before is None else "removed" if after is None else "changed"
    first, second = before or b"", after or b""
    try:
        rows = list(_rows(path, keys, first, second))
        same = kind == "changed" and _cells(first) == _cells(second)
    except csv.Error:
        rows, same = [], False
    yield from rows or ([] if same else [Difference(path, kind)])


def _cells(content: bytes) -> list[list[tuple[str, str]]]:
    """Every row as its cells by column; a row that is there twice counts twice."""
    return sorted(
        sorted((str(name), str(cell or "")) for name, cell in row.items())
        for row in csv.DictReader(_text(content))
    )


def _text(content: bytes) -> io.StringIO:
    return io.StringIO(content.decode("utf-8-sig", errors="replace"), newline="")


def _rows(path: str, keys: tuple[str, ...], before: bytes, after: bytes) -> Iterator[Difference]:
    old, new = _by_key(keys, before), _by_key(keys, after)
    for key in sorted(old.keys() | new.keys()):
        name = " / ".join(part for part in key if part)
        if key not in new:
            yield Difference(path, "removed", name)
        elif key not in old:
            yield Difference(path, "added", name)
        else:
            for field in sorted(old[key].keys() | new[key].keys()):
                was, is_now = old[key].get(field, ""), new[key].get(field, "")
                if was != is_now:
                    yield Difference(path, "changed", name, field, was, is_now)


def _by_key(keys: tuple[str, ...], content: bytes) -> dict[tuple[str, ...], dict[str, str]]:
    return {
        tuple(str(row.get(key) or "") for key in keys): {
            str(name): str(cell or "") for name, cell in row.items()
        }
        for row in csv.DictReader(_text(content))
    }
