"""Outside systems by their tokens: who shows one reads as the role that it was made for."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.accounts.person import Grant, Person
from engine.accounts.sessions import SEEN_EVERY
from engine.store.access import SystemToken
from engine.store.organisation import Unit

PREFIX = "mct_"
"""Tells people and scanners of leaked secrets what it is."""


@dataclass(frozen=True, slots=True)
class System:
    """The system as who it reads, and whether the token's last use is to be written anew."""

    person: Person
    stale: bool


def hash_of(token: str) -> str:
    """What is kept of a token. It has 256 bits, so a plain hash tells nothing."""
    return sha256(f"token:{token}".encode()).hexdigest()


def system_of(session: Session, *, token: str, day: date, now: datetime) -> System | None:
    """Who shows the token on the day; ``None``: nobody has it, or its time is over."""
    if not token.startswith(PREFIX):
        return None
    same = (Unit.province_code == SystemToken.province_code) & (Unit.code == SystemToken.unit_code)
    found = session.execute(
        select(SystemToken, Unit.name)
        .join(Unit, same)
        .where(
            SystemToken.secret_hash == hash_of(token),
            SystemToken.ended_at.is_(None),
            SystemToken.valid_from <= day,
            SystemToken.valid_to > day,
        )
    ).one_or_none()
    if found is None:
        return None
    row, unit_name = found
    narrowed = (row.procedure_code,) if row.procedure_code else None
    person = Person(
        account_id=row.id,
        kind="system",
        name=row.name,
        username=row.name,
        province_code=row.province_code,
        grants=(Grant(row.role, row.unit_code, unit_name, narrowed),),
        day=day,
    )
    return System(person, row.used_at is None or row.used_at + SEEN_EVERY <= now)


def touch_token(session: Session, *, person: Person, now: datetime) -> None:
    """The token was used now."""
    mine = (
        SystemToken.province_code == person.province_code,
        SystemToken.id == person.account_id,
    )
    session.execute(update(SystemToken).where(*mine).values(used_at=now))
