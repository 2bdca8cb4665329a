"""What an administrator may bring in, and how a file of it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.importing.lists import LISTS
from engine.administration.importing.tables import TABLES, table_named
from engine.catalogue.register_words import label_of
from engine.catalogue.registers import REGISTERS
from engine.organisation.sheets import SheetRow
from engine.organisation.tree import Setting, setting_of
from engine.store.catalogue import Procedure
from engine.store.rules import BeneficiaryAccount


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


def ways_of(session: Session, admin: Administrator) -> tuple[Way, ...]:
    """Those in which they may write some row: the same that writing it asks."""
    setting = setting_of(session, admin.province_code)
    return tuple(
        way for right, way in _WAYS.values() if _may_write(session, admin, setting, right, way.code)
    )


def _may_write(
    session: Session, admin: Administrator, setting: Setting, right: str, code: str
) -> bool:
    units = admin.units(right, setting)
    if units is None:
        return True
    register = REGISTERS.get(code)
    if register is None or register.entity is BeneficiaryAccount:
        return bool(units)
    keys = [column.name for column in register.columns]
    if register.entity is not Procedure and "procedure_code" not in keys:
        return admin.may("catalogue.common", setting)
    managed = select(Procedure.code).where(
        Procedure.province_code == admin.province_code, Procedure.unit_code.in_(units)
    )
    return session.scalar(managed.limit(1)) is not None


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
