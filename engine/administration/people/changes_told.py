"""The record of the configuration in words: which thing, which of its fields, from what to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.administration.people.listing import changes
from engine.administration.people.row_words import (
    OFFICERS,
    POSITIONS,
    SUBJECTS,
    UNITS,
    RowWords,
    coded,
    row_words,
)
from engine.catalogue.register_words import label_of

KINDS: Mapping[str, str] = {
    "added": "thêm",
    "changed": "sửa",
    "removed": "bỏ",
    "undone": "hoàn tác",
    "imported": "nhập",
    "published": "công bố",
    "retired": "thu hồi",
    "approved": "duyệt",
}
FIELDS: Mapping[str, str] = {
    "absent_id": "thay cho",
    "areas": "khu vực",
    "basis": "văn bản",
    "before_name": "tên cũ",
    "before_short_name": "tên gọi tắt cũ",
    "closed_at": "đóng từ",
    "commune_code": "xã, phường",
    "count": "số chỗ đổi",
    "data": "nội dung",
    "day": "từ ngày",
    "duty": "đầu mối về",
    "email": "thư điện tử",
    "freed": "cho đăng nhập lại ngay",
    "full_name": "họ và tên",
    "honorific": "xưng hô",
    "identity_number": "số định danh",
    "leads": "đứng đầu đơn vị",
    "locked_at": "khóa từ",
    "manner": "thể thức ký",
    "new_code": "đơn vị nhận",
    "officer_id": "cán bộ",
    "old_code": "đơn vị cũ",
    "paper": "văn bản",
    "phone": "điện thoại",
    "position_code": "chức danh",
    "procedure_code": "thủ tục",
    "proposed_at": "đề nghị lúc",
    "proposed_by": "người đề nghị",
    "proposed_name": "người đề nghị",
    "reason": "lý do",
    "role": "vai trò",
    "state": "tình trạng",
    "subject": "việc",
    "successor": "người nhận việc",
    "title": "tên, trích yếu",
    "to_position_code": "chức danh mới",
    "to_unit_code": "đơn vị mới",
    "unit_code": "đơn vị",
    "unit_kinds": "loại đơn vị có chức danh",
    "until": "dùng được đến",
    "username": "tên đăng nhập",
    "version": "bản",
}
NAMING = ("name", "title", "full_name", *OFFICERS, "role", *POSITIONS, *UNITS, "username", "code")
"""Fields by which a thing is known, the most telling first."""
UNTOLD = ("id", "content", "share", "digest", "proposal")
"""What only the machine reads."""
TELLING = 2
"""So many of them name a thing."""


@dataclass(frozen=True, slots=True)
class FieldTold:
    """A field with what it was and what it is; "" for nothing.

    ``coded``: these are codes that no name stands for.
    """

    label: str
    before: str
    after: str
    coded: bool


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """An entry of the record. ``thing``: what was changed, ``named``: which one of them."""

    at: datetime
    name: str
    kind: str
    thing: str
    named: str
    fields: tuple[FieldTold, ...]


def changes_told(session: Session, *, person: Person, province_code: str) -> tuple[ChangeTold, ...]:
    """The newest entries in words, as ``changes`` gives them. Raises NotAdministrator."""
    rows = changes(session, person=person, province_code=province_code)
    words = row_words(session, province_code)
    return tuple(
        ChangeTold(
            at=row.at,
            name=row.name,
            kind=KINDS.get(row.kind, row.kind),
            thing=SUBJECTS.get(row.subject, row.subject),
            named=_named(words, row.after or row.before or {}, row.subject_key),
            fields=tuple(_fields(words, row.before or {}, row.after or {})),
        )
        for row in rows
    )


def _named(words: RowWords, row: Mapping[str, object], key: str) -> str:
    """Which thing it is; by the key of its row where it has no name."""
    data = row.get("data")
    if isinstance(data, Mapping) and data.get("name"):
        return str(data["name"])
    there = [name for name in NAMING if row.get(name)]
    telling = [name for name in there if name not in ("code", "username")] or there
    if telling:
        return ", ".join(words.said(name, row[name]) for name in telling[:TELLING])
    return words.thing(key)


def _fields(
    words: RowWords, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[FieldTold]:
    for name in after or before:
        was, is_now = before.get(name), after.get(name)
        said = words.said(name, was), words.said(name, is_now)
        if was == is_now or name in UNTOLD or not any(said):
            continue
        yield FieldTold(FIELDS.get(name) or label_of(name), *said, coded(name, *said))
