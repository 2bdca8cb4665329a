"""Stored events as the facts they are: every reader of the audit begins here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from engine.audit import Actor
from engine.audit.chain import StoredEvent, read_body
from engine.facts.base import OFFICERS, Event
from engine.facts.events_of_adjustments import ContentAdjusted
from engine.facts.events_of_apologies import Apologised, DueExtended
from engine.facts.events_of_clocks import (
    CaseParked,
    CaseResumed,
    LimitTaken,
    MessageReceived,
    MessageSent,
    TimersFired,
)
from engine.facts.events_of_consultations import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationCalledOff,
    ConsultationLate,
)
from engine.facts.events_of_corrections import CorrectionOpened
from engine.facts.events_of_ending import CaseEnded
from engine.facts.events_of_filing import (
    AuthorisationChecked,
    CaseReceived,
    CaseSubmitted,
    ChannelChanged,
    FeesComputed,
    FiledForOwner,
    PapersReused,
    PapersScanned,
    SubjectsConfirmed,
)
from engine.facts.events_of_halts import (
    CaseStopped,
    CaseSuspended,
    HaltDeclined,
    HaltLapsed,
    HaltProposed,
)
from engine.facts.events_of_handing import (
    TaskDelegated,
    TaskReassigned,
    TaskTakenBack,
    TaskTakenOver,
)
from engine.facts.events_of_incidents import (
    DeskGiven,
    DeskProposed,
    IncidentOpened,
    IncidentPassed,
    IncidentRetried,
    RepairDropped,
    RepairProposed,
    SentBack,
    ValueGiven,
)
from engine.facts.events_of_lateness import (
    CauseClaimed,
    CauseConfirmed,
    CauseRejected,
    DueReminded,
    OwnTimeGiven,
)
from engine.facts.events_of_meetings import MeetingInvited, MeetingRecorded
from engine.facts.events_of_money import (
    PaymentAsked,
    PaymentCancelled,
    PaymentRecorded,
    PaymentRefunded,
    UnpaidClosed,
)
from engine.facts.events_of_outages import (
    OutageSlipConfirmed,
    OutageSlipDeclined,
    OutageSlipTaken,
)
from engine.facts.events_of_papers import (
    PaperRestored,
    PapersLost,
    PapersReturned,
    PapersSent,
    PapersTaken,
)
from engine.facts.events_of_petitions import PetitionStepped
from engine.facts.events_of_phases import PhaseBegun, PhaseEnded
from engine.facts.events_of_ratings import CaseRated
from engine.facts.events_of_receipts import CodeReissued
from engine.facts.events_of_refusals import CaseRefused, ResultRefused
from engine.facts.events_of_rules import CalendarChanged, RuleApplied, RulesTaken
from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.events_of_supplements import (
    AskedAgain,
    SupplementAnswered,
    SupplementAsked,
    SupplementMissed,
    SupplementOverridden,
    SupplementReminded,
)
from engine.facts.events_of_transfers import CaseTransferred
from engine.facts.events_of_withdrawals import CaseWithdrawn, GivenBack
from engine.facts.events_of_work import (
    PersonAssigned,
    ResultReturned,
    ResultStored,
    StepSkipped,
    TakenForOwner,
    TaskClaimed,
    TaskCompleted,
    TaskReleased,
    WorkReturned,
)
from engine.facts.words import Words
from engine.store.audit import CaseEvent

EVENTS: Mapping[str, type[Event]] = {
    shape.kind: shape
    for shape in (
        CaseSubmitted,
        FiledForOwner,
        PapersReused,
        PapersScanned,
        CaseReceived,
        FeesComputed,
        SubjectsConfirmed,
        AuthorisationChecked,
        ChannelChanged,
        TaskClaimed,
        TaskReleased,
        TaskCompleted,
        WorkReturned,
        PersonAssigned,
        TaskReassigned,
        TaskDelegated,
        TaskTakenOver,
        TaskTakenBack,
        StepSkipped,
        ResultStored,
        ResultReturned,
        TakenForOwner,
        TimersFired,
        MessageReceived,
        MessageSent,
        CaseParked,
        CaseResumed,
        LimitTaken,
        IncidentOpened,
        IncidentRetried,
        IncidentPassed,
        ValueGiven,
        RulesTaken,
        RuleApplied,
        CalendarChanged,
        CaseEnded,
        CaseRefused,
        ResultRefused,
        AskedAgain,
        SupplementAsked,
        SupplementReminded,
        SupplementAnswered,
        SupplementMissed,
        CaseWithdrawn,
        GivenBack,
        DueExtended,
        Apologised,
        DueReminded,
        OwnTimeGiven,
        CauseClaimed,
        CauseConfirmed,
        CauseRejected,
        PapersSent,
        PapersTaken,
        ConsultationAsked,
        ConsultationAnswered,
        ConsultationCalledOff,
        ConsultationLate,
        MeetingInvited,
        MeetingRecorded,
        HaltProposed,
        HaltDeclined,
        HaltLapsed,
        OutageSlipTaken,
        OutageSlipConfirmed,
        OutageSlipDeclined,
        CaseSuspended,
        CaseStopped,
        SupplementOverridden,
        ContentAdjusted,
        PaymentAsked,
        PaymentRecorded,
        PaymentRefunded,
        PaymentCancelled,
        UnpaidClosed,
        CorrectionOpened,
        PapersLost,
        PaperRestored,
        PapersReturned,
        CodeReissued,
        CaseTransferred,
        UnitSucceeded,
        PhaseEnded,
        PhaseBegun,
        CaseRated,
        DeskProposed,
        RepairProposed,
        RepairDropped,
        SentBack,
        DeskGiven,
        PetitionStepped,
    )
}
"""Kind → its class."""


class Unreadable(Event, kind="(unreadable)", icon="info", audience=OFFICERS):
    """An event that this program can't read, written by a newer one; ``why`` is in Vietnamese."""

    stored_kind: str
    why: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} ghi sự kiện “{self.stored_kind}”, {self.why}"


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the case's history. ``trace``: see ``cases.act.traces``."""

    seq: int
    at: datetime
    kind: str
    actor: Actor
    event: Event
    trace: Mapping[str, Any]


def read_event(kind: str, data: Mapping[str, Any]) -> Event:
    """The event that was stored so. Raises nothing: what can't be read is Unreadable."""
    shape = EVENTS.get(kind)
    if shape is None:
        return Unreadable(stored_kind=kind, why="bản phần mềm này chưa biết loại này")
    try:
        return msgspec.convert(data, type=shape)
    except msgspec.ValidationError:
        return Unreadable(stored_kind=kind, why="bản phần mềm này không đọc được nội dung")


def _actor(stored: object) -> Actor:
    """Who acted; somebody unnamed where a newer program wrote them in another way."""
    try:
        return msgspec.convert(stored, type=Actor)
    except msgspec.ValidationError:
        return Actor(None, "(không đọc được người thực hiện)")


STORED = (CaseEvent.seq, CaseEvent.at, CaseEvent.kind, CaseEvent.body, CaseEvent.hash)
"""The columns of which a ``StoredEvent`` is made, in its order."""


def recorded(stored: StoredEvent) -> Recorded:
    """A stored event, read."""
    body: dict[str, Any] = read_body(stored)
    return Recorded(
        seq=stored.seq,
        at=datetime.fromisoformat(body["at"]),
        kind=body["kind"],
        actor=_actor(body.get("actor")),
        event=read_event(body["kind"], body["data"]),
        trace=body.get("trace", {}),
    )
