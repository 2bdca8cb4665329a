"""One request, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.http.parts import now, parts
from engine.errors import CaseBusy
from engine.feel import act_budget, refusing_over_budget
from engine.jobs.acting import acting


@contextmanager
def reading() -> Iterator[Session]:
    """A session for queries, with a budget of its own for what they reckon.

    Raises CaseBusy when the database can't be reached, ActTooDear, ActOutOfTime.
    """
    try:
        with act_budget(), refusing_over_budget(), parts().database.reading() as session:
            yield session
    except OperationalError as error:
        raise CaseBusy from error


@contextmanager
def writing() -> Iterator[Session]:
    """A session for one act, committed at the end. Raises CaseBusy; then nothing was written.

    A case that the act could not take further waits in an incident, and the act is refused.
    """
    try:
        with acting(parts().database, now) as session:
            yield session
    except OperationalError as error:
        raise CaseBusy from error
