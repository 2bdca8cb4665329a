"""Rows of common catalogues by which something reaches that two people decided.

An approved rule names its area, and a designer's post no sector: these rows say which units and
which sectors it is. Where anything goes by one, two people change it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from engine.access import ROLE_OF_POSITION
from engine.administration.configuring import ConfigurationAct
from engine.store.access import AccessGrant
from engine.store.base import Base
from engine.store.catalogue import Sector
from engine.store.organisation import Appointment, Substitution
from engine.store.rules import AreaUnit, LocalRule, RulePeriod

ROLE = "designer"
POSITIONS = [code for code, role in ROLE_OF_POSITION.items() if role == ROLE]
BY_TWO = "chỉ đổi bằng nạp Cấu hình của tỉnh, hai người quyết định."
AREA = f"Đang có quy định áp dụng hoặc chờ duyệt cho khu vực này: các đơn vị của khu vực {BY_TWO}"
SECTOR = f"Đang có người thiết kế quy trình ở cơ quan phụ trách: cơ quan của lĩnh vực {BY_TWO}"


def check_reach(
    act: ConfigurationAct, entity: type[Base], values: Mapping[str, Any], *, gone: bool = False
) -> None:
    """A fault where something reaches further, or less far, by one person's change of the row.

    ``gone``: the row is taken away. The operator needs nobody else.
    """
    row = act.find(entity, values)
    if act.admin.person is None:
        return
    if entity is AreaUnit and (gone or row is None):
        act.check(not _has_rules(act, values["area_code"]), "area_code", AREA)
    elif entity is Sector:
        was = row.unit_code if row else None
        is_to_be = None if gone else values.get("unit_code", was)
        act.check(not _design(act, was, is_to_be), "unit_code", SECTOR)


def _has_rules(act: ConfigurationAct, area: str) -> bool:
    """Whether a rule about the area holds, will, or lies before who approves it."""
    place = f"area:{area}"
    holds = select(RulePeriod.rule_id).where(
        RulePeriod.province_code == act.province_code,
        RulePeriod.place == place,
        RulePeriod.until_epoch.is_(None),
        or_(RulePeriod.valid_to.is_(None), RulePeriod.valid_to > act.today),
    )
    waits = select(LocalRule.id).where(
        LocalRule.province_code == act.province_code,
        LocalRule.place == place,
        LocalRule.state == "submitted",
    )
    return any(act.session.scalar(one.limit(1)) is not None for one in (holds, waits))


def _design(act: ConfigurationAct, was: str | None, is_to_be: str | None) -> bool:
    """Whether somebody designs in the sector, or will, by the one agency and not by the other."""
    setting = act.setting

    def reached(agency: str | None, designers: str) -> bool:
        return agency is not None and setting.within(agency, {setting.agency_unit(designers)})

    units = [one for one in setting.units if reached(was, one) is not reached(is_to_be, one)]
    return bool(units) and any(
        act.session.scalar(
            select(entity.officer_id)
            .where(
                entity.province_code == act.province_code,
                entity.unit_code.in_(units),
                which,
                or_(entity.valid_to.is_(None), entity.valid_to > act.today),
            )
            .limit(1)
        )
        is not None
        for entity, which in (
            (Appointment, Appointment.position_code.in_(POSITIONS)),
            (Substitution, Substitution.position_code.in_(POSITIONS)),
            (AccessGrant, AccessGrant.role == ROLE),
        )
    )
