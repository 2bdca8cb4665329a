"""Databases that are copies of a prepared one, opened without reading its provinces anew."""

from sqlalchemy import select

from engine.organisation import tree
from engine.organisation.tree import Setting, setting_of
from engine.store.database import Database
from engine.store.organisation import Province

_read: dict[str, dict[tuple[str, int], Setting]] = {}


def opened_copy(url: str, of: str) -> Database:
    """A copy of the prepared database that is called ``of``, with what a process that has used it
    for a while knows: its provinces, which it reads again where their epoch has changed.
    """
    opened = Database(url)
    if of not in _read:
        with opened.reading() as session:
            for code in session.scalars(select(Province.code)).all():
                setting_of(session, code)
        _read[of] = dict(tree._known[opened._reader])
    for ways in (opened._reader, opened._asker, opened._writer, opened._trier):
        tree._known[ways] = dict(_read[of])
    return opened
