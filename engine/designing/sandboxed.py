"""The draft as if it alone were in force, for as long as something is tried on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage, package
from engine.designing.drafts import the_draft
from engine.designing.explained import as_published
from engine.designing.looked import look
from engine.designing.rights import Designer
from engine.feel import act_budget, refusing_over_budget
from engine.publishing.examine import Beside, examine
from engine.publishing.publish import known_version, put_in_force
from engine.store.base import table_of
from engine.store.catalogue import FilingClosure, Package
from engine.store.database import sandbox
from engine.store.in_hand import take_in_hand

ALWAYS, NEVER = date(1900, 1, 1), date(1900, 1, 1)
_packages = table_of(Package)


@contextmanager
def draft_in_force(
    session: Session, *, who: Designer, procedure_code: str, now: datetime
) -> Iterator[PublishedPackage]:
    """Inside, no other version of the procedure counts and no place is closed; nothing is left.

    Only in a session of ``Database.writing``. Raises DesignNotFound, DesignRefused, and what
    ``examine`` does.
    """
    found = the_draft(session, who, procedure_code)
    code = who.province_code
    looked = look(session, code, procedure_code, found.files)
    as_published(looked, found.files)
    reasons = {row.step: "chạy thử" for row in looked.decided if row.open}
    examined = examine(session, code, found.files, Beside(reasons=reasons))
    with sandbox(session):
        if known_version(session, code, examined) is None:
            by = who.admin.name
            put_in_force(session, code, examined, found.files, valid_from=ALWAYS, by=by, now=now)
        _alone(session, code, procedure_code, examined.digest)
        yield package(session, code, examined.digest)


def _alone(session: Session, code: str, procedure_code: str, digest: str) -> None:
    mine = (_packages.c.province_code == code) & (_packages.c.procedure_code == procedure_code)
    session.execute(update(_packages).where(mine).values(retired_from=NEVER))
    this = mine & (_packages.c.digest == digest)
    session.execute(update(_packages).where(this).values(retired_from=None, valid_from=ALWAYS))
    session.execute(
        delete(FilingClosure).where(
            FilingClosure.province_code == code, FilingClosure.procedure_code == procedure_code
        )
    )


@contextmanager
def one_dossier(session: Session) -> Iterator[None]:
    """One dossier in a sandbox of its own, within the budget of an act."""
    try:
        with sandbox(session), act_budget(), refusing_over_budget():
            yield
    finally:
        take_in_hand(None)  # the log goes on about nobody's case
