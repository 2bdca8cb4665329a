"""Identifiers of a province's agencies: in which form, and each of one unit only.

Decision 20/2020/QĐ-TTg, amended by 09/2025/QĐ-TTg: the identifier of the province, then that of
its agency, then of what is below it: H41, H41.101, H41.101.01. Pure.
"""

from engine.organisation.tree import Setting
from engine.typed.identifiers import KINDS
from engine.typed.text import Unreadable


def agency_code_fault(setting: Setting, unit_code: str, agency_code: str) -> str | None:
    """Why the unit can't have this identifier; ``None``: it can.

    One that ended keeps its own: codes of cases and of results say it for good.
    """
    kind = KINDS["agency_code"]
    try:
        lawful = kind.read(agency_code) == agency_code
    except Unreadable:
        lawful = False
    if not lawful:
        return f"“{agency_code[:60]}” không dùng được: {kind.wrong}."
    own = setting.agency_code
    if agency_code != own and not agency_code.startswith(f"{own}."):
        return f"Mã định danh của đơn vị trong tỉnh bắt đầu bằng {own}, ví dụ {own}.102.01."
    units = setting.units.values()
    others = (one for one in units if one.agency_code == agency_code and one.code != unit_code)
    other = next(others, None)
    return f"Mã định danh {agency_code} đã có đơn vị dùng: {other.name}." if other else None
