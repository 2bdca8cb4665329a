"""The list of procedures from outside: compared field by field, applied only once accepted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct
from engine.catalogue.procedure_sheet import read_procedures
from engine.catalogue.published_facts import facts_on
from engine.errors import CatalogueMoved, EntryNotFound, ImportDone
from engine.organisation.sheets import SheetRow, unread_in
from engine.store.catalogue import Package, Procedure, ProcedureImport
from engine.store.ids import new_id
from engine.typed.file_names import behind_folders
from engine.typed.seen import mark_of
from engine.worktime import ZONE

RIGHT = "catalogue.procedure_lists"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field as it is and as it would be, as text; ``None`` is empty.

    ``published``: the package in force says what is there; accepting the list doesn't change it.
    """

    field: str
    before: str | None
    after: str | None
    published: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureChange:
    """What the list changes of one procedure. ``published`` ones have a running process."""

    kind: Literal["new", "changed", "gone"]
    code: str
    name: str
    published: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list beside the catalogue. Nothing is applied before ``accept_list``.

    ``unread``: the headings of columns that were not understood, told when they are compared.
    """

    import_id: str
    file_name: str
    new: int
    changed: int
    gone: int
    same: int
    changes: tuple[ProcedureChange, ...]
    unread: tuple[str, ...] = ()


def compare_list(
    session: Session,
    *,
    admin: Administrator,
    sheet: Sequence[SheetRow],
    file_name: str,
    complete: bool,
    effective: date,
    now: datetime,
) -> Comparison:
    """Compare a list (CSV or XLSX) with the catalogue and keep it for acceptance.

    Only the columns that the list has are compared. With ``complete``, procedures that it lacks
    are abolished from ``effective`` on, else they are left alone. Raises ProvinceAdminOnly,
    ListFaulty with every faulty row.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(RIGHT)
    columns, rows = read_procedures(sheet, units=act.setting.units)
    kept = ProcedureImport(
        province_code=admin.province_code,
        id=new_id(),
        file_name=act.text("file_name", behind_folders(file_name)),
        columns=list(columns),
        complete=complete,
        effective=effective,
        rows=msgspec.to_builtins(rows),
        made_by=admin.name,
        made_at=now,
    )
    changes, same = _compare(act, _known(session, admin.province_code), rows, kept)
    kept.diff_digest = mark_of(*changes)
    session.add(kept)
    session.flush()
    return replace(_comparison(kept, changes, same), unread=unread_in(sheet))


def accept_list(
    session: Session, *, admin: Administrator, import_id: str, now: datetime
) -> Comparison:
    """Apply a compared list exactly as it was shown.

    Raises ProvinceAdminOnly, EntryNotFound, ImportDone, CatalogueMoved when the comparison would
    show something else by now.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(RIGHT)
    kept: ProcedureImport | None = act.find(ProcedureImport, {"id": import_id})
    if kept is None:
        raise EntryNotFound(what="danh sách này")
    if kept.accepted_at is not None:
        raise ImportDone(name=kept.accepted_by)
    rows = [_from_json(row) for row in kept.rows]
    known = _known(session, admin.province_code)
    changes, same = _compare(act, known, rows, kept)
    if mark_of(*changes) != kept.diff_digest:
        raise CatalogueMoved
    by_code = {str(row["code"]): row for row in rows}
    for change in changes:
        if change.kind == "gone":
            act.change(known[change.code], {"valid_to": kept.effective})
        elif change.kind == "changed":
            kept_there = {one.field for one in change.fields if one.published}
            row = by_code[change.code]
            act.change(known[change.code], {k: v for k, v in row.items() if k not in kept_there})
        else:
            act.add(Procedure, {"short_name": change.name, **by_code[change.code]})
    kept.accepted_by, kept.accepted_at = admin.name, now
    told = (replace(one, fields=()) if one.kind == "new" else one for one in changes)
    kept.changes = msgspec.to_builtins(list(told))
    act.save()
    return _comparison(kept, changes, same)


def _known(session: Session, province_code: str) -> dict[str, Procedure]:
    query = select(Procedure).where(Procedure.province_code == province_code)
    return {procedure.code: procedure for procedure in session.scalars(query)}


def _compare(
    act: ConfigurationAct,
    known: Mapping[str, Procedure],
    rows: Sequence[Mapping[str, object]],
    kept: ProcedureImport,
) -> tuple[tuple[ProcedureChange, ...], int]:
    """The changes in the order of the codes, and how many procedures stay the same."""
    query = select(Package.procedure_code).where(Package.province_code == act.province_code)
    published = set(act.session.scalars(query))
    facts = facts_on(act.session, act.province_code, act.now.astimezone(ZONE).date())
    found = list(_changes(known, rows, published, facts))
    listed = {row["code"] for row in rows}
    same = len(listed) - len(found)
    if kept.complete:
        found += _gone(known, listed, published, kept.effective)
    return tuple(sorted(found, key=lambda change: change.code)), same


def _changes(
    known: Mapping[str, Procedure],
    rows: Sequence[Mapping[str, object]],
    published: set[str],
    facts: Mapping[str, Mapping[str, object]],
) -> Iterator[ProcedureChange]:
    for row in rows:
        code, name = str(row["code"]), str(row["name"])
        old = known.get(code)
        said = facts.get(code, {}) if old is not None else {}
        fields = tuple(
            FieldChange(field, before, after, field in said)
            for field, value in sorted(row.items())
            if (after := _text(value))
            != (before := _text(said.get(field, getattr(old, field, None))))
        )
        if old is None:
            yield ProcedureChange("new", code, name, code in published, fields)
        elif fields:
            yield ProcedureChange("changed", code, name, code in published, fields)


def _gone(
    known: Mapping[str, Procedure], listed: set[object], published: set[str], effective: date
) -> Iterator[ProcedureChange]:
    for code, old in known.items():
        if code in listed or (old.valid_to is not None and old.valid_to <= effective):
            continue
        ends = FieldChange("valid_to", _text(old.valid_to), effective.isoformat())
        yield ProcedureChange("gone", code, old.name, code in published, (ends,))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "có" if value else "không"
    return value.isoformat() if isinstance(value, date) else str(value)


def _from_json(row: Mapping[str, object]) -> dict[str, object]:
    days = ("valid_from", "valid_to")
    return {
        name: date.fromisoformat(str(value)) if name in days and value else value
        for name, value in row.items()
    }


def _comparison(
    kept: ProcedureImport, changes: tuple[ProcedureChange, ...], same: int
) -> Comparison:
    kinds = [change.kind for change in changes]
    return Comparison(
        import_id=kept.id,
        file_name=kept.file_name,
        new=kinds.count("new"),
        changed=kinds.count("changed"),
        gone=kinds.count("gone"),
        same=same,
        changes=changes,
    )
