"""What has been stays: nobody stops having been somewhere on a day that is past.

Asked by every act that changes dated rows and by an import of the whole configuration, so that
"who could do what on that day" has one answer for good.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.store.access import AccessGrant
from engine.store.base import Base
from engine.store.organisation import (
    Appointment,
    DeskMove,
    FocalPerson,
    ServingUnit,
    Substitution,
    Unit,
)
from engine.store.rules import BeneficiaryAccount

DATED = (
    Unit,
    Appointment,
    Substitution,
    FocalPerson,
    ServingUnit,
    AccessGrant,
    BeneficiaryAccount,
    DeskMove,
)
"""What holds from a day up to another."""
FROM_TODAY = "Chỉ kết thúc từ hôm nay trở đi: những ngày đã qua giữ nguyên."


def begins_on(entity: type[Base]) -> str:
    """The column with the first day of such a row."""
    return "day" if entity is DeskMove else "valid_from"


def loses_past(
    entity: type[Base],
    before: Mapping[str, Any],
    after: Mapping[str, Any] | None,
    today: date,
) -> bool:
    """Whether a change takes away days before ``today``, or all trace of what began by then.

    ``after`` is ``None`` for a row that is deleted: one that begins today may have been used.
    """
    if entity not in DATED:
        return False
    begins = begins_on(entity)
    if after is None:
        return bool(before[begins] <= today)
    first, last = before[begins], min(before["valid_to"] or today, today)
    if first >= last:
        return False
    return bool(after[begins] > first or (after["valid_to"] or today) < last)
