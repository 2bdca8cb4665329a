"""Values of stored rows as people read them: names for codes, days by the calendar here.

The record of changes and what is shown of a table that is brought in say them alike.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ROLES
from engine.catalogue.desk_names import names_in
from engine.catalogue.register_words import WORDS, words_of
from engine.organisation.named import named_apart, namesakes
from engine.organisation.serving import ROLE_NAMES
from engine.organisation.substitutions import MANNERS
from engine.organisation.tree import Setting, setting_of
from engine.store.catalogue import Procedure
from engine.store.organisation import ConfigurationChange, Officer, Position, Unit
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
    "local_rules": "quy định",
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
_TRUTH = ("True", "False")
_ID = re.compile(r"[0-9a-f]{16,}")
_CODE = re.compile(r"(?<![a-z0-9])[a-z][a-z0-9]*+(?:_[a-z0-9]++)+")


def coded(name: str, *said: str) -> bool:
    """Whether what is said of a column are codes that no name stands for."""
    return name == "code" or any(_CODE.search(one) for one in said)


@dataclass(frozen=True, slots=True)
class RowWords:
    """Codes of a province as names. ``gone``: what the record says of those that are no more."""

    setting: Setting
    officers: Mapping[str, str]
    procedures: Mapping[str, str]
    gone: Mapping[str, str]

    def thing(self, key: str) -> str:
        """What the key of a row names, part by part."""
        calendars = {code: one.name for code, one in self.setting.calendars.items()}
        names = {**self.gone, **names_in(self.setting), **calendars, **self.procedures}
        parts = (one for one in key.split("/") if one not in ("", "None"))
        told = (
            self.officers.get(one) or names.get(one) or _moment(one) or one
            for one in parts
            if one in self.officers or not _ID.fullmatch(one)
        )
        return ", ".join(told)

    def said(self, name: str, value: object) -> str:
        """The value of a column in words; "" for none, and for what only the machine reads."""
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            kinds = names_in(self.setting) if name == "unit_kinds" else {}
            return ", ".join(kinds.get(str(one), str(one)) for one in value)
        if isinstance(value, Mapping | list | tuple):
            return f"{len(value)} mục"
        if value is None:
            return ""
        text = str(value)
        if name not in OFFICERS and _ID.fullmatch(text):
            return ""
        if (names := self._names(name)) is not None:
            return names.get(text) or self.gone.get(text, text)
        # Lists of procedures tell what they hold as text.
        plain = text == _TRUTH[0] if text in _TRUTH else value
        return _moment(text) or words_of(name, plain)

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
        kinds = names_in(self.setting)
        return {
            "role": {**ROLE_NAMES, **roles},
            "state": STATES,
            "identity_number": STATES,
            "subject": SUBJECTS,
            "manner": MANNERS,
            "kind": {**kinds, **WORDS["kind"]},
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


def row_words(session: Session, province_code: str) -> RowWords:
    """The words of a province today."""
    officers = session.execute(
        select(Officer.id, Officer.full_name, Officer.username).where(
            Officer.province_code == province_code
        )
    ).all()
    alike = namesakes((row.id, row.full_name) for row in officers)
    procedures = select(Procedure.code, Procedure.short_name).where(
        Procedure.province_code == province_code
    )
    return RowWords(
        setting_of(session, province_code),
        {
            row.id: named_apart(row.full_name, row.username) if row.id in alike else row.full_name
            for row in officers
        },
        {row.code: row.short_name for row in session.execute(procedures)},
        _gone(session, province_code),
    )


def _gone(session: Session, province_code: str) -> Mapping[str, str]:
    """Units and positions that were taken away: what the record of changes calls them."""
    told = session.execute(
        select(ConfigurationChange.subject_key, ConfigurationChange.before)
        .where(
            ConfigurationChange.province_code == province_code,
            ConfigurationChange.kind == "removed",
            ConfigurationChange.subject.in_([Unit.__tablename__, Position.__tablename__]),
        )
        .order_by(ConfigurationChange.epoch, ConfigurationChange.seq)
    )
    return {key: str(row.get("name") or row.get("title")) for key, row in told if row}
