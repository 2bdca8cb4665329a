"""Keyed daily heads: what the audit said at the end of a day, kept outside the database.

A head lists the last event of every case and petition that something happened to on that day,
carries the MAC of the head before it and is itself keyed (HMAC-SHA256). Whoever rewrites the
database, even whole chains or whole cases, can't make the heads agree without the key.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from sqlalchemy import and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.ports import HeadStore
from engine.store.audit import CaseEvent
from engine.store.petitions import PetitionEvent
from engine.worktime import ZONE


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """The last event of a case on a day; ``hash`` in hex."""

    province_code: str
    case_id: str
    seq: int
    hash: str


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """A day's head; ``mac`` covers all the rest. In an entry of ``petitions`` the case is one."""

    day: date
    previous: str
    entries: tuple[Entry, ...]
    mac: str
    petitions: tuple[Entry, ...] = ()


def head_of(session: Session, day: date, previous: str, key: bytes) -> Head:
    """The head of a day as the database has it now."""
    entries = _entries(session, CaseEvent.case_id, day)
    petitions = _entries(session, PetitionEvent.petition_id, day)
    return Head(day, previous, entries, _mac(day, previous, entries, petitions, key), petitions)


def _entries(session: Session, of: InstrumentedAttribute[str], day: date) -> tuple[Entry, ...]:
    """The last event of the day of each whose id this column is."""
    kept: Any = of.class_
    start = datetime.combine(day, time.min, tzinfo=ZONE)
    last = (
        select(kept.province_code, of.label("of"), func.max(kept.seq).label("seq"))
        .where(kept.at >= start, kept.at < start + timedelta(days=1))
        .group_by(kept.province_code, of)
        .subquery()
    )
    rows = session.execute(
        select(kept.province_code, of.label("of"), kept.seq, kept.hash)
        .join(
            last,
            and_(
                kept.province_code == last.c.province_code,
                of == last.c.of,
                kept.seq == last.c.seq,
            ),
        )
        .order_by(kept.province_code, of)
    )
    return tuple(Entry(row.province_code, row.of, row.seq, row.hash.hex()) for row in rows)


def first_day(session: Session) -> date | None:
    """The local day of the oldest event; ``None`` when nothing happened yet."""
    firsts = (func.min(CaseEvent.at), func.min(PetitionEvent.at))
    found = [at for at in (session.scalar(select(one)) for one in firsts) if at is not None]
    return min(found).astimezone(ZONE).date() if found else None


def encoded(head: Head) -> str:
    """The head as the text that is kept."""
    return msgspec.json.encode(head).decode()


def mac_of(text: str) -> str:
    """The MAC of a kept head."""
    return msgspec.json.decode(text, type=Head).mac


def days_to_seal(first: date, sealed: Iterable[date], until: date) -> Iterator[date]:
    """The days from ``first`` to before ``until`` that have no head yet, oldest first."""
    known = set(sealed)
    day = max(known) + timedelta(days=1) if known else first
    while day < until:
        yield day
        day += timedelta(days=1)


def head_faults(session: Session, heads: HeadStore, key: bytes) -> list[str]:
    """Where the database no longer says what the heads say, in Vietnamese."""
    faults: list[str] = []
    previous = ""
    for day in heads.days():
        text = heads.read(day) or ""
        try:
            head = msgspec.json.decode(text, type=Head)
        except msgspec.DecodeError:
            faults.append(f"Niêm phong ngày {day:%d/%m/%Y} không đọc được.")
            continue
        if head.previous != previous or head.mac != _mac_again(head, day, previous, key):
            faults.append(f"Niêm phong ngày {day:%d/%m/%Y} bị sửa hoặc thiếu ngày trước đó.")
        faults += _missing(session, head)
        previous = head.mac
    return faults


def _missing(session: Session, head: Head) -> Iterator[str]:
    for name, of, entries in (
        ("Hồ sơ", CaseEvent.case_id, head.entries),
        ("Phản ánh, kiến nghị", PetitionEvent.petition_id, head.petitions),
    ):
        for entry in entries:
            if _stored(session, of, entry) != entry.hash:
                yield (
                    f"{name} {entry.case_id}: sự kiện {entry.seq} khác với niêm phong ngày"
                    f" {head.day:%d/%m/%Y}."
                )


def _stored(session: Session, of: InstrumentedAttribute[str], entry: Entry) -> str | None:
    """The hash that stands there now, in hex."""
    kept: Any = of.class_
    try:
        found = session.scalar(
            select(kept.hash).where(
                kept.province_code == entry.province_code,
                of == entry.case_id,
                kept.seq == entry.seq,
            )
        )
    except TypeError:  # SQLite gives back whatever somebody put there: no bytes
        return None
    return None if found is None else found.hex()


def _mac_again(head: Head, day: date, previous: str, key: bytes) -> str:
    return _mac(day, previous, head.entries, head.petitions, key)


def _mac(
    day: date,
    previous: str,
    entries: tuple[Entry, ...],
    petitions: tuple[Entry, ...],
    key: bytes,
) -> str:
    """Heads from before petitions were chained, and of days without any, cover no more."""
    covered = (day, previous, entries, petitions) if petitions else (day, previous, entries)
    return hmac.new(key, msgspec.json.encode(covered), hashlib.sha256).hexdigest()
