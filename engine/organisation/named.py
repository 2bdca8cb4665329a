"""What people type to name something: its code, else a name that only one has.

A unit, a position, an officer, a procedure. Where several are meant nothing is chosen: the fault
tells each with its code. What nobody has is handed back as it was typed, for the act to refuse.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.organisation.tree import Setting
from engine.store.catalogue import Procedure
from engine.store.organisation import Appointment, Officer
from engine.typed import folded

TOLD = 8
"""Of several that are meant, how many a fault tells."""
Meant = tuple[str, str]
"""A code, and what tells it from others of the same name."""


def units_named(setting: Setting, text: str, day: date) -> tuple[Meant, ...]:
    """The units that are meant; none where nobody is called so.

    A paper of ``day`` names a unit as it was called then, or by its name of now: what was called
    so that day goes before what is called so now.
    """
    if text in setting.units:
        return ((text, setting.unit_name(text)),)
    wanted = folded(text)
    if not wanted:
        return ()
    now = setting.once("units by name", lambda: _by_name(setting)).get(wanted, ())
    ever = setting.once("units by earlier name", lambda: _by_earlier_name(setting))
    maybe = (*now, *ever.get(wanted, ()))
    then = {code for code in maybe if folded(setting.name_on(code, day)) == wanted}
    found = [code for code in setting.units if code in then] if then else now
    return tuple((code, setting.unit_name(code)) for code in found)


def _by_name(setting: Setting) -> dict[str, tuple[str, ...]]:
    """Name or short name, folded → the units that are called so now: a list asks for thousands."""
    found: dict[str, tuple[str, ...]] = {}
    for unit in setting.units.values():
        for name in {folded(unit.name), folded(unit.short_name)}:
            found[name] = (*found.get(name, ()), unit.code)
    return found


def _by_earlier_name(setting: Setting) -> dict[str, tuple[str, ...]]:
    """The same of the names that units had before."""
    found: dict[str, tuple[str, ...]] = {}
    for code, renamed in setting.renamed.items():
        for name in {folded(one.name) for one in renamed}:
            found[name] = (*found.get(name, ()), code)
    return found


def positions_named(setting: Setting, text: str) -> tuple[Meant, ...]:
    """The positions that are meant."""
    if text in setting.positions:
        return ((text, setting.positions[text]),)
    named = setting.once("positions by name", lambda: _positions(setting))
    return tuple(named.get(folded(text), ()))


def _positions(setting: Setting) -> dict[str, list[Meant]]:
    found: dict[str, list[Meant]] = {}
    for one in setting.positions.items():
        found.setdefault(folded(one[1]), []).append(one)
    found.pop("", None)
    return found


def officers_named(session: Session, setting: Setting, text: str, day: date) -> tuple[Meant, ...]:
    """The officers that are meant, by user name (with or without the province) or full name."""
    of_province = Officer.province_code == setting.province_code
    name = text.strip().removesuffix(f"@{setting.province_code}")
    known = session.scalar(select(Officer.full_name).where(of_province, Officer.username == name))
    if known is not None:
        return ((name, known),)
    wanted = folded(text)
    every = session.execute(
        select(Officer.id, Officer.username, Officer.full_name)
        .where(of_province)
        .order_by(Officer.username)
    )
    found = [row for row in every if wanted and folded(row.full_name) == wanted]
    if len(found) == 1:
        return ((found[0].username, found[0].full_name),)
    where = _posts(session, setting, [row.id for row in found], day)
    return tuple((row.username, where.get(row.id, "không giữ vị trí nào")) for row in found)


def named_apart(full_name: str, username: str) -> str:
    """A person's name with the user name: nobody else has both."""
    return f"{full_name} ({username})"


def namesakes(people: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Of these (id, full name), the ids of those whose name another has, whatever the honorific."""
    known = dict(people)
    times = Counter(map(folded, known.values()))
    return frozenset(one for one, name in known.items() if times[folded(name)] > 1)


def procedures_named(session: Session, province_code: str, text: str) -> tuple[Meant, ...]:
    """The procedures that are meant, by code, name or short name."""
    of_province = Procedure.province_code == province_code
    told = select(Procedure.code, Procedure.name, Procedure.short_name).where(of_province)
    known = session.execute(told.where(Procedure.code == text.strip())).first()
    if known is not None:
        return ((known.code, known.short_name),)
    wanted = folded(text)
    rows = session.execute(told.order_by(Procedure.code)) if wanted else ()
    return tuple(
        (row.code, row.short_name)
        for row in rows
        if wanted in (folded(row.name), folded(row.short_name))
    )


def procedures_like(procedures: Iterable[tuple[str, ...]], text: str) -> tuple[Meant, ...]:
    """Of these (code, short name, more names), the one of that code, else those that say so.

    A form or a filter asks a person for a part of a name; a list of rows names them whole.
    """
    every, asked = tuple(procedures), folded(text)
    found = [one for one in every if one[0] == text.strip()] or [
        one for one in every if asked and asked in folded(" ".join(one))
    ]
    return tuple((one[0], one[1]) for one in found)


def procedures_matching(session: Session, province_code: str, text: str) -> tuple[Meant, ...]:
    """The procedures of a province whose code, or a part of whose names, was typed."""
    named = procedures_named(session, province_code, text)
    if named:
        return named
    told = select(Procedure.code, Procedure.short_name, Procedure.name)
    of_province = told.where(Procedure.province_code == province_code).order_by(Procedure.code)
    return procedures_like((tuple(row) for row in session.execute(of_province)), text)


def several_like(text: str, found: Sequence[Meant]) -> str:
    """What is said of words that more than one procedure has in its name."""
    some = "; ".join(f"{code} {words}" for code, words in found[:TOLD])
    return f"“{text}” có {len(found)} thủ tục, hãy ghi mã: {some}."


def several(text: str, found: Iterable[Meant], what: str) -> str | None:
    """What is said of a name that more than one have; ``None`` where at most one has it."""
    told = tuple(found)
    if len(told) < 2:  # noqa: PLR2004 - one is meant
        return None
    some = "; ".join(f"{code} ({words})" for code, words in told[:TOLD])
    return f"Có {len(told)} {what} tên “{text}”; hãy ghi mã: {some}."


def _posts(session: Session, setting: Setting, officers: list[str], day: date) -> dict[str, str]:
    """What each holds on the day, in words."""
    rows = session.scalars(
        select(Appointment).where(
            Appointment.province_code == setting.province_code,
            Appointment.officer_id.in_(officers),
            Appointment.valid_from <= day,
            Appointment.valid_to.is_(None) | (Appointment.valid_to > day),
        )
    )
    found: dict[str, str] = {}
    for row in rows:
        title = row.title or setting.positions.get(row.position_code, row.position_code)
        found.setdefault(row.officer_id, f"{title}, {setting.unit_short_name(row.unit_code)}")
    return found
