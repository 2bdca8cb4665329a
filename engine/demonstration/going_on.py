"""What of a demonstration can't be made doesn't keep the rest from being made."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from engine.errors import Refusal

_log = logging.getLogger(__name__)


@contextmanager
def going_on(session: Session, what: str) -> Iterator[None]:
    """Make one thing whole or not at all: one that fails is named in the log, the others go on.

    Somebody who tries the product out sees a province that lacks a dossier, not an empty one.
    """
    try:
        with session.begin_nested():
            yield
    except (Refusal, NoResultFound) as failed:
        session.expire_all()
        _log.error("Không tạo được của bản chạy thử: %s: %s", what, failed)
