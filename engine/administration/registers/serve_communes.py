"""A unit serves communes in a role from a day on, or no longer does: by a paper, written down.

Whoever is named on the day on which a step becomes ready does it; work that lies with the unit
before stays with it. What was written for a day to come can be taken back until the day comes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import SHOWN, ConfigurationAct
from engine.administration.people.units import CODE
from engine.organisation.serving import ended_by
from engine.organisation.tree import COMMUNE_KIND
from engine.store.organisation import ConfigurationChange, ServingUnit
from engine.worktime.wording import first_of

NONE_CHOSEN = "Hãy chọn ít nhất một xã, phường."


@dataclass(frozen=True, slots=True)
class ServingEntry:
    """A unit, the role, and the communes that it serves from ``valid_from`` on, by ``basis``."""

    role: str
    unit_code: str
    communes: tuple[str, ...]
    valid_from: date
    basis: str


@dataclass(frozen=True, slots=True)
class ServingEnd:
    """Who no longer serves which communes from ``day`` on, by ``basis``."""

    role: str
    unit_code: str
    communes: tuple[str, ...]
    day: date
    basis: str


@dataclass(frozen=True, slots=True)
class ServingBack:
    """What was written for ``valid_from``, a day to come: the unit, its role, the communes."""

    role: str
    unit_code: str
    communes: tuple[str, ...]
    valid_from: date


def serve_communes(
    session: Session, *, admin: Administrator, entry: ServingEntry, now: datetime
) -> None:
    """From the day on the unit serves the communes; whoever served them until then ends there.

    Raises ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("organisation.serving_units")
    entry = act.read(entry)
    known = _check(act, entry, entry.valid_from, "valid_from")
    found = _rows(act, entry.role, entry.communes, since=entry.valid_from)
    ends = [one for one in found if one.valid_from < entry.valid_from]
    if known:
        _check_free(act, [one for one in found if one.valid_from >= entry.valid_from])
        own = [one.commune_code for one in ends if one.unit_code == entry.unit_code]
        told = f"{_names(act, own)}: ngày {entry.valid_from:%d/%m/%Y} đang do chính đơn vị này"
        act.check(not own, "communes", f"{told} phục vụ.")
    if ends:
        act.check_end(entry.valid_from, "valid_from")
    act.refuse_faults()
    for row in ends:
        act.end(row, entry.valid_from)
    named = {"role": entry.role, "unit_code": entry.unit_code, "valid_from": entry.valid_from}
    for commune in dict.fromkeys(entry.communes):
        act.add(ServingUnit, {**named, "commune_code": commune, "basis": entry.basis})
    act.save()


def end_serving(
    session: Session, *, admin: Administrator, entry: ServingEnd, now: datetime
) -> None:
    """From the day on nobody is named for the communes until somebody is.

    Raises ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("organisation.serving_units")
    entry = act.read(entry)
    act.check_end(entry.day)
    known = _check(act, entry, entry.day, "day")
    rows = [
        one
        for one in _rows(act, entry.role, entry.communes, since=entry.day)
        if one.unit_code == entry.unit_code and one.valid_from < entry.day
    ]
    if known:
        words = f"Đến ngày {entry.day:%d/%m/%Y} đơn vị không phục vụ"
        _check_served(act, entry.communes, rows, words)
    act.refuse_faults()
    for row in rows:
        act.change(row, {"valid_to": entry.day, "basis": ended_by(row.basis, entry.basis)})
    act.save()


def take_back_serving(
    session: Session, *, admin: Administrator, entry: ServingBack, now: datetime
) -> None:
    """What was written for a day to come never begins; whoever ended for it goes on.

    Until the day itself: what has begun is ended instead. Raises ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("organisation.serving_units")
    entry = act.read(entry)
    begun = "Ngày này đã đến: việc phục vụ đã bắt đầu chỉ thôi được từ một ngày, theo văn bản."
    act.check(entry.valid_from > act.today, "valid_from", begun)
    act.check(entry.communes, "communes", NONE_CHOSEN)
    act.refuse_faults()
    rows = [
        one
        for one in _rows(act, entry.role, entry.communes, since=entry.valid_from)
        if one.unit_code == entry.unit_code and one.valid_from == entry.valid_from
    ]
    day = f"{entry.valid_from:%d/%m/%Y}"
    _check_served(act, entry.communes, rows, f"Không ghi đơn vị này phục vụ từ {day}:")
    act.refuse_faults()
    for row in rows:
        act.remove(row)
        _goes_on(act, row)
    act.save()


