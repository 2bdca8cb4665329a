"""A running case is due anew: its limit or the cut-off hour of its reception has changed."""

from collections.abc import Iterator
from datetime import datetime

from engine.administration.rules.running.reached import Planned, Reached, Verdict, due_words
from engine.routing.solving_time import due_as_it_ran, ran
from engine.worktime import ZONE


def due_effects(reached: Reached) -> Iterator[Planned]:
    """The case is due anew from its reception; never later than it was promised.

    A case that stands still is late when its new time had run out before it stopped; what is left
    of it runs on when the case does.
    """
    stretches = ran(reached.session, reached.case)
    stands = reached.stands
    before = stands.row["due_at"]
    promised = due_as_it_ran(stands, stretches)
    after = due_as_it_ran(stands.with_rules([reached.rule]), stretches)
    if stands.same_due(after, before):
        return
    stopped_at = stretches[-1][1] if stretches else None
    apart = not stands.same_due(before, promised)
    verdict, why = _verdict(before, after, apart=apart, now=reached.now, stands=stopped_at)
    changes = {"due_at": after}
    yield reached.plan(due_words(before), due_words(after), verdict, why, changes=changes)


def _verdict(
    before: datetime | None,
    after: datetime | None,
    *,
    apart: bool,
    now: datetime,
    stands: datetime | None,
) -> tuple[Verdict, str]:
    if apart:
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
