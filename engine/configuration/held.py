"""What a province's configuration holds, part by part, before somebody takes it along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.configuration.exporting import CALENDARS, PACKAGES
from engine.configuration.sections import SECTIONS
from engine.organisation.tree import setting_of
from engine.store.base import table_of
from engine.store.catalogue import PackageFile
from engine.store.organisation import WorkCalendar

WORDS: Mapping[str, str] = {
    "organisation/units.csv": "Đơn vị",
    "organisation/successions.csv": "Đơn vị nhận việc của đơn vị",
    "organisation/renamings.csv": "Đổi tên đơn vị",
    "organisation/desk_moves.csv": "Việc của vị trí chuyển chỗ làm",
    "organisation/positions.csv": "Chức danh",
    "organisation/officers.csv": "Cán bộ",
    "organisation/appointments.csv": "Vị trí của cán bộ",
    "organisation/substitutions.csv": "Người thay",
    "organisation/focal_persons.csv": "Cán bộ đầu mối",
    "organisation/access_grants.csv": "Vai trò được giao",
    "organisation/serving_units.csv": "Đơn vị phục vụ xã, phường",
    "organisation/areas.csv": "Khu vực",
    "organisation/area_units.csv": "Đơn vị của khu vực",
    "catalogue/procedures.csv": "Thủ tục",
    "catalogue/sectors.csv": "Lĩnh vực",
    "catalogue/legal_bases.csv": "Căn cứ pháp lý",
    "catalogue/result_types.csv": "Loại kết quả",
    "catalogue/beneficiary_accounts.csv": "Tài khoản thụ hưởng",
    "catalogue/procedure_results.csv": "Kết quả của thủ tục",
    "catalogue/procedure_documents.csv": "Thành phần hồ sơ",
    "catalogue/procedure_fees.csv": "Phí, lệ phí",
    "packages/packages.csv": "Bản công bố của quy trình",
    "rules/rules.csv": "Quy định của địa phương",
    "rules/periods.csv": "Hiệu lực của quy định",
    "rules/events.csv": "Nhật ký của quy định",
    CALENDARS: "Lịch làm việc",
    PACKAGES: "Tệp của quy trình",
}


@dataclass(frozen=True, slots=True)
class HeldPart:
    """A file or folder of the configuration, what it is, and how many it holds."""

    path: str
    words: str
    count: int


def held(session: Session, *, admin: Administrator) -> tuple[HeldPart, ...]:
    """Each part, in the order of the files. Raises ProvinceAdminOnly."""
    admin.require("configuration.export", setting_of(session, admin.province_code))
    entities: dict[str, Any] = {one.path: one.entity for one in SECTIONS}
    entities |= {CALENDARS: WorkCalendar, PACKAGES: PackageFile}
    return tuple(
        HeldPart(path, WORDS[path], _count(session, entity, admin.province_code))
        for path, entity in entities.items()
    )


def _count(session: Session, entity: Any, province_code: str) -> int:
    table = table_of(entity)
    query = select(func.count()).where(table.c.province_code == province_code)
    return session.scalar(query.select_from(table)) or 0
