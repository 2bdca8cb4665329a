"""A draft or a version as if it alone were in force, for as long as something is tried on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage, package
from engine.designing.explained import as_published
from engine.designing.looked import look
from engine.designing.rights import Designer
from engine.designing.to_read import to_read
from engine.feel import act_budget, refusing_over_budget
from engine.organisation.tree import setting_of
from engine.publishing.examine import Beside, Examined, examine
from engine.publishing.publish import known_version, put_in_force
from engine.publishing.rehearsing import Rehearsing
from engine.store.base import table_of
from engine.store.catalogue import FilingClosure, Package
from engine.store.database import sandbox
from engine.store.in_hand import take_in_hand

ALWAYS, NEVER = date(1900, 1, 1), date(1900, 1, 1)
_packages = table_of(Package)


@dataclass(frozen=True, slots=True)
class ToTry:
    """A draft that can be tried, as it stood when that was asked; or a version."""

    who: Designer
    published: PublishedPackage
    examined: Examined | None
    """What was asked of a draft; a version was asked all of it before it was published."""


def to_try(
    session: Session, *, who: Designer, procedure_code: str, version: int | None = None
) -> ToTry:
    """The draft with all that is asked of it, before anybody has to wait; or a version. Raises
    DesignNotFound, DesignRefused, and what ``examine`` does."""
    found = to_read(session, who, procedure_code, version)
    if found.published is not None:
        return ToTry(who, found.published, None)
    looked = look(session, who.province_code, procedure_code, found.files)
    published = as_published(looked, found.files)
    reasons = {row.step: "chạy thử" for row in looked.decided if row.open}
    beside = Beside(reasons=reasons)
    examined = examine(session, who.province_code, found.files, beside)
    return ToTry(who, published, examined)


@contextmanager
def draft_tried(
    rehearsing: Rehearsing, draft: ToTry, now: datetime
) -> Iterator[tuple[Session, PublishedPackage]]:
    """Inside, no other version of the procedure counts and no place is closed; nothing is left.

    Raises what ``examine`` does, where the province has changed since it was asked.
    """
    who, examined, files = draft.who, draft.examined, draft.published.files
    code, procedure_code = who.province_code, draft.published.manifest.code
    digest = draft.published.digest
    with rehearsing(code, (procedure_code,)) as session:
        if examined is not None and examined.epoch != setting_of(session, code).epoch:
            examined = examine(session, code, files, examined.beside)
        if examined is not None and known_version(session, code, examined) is None:
            by = who.admin.name
            put_in_force(session, code, examined, files, valid_from=ALWAYS, by=by, now=now)
        _alone(session, code, procedure_code, digest)
        yield session, package(session, code, digest)


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
