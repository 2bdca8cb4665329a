"""A draft, and finding one's own: nobody reads another person's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal, cast, get_args

from sqlalchemy import String, bindparam, select
from sqlalchemy.orm import Session

from engine.errors import DraftNotFound
from engine.store.base import Code, Key, UtcDateTime, table_of
from engine.store.database import connection_of
from engine.store.drafts import FormDraft
from engine.store.prepared import PreparedQuery

_draft_row = table_of(FormDraft)
DraftKind = Literal["filing", "counter", "step", "page"]
"""A filing by a citizen, one over a counter, a step of a case, any other form of a page."""
DRAFT_KINDS: tuple[DraftKind, ...] = get_args(DraftKind)


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a draft; ``component`` as when it is filed, ``None`` for a step's result."""

    component: str | None
    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was typed: by the name of each control what stands in it.

    ``target`` is a procedure's code, a task's id or which form of a page it is; ``address`` is the
    page that shows the form, "" for one that no page has shown; for a form of a page, where it is
    sent.
    """

    id: str
    kind: DraftKind
    province_code: str | None
    target: str
    title: str
    address: str
    answers: Mapping[str, tuple[str, ...]]
    files: tuple[DraftFile, ...]


@dataclass(frozen=True, slots=True)
class KeptDraft(Draft):
    """A draft with the time at which it was last kept."""

    saved_at: datetime


def own_drafts(
    session: Session,
    *,
    account_id: str,
    since: datetime,
    kind: DraftKind | None = None,
    target: str | None = None,
) -> tuple[KeptDraft, ...]:
    """The person's drafts kept after ``since``, newest first: all, or those of one form."""
    given = {"account": account_id, "since": since, "kind": kind, "target": target}
    query = _own(one_kind=kind is not None, one_target=target is not None)
    rows = query.all(connection_of(session), given)
    names = _draft_row.columns.keys()
    return tuple(_draft(FormDraft(**dict(zip(names, row, strict=True)))) for row in rows)


@cache
def _own(*, one_kind: bool, one_target: bool) -> PreparedQuery:
    column = _draft_row.c
    query = select(_draft_row).where(
        column.account_id == bindparam("account", type_=Key),
        column.saved_at > bindparam("since", type_=UtcDateTime),
        *([column.kind == bindparam("kind", type_=Code)] if one_kind else []),
        *([column.target == bindparam("target", type_=String)] if one_target else []),
    )
    return PreparedQuery(query.order_by(column.saved_at.desc(), column.id))


def own_draft(session: Session, *, account_id: str, draft_id: str, since: datetime) -> KeptDraft:
    """The person's draft with this id, if it was kept after ``since``. Raises DraftNotFound."""
    row = session.get(FormDraft, (account_id, draft_id))
    if row is None or row.saved_at <= since:
        raise DraftNotFound
    return _draft(row)


def _draft(row: FormDraft) -> KeptDraft:
    return KeptDraft(
        id=row.id,
        kind=cast("DraftKind", row.kind),
        province_code=row.province_code,
        target=row.target,
        title=row.title,
        address=row.address,
        answers={name: tuple(values) for name, values in row.answers.items()},
        files=tuple(DraftFile(**file) for file in row.files),  # type: ignore[arg-type]  # as kept
        saved_at=row.saved_at,
    )
