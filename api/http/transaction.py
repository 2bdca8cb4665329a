"""One request, one transaction."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from flask import g, request
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from api.http.parts import now, parts
from engine.errors import FormOpenedAgain, ValueTooLarge, WrittenMeanwhile
from engine.feel import act_budget, refusing_over_budget
from engine.jobs.acting import acting
from engine.organisation.tree import known_epoch
from engine.store.database import is_taken


@contextmanager
def reading() -> Iterator[Session]:
    """A session for queries, with a budget of its own for what they reckon.

    Raises CaseBusy when the database can't be reached, ActTooDear, ActOutOfTime.
    """
    with _refusing(), act_budget(), refusing_over_budget(), parts().database.reading() as session:
        who, epoch = g.get("person"), g.get("epoch")
        if who is not None and epoch is not None and request.method == "GET":
            # Told by who is signed in: a request that changes nothing needn't ask again.
            known_epoch(session, who.province_code, epoch)
        yield session


@contextmanager
def asking() -> Iterator[Session]:
    """A session for one statement. Raises CaseBusy when the database can't be reached."""
    with _refusing(), parts().database.asking() as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A session for one act, committed at the end. Raises CaseBusy; then nothing was written.

    A case that the act could not take further waits in an incident, and the act is refused. Who
    acts is asked again where the province has changed since the request was let in. Raises
    NotSignedIn, RightsMoved, and FormOpenedAgain where a kept form is only to be shown.
    """
    if g.get("only_shown"):
        raise FormOpenedAgain
    with _refusing(), acting(parts().database, now) as session:
        yield session
        if (still_here := g.get("still_here")) is not None:
            still_here(session)


@contextmanager
def trying(province_code: str) -> Iterator[Session]:
    """A session for trying what changes the province's configuration: all is taken back.

    On SQLite no other act waits for it. Raises CaseBusy, ActTooDear, ActOutOfTime.
    """
    database = parts().database
    with _refusing(), act_budget(), refusing_over_budget(), database.trying(province_code) as one:
        yield one


@contextmanager
def rehearsing(province_code: str, procedures: Collection[str] | None) -> Iterator[Session]:
    """A session for dossiers of these procedures that are only tried: all is taken back.

    ``None``: for a whole configuration and dossiers in it. On SQLite no other act waits for it.
    Raises CaseBusy, ActTooDear, ActOutOfTime, and FormOpenedAgain where a kept form is only to be
    shown.
    """
    if g.get("only_shown"):
        raise FormOpenedAgain
    beside = parts().database.rehearsing(province_code, procedures)
    with _refusing(), act_budget(), refusing_over_budget(), beside as session:
        yield session


@contextmanager
def _refusing() -> Iterator[None]:
    """What a database says of values from outside, and when it is away, as a refusal.

    Raises ValueTooLarge, which only PostgreSQL says, and WrittenMeanwhile when two people make the
    same entry at once.
    """
    try:
        yield
    except DataError as error:
        raise ValueTooLarge from error
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise WrittenMeanwhile from error
