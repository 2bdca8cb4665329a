"""Which case a code or submission number means, however it is typed: the one finder of all doors.

A code is looked up as it is printed. What no case has so is read without its separators; the
counters of its day know which agencies it may be of, so that the index of codes is asked again.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.errors import CaseCodeTwoWays, CaseNotFound
from engine.store.base import table_of
from engine.store.cases import Case, CodeCounter
from engine.typed.case_codes import readings
from engine.typed.identifiers import case_code

_case, _counter = table_of(Case), table_of(CodeCounter)
_MOST = 100
"""Cases of one text that are looked at."""


def case_key(session: Session, ref: str, province_code: str | None = None) -> tuple[str, str]:
    """Province and id of the one case that is meant. Raises CaseNotFound, CaseCodeTwoWays."""
    found = case_keys(session, ref, province_code=province_code)
    if not found:
        raise CaseNotFound(ref=ref)
    if len(found) > 1:
        raise CaseCodeTwoWays(ref=ref)
    return found[0]


def case_keys(
    session: Session, ref: str, *, province_code: str | None = None, end: bool = False
) -> Sequence[tuple[str, str]]:
    """Province and id of every case that may be meant; ``end``: by the end of its code too."""
    printed = _coded(session, [case_code(ref)], province_code)
    return printed or keys_meant(session, ref, province_code=province_code, end=end)


def keys_meant(
    session: Session, ref: str, *, province_code: str | None = None, end: bool = False
) -> Sequence[tuple[str, str]]:
    """The same of a text that is no code as it is printed; nothing is asked for what is none."""
    return _coded(session, _meant(session, ref, end=end), province_code)


def _coded(
    session: Session, codes: Sequence[str], province_code: str | None
) -> Sequence[tuple[str, str]]:
    if not codes:
        return ()
    query = select(_case.c.province_code, _case.c.id).where(
        or_(_case.c.code.in_(codes), _case.c.submission_number.in_(codes))
    )
    if province_code is not None:
        query = query.where(_case.c.province_code == province_code)
    return [(row.province_code, row.id) for row in session.execute(query.limit(_MOST))]


def _meant(session: Session, ref: str, *, end: bool) -> list[str]:
    """The printed codes that the text may mean, of agencies that gave codes on its day."""
    ways = readings(ref)
    if not ways:
        return []
    of_days = session.execute(
        select(_counter.c.agency_code, _counter.c.day).where(
            _counter.c.day.in_({way.day for way in ways})
        )
    )
    codes = (
        way.code_of(agency, end=end) for agency, day in of_days for way in ways if way.day == day
    )
    return [code for code in codes if code]
