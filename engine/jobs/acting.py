"""The transaction of an act: a case that the process can't take further waits in an incident."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from engine.cases.act.stopping import Stop, stop_of
from engine.cases.open_incident import open_incident
from engine.errors import NOT_WRITTEN, Refusal
from engine.feel import act_budget, refusing_over_budget
from engine.store.database import Database

_log = logging.getLogger(__name__)


@contextmanager
def acting(database: Database, now: Callable[[], datetime]) -> Iterator[Session]:
    """A session for one act, committed at the end.

    An act that the process can't take further is rolled back; its incident is kept in a transaction
    of its own, and the refusal goes on to whoever acted.
    """
    stop: Stop | None = None
    try:
        with act_budget(), refusing_over_budget(), database.writing() as session:
            try:
                yield session
            except Refusal:
                stop = stop_of(session)
                raise
    except Refusal:
        if stop is not None:
            _note(database, stop, now())
        raise


def _note(database: Database, stop: Stop, now: datetime) -> None:
    try:
        with database.writing() as session:
            open_incident(
                session,
                province_code=stop.province_code,
                case_id=stop.case_id,
                version=stop.version,
                error=stop.error,
                now=now,
                timers=False,
            )
    except NOT_WRITTEN:
        _log.exception("case %s/%s: its incident could not be kept", *stop.key)
