"""What has served its time goes: keys of requests, and files that nothing refers to any more.

Files of a draft that was dropped, of a form that was never sent, of an act that was given up: they
lie in the document store and nowhere else. Bytes are shared by whoever put the same, so a file goes
only when no dossier, draft or rule names it and nobody has put it for the whole time.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.ports import DocumentStore
from engine.store.base import table_of
from engine.store.cases import CaseDocument
from engine.store.database import Database, connection_of
from engine.store.drafts import FormDraft
from engine.store.jobs import IdempotencyKey
from engine.store.rules import LocalRule, RuleEvent, RulePeriod

AT_ONCE = 500
"""Digests that are asked for at a time."""

_keys = table_of(IdempotencyKey)


def sweep_keys(database: Database, *, until: datetime) -> int:
    """Forget the keys, with their answers, that came before; how many there were."""
    with database.writing() as session:
        gone = delete(_keys).where(_keys.c.created_at <= until)
        return connection_of(session).execute(gone).rowcount


def sweep_files(database: Database, store: DocumentStore, *, until: datetime) -> int:
    """Remove the files that were last put before, and that nothing refers to; how many.

    A file that somebody puts meanwhile stays: an act puts its files before it names them.
    """
    removed = 0
    old = store.put_before(until)
    while batch := set(islice(old, AT_ONCE)):
        with database.reading() as session:
            loose = batch - _referred_to(session, batch)
        removed += sum(store.remove(digest, put_before=until) for digest in loose)
    return removed


def _referred_to(session: Session, digests: Iterable[str]) -> set[str]:
    filed = select(CaseDocument.digest).where(CaseDocument.digest.in_(digests))
    return {*session.scalars(filed), *_of_drafts(session), *_of_rules(session)}


def _of_drafts(session: Session) -> Iterator[str]:
    for files in session.scalars(select(FormDraft.files)):
        yield from (str(file["digest"]) for file in files)


def _of_rules(session: Session) -> Iterator[str]:
    """The documents of legal bases, of rules as they are, were and were drafted."""
    for column in (LocalRule.basis, LocalRule.end_basis, RulePeriod.basis):
        yield from _files(session.scalars(select(column)))
    yield from _files(data.get("basis") for data in session.scalars(select(RuleEvent.data)))


def _files(bases: Iterable[object]) -> Iterator[str]:
    return (str(one["file"]) for one in bases if isinstance(one, dict) and one.get("file"))
