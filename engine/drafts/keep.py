"""Keep a draft: the newest words of a form take the place of its earlier ones."""

import re
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from engine.drafts.draft import Draft
from engine.errors import DraftInvalid
from engine.store.base import table_of
from engine.store.database import connection_of
from engine.store.drafts import FormDraft
from engine.store.many_tables import TableRows
from engine.typed.given import line_given

_drafts = table_of(FormDraft)
_KEEP = TableRows(_drafts, *(c.name for c in _drafts.columns if not c.primary_key))
ID = re.compile("[0-9a-f]{32}")
LONGEST = 200
"""Letters of what a draft is called, and of what it is about."""


def keep_draft(session: Session, *, account_id: str, draft: Draft, now: datetime) -> None:
    """Keep the draft as the person's own. The bytes of its files are in the store already.

    Raises DraftInvalid, TextUnreadable.
    """
    if not ID.fullmatch(draft.id) or max(len(draft.title), len(draft.target)) > LONGEST:
        raise DraftInvalid
    if not _can_be_opened(draft):
        raise DraftInvalid
    row = {
        **asdict(draft),
        "title": line_given("title", "Tên bản nháp", draft.title),
        "target": line_given("target", "Bản nháp của việc", draft.target),
        "account_id": account_id,
        "answers": {name: list(values) for name, values in draft.answers.items()},
        "files": [asdict(file) for file in draft.files],
        "saved_at": now,
    }
    _KEEP.alone.run(connection_of(session), [row])


def _can_be_opened(draft: Draft) -> bool:
    """Whether there is a page for it."""
    if draft.kind == "page":
        return bool(draft.address)
    return draft.kind == "step" or bool(draft.province_code and draft.target.strip())
