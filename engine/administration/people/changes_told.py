"""The record of the configuration in words: which thing, which of its fields, from what to what."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ROLES
from engine.accounts import Person
from engine.administration.people.listing import changes
from engine.catalogue.desk_names import desk_names, names_in
from engine.catalogue.register_words import label_of, words_of
from engine.organisation.serving import ROLE_NAMES
from engine.organisation.substitutions import MANNERS
from engine.organisation.tree import Setting, setting_of
from engine.store.catalogue import Procedure
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
    "packages": "quy trình của thủ tục",
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
STATES: Mapping[str, str] = {
    "invited": "đã cấp mã, chưa đặt mật khẩu",
    "unused": "chưa đăng nhập lần nào",
    "in_use": "đang dùng",
    "locked": "đã khóa",
    "left": "đã đóng",
    "waiting": "chờ người thứ hai",
    "confirmed": "đã xác nhận",
    "ended": "đã thôi",
    "told": "đã ghi",
}
"""States of accounts and of keys of systems."""
UNITS = ("unit_code", "parent_code", "old_code", "new_code", "to_unit_code", "commune_code")
POSITIONS, OFFICERS = ("position_code", "to_position_code"), ("officer_id", "absent_id")
NAMING = ("name", "title", "full_name", *OFFICERS, "role", *POSITIONS, *UNITS, "username", "code")
"""Fields by which a thing is known, the most telling first."""
UNTOLD = ("id", "content", "share", "digest", "proposal")
"""What only the machine reads."""
_ID = re.compile(r"[0-9a-f]{16,}")
_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
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
    """The newest entries in words. Raises NotAdministrator, ProvinceAdminOnly."""
    rows = changes(session, person=person, province_code=province_code)
    query = select(Officer.id, Officer.full_name).where(Officer.province_code == province_code)
    officers = {row.id: row.full_name for row in session.execute(query)}
    setting = setting_of(session, province_code)
    procedures = select(Procedure.code, Procedure.short_name).where(
        Procedure.province_code == province_code
    )
    named = {row.code: row.short_name for row in session.execute(procedures)}
    words = _Words(setting, officers, named)
    return tuple(
        ChangeTold(
            at=row.at,
            name=row.name,
            kind=KINDS.get(row.kind, row.kind),
            thing=SUBJECTS.get(row.subject, row.subject),
            named=words.named(row.after or row.before or {}, row.subject_key),
            fields=tuple(words.fields(row.before or {}, row.after or {})),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Codes of the province as names."""

    setting: Setting
    officers: Mapping[str, str]
    procedures: Mapping[str, str]

    def named(self, row: Mapping[str, object], key: str) -> str:
        """Which thing it is; by the key of its row where it has no name."""
        data = row.get("data")
        if isinstance(data, Mapping) and data.get("name"):
            return str(data["name"])
        there = [name for name in NAMING if row.get(name)]
        telling = [name for name in there if name not in ("code", "username")] or there
        if telling:
            return ", ".join(self.said(name, row[name]) for name in telling[:TELLING])
        calendars = {code: one.name for code, one in self.setting.calendars.items()}
        names = {**names_in(self.setting), **calendars, **self.procedures}
        return "" if _ID.fullmatch(key) else names.get(key, key)

    def fields(
        self, before: Mapping[str, object], after: Mapping[str, object]
    ) -> Iterator[FieldTold]:
        for name in after or before:
            was, is_now = before.get(name), after.get(name)
            said = self.said(name, was), self.said(name, is_now)
            if was == is_now or name in UNTOLD or not any(said):
                continue
            coded = name == "code" or any(_CODE.search(one) for one in said)
            yield FieldTold(FIELDS.get(name) or label_of(name), *said, coded)

    def said(self, name: str, value: object) -> str:
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            kinds = desk_names(self.setting) if name == "unit_kinds" else {}
            return ", ".join(kinds.get(str(one), str(one)) for one in value)
        if isinstance(value, Mapping | list | tuple):
            return f"{len(value)} mục"
        if value is None:
            return ""
        text = str(value)
        if name not in OFFICERS and _ID.fullmatch(text):
            return ""
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
        return self._others().get(field)

    def _others(self) -> Mapping[str, Mapping[str, str]]:
        roles = {code: one.title for code, one in ROLES.items()}
        return {
            "role": {**ROLE_NAMES, **roles},
            "state": STATES,
            "identity_number": STATES,
            "subject": SUBJECTS,
            "manner": MANNERS,
            "procedure_code": {code: f"{name} ({code})" for code, name in self.procedures.items()},
            "calendar_code": {code: one.name for code, one in self.setting.calendars.items()},
        }


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
