"""One request, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.http.parts import parts
from engine.errors import CaseBusy


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
    """A session for one act, committed at the end. Raises CaseBusy; then nothing was written."""
    try:
        with parts().database.writing() as session:
            yield session
    except OperationalError as error:
        raise CaseBusy from error
