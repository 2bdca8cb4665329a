"""The file of a case as somebody opens it: read, and noted for its owner when an officer reads."""

import logging

from api.http.parts import now, today
from api.http.signing import require
from api.http.transaction import reading, writing
from engine.accounts.readings import is_noted, note_reading
from engine.accounts.watches import is_behind, note_seen
from engine.errors import NOT_WRITTEN
from engine.queries.case_file import case_document, case_file
from engine.queries.views.case import CaseFile
from engine.store.cases import CaseDocument

_log = logging.getLogger("motcua.readings")


def opened_file(ref: str) -> CaseFile:
    """The file, for who may read it. Raises NotSignedIn, CaseNotFound."""
    who = require()
    with reading() as session:
        file = case_file(session, ref=ref, person=who, now=now())
        noted = is_noted(session, person=who, case_id=file.case_id, day=today())
        behind = bool(file.watched) and is_behind(session, person=who, case_id=file.case_id)
    if behind or not noted:
        _note(file.case_id, seen=behind)
    return file


def opened_document(ref: str, document_id: str) -> CaseDocument:
    """A file in it. Raises NotSignedIn and what ``case_document`` does."""
    who = require()
    with reading() as session:
        found = case_document(session, ref=ref, document_id=document_id, person=who)
        noted = is_noted(session, person=who, case_id=found.case_id, day=today())
    if not noted:
        _note(found.case_id)
    return found


def _note(case_id: str, *, seen: bool = False) -> None:
    """Reading goes on when nothing can be written now; the log then tells that it wasn't noted."""
    try:
        with writing() as session:
            note_reading(session, person=require(), case_id=case_id, day=today(), now=now())
            if seen:
                note_seen(session, person=require(), case_id=case_id, now=now())
    except NOT_WRITTEN as refusal:
        _log.warning("not noted who opened a case: %s", refusal.code)