def _goes_on(act: ConfigurationAct, row: ServingUnit) -> None:
    """Whoever ended when ``row`` was written serves as long as before, or until the next begins.

    Who had ended by a paper of its own stays ended: the record tells one from the other.
    """
    at = f"{row.role}/{row.commune_code}/"
    changes = act.session.scalars(
        select(ConfigurationChange)
        .where(
            ConfigurationChange.province_code == act.province_code,
            ConfigurationChange.subject == ServingUnit.__tablename__,
            ConfigurationChange.subject_key.startswith(at, autoescape=True),
        )
        .order_by(ConfigurationChange.epoch.desc(), ConfigurationChange.seq.desc())
    ).all()
    key = f"{at}{row.valid_from}"
    written = [one.epoch for one in changes if one.kind == "added" and one.subject_key == key]
    for one in changes:
        if one.epoch in written[:1] and one.kind == "changed" and one.before:
            first = date.fromisoformat(one.subject_key.removeprefix(at))
            told = {"role": row.role, "commune_code": row.commune_code, "valid_from": first}
            there = act.find(ServingUnit, told)
            if there is not None and there.valid_to == row.valid_from:
                _serve_on(act, there, one.before["valid_to"])


def _serve_on(act: ConfigurationAct, row: ServingUnit, until: object) -> None:
    """The row goes on: until its own end, until its unit's, or until another begins."""
    day = row.valid_to or date.max
    later = _rows(act, row.role, (row.commune_code,), since=day)
    unit = act.setting.units[row.unit_code]
    ends = [
        *(one.valid_from for one in later if one.valid_from > day),
        *(date.fromisoformat(str(one)) for one in (until, unit.valid_to) if one),
    ]
    act.change(row, {"valid_to": max(day, min(ends)) if ends else None})


def _rows(
    act: ConfigurationAct, role: str, communes: Collection[str], *, since: date
) -> Sequence[ServingUnit]:
    """Who serves the communes in the role on the day or later, by commune and day."""
    known = [one for one in dict.fromkeys(communes) if one in act.setting.units]
    return act.session.scalars(
        select(ServingUnit)
        .where(
            ServingUnit.province_code == act.province_code,
            ServingUnit.role == role,
            ServingUnit.commune_code.in_(known),
            or_(ServingUnit.valid_to.is_(None), ServingUnit.valid_to > since),
        )
        .order_by(ServingUnit.commune_code, ServingUnit.valid_from)
    ).all()


def _check_free(act: ConfigurationAct, later: Sequence[ServingUnit]) -> None:
    """Nobody may be named already for the day or a later one; told by unit and day."""
    for (unit, day), rows in _together(later).items():
        told = f"{act.setting.unit_name(unit)} đã được ghi phục vụ từ ngày {day:%d/%m/%Y}"
        back = ". Hãy bỏ ghi ấy trước." if day > act.today else "."
        act.fault("communes", f"{_names(act, [one.commune_code for one in rows])}: {told}{back}")


def _together(rows: Iterable[ServingUnit]) -> dict[tuple[str, date], list[ServingUnit]]:
    found: dict[tuple[str, date], list[ServingUnit]] = {}
    for row in rows:
        found.setdefault((row.unit_code, row.valid_from), []).append(row)
    return found


def _check_served(
    act: ConfigurationAct, communes: Iterable[str], rows: Iterable[ServingUnit], words: str
) -> None:
    """Each of the communes must have one of the rows."""
    found = {row.commune_code for row in rows}
    lacking = [one for one in dict.fromkeys(communes) if one not in found]
    act.check(not lacking, "communes", f"{words} {_names(act, lacking)}.")


def _check(act: ConfigurationAct, entry: ServingEntry | ServingEnd, day: date, at: str) -> bool:
    """Faults that any such entry may have; whether who serves whom is known all the same.

    ``at``: the field of its day.
    """
    role = CODE.fullmatch(entry.role)
    wrong = "Mã vai trò chỉ gồm chữ thường không dấu, số và _."
    act.check(role, "role", wrong if entry.role else "Hãy chọn vai trò.")
    unit = act.setting.units.get(entry.unit_code)
    there = unit is not None and unit.valid(day)
    absent = f"Ngày {day:%d/%m/%Y} không có đơn vị này."
    act.check(there, "unit_code", absent if entry.unit_code else "Hãy chọn đơn vị.")
    act.check(entry.basis, "basis", "Hãy ghi văn bản: số, ngày.")
    return _check_communes(act, entry.communes, day, at) and bool(role) and there


def _check_communes(act: ConfigurationAct, codes: Sequence[str], day: date, at: str) -> bool:
    """They must be communes of the day; where none of them is, the day is what is wrong."""
    act.check(codes, "communes", NONE_CHOSEN)
    units, chosen = act.setting.units, list(dict.fromkeys(codes))
    strange = [one for one in chosen if one not in units or units[one].kind != COMMUNE_KIND]
    act.check(not strange, "communes", f"Không phải xã, phường của tỉnh: {_names(act, strange)}.")
    gone = [one for one in chosen if one not in strange and not units[one].valid(day)]
    field = at if len(gone) == len(chosen) else "communes"
    act.check(not gone, field, f"Ngày {day:%d/%m/%Y} không có {_names(act, gone)}.")
    return bool(chosen) and not strange and not gone


def _names(act: ConfigurationAct, codes: Sequence[str]) -> str:
    """What they are called: the first few, and how many more; a code that nothing has as it is."""
    return first_of([act.setting.unit_short_name(one)[:SHOWN] for one in codes])
