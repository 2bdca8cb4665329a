"""A running case is due anew: its limit or the cut-off hour of its reception has changed.

The due time is computed from the reception and from every stretch in which the case's clock stood
still, so it comes out the same whether the rule was there before a pause or after it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from engine.administration.rules.running.reached import Planned, Reached, Verdict, due_words
from engine.catalogue.rules.taken import Taken
from engine.deadlines import case_due, resumed_due
from engine.store.cases import ClockInterval
from engine.worktime import ZONE, Span

Ran = Sequence[tuple[datetime, datetime | None]]
"""The stretches in which the case's clock ran: from, until."""


def due_effects(reached: Reached) -> Iterator[Planned]:
    """The case is due anew from its reception; never later than it was promised.

    A case that stands still is late when its new time had run out before it stopped; what is left
    of it runs on when the case does.
    """
    ran = _ran(reached)
    taken = reached.taken
    before: datetime | None = reached.case["due_at"]
    promised = _due(reached, taken, ran)
    after = _due(reached, Taken(taken.with_rules([reached.rule])), ran)
    if after == before:
        return
    stands = ran[-1][1] if ran else None
    verdict, why = _verdict(promised, before, after, now=reached.now, stands=stands)
    changes = {"due_at": after}
    yield reached.plan(due_words(before), due_words(after), verdict, why, changes=changes)


def _ran(reached: Reached) -> Ran:
    query = select(ClockInterval.started_at, ClockInterval.stopped_at).where(
        ClockInterval.province_code == reached.case["province_code"],
        ClockInterval.case_id == reached.case["id"],
        ClockInterval.clock == "case",
    )
    rows = reached.session.execute(query.order_by(ClockInterval.started_at))
    return [(started_at, stopped_at) for started_at, stopped_at in rows]


def _due(reached: Reached, taken: Taken, ran: Ran) -> datetime | None:
    """When the case is due with what it took, pauses included that are over."""
    drawn = reached.package.manifest.time_limit
    own = Span(drawn.amount, drawn.unit)
    limit = taken.limit(own)
    calendar = reached.setting.calendar_of(reached.case["competent_unit"])
    due_at = case_due(
        calendar,
        reached.case["received_at"],
        limit,
        cut_off=taken.cut_off(drawn.cut_off),
        same_day=drawn.same_day and limit is own,
    )
    for (_, stopped_at), (resumed_at, _) in pairwise(ran):
        if due_at is not None and stopped_at is not None:
            due_at = resumed_due(
                calendar, due_at, limit.unit, stopped_at=stopped_at, resumed_at=resumed_at
            )
    return due_at


def _verdict(
    promised: datetime | None,
    before: datetime | None,
    after: datetime | None,
    *,
    now: datetime,
    stands: datetime | None,
) -> tuple[Verdict, str]:
    if before != promised:
        return "kept", "Hẹn trả đã đổi riêng cho hồ sơ này: không áp dụng."
    if after is None or (before is not None and after > before):
        return "kept", "Muộn hơn ngày hẹn đã in trên giấy: không áp dụng."
    if after < (stands or now):
        return "kept", "Thành quá hạn: không áp dụng."
    if stands:
        return "applied", "Sớm hơn hẹn cũ; đang dừng tính, phần còn lại tính tiếp khi chạy lại."
    if after.astimezone(ZONE).date() == now.astimezone(ZONE).date():
        return "applied", "Thành đến hạn hôm nay."
    return "applied", "Sớm hơn hẹn cũ."
