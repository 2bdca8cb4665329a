"""What a unit is in the tree: its place, its kind and level, and whether it is an agency.

Who leads a unit, reads its dossiers and administers it follows from these, and its identifier
stands in the codes of its cases: nobody comes to any of it because one person writes another cell.
"""

from collections.abc import Collection
from typing import Protocol

from sqlalchemy import or_, select

from engine.administration.configuring import ConfigurationAct
from engine.catalogue.register_words import label_of
from engine.organisation.agency_codes import agency_code_fault
from engine.organisation.records import UnitRecord
from engine.store.cases import Case, Task
from engine.store.organisation import Appointment

NAMES_AGENCIES = "organisation.successions"
"""The right by which a unit is given an identifier of its own: the province's administrators'."""
BY_TWO = (
    "Đơn vị đã có người làm việc hoặc có hồ sơ: “{name}” chỉ đổi bằng Sắp xếp lại, "
    "hoặc nạp Cấu hình của tỉnh, hai người quyết định."
)


class Placed(Protocol):
    """A unit as it is to be in the tree."""

    @property
    def parent_code(self) -> str | None:
        """The unit above it."""

    @property
    def kind(self) -> str:
        """What sort of unit it is."""

    @property
    def level(self) -> str:
        """Of which level it is."""

    @property
    def agency_code(self) -> str | None:
        """The identifier of its own."""


def check_place(act: ConfigurationAct, known: UnitRecord, entry: Placed) -> None:
    """Nobody comes to lead a unit, and no work goes elsewhere, because of what its row says.

    Where people work or cases lie, at the unit or below it, two people decide that: a plan lets one
    unit take over from another, a proposal of the configuration changes the row.
    """
    same = {
        "parent_code": known.parent == entry.parent_code,
        "kind": known.kind == entry.kind,
        "level": known.level == entry.level,
        "agency_code": known.agency_code == entry.agency_code,
    }
    if act.admin.person is None or all(same.values()) or not is_used(act, known.code):
        return
    for name, kept in same.items():
        act.check(kept, name, BY_TWO.format(name=label_of(name)))


def check_agency_code(
    act: ConfigurationAct, known: UnitRecord | None, code: str, agency_code: str | None
) -> None:
    """An identifier that is new or dropped: by whom, in which form, and of nobody else.

    An agency's own administrator neither makes an agency of a room nor takes one in (ADR 21).
    """
    if agency_code == (known.agency_code if known else None):
        return
    words = "Mã định danh do quản trị cả tỉnh ghi: hãy bỏ trống, hoặc nhờ quản trị tỉnh."
    act.check(act.may(NAMES_AGENCIES), "agency_code", words)
    if agency_code is not None:
        fault = agency_code_fault(act.setting, code, agency_code)
        act.check(fault is None, "agency_code", fault or "")


def is_used(act: ConfigurationAct, code: str) -> bool:
    """Whether anybody works there or below, or ever did, or a case has to do with a unit there."""
    units = act.setting.units
    below = [one for one in units if act.setting.within(one, {code})]
    return _worked(act, below) or _has_cases(act, below)


def _worked(act: ConfigurationAct, units: Collection[str]) -> bool:
    people = select(Appointment.officer_id).where(
        Appointment.province_code == act.province_code, Appointment.unit_code.in_(units)
    )
    return act.session.scalar(people.limit(1)) is not None


def _has_cases(act: ConfigurationAct, units: Collection[str]) -> bool:
    of_case = (Case.receiving_unit, Case.competent_unit, Case.returning_unit)
    cases = select(Case.id).where(
        Case.province_code == act.province_code, or_(*(one.in_(units) for one in of_case))
    )
    tasks = select(Task.id).where(
        Task.province_code == act.province_code, Task.unit_code.in_(units)
    )
    return any(act.session.scalar(one.limit(1)) is not None for one in (cases, tasks))
