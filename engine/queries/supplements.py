"""The supplement that a case was asked for, from its audit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.catalogue.components import component_names
from engine.deadlines.supplements import answer_over, whole_day
from engine.facts.base import Event
from engine.facts.events_of_papers import PaperRestored
from engine.facts.events_of_supplements import FAULT_WORDS, SupplementAnswered, SupplementAsked
from engine.facts.reading import Recorded
from engine.queries.case_rows import CaseRows, history_of
from engine.queries.due_explained import limit_text
from engine.queries.letterheads import name_at
from engine.queries.views.supplements import AskedPaperView, SupplementView

ANSWER = "answer_supplement"
HAND_IN = "Nộp giấy tờ này"
"""What the applicant does about a paper that is asked for besides the components."""


def supplement_of(session: Session, rows: CaseRows, now: datetime) -> SupplementView | None:
    """The supplement of a case, reading its audit only if there was one."""
    if not rows.case["supplements"]:
        return None
    return supplement_in(rows, history_of(session, rows.case), now)


def supplement_in(
    rows: CaseRows, history: Sequence[Recorded], now: datetime
) -> SupplementView | None:
    """The same from a history that is at hand, newest first."""
    told = next((one for one in history if isinstance(one.event, SupplementAsked)), None)
    if told is None or not isinstance(told.event, SupplementAsked):
        return None
    asked = told.event
    since = [one for one in history if one.seq > told.seq]
    answered = next((one.at for one in since if _closes(one.event)), None)
    back = {one.event.component for one in since if isinstance(one.event, PaperRestored)}
    names = component_names(rows.package.manifest)
    actor = told.actor
    return SupplementView(
        number=asked.number,
        asked_at=told.at,
        asked_by=actor.name,
        asked_by_post=actor.post,
        unit_name=name_at(rows, history, told.at, "receiving_unit"),
        papers=tuple(
            AskedPaperView(
                component=one.component,
                name=one.name,
                fault=one.fault,
                fault_words=FAULT_WORDS[one.fault],
                todo=one.todo or HAND_IN,
                answered=answered is not None or one.component in back,
            )
            for one in asked.papers
        ),
        passed=tuple(names.get(code, code) for code in asked.passed),
        until=asked.until and whole_day(asked.until),
        legal_basis=asked.legal_basis,
        other_basis=asked.other_basis,
        late=asked.late,
        late_basis=asked.late_basis,
        answered_at=answered,
        open=ANSWER in rows.stands.state.acts,
        over=ANSWER in rows.stands.state.acts and answer_over(asked.until, now),
        counts_words=_counts(rows, asked),
    )


def _closes(event: Event) -> bool:
    """Whether nothing is asked any more: the answer came, or the agency brought the last back."""
    restored = isinstance(event, PaperRestored) and event.answers is not None
    return restored or isinstance(event, SupplementAnswered)


def _counts(rows: CaseRows, asked: SupplementAsked) -> str:
    if asked.stage == "before_reception":
        return "Gửi đủ thì hồ sơ được xét tiếp nhận."
    return f"Gửi đủ thì thời hạn tính lại từ đầu: {limit_text(rows)}."
