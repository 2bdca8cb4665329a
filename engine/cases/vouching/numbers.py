"""Numbers that were given but that no case has: a whole case is missing.

The daily heads find a missing case only once its day is sealed; the counters find it at once.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.store.cases import Case, CodeCounter

MOST_SHOWN = 10
DAY = len("251231")


def number_faults(session: Session) -> Iterator[str]:
    """Every counter that has given other numbers than the cases bear, in Vietnamese."""
    counters = session.execute(
        select(CodeCounter.agency_code, CodeCounter.day, CodeCounter.last).order_by(
            CodeCounter.agency_code, CodeCounter.day
        )
    ).all()
    # Slips are numbered by the year and stand in no column: their events tell of them.
    for agency, day, last in (one for one in counters if len(one.day) == DAY):
        column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
        column, digits = (Case.submission_number, 5) if agency.startswith("N-") else (Case.code, 4)
        start = f"{agency}-{day}-"
        given = column.startswith(start, autoescape=True)
        if session.scalar(select(func.count()).where(given)) != last:
            yield _told(session, column, given, [f"{start}{n + 1:0{digits}d}" for n in range(last)])


def _told(
    session: Session,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    given: ColumnElement[bool],
    numbers: list[str],
) -> str:
    there = set(session.scalars(select(column).where(given)))
    missing = [number for number in numbers if number not in there]
    if missing:
        shown = ", ".join(missing[:MOST_SHOWN])
        more = f" và {len(missing) - MOST_SHOWN} mã nữa" if len(missing) > MOST_SHOWN else ""
        return f"Số đã cấp nhưng không còn hồ sơ: {shown}{more}."
    beyond = ", ".join(sorted(str(one) for one in there - set(numbers))[:MOST_SHOWN])
    return f"Bộ đếm {numbers[0][:-1] if numbers else ''}… bị lùi; hồ sơ ngoài bộ đếm: {beyond}."
