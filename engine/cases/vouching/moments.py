"""Whether a received or end time of a case was ever another than the moment of its act."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.facts.events_of_outages import OutageSlipConfirmed, OutageSlipTaken
from engine.facts.reading import Recorded
from engine.facts.words import Words

_MOMENTS = {
    "submitted_at": "ngày nộp",
    "received_at": "ngày tiếp nhận",
    "finished_at": "ngày giải quyết xong",
    "returned_at": "ngày trả kết quả",
}


def corrected_faults(history: Sequence[Recorded]) -> Iterator[str]:
    """The times that somebody gave, in Vietnamese: no act takes one, so they were corrected.

    A late case stays late: rows and audit may agree, and still the time is not the act's. The
    slip of an outage that two people vouch for gives an earlier one, and no other.
    """
    for told in history:
        by_slip = _by_slip(told, history)
        for column, name in _MOMENTS.items():
            given = told.trace.get("case", {}).get(column)
            at = None if given is None else datetime.fromisoformat(str(given))
            if at is not None and at not in (told.at, by_slip):
                yield f"{name} đã bị sửa ở sự kiện {told.seq}: không phải lúc việc xảy ra."


def slips_confirmed(history: Sequence[Recorded]) -> Iterator[str]:
    """The times that were lawfully corrected: by the slip of an outage, in Vietnamese."""
    for told in history:
        if isinstance(told.event, OutageSlipConfirmed) and _by_slip(told, history) is not None:
            yield told.event.sentence(Words(told.actor))


def _by_slip(told: Recorded, history: Sequence[Recorded]) -> datetime | None:
    """The moment of a slip that another person took before, and that is earlier than what stood."""
    event = told.event
    if not isinstance(event, OutageSlipConfirmed):
        return None
    taken = None
    for one in history:
        if one.seq < told.seq and isinstance(one.event, OutageSlipTaken):
            taken, by = one.event, one.actor.account_id
    if taken is None or by == told.actor.account_id or taken.number != event.number:
        return None
    earlier = event.after < event.filed_before <= event.before
    return event.after if earlier and taken.moment == event.after else None
