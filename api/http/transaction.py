"""One request, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.http.parts import now, parts
from engine.cases.act.stopping import Stop, stop_of
from engine.cases.open_incident import open_incident
from engine.errors import CaseBusy, Refusal


@contextmanager
def reading() -> Iterator[Session]:
    """A session for queries. Raises CaseBusy when the database can't be reached."""
    try:
        with parts().database.reading() as session:
            yield session
    except OperationalError as error:
        raise CaseBusy from error


@contextmanager
def writing() -> Iterator[Session]:
    """A session for one act, committed at the end. Raises CaseBusy; then nothing was written.

    A case that the act could not take further waits in an incident, and the act is refused.
    """
    stop: Stop | None = None
    try:
        with parts().database.writing() as session:
            try:
                yield session
            except Refusal:
                stop = stop_of(session)
                raise
    except OperationalError as error:
        raise CaseBusy from error
    except Refusal:
        if stop is not None:
            _note(stop)
        raise


def _note(stop: Stop) -> None:
    """Keep the incident in a transaction of its own: that of the act is rolled back."""
    with parts().database.writing() as session:
        open_incident(
            session,
            province_code=stop.province_code,
            case_id=stop.case_id,
            version=stop.version,
            error=stop.error,
            now=now(),
            timers=False,
        )
