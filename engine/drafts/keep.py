"""Keep a draft: the newest words of a form take the place of its earlier ones."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.drafts.draft import Draft
from engine.errors import DraftInvalid, TooManyDrafts
from engine.files.limits import MiB
from engine.store.accounts import Account
from engine.store.base import table_of
from engine.store.database import connection_of
from engine.store.drafts import FormDraft
from engine.store.json_columns import bytes_of
from engine.store.many_tables import TableRows
from engine.typed.given import line_given

_drafts = table_of(FormDraft)
_KEEP = TableRows(_drafts, *(c.name for c in _drafts.columns if not c.primary_key))
ID = re.compile("[0-9a-f]{32}")
MOST = 200
"""Drafts of one person at a time: an officer may have begun as many steps of a long queue."""
MOST_BYTES = 200 * MiB
"""Bytes of the files of one person's drafts: as much as a few whole dossiers."""
MOST_TYPED = 10 * MiB
"""Bytes (UTF-8) of the words in one person's drafts, which lie in the database: a form has some
thousands."""
_KEPT = select(_drafts.c.id, _drafts.c.files, bytes_of(_drafts.c.answers).label("typed")).where(
    _drafts.c.account_id == bindparam("account")
)
_OWNER = (
    select(Account.id).where(Account.id == bindparam("account")).with_for_update(key_share=True)
)
LONGEST = 200
"""Letters of what a draft is called, and of what it is about."""


def keep_draft(session: Session, *, account_id: str, draft: Draft, now: datetime) -> None:
    """Keep the draft as the person's own. The bytes of its files are in the store already.

    Raises DraftInvalid, TextUnreadable, TooManyDrafts.
    """
    if not ID.fullmatch(draft.id) or max(len(draft.title), len(draft.target)) > LONGEST:
        raise DraftInvalid
    if not _can_be_opened(draft):
        raise DraftInvalid
    size = sum(file.size for file in draft.files)
    typed = bytes_typed(draft.answers)
    # Drafts that come at once are counted one after the other.
    session.execute(_OWNER, {"account": account_id})
    check_room(session, account_id=account_id, draft_id=draft.id, size=size, typed=typed)
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


def check_room(session: Session, *, account_id: str, draft_id: str, size: int, typed: int) -> None:
    """Raise TooManyDrafts where the person's other drafts leave no room for files of this size
    or for words of so many bytes.

    Asked before bytes are stored. One that is kept again may always stay as large as it was.
    """
    rows = connection_of(session).execute(_KEPT, {"account": account_id}).all()
    kept = {row.id: (_size(row.files), row.typed) for row in rows}
    before = kept.pop(draft_id, None)
    files, words = (sum(one) for one in zip((0, 0), *kept.values(), strict=True))
    files_before, words_before = before or (0, 0)
    if (
        (before is None and len(kept) >= MOST)
        or (size > files_before and size + files > MOST_BYTES)
        or (typed > words_before and typed + words > MOST_TYPED)
    ):
        raise TooManyDrafts(
            count=len(kept), most=MOST, MB=MOST_BYTES // MiB, typed=MOST_TYPED // MiB
        )


def bytes_typed(answers: Mapping[str, Iterable[str]]) -> int:
    """Bytes (UTF-8) of what was typed, the names of the controls among them."""
    texts = (one for name, values in answers.items() for one in (name, *values))
    return sum(len(one.encode(errors="surrogatepass")) for one in texts)


def _size(files: Iterable[Mapping[str, Any]]) -> int:
    return sum(int(file["size"]) for file in files)


def _can_be_opened(draft: Draft) -> bool:
    """Whether there is a page for it."""
    if draft.kind == "page":
        return bool(draft.address)
    return draft.kind == "step" or bool(draft.province_code and draft.target.strip())
