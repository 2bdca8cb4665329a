"""What the last accepted list of procedures changed, and whether packages in force still match."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.administration.registers.procedure_list import ProcedureChange
from engine.catalogue.manifest import Manifest
from engine.catalogue.packages import versions_on
from engine.catalogue.procedure_sheet import HEADINGS
from engine.catalogue.published_facts import facts_of
from engine.designing.rights import Designer
from engine.organisation.tree import Setting, setting_of
from engine.publishing.differing.of_manifest import LEVELS, ONLINE
from engine.store.catalogue import Procedure, ProcedureImport
from engine.worktime import ZONE

WORDS: Mapping[str, str] = {"new": "mới", "changed": "đổi", "gone": "bãi bỏ"}
_ASIDE = frozenset({"valid_from", "valid_to"})
"""The days of the procedure in the list: those of a package are of its own."""


@dataclass(frozen=True, slots=True)
class ListedField:
    """A field as the list changed it, and what the package in force says; ``None``: nothing."""

    words: str
    before: str | None
    after: str | None
    package: str | None

    @property
    def matches(self) -> bool:
        """Whether the package says the same, or nothing."""
        return self.package is None or self.package == self.after


@dataclass(frozen=True, slots=True)
class ListedChange:
    """What became of one procedure. ``matches``: whether its package in force still agrees with
    the list; ``None`` where it has none."""

    kind: str
    code: str
    name: str
    fields: tuple[ListedField, ...]
    matches: bool | None


@dataclass(frozen=True, slots=True)
class LastList:
    """The last list that was accepted. ``changes``: those that no longer match first; ``None`` of
    one from before changes were kept."""

    file_name: str
    accepted_by: str
    accepted_at: datetime
    counts: Mapping[str, int]
    changes: tuple[ListedChange, ...] | None

    @property
    def apart(self) -> int:
        """How many have a package that no longer matches."""
        return sum(one.matches is False for one in self.changes or ())


def last_list(session: Session, *, who: Designer, now: datetime) -> LastList | None:
    """What it changed of the procedures that they see; ``None`` where no list was accepted yet."""
    code, today = who.province_code, now.astimezone(ZONE).date()
    row = session.scalar(
        select(ProcedureImport)
        .where(ProcedureImport.province_code == code, ProcedureImport.accepted_at.is_not(None))
        .order_by(ProcedureImport.accepted_at.desc(), ProcedureImport.id.desc())
        .limit(1)
    )
    if row is None or row.accepted_at is None:
        return None
    changes = tuple(_changes(session, who, row, today)) if row.changes is not None else None
    counts = {kind: sum(one.kind == kind for one in changes or ()) for kind in WORDS}
    return LastList(row.file_name, row.accepted_by or "", row.accepted_at, counts, changes)


def _changes(
    session: Session, who: Designer, row: ProcedureImport, today: date
) -> list[ListedChange]:
    told = msgspec.convert(row.changes, tuple[ProcedureChange, ...])
    query = select(Procedure.code, Procedure.sector).where(
        Procedure.province_code == who.province_code
    )
    sectors = dict(session.execute(query).all())
    setting = setting_of(session, who.province_code)
    running = {
        one.manifest.code: _said(one.manifest, one.valid_from)
        for one in versions_on(session, today, who.province_code)
    }
    found = [
        _change(one, running.get(one.code), setting)
        for one in told
        if who.sees(sectors.get(one.code, ""))
    ]
    return sorted(found, key=lambda one: (one.matches is not False, one.code))


def _change(
    one: ProcedureChange, said: Mapping[str, object] | None, setting: Setting
) -> ListedChange:
    fields = tuple(_fields(one, said or {}, setting))
    matches = None
    if said is not None:
        matches = one.kind != "gone" and all(field.matches for field in fields)
    return ListedChange(one.kind, one.code, one.name, fields, matches)


def _fields(
    one: ProcedureChange, said: Mapping[str, object], setting: Setting
) -> Iterator[ListedField]:
    for field in one.fields:
        words = HEADINGS[field.field][0] if field.field in HEADINGS else field.field
        value = said.get(field.field) if field.field not in _ASIDE else None
        package = None if value is None else _told(field.field, _plain(value), setting)
        yield ListedField(
            words,
            _told(field.field, field.before, setting),
            _told(field.field, field.after, setting),
            package,
        )


def _said(manifest: Manifest, valid_from: date) -> dict[str, object]:
    """What a package says of what lists say too."""
    own = {
        "name": manifest.name,
        "short_name": manifest.short_name,
        "sector": manifest.sector,
        "online_level": manifest.online_level,
    }
    return {**own, **facts_of(manifest, valid_from)}


def _plain(value: object) -> str:
    return ("có" if value else "không") if isinstance(value, bool) else str(value)


def _told(field: str, value: str | None, setting: Setting) -> str | None:
    """The value as people read it."""
    if value is None:
        return None
    if field == "unit_code":
        return setting.unit_short_name(value) if value in setting.units else value
    if field in _ASIDE:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return {"level": LEVELS, "online_level": ONLINE}.get(field, {}).get(value, value)
