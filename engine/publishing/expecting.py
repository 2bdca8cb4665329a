"""What a scenario expects of a dossier at its end, beside how the dossier ended. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.catalogue.scenarios import Expected
from engine.errors import WalkFailed
from engine.worktime.wording import amount_text, due_text


@dataclass(frozen=True, slots=True)
class Ended:
    """How a dossier ended: ``path`` of its steps, their ``hours`` in sum (working hours), ``fee``
    in đồng, ``variant`` of its limit, ``done`` elements of the diagram.
    """

    path: tuple[str, ...]
    hours: Decimal
    status: int
    fee: Decimal
    variant: str | None
    due_at: datetime | None
    done: Collection[str]


def check_end(expected: Expected, ended: Ended) -> None:
    """Raise WalkFailed for the first thing that is not as expected."""
    if expected.path and ended.path != expected.path:
        fail_at_end(f"đường đi {' '.join(ended.path)} khác kịch bản")
    _compare("tổng giờ", ended.hours, expected.working_hours)
    _compare("trạng thái", ended.status, expected.status)
    _compare("phí, lệ phí (đồng)", ended.fee, expected.fee)
    if expected.variant is not None and ended.variant != expected.variant:
        found = f"thời hạn của {ended.variant or 'mọi hồ sơ'}"
        fail_at_end(f"{found}, kịch bản mong {expected.variant}")
    due_at = ended.due_at.replace(second=0, microsecond=0) if ended.due_at else None
    if expected.due_at is not None and due_at != expected.due_at:
        found = due_text(due_at) if due_at else "không có"
        fail_at_end(f"hẹn trả {found}, kịch bản mong {due_text(expected.due_at)}")
    if expected.end is not None and expected.end not in ended.done:
        fail_at_end(f"không kết thúc tại {expected.end} như kịch bản mong")


def fail_at_end(reason: str) -> None:
    """Raise WalkFailed: the dossier came to its end, but not as it should."""
    raise WalkFailed(step="kết thúc", reason=reason)


def _compare(what: str, found: Decimal | int, wanted: Decimal | int | None) -> None:
    if wanted is not None and found != wanted:
        told, asked = (amount_text(Decimal(number)) for number in (found, wanted))
        fail_at_end(f"{what}: {told}, kịch bản mong {asked}")
