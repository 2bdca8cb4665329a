"""Files that come with an act: their bytes go to the document store, their rows to the case."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from engine.errors import FileRefused, TooManyFiles
from engine.facts.events_of_filing import File
from engine.ports import DocumentStore
from engine.store.base import table_of
from engine.store.cases import CaseDocument
from engine.store.ids import new_id
from engine.typed import Unreadable
from engine.typed.file_names import LONGEST, file_name
from engine.typed.numbers import size_written

if TYPE_CHECKING:
    from engine.cases.act.case_act import CaseAct

Role = Literal["filed", "request", "result", "issued", "opinion", "evidence", "minutes"]
"""Of the dossier; what its owner asks for later; the result; another paper of the agency; of a unit
that was asked; of why the case is late; of a meeting."""
LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""
MOST_OF_CASE = 200
"""Files of one case, filed and results."""
MOST_OF_COMPONENT = 50
"""Files that answer one component of a filing."""

SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}
"""The kinds that are taken, known by their first bytes and never by their name."""
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
}


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A file that a person hands over; ``component`` is the required document it answers."""

    component: str | None
    name: str
    content: bytes


def name_of(document: FiledDocument) -> str:
    """The file's name in its one form, with the ending of its kind. Raises FileRefused."""
    try:
        return file_name(document.name, ENDINGS.get(kind_by_bytes(document.content) or "", ()))
    except Unreadable as unreadable:
        raise FileRefused(name=document.name[:LONGEST], reason=f"tên tệp {unreadable}") from None


def media_type_of(document: FiledDocument) -> str:
    """The kind of the file by its content; its name must be readable too. Raises FileRefused."""
    name_of(document)
    if not document.content:
        raise FileRefused(name=document.name, reason="tệp rỗng")
    if len(document.content) > LARGEST:
        reason = f"nặng {size_written(len(document.content))}, tối đa {size_written(LARGEST)}"
        raise FileRefused(name=document.name, reason=reason)
    found = kind_by_bytes(document.content)
    if found is None:
        raise FileRefused(name=document.name, reason="chỉ nhận PDF, ảnh JPG hoặc PNG")
    return found


def _check_count(session: Session, added: int, key: tuple[str, str], role: Role) -> None:
    """A case has no more files than people can look through; a filing is all of its own."""
    there = 0
    if added and role == "result":
        of_case = (CaseDocument.province_code == key[0], CaseDocument.case_id == key[1])
        counting = select(func.count()).select_from(CaseDocument).where(*of_case)
        there = session.scalar(counting) or 0
    if there + added > MOST_OF_CASE:
        raise TooManyFiles(count=there + added, where="trong một hồ sơ", most=MOST_OF_CASE)


def kind_by_bytes(content: bytes) -> str | None:
    """The media type that the first bytes tell; ``None`` for what is not taken."""
    return next((kind for kind, starts in SIGNATURES.items() if content.startswith(starts)), None)


def add_documents(
    act: "CaseAct",
    documents: Sequence[FiledDocument],
    *,
    role: Role,
    store: DocumentStore,
    columns: Sequence[Mapping[str, object]] = (),
) -> tuple[File, ...]:
    """Keep the files and write their rows, as added by the actor; what the audit says of each.

    ``columns``: what more the row of each says. Raises FileRefused, TooManyFiles.
    """
    _check_count(act.session, len(documents), act.key, role)
    rows: list[dict[str, Any]] = [
        {
            "province_code": act.key[0],
            "case_id": act.key[1],
            "id": new_id(),
            "role": role,
            "component": document.component,
            "name": name_of(document),
            "media_type": media_type_of(document),
            "digest": store.put(document.content),
            "size": len(document.content),
            "added_at": act.now,
            "added_by": act.actor.account_id,
            **more,
        }
        for document, more in zip(documents, columns or [{}] * len(documents), strict=True)
    ]
    if rows:
        act.connection.execute(insert(table_of(CaseDocument)), rows)
    told = [field.name for field in dataclasses.fields(File)]
    return tuple(File(**{name: row[name] for name in told}) for row in rows)
