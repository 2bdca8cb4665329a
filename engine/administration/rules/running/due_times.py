"""A running case is due anew: its limit or the cut-off hour of its reception has changed.

The due time is computed from the reception and from every stretch in which the case's clock stood
still, so it comes out the same whether the rule was there before a pause or after it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from engine.administration.rules.running.reached import Planned, Reached, Verdict, due_words
from engine.life import SOLVING
from engine.routing.as_it_stands import CaseAsItStands
from engine.store.cases import ClockInterval
from engine.worktime import ZONE

Ran = Sequence[tuple[datetime, datetime | None]]
"""The stretches in which the case's clock ran: from, until."""


def due_effects(reached: Reached) -> Iterator[Planned]:
    """The case is due anew from its reception; never later than it was promised.

    A case that stands still is late when its new time had run out before it stopped; what is left
    of it runs on when the case does.
    """
    ran = _ran(reached)
    stands = reached.stands
    before = stands.row["due_at"]
    promised = _due(stands, ran)
    after = _due(stands.with_rules([reached.rule]), ran)
    if after == before:
        return
    stopped_at = ran[-1][1] if ran else None
    verdict, why = _verdict(promised, before, after, now=reached.now, stands=stopped_at)
    changes = {"due_at": after}
    yield reached.plan(due_words(before), due_words(after), verdict, why, changes=changes)


def _ran(reached: Reached) -> Ran:
    query = select(ClockInterval.started_at, ClockInterval.stopped_at).where(
        ClockInterval.province_code == reached.case["province_code"],
        ClockInterval.case_id == reached.case["id"],
        ClockInterval.clock == SOLVING,
    )
    rows = reached.session.execute(query.order_by(ClockInterval.started_at))
    return [(started_at, stopped_at) for started_at, stopped_at in rows]


def _due(stands: CaseAsItStands, ran: Ran) -> datetime | None:
    """When the case is due as it stands, pauses included that are over."""
    received_at = stands.row["received_at"]
    due_at = stands.due_from(received_at) if received_at else None
    for (_, stopped_at), (resumed_at, _) in pairwise(ran):
        if stopped_at is not None:
            due_at = stands.due_again(due_at, stopped_at=stopped_at, resumed_at=resumed_at)
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
