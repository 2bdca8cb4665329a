"""What an administrator may bring in, and how a file of it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.access import holds
from engine.accounts import Person
from engine.administration.importing.lists import LISTS
from engine.administration.importing.tables import TABLES, table_named
from engine.catalogue.register_words import label_of
from engine.organisation.sheets import SheetRow


@dataclass(frozen=True, slots=True)
class Way:
    """A table that may be brought in. ``headings`` of those compulsory; ``ends``: see ``List``.

    ``takes_away``: whether a complete file may take rows away.
    """

    code: str
    title: str
    headings: tuple[str, ...]
    ends: bool
    takes_away: bool


BRINGING_IN = (
    *("catalogue.registers", "catalogue.procedure_lists"),
    *("organisation.units", "organisation.posts"),
)
"""The rights by which somebody may bring in one of them."""


def ways_of(person: Person) -> tuple[Way, ...]:
    """Those of which the person may change something, somewhere."""
    return tuple(way for right, way in _WAYS.values() if holds(person, right))


def sheet_of(table: str, content: bytes, *, name: str) -> list[SheetRow]:
    """The rows of a file, read before any transaction. Raises EntryNotFound, SheetUnreadable."""
    if (one := LISTS.get(table)) is not None:
        return one.sheet(content, name=name)
    return table_named(table).sheet(content, name=name)


_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "officers": ("Tên đăng nhập", "Họ và tên", "Đơn vị", "Vị trí"),
    "procedure-list": ("Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện"),
}
_WAYS: Mapping[str, tuple[str, Way]] = {
    **{
        one.code: (one.right, Way(one.code, one.title, _HEADINGS[one.code], one.ends, one.ends))
        for one in LISTS.values()
    },
    **{
        one.code: (
            one.right,
            Way(
                one.code,
                one.title,
                tuple(map(label_of, one.keys)),
                ends=False,
                takes_away=one.drop is not None,
            ),
        )
        for one in TABLES.values()
    },
}
