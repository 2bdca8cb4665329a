"""A case against the table of its life: clocks, dates and status that can't stand together."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.life import State, state
from engine.store.cases import Case, ClockInterval


def life_faults(session: Session, case: Case) -> Iterator[str]:
    """Where clocks and dates are not those of the case's status, in Vietnamese.

    Rows and events of one act agree even when the act forgot a clock; the table does not.
    """
    try:
        stands = state(case.status)
    except ValueError:
        yield f"trạng thái {case.status} không có trong bảng trạng thái."
        return
    yield from _clocks(session, case, stands)
    yield from _dates(case, stands)


def _clocks(session: Session, case: Case, stands: State) -> Iterator[str]:
    query = select(ClockInterval.clock).where(
        ClockInterval.province_code == case.province_code,
        ClockInterval.case_id == case.id,
        ClockInterval.stopped_at.is_(None),
    )
    running = set(session.scalars(query))
    wanted = set() if stands.runs is None else {str(stands.runs)}
    for clock in sorted(running - wanted):
        yield f"đồng hồ {clock} còn chạy khi hồ sơ ở trạng thái {stands.name}."
    for clock in sorted(wanted - running):
        yield f"đồng hồ {clock} không chạy khi hồ sơ ở trạng thái {stands.name}."


def _dates(case: Case, stands: State) -> Iterator[str]:
    if (case.finished_at is not None) is not stands.over:
        yield f"ngày giải quyết xong không hợp với trạng thái {stands.name}."
    if (case.returned_at is not None) is not (stands.ended and stands.solved):
        yield f"ngày trả kết quả không hợp với trạng thái {stands.name}."
    if stands.after_reception and case.received_at is None:
        yield f"hồ sơ ở trạng thái {stands.name} mà chưa ghi ngày tiếp nhận."
