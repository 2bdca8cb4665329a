"""Wrong facts told of a case within a day, by whomever: a day of birth is not found by trying.

``api.http.guessing`` brakes one client and one hour in a process's memory. This counts what is left
of it: many addresses, many processes, day after day.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.accounts.proofs import Proof
from engine.errors import TooManyFacts
from engine.store.accounts import WrongFact
from engine.store.database import Database

WITHIN = timedelta(days=1)
MOST = 40
"""Different ones in a day: of some 20,000 days of birth a stranger then tries 14,600 in a year.
Whose case it is has the receipt's code and the account meanwhile."""


def check_day(session: Session, case_id: str, now: datetime) -> None:
    """Raises TooManyFacts where no more facts of the case may be told for now."""
    recent = (WrongFact.about == case_id, WrongFact.at > now - WITHIN)
    if (session.scalar(select(func.count()).where(*recent)) or 0) < MOST:
        return
    first = session.scalar(select(func.min(WrongFact.at)).where(*recent)) or now
    left = first + WITHIN - now
    raise TooManyFacts(minutes=max(1, int(left.total_seconds() // 60)))


def keep_wrong(session: Session, case_id: str, shown: Proof, now: datetime) -> None:
    """A wrong fact was told; the same one again tries nothing new. Nobody can read what it was."""
    told = hmac.new(shown.key, f"{case_id}:{shown.fact}".encode(), sha256).hexdigest()
    row = session.get(WrongFact, (case_id, told))
    if row is None:
        session.add(WrongFact(about=case_id, told=told, at=now))
    else:
        row.at = now


def sweep_facts(database: Database, *, now: datetime) -> int:
    """Forget those that count no more; how many there were."""
    with database.writing() as session:
        gone = delete(WrongFact).where(WrongFact.at <= now - WITHIN)
        return session.connection().execute(gone).rowcount
