"""What anyone who knows a case's code may see: where it is, by when, and nothing personal."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from engine.facts.words import capital
from engine.queries.case_rows import CaseRows, find_case
from engine.queries.case_steps import states, step_rows
from engine.queries.due_explained import case_due_why
from engine.queries.fees import case_fees
from engine.queries.views.case import StepRow
from engine.queries.views.tracking import TrackStep, TrackView
from engine.queries.whereabouts import case_due_view, late_days
from engine.queries.wording import local, short_name
from engine.workflow.draw import colour
from engine.worktime.wording import spoken_instant_text


def track(session: Session, *, ref: str, now: datetime) -> TrackView:
    """The public view of a case. Raises CaseNotFound."""
    rows = find_case(session, ref, now)
    steps = step_rows(rows, now, "public")
    late = late_days(rows, now)
    headline, lead = _words(rows, steps, late)
    return TrackView(
        ref=rows.stands.ref,
        ended=rows.stands.state.ended,
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
        late_days=late,
        diagram=colour(rows.package.diagram, states(steps)),
    )


def _words(rows: CaseRows, steps: tuple[StepRow, ...], late: int) -> tuple[str, str]:
    """What the applicant reads first, and what they have to do."""
    state, setting = rows.stands.state, rows.setting
    if late:
        return (
            f"Hồ sơ trả chậm {late} ngày làm việc. Chúng tôi xin lỗi bạn.",
            "Bạn không phải làm gì thêm. Chúng tôi vẫn đang giải quyết hồ sơ.",
        )
    now = next((step for step in steps if step.state == "now"), None)
    if state.counts and now is not None and now.agency_name:
        return f"{capital(now.agency_name)} đang giải quyết hồ sơ", state.lead
    lead = state.lead.format(
        receiving=setting.unit_name(rows.case["receiving_unit"]),
        returning=setting.unit_name(rows.case["returning_unit"]),
    )
    return state.headline, lead


def _stages(rows: CaseRows, steps: tuple[StepRow, ...]) -> Iterator[TrackStep]:
    """Consecutive steps of one unit told as one stage: the citizen follows places, not desks.

    A case that ended without a result goes nowhere any more: its last stage says how it ended.
    """
    told = [step for step in steps if step.state != "skipped"]
    if rows.stands.state.ended:
        # What an office still does after the hand-over is not the applicant's to wait for.
        told = [step for step in told if step.state == "done"]
    for unit, group in groupby(told, key=lambda step: step.agency_name):
        stage = list(group)
        yield _stage(rows, unit or "", stage)
    state, finished_at = rows.stands.state, rows.case["finished_at"]
    if state.without_result and finished_at is not None:
        yield TrackStep("done", state.headline, spoken_instant_text(local(finished_at)))


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
    is_last = stage[-1].number == len(rows.stands.definition.steps)
    text = "Bạn nhận kết quả tại" if is_last else "Sau đó đến"
    return TrackStep("next", f"{text} {unit}", None)


def _until(step: StepRow) -> str | None:
    return f"trước {spoken_instant_text(local(step.due.at))}" if step.due.at else None
