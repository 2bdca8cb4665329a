"""What anyone who knows a case's code may see: where it is, by when, and nothing personal."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from engine.catalogue.status import Status
from engine.facts.words import capital
from engine.queries.case_file import case_due_view
from engine.queries.case_rows import CaseRows, find_case
from engine.queries.case_steps import states, step_rows
from engine.queries.due_explained import case_due_why
from engine.queries.fees import case_fees
from engine.queries.views.case import StepRow
from engine.queries.views.tracking import TrackStep, TrackView
from engine.queries.wording import local, short_name
from engine.workflow.draw import colour
from engine.worktime import between
from engine.worktime.wording import spoken_instant_text

WORKING_DAY_HOURS = 8
WAITING_WORDS = {
    "financial_duty": (
        "Bạn cần nộp nghĩa vụ tài chính",
        "Hãy nộp tiền theo thông báo đã gửi bạn. Thời gian chờ bạn nộp không tính vào hạn.",
    )
}
"""What is waited for → headline and what the citizen has to do."""
ENDED_WORDS = {
    int(Status.REFUSED): (
        "Hồ sơ không được tiếp nhận",
        "Lý do có trong thông báo đã gửi bạn. Bạn có thể nộp lại khi đã đủ giấy tờ.",
    ),
    int(Status.WITHDRAWN): ("Hồ sơ đã được rút", "Bạn có thể nộp hồ sơ mới bất cứ lúc nào."),
    int(Status.STOPPED): (
        "Hồ sơ đã dừng xử lý",
        "Lý do có trong thông báo đã gửi bạn. Cần hỏi thêm, hãy liên hệ nơi nhận hồ sơ.",
    ),
}
"""Portal status of a case that ended without a result → headline and what to do."""


def track(session: Session, *, ref: str, now: datetime) -> TrackView:
    """The public view of a case. Raises CaseNotFound."""
    rows = find_case(session, ref)
    steps = step_rows(rows, now, "public")
    late_days = _late_days(rows, now)
    headline, lead = _words(rows, steps, late_days)
    return TrackView(
        ref=rows.ref,
        submission_number=rows.case["submission_number"],
        headline=headline,
        lead=lead,
        procedure_name=rows.package.manifest.short_name,
        applicant_short=short_name(rows.case["applicant_name"]),
        due=case_due_view(rows, now),
        explanation=case_due_why(rows),
        steps=tuple(_stages(rows, steps)),
        fees=case_fees(session, rows.case),
        receiving_unit=rows.setting.unit_name(rows.case["receiving_unit"]),
        returning_unit=rows.setting.unit_name(rows.case["returning_unit"]),
        returned_at=rows.case["returned_at"],
        late_days=late_days,
        diagram=colour(rows.package.diagram, states(steps)),
    )


def _late_days(rows: CaseRows, now: datetime) -> int:
    """Started working days past the due time of a case that is not solved yet."""
    due_at = rows.case["due_at"]
    stands = rows.waiting is not None or rows.case["finished_at"] is not None
    if due_at is None or stands or now <= due_at:
        return 0
    hours = between(rows.calendar, due_at, now).total_seconds() / 3600
    return int(hours // WORKING_DAY_HOURS) + 1


def _ended_words(case: Mapping[str, Any], place: str) -> tuple[str, str]:
    if case["status"] in ENDED_WORDS:
        return ENDED_WORDS[case["status"]]
    if case["returned_at"] is not None:
        return "Hồ sơ đã trả kết quả", "Bạn đã nhận kết quả. Cảm ơn bạn."
    return "Đã có kết quả", f"Mời bạn nhận kết quả tại {place}."


def _words(rows: CaseRows, steps: tuple[StepRow, ...], late_days: int) -> tuple[str, str]:
    case, setting = rows.case, rows.setting
    place = setting.unit_name(case["returning_unit"])
    if case["finished_at"] is not None:
        return _ended_words(case, place)
    if case["received_at"] is None:
        receiver = setting.unit_name(case["receiving_unit"])
        return "Hồ sơ đã gửi, đang chờ tiếp nhận", f"{receiver} sẽ trả lời trong 8 giờ làm việc."
    if rows.waiting is not None:
        return WAITING_WORDS[rows.waiting.kind]
    if late_days:
        return (
            f"Hồ sơ trả chậm {late_days} ngày. Chúng tôi xin lỗi bạn.",
            "Bạn không phải làm gì thêm. Chúng tôi vẫn đang giải quyết hồ sơ.",
        )
    now = next((step for step in steps if step.state == "now"), None)
    where = f"{now.agency_name} đang giải quyết hồ sơ" if now else "Hồ sơ đang được giải quyết"
    return capital(where), "Bạn chưa phải làm gì."


def _stages(rows: CaseRows, steps: tuple[StepRow, ...]) -> Iterator[TrackStep]:
    """Consecutive steps of one unit told as one stage: the citizen follows places, not desks."""
    for unit, group in groupby(steps, key=lambda step: step.agency_name):
        stage = list(group)
        yield _stage(rows, unit or "", stage)


def _stage(rows: CaseRows, unit: str, stage: list[StepRow]) -> TrackStep:
    working = next((step for step in stage if step.state == "now"), None)
    name = capital(unit)
    if working is not None:
        return TrackStep("now", f"{name} đang làm: {working.name}", _until(working))
    if all(step.state == "done" for step in stage):
        ended = stage[-1].completed_at
        when = spoken_instant_text(local(ended)) if ended else None
        return TrackStep("done", f"{name} đã xong: {stage[-1].name}", when)
    if any(step.state == "done" for step in stage):
        return TrackStep("next", f"{name} sẽ làm tiếp: {stage[-1].name}", None)
    is_last = stage[-1].number == len(rows.definition.steps)
    text = "Bạn nhận kết quả tại" if is_last else "Sau đó đến"
    return TrackStep("next", f"{text} {unit}", None)


def _until(step: StepRow) -> str | None:
    return f"trước {spoken_instant_text(local(step.due.at))}" if step.due.at else None
