"""The record of the configuration in words: which thing, which of its fields, from what to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ROLES
from engine.accounts import Person
from engine.administration.people.listing import changes
from engine.catalogue.register_words import label_of, words_of
from engine.organisation.tree import Setting, setting_of
from engine.store.organisation import Officer
from engine.worktime import ZONE

SUBJECTS: Mapping[str, str] = {
    "access_grants": "vai trò",
    "accounts": "tài khoản",
    "appointments": "vị trí của cán bộ",
    "area_units": "đơn vị của khu vực",
    "areas": "khu vực",
    "awaiting_confirmation": "việc chờ người thứ hai",
    "beneficiary_accounts": "tài khoản thu",
    "calendars": "lịch làm việc",
    "configuration": "cấu hình của tỉnh",
    "desk_moves": "việc chuyển chỗ làm",
    "focal_persons": "cán bộ đầu mối",
    "legal_bases": "văn bản căn cứ",
    "officers": "cán bộ",
    "positions": "chức danh",
    "procedure_documents": "giấy tờ của thủ tục",
    "procedure_fees": "phí của thủ tục",
    "procedure_results": "kết quả của thủ tục",
    "procedures": "thủ tục",
    "proposals": "đề nghị",
    "provinces": "tỉnh",
    "reorganisations": "việc sắp xếp đơn vị",
    "result_types": "loại kết quả",
    "sectors": "lĩnh vực",
    "serving_units": "đơn vị phục vụ",
    "substitutions": "người thay",
    "system_tokens": "khóa của hệ thống bên ngoài",
    "unit_renamings": "việc đổi tên đơn vị",
    "unit_successions": "việc nhận bàn giao của đơn vị",
    "units": "đơn vị",
}
KINDS: Mapping[str, str] = {
    "added": "thêm",
    "changed": "sửa",
    "removed": "bỏ",
    "undone": "hoàn tác",
    "imported": "nhập",
}
FIELDS: Mapping[str, str] = {
    "absent_id": "thay cho",
    "basis": "văn bản",
    "before_name": "tên cũ",
    "before_short_name": "tên gọi tắt cũ",
    "closed_at": "đóng từ",
    "commune_code": "xã, phường",
    "day": "từ ngày",
    "duty": "đầu mối về",
    "email": "thư điện tử",
    "full_name": "họ và tên",
    "honorific": "xưng hô",
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
    "role": "vai trò",
    "title": "tên, trích yếu",
    "to_position_code": "chức danh mới",
    "to_unit_code": "đơn vị mới",
    "unit_code": "đơn vị",
    "unit_kinds": "loại đơn vị có chức danh",
    "username": "tên đăng nhập",
}
UNITS = ("unit_code", "parent_code", "old_code", "new_code", "to_unit_code", "commune_code")
POSITIONS, OFFICERS = ("position_code", "to_position_code"), ("officer_id", "absent_id")
NAMING = ("name", "title", "full_name", *OFFICERS, "role", *POSITIONS, *UNITS, "username", "code")
"""Fields by which a thing is known, the most telling first."""
UNTOLD = ("id", "content", "share")
"""What only the machine reads."""
TELLING = 2
"""So many of them name a thing."""


@dataclass(frozen=True, slots=True)
class FieldTold:
    """A field with what it was and what it is; "" for nothing."""

    label: str
    before: str
    after: str


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
    """The newest entries in words. Raises NotAdministrator, ProvinceAdminOnly."""
    rows = changes(session, person=person, province_code=province_code)
    query = select(Officer.id, Officer.full_name).where(Officer.province_code == province_code)
    officers = {row.id: row.full_name for row in session.execute(query)}
    words = _Words(setting_of(session, province_code), officers)
    return tuple(
        ChangeTold(
            at=row.at,
            name=row.name,
            kind=KINDS.get(row.kind, row.kind),
            thing=SUBJECTS.get(row.subject, row.subject),
            named=words.named(row.after or row.before or {}) or row.subject_key,
            fields=tuple(words.fields(row.before or {}, row.after or {})),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Codes of the province as names."""

    setting: Setting
    officers: Mapping[str, str]

    def named(self, row: Mapping[str, object]) -> str:
        there = [name for name in NAMING if row.get(name)]
        return ", ".join(self.said(name, row[name]) for name in there[:TELLING])

    def fields(
        self, before: Mapping[str, object], after: Mapping[str, object]
    ) -> Iterator[FieldTold]:
        for name in after or before:
            was, is_now = before.get(name), after.get(name)
            if was != is_now and name not in UNTOLD:
                label = FIELDS.get(name) or label_of(name)
                yield FieldTold(label, self.said(name, was), self.said(name, is_now))

    def said(self, name: str, value: object) -> str:
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            return ", ".join(map(str, value))
        if isinstance(value, Mapping | list | tuple):
            return f"{len(value)} mục"
        if value is None:
            return ""
        text = str(value)
        if (names := self._names(name)) is not None:
            return names.get(text, text)
        return _moment(text) or words_of(name, value)

    def _names(self, field: str) -> Mapping[str, str] | None:
        """What the codes of a field are called; ``None`` of a field that says it itself."""
        if field in UNITS:
            return {code: unit.name for code, unit in self.setting.units.items()}
        if field in POSITIONS:
            return self.setting.positions
        if field in OFFICERS:
            return self.officers
        return {code: one.title for code, one in ROLES.items()} if field == "role" else None


def _moment(text: str) -> str:
    """A day or a moment as JSON keeps it, by the clock here; "" for another text."""
    try:
        if len(text) == len("2025-12-31"):
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        if "T" in text:
            return f"{datetime.fromisoformat(text).astimezone(ZONE):%H:%M %d/%m/%Y}"
    except ValueError:
        pass
    return ""
