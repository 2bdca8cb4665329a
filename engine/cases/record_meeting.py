"""The unit that invited records what came of the inspection or meeting."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast, get_args

from sqlalchemy.orm import Session

from engine.access import of_case
from engine.accounts import Person
from engine.cases.act.case_for import open_named
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.cases.adding_files import FiledDocument, add_documents
from engine.cases.recording_minutes import write_down
from engine.errors import HeldUnknown, MeetingNotYet, MeetingUnknown, MinutesMissing, NotInviting
from engine.facts.events_of_meetings import Held, MeetingRecorded
from engine.ports import DocumentStore
from engine.routing.meetings_waiting import waiting_meetings
from engine.typed.given import meant_given, words_given
from engine.worktime.wording import due_text

KIND = "record_meeting"


def record_meeting(
    session: Session,
    *,
    ref: str,
    person: Person,
    meeting: str,
    held: str,
    minutes: str,
    note: str | None = None,
    files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> None:
    """Record the minutes: it was held, the applicant was absent, or it was called off.

    Called off at any time, the others once its time has come. The applicant reads ``minutes`` and
    the files, officers ``note``. Nothing else follows. Raises CaseNotFound, NotInviting,
    NotInThisState, MeetingUnknown, HeldUnknown, MinutesMissing, MeetingNotYet, FileRefused,
    TextUnreadable.
    """
    act = open_named(session, ref, person, now)
    waits = {one.id: one for one in waiting_meetings(act.session, act.case)}
    chosen = waits.get(meeting)
    inviting = {one.unit_code for one in ([chosen] if chosen else waits.values())}
    matter = replace(of_case(act.case, act.setting), inviting=inviting)
    act_by(act, person, KIND, ref=ref, refusal=NotInviting(), matter=matter)
    check_state(act, KIND)
    if chosen is None:
        raise MeetingUnknown
    if held not in get_args(Held):
        raise HeldUnknown(given=held[:60])
    words = meant_given("minutes", "Nội dung biên bản", minutes)
    if not words:
        raise MinutesMissing
    if held != "called_off" and now < chosen.meets_at:
        raise MeetingNotYet(at=due_text(chosen.meets_at))
    told = MeetingRecorded(
        meeting=chosen.id,
        number=chosen.number,
        held=cast("Held", held),
        minutes=words,
        note=words_given("note", "Ghi chú", note) or None,
        documents=add_documents(act, files, role="minutes", store=store),
    )
    write_down(act, told)
    act.save()
