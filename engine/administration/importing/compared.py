"""What a file says beside what the province has, as people look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.administration.people.row_words import RowWords, coded
from engine.catalogue.register_words import words_of
from engine.organisation.sheets import SheetRow
from engine.typed.seen import mark_of

MOST_WRONG = 400
"""Wrong rows that are shown; a file may have 20,000, each with what is wrong in every cell."""
State = Literal["new", "changed", "same", "gone", "error"]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that somebody brings: for which table, its rows, whether these are all there is.

    ``effective``: from when on procedures that a complete list lacks are no more.
    """

    table: str
    sheet: Sequence[SheetRow]
    file_name: str = ""
    complete: bool = False
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell as it is and as the file has it, in words; empty: nothing.

    ``coded``: these are codes that no name stands for.
    """

    label: str
    before: str
    after: str
    coded: bool = False


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """What becomes of a row. ``number`` is the file's; a row that the file lacks has none.

    ``key`` tells it apart; rows that are new, changed or gone may be chosen by it, those with
    ``messages`` can't be written as they are. ``name``: what people call it, if it has a name.
    """

    number: int | None
    key: str
    state: State
    changes: tuple[CellChange, ...]
    messages: tuple[str, ...]
    name: str = ""


def cell_change(words: RowWords, name: str, label: str, was: object, now: object) -> CellChange:
    """The change of a column, named as the record of changes names it.

    Where two codes are called the same, the codes tell them apart.
    """
    said = words.said(name, was), words.said(name, now)
    if said[0] == said[1] and was != now:
        said = words_of(name, was), words_of(name, now)
    return CellChange(label, *said, coded(name, *said))


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A file beside what the province has. ``rows`` are those that are not the same.

    Of wrong rows as many are shown as anybody mends before bringing the file again; ``unshown`` are
    the others. ``seen`` names what is shown here: whoever writes repeats it.
    """

    table: str
    title: str
    columns: tuple[str, ...]
    """The columns of the file that were understood."""
    unread: tuple[str, ...]
    """The headings of those that were not: nothing of them is kept."""
    read: int
    new: int
    changed: int
    gone: int
    same: int
    errors: int
    unshown: int
    rows: tuple[ComparedRow, ...]
    seen: str
    by_row: bool
    """Whether rows are chosen one by one; else all that can be written are."""


def told(
    table: str,
    title: str,
    *,
    columns: Sequence[str],
    unread: Sequence[str],
    rows: Sequence[ComparedRow],
    same: int = 0,
    by_row: bool = True,
) -> ComparedTable:
    """The answer about these rows; those that are the same are counted and left out."""
    states = [row.state for row in rows]
    wrong = [row for row in rows if row.state == "error"]
    left_out = {id(row) for row in wrong[MOST_WRONG:]}
    shown = tuple(row for row in rows if row.state != "same" and id(row) not in left_out)
    return ComparedTable(
        table=table,
        title=title,
        columns=tuple(columns),
        unread=tuple(unread),
        read=sum(row.number is not None for row in rows) + same,
        new=states.count("new"),
        changed=states.count("changed"),
        gone=states.count("gone"),
        same=states.count("same") + same,
        errors=states.count("error"),
        unshown=len(left_out),
        rows=shown,
        seen=mark_of(*shown),
        by_row=by_row,
    )
