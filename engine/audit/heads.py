"""Keyed daily heads: what the audit said at the end of a day, kept outside the database.

A head lists the last event of every case that something happened to on that day, carries the MAC of
the head before it and is itself keyed (HMAC-SHA256). Whoever rewrites the database, even whole
chains or whole cases, can't make the heads agree without the key.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

import msgspec
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine.ports import HeadStore
from engine.store.audit import CaseEvent
from engine.worktime import ZONE


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """The last event of a case on a day; ``hash`` in hex."""

    province_code: str
    case_id: str
    seq: int
    hash: str


class Head(msgspec.Struct, frozen=True):
    """A day's head; ``mac`` covers all the rest."""

    day: date
    previous: str
    entries: tuple[Entry, ...]
    mac: str


def head_of(session: Session, day: date, previous: str, key: bytes) -> Head:
    """The head of a day as the database has it now."""
    start = datetime.combine(day, time.min, tzinfo=ZONE)
    last = (
        select(CaseEvent.province_code, CaseEvent.case_id, func.max(CaseEvent.seq).label("seq"))
        .where(CaseEvent.at >= start, CaseEvent.at < start + timedelta(days=1))
        .group_by(CaseEvent.province_code, CaseEvent.case_id)
        .subquery()
    )
    rows = session.execute(
        select(CaseEvent.province_code, CaseEvent.case_id, CaseEvent.seq, CaseEvent.hash)
        .join(
            last,
            and_(
                CaseEvent.province_code == last.c.province_code,
                CaseEvent.case_id == last.c.case_id,
                CaseEvent.seq == last.c.seq,
            ),
        )
        .order_by(CaseEvent.province_code, CaseEvent.case_id)
    )
    entries = tuple(Entry(row.province_code, row.case_id, row.seq, row.hash.hex()) for row in rows)
    return Head(day, previous, entries, _mac(day, previous, entries, key))


def first_day(session: Session) -> date | None:
    """The local day of the oldest event; ``None`` when nothing happened yet."""
    oldest = session.scalar(select(func.min(CaseEvent.at)))
    return oldest.astimezone(ZONE).date() if oldest else None


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
        if head.previous != previous or head.mac != _mac(day, previous, head.entries, key):
            faults.append(f"Niêm phong ngày {day:%d/%m/%Y} bị sửa hoặc thiếu ngày trước đó.")
        faults += _missing(session, head)
        previous = head.mac
    return faults


def _missing(session: Session, head: Head) -> Iterator[str]:
    for entry in head.entries:
        try:
            found = session.scalar(
                select(CaseEvent.hash).where(
                    CaseEvent.province_code == entry.province_code,
                    CaseEvent.case_id == entry.case_id,
                    CaseEvent.seq == entry.seq,
                )
            )
        except TypeError:  # SQLite gives back whatever somebody put there: no bytes
            found = None
        if found is None or found.hex() != entry.hash:
            yield (
                f"Hồ sơ {entry.case_id}: sự kiện {entry.seq} khác với niêm phong ngày"
                f" {head.day:%d/%m/%Y}."
            )


def _mac(day: date, previous: str, entries: tuple[Entry, ...], key: bytes) -> str:
    content = msgspec.json.encode((day, previous, entries))
    return hmac.new(key, content, hashlib.sha256).hexdigest()
