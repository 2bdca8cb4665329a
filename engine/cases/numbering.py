"""Numbers of cases (before reception, from it on) and of the slips that are given out."""

from datetime import date

from sqlalchemy import Integer, literal_column
from sqlalchemy.orm import Session

from engine.store.base import table_of
from engine.store.cases import CodeCounter
from engine.store.database import connection_of
from engine.store.many_tables import INSERTS
from engine.store.prepared import PreparedQuery

_counters = table_of(CodeCounter)
_one_more = {"last": _counters.c.last + literal_column("1", Integer)}
_COUNT = PreparedQuery(
    {
        name: make(_counters)
        .on_conflict_do_update(index_elements=["agency_code", "day"], set_=_one_more)
        .returning(_counters.c.last)
        for name, make in INSERTS.items()
    }
)


def case_code(session: Session, *, agency_code: str, day: date) -> str:
    """The next case code of an agency on a local day: ``H41.32.15-251204-0012``.

    Agency identifier, day as YYMMDD, order number in the day with at least four digits (decree
    118/2025 art. 28). Unique; a refused act leaves no gap because its transaction rolls back.
    """
    number = _next(session, agency_code, f"{day:%y%m%d}")
    return f"{agency_code}-{day:%y%m%d}-{number:04d}"


def submission_number(session: Session, *, agency_code: str, day: date) -> str:
    """The number under which a filing is known until it is received: ``N-H41-251203-00012``."""
    number = _next(session, f"N-{agency_code}", f"{day:%y%m%d}")
    return f"N-{agency_code}-{day:%y%m%d}-{number:05d}"


def slip_number(session: Session, *, agency_code: str, slip: str, year: int) -> str:
    """The next number of an agency's slips of a kind in a year: ``0012/2025/PYCBS-H41.102.01``."""
    number = _next(session, f"{slip}-{agency_code}", f"{year}")
    return f"{number:04d}/{year}/{slip}-{agency_code}"


def _next(session: Session, agency_code: str, day: str) -> int:
    given = {"agency_code": agency_code, "day": day, "last": 1}
    [(number,)] = _COUNT.all(connection_of(session), given)
    return int(number)
