"""The days off of Việt Nam for 2025–2027, year by year, and swapped working days.

This table wins over the ``holidays`` package, which (0.109) misses the swap of 02/01/2026, reports
working days of 2014 and 2019 for every year, and can't know which days the Government will choose.
Legal frame: Bộ luật Lao động 2019 Đ112 (the days) and Đ111.3 (a day off in place of a holiday on a
weekly rest day). ``certain=False`` marks what no announcement confirms yet; correct the line when
it appears, or override it in the unit's calendar.
"""

from datetime import date
from typing import Final

from engine.worktime.days import DatedDay, DayKind

_LAW = "Bộ luật Lao động 2019, Điều 112"
_IN_PLACE = "Bộ luật Lao động 2019, Điều 111 khoản 3"
_CULTURE = "Nghị quyết 80-NQ/TW ngày 07/01/2026 (chờ đối chiếu văn bản luật)"
_TET_2025 = "Thông báo 6150/TB-BLĐTBXH ngày 03/12/2024"
_SWAP_2026 = "Thông báo của Bộ Nội vụ ngày 25/12/2025"
_PLAN_2026 = "Lịch nghỉ năm 2026 của Bộ Nội vụ"
_AWAITED = "Chờ thông báo của Bộ Nội vụ"

_NEW_YEAR = "Tết Dương lịch"
_TET = "Tết Nguyên đán"
_KINGS = "Giỗ Tổ Hùng Vương"
_VICTORY = "Ngày Chiến thắng"
_LABOUR = "Quốc tế Lao động"
_NATIONAL = "Quốc khánh"
_CULTURE_DAY = "Ngày Văn hóa Việt Nam"


def _off(
    day: date, name: str, basis: str = _LAW, *, observed: bool = False, certain: bool = True
) -> DatedDay:
    kind = DayKind.OBSERVED if observed else DayKind.HOLIDAY
    return DatedDay(day, kind, name, basis, certain)


def _swap(off: date, on: date, name: str, basis: str) -> tuple[DatedDay, DatedDay]:
    return (
        DatedDay(off, DayKind.SWAPPED_OFF, name, basis, paired=on),
        DatedDay(on, DayKind.SWAPPED_ON, name, basis, paired=off),
    )


_2025 = (
    _off(date(2025, 1, 1), _NEW_YEAR),
    _off(date(2025, 1, 27), _TET, _TET_2025),
    _off(date(2025, 1, 28), _TET, _TET_2025),
    _off(date(2025, 1, 29), _TET, _TET_2025),
    _off(date(2025, 1, 30), _TET, _TET_2025),
    _off(date(2025, 1, 31), _TET, _TET_2025),
    _off(date(2025, 4, 7), _KINGS),
    _off(date(2025, 4, 30), _VICTORY),
    _off(date(2025, 5, 1), _LABOUR),
    *_swap(date(2025, 5, 2), date(2025, 4, 26), _VICTORY, _TET_2025),
    _off(date(2025, 9, 1), _NATIONAL, _TET_2025),
    _off(date(2025, 9, 2), _NATIONAL),
)

_2026 = (
    _off(date(2026, 1, 1), _NEW_YEAR),
    *_swap(date(2026, 1, 2), date(2026, 1, 10), _NEW_YEAR, _SWAP_2026),
    _off(date(2026, 2, 16), _TET, _PLAN_2026),
    _off(date(2026, 2, 17), _TET, _PLAN_2026),
    _off(date(2026, 2, 18), _TET, _PLAN_2026),
    _off(date(2026, 2, 19), _TET, _PLAN_2026),
    _off(date(2026, 2, 20), _TET, _PLAN_2026),
    _off(date(2026, 4, 26), _KINGS),
    _off(date(2026, 4, 27), _KINGS, _IN_PLACE, observed=True),
    _off(date(2026, 4, 30), _VICTORY),
    _off(date(2026, 5, 1), _LABOUR),
    *_swap(date(2026, 8, 31), date(2026, 8, 22), _NATIONAL, _PLAN_2026),
    _off(date(2026, 9, 1), _NATIONAL, _PLAN_2026),
    _off(date(2026, 9, 2), _NATIONAL),
    _off(date(2026, 11, 24), _CULTURE_DAY, _CULTURE, certain=False),
)

# Mùng 1 Tết Đinh Mùi is Saturday 06/02/2027. Which five days, and which day beside 02/09, is for
# the Government to say; these follow its choice when the weekdays last fell so (2024 and 2021).
_2027 = (
    _off(date(2027, 1, 1), _NEW_YEAR),
    _off(date(2027, 2, 4), _TET, _AWAITED, certain=False),
    _off(date(2027, 2, 5), _TET, _AWAITED, certain=False),
    _off(date(2027, 2, 6), _TET),
    _off(date(2027, 2, 7), _TET),
    _off(date(2027, 2, 8), _TET),
    _off(date(2027, 2, 9), _TET, _AWAITED, observed=True, certain=False),
    _off(date(2027, 2, 10), _TET, _AWAITED, observed=True, certain=False),
    _off(date(2027, 4, 16), _KINGS),
    _off(date(2027, 4, 30), _VICTORY),
    _off(date(2027, 5, 1), _LABOUR),
    _off(date(2027, 5, 3), _LABOUR, _IN_PLACE, observed=True),
    _off(date(2027, 9, 2), _NATIONAL),
    _off(date(2027, 9, 3), _NATIONAL, _AWAITED, certain=False),
    _off(date(2027, 11, 24), _CULTURE_DAY, _CULTURE, certain=False),
)

COMMITTED: Final = {2025: _2025, 2026: _2026, 2027: _2027}
"""Every day of these years that isn't what its weekday says, for offices closed at weekends."""
