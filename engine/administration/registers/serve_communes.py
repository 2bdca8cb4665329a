"""A unit serves communes in a role from a day on, or no longer does: by a paper, written down.

Whoever is named on the day on which a step becomes ready does it; work that lies with the unit
before stays with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import SHOWN, ConfigurationAct
from engine.administration.people.units import CODE
from engine.organisation.tree import COMMUNE_KIND
from engine.store.organisation import ServingUnit


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


def serve_communes(
    session: Session, *, admin: Administrator, entry: ServingEntry, now: datetime
) -> None:
    """From the day on the unit serves the communes; whoever served them until then ends there.

    Raises ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("organisation.serving_units")
    entry = act.read(entry)
    _check(act, entry, entry.valid_from)
    for commune in entry.communes:
        for row in _rows(act, entry.role, commune, since=entry.valid_from):
            if row.valid_from >= entry.valid_from:
                name = act.setting.unit_short_name(commune)
                unit = act.setting.unit_name(row.unit_code)
                message = f"{name} đã có {unit} phục vụ từ ngày {row.valid_from:%d/%m/%Y}."
                act.fault("communes", message)
            elif row.unit_code == entry.unit_code:
                act.fault(
                    "communes",
                    f"{act.setting.unit_short_name(commune)} đang do chính đơn vị này phục vụ.",
                )
            else:
                act.check_end(entry.valid_from, "valid_from")
                act.refuse_faults()
                act.end(row, entry.valid_from)
        act.refuse_faults()
        act.add(
            ServingUnit,
            {
                "role": entry.role,
                "commune_code": commune,
                "valid_from": entry.valid_from,
                "unit_code": entry.unit_code,
                "basis": entry.basis,
            },
        )
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
    _check(act, entry, entry.day)
    for commune in entry.communes:
        rows = list(_rows(act, entry.role, commune, since=entry.day))
        own = [one for one in rows if one.unit_code == entry.unit_code]
        before = [one for one in own if one.valid_from < entry.day]
        name = act.setting.unit_short_name(commune)
        act.check(before, "communes", f"Vào ngày này đơn vị không phục vụ {name}.")
        for row in before:
            basis = "; ".join(filter(None, (row.basis, f"thôi theo {entry.basis}")))
            act.change(row, {"valid_to": entry.day, "basis": basis})
    act.save()


def _rows(act: ConfigurationAct, role: str, commune: str, *, since: date) -> Iterator[ServingUnit]:
    """Who serves the commune in the role on the day or later."""
    yield from act.session.scalars(
        select(ServingUnit)
        .where(
            ServingUnit.province_code == act.province_code,
            ServingUnit.role == role,
            ServingUnit.commune_code == commune,
            or_(ServingUnit.valid_to.is_(None), ServingUnit.valid_to > since),
        )
        .order_by(ServingUnit.valid_from)
    ).all()


def _check(act: ConfigurationAct, entry: ServingEntry | ServingEnd, day: date) -> None:
    role = CODE.fullmatch(entry.role)
    act.check(role, "role", "Mã vai trò chỉ gồm chữ thường không dấu, số và _.")
    known = act.setting.units.get(entry.unit_code)
    act.check(known and known.valid(day), "unit_code", "Không có đơn vị này vào ngày đã chọn.")
    act.check(entry.communes, "communes", "Hãy chọn ít nhất một xã, phường.")
    act.check(entry.basis, "basis", "Hãy ghi văn bản: số, ngày.")
    for code in entry.communes:
        commune = act.setting.units.get(code)
        whole = commune and commune.kind == COMMUNE_KIND and commune.valid(day)
        act.check(whole, "communes", f"Không có xã, phường {code[:SHOWN]} vào ngày đã chọn.")
    act.refuse_faults()
