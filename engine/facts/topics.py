"""What the outside is told of a case or a petition: every topic, with its payload."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from engine.facts.base import Topic
from engine.life import Status

PortalStatus = Annotated[Status, Meta(description="The portal's state of the case, 1 to 10.")]


class CaseSubmitted(
    Topic, topic="case_submitted", told=frozenset({"portal", "applicant", "officers"})
):
    """A dossier was filed and waits to be received: who receives it is told at once (decree
    118/2025 art. 17.2: within two hours).
    """

    status: PortalStatus
    unit: Annotated[str | None, Meta(description="The unit that receives it.")] = None


class FiledForOwner(Topic, topic="filed_for_owner", told=frozenset({"owner"})):
    """Somebody filed a dossier in the owner's name: the owner is told who, by which paper."""

    submitter: Annotated[str, Meta(description="Who filed it.")]
    paper: Annotated[str, Meta(description="The authorisation: what, number, date.")]


class StatusChanged(Topic, topic="status_changed", told=frozenset({"portal", "applicant"})):
    """The case has another state on the portal."""

    status: PortalStatus
    code: Annotated[str | None, Meta(description="The case's code, when it was just given.")] = None


class SupplementAsked(Topic, topic="supplement_asked", told=frozenset({"portal", "applicant"})):
    """The applicant has to complete the dossier."""

    number: Annotated[str, Meta(description="The slip's number.")]
    until: Annotated[
        str | None, Meta(description="When the case is closed if nothing comes; none: it waits.")
    ] = None


class SupplementReminded(Topic, topic="supplement_reminded", told=frozenset({"applicant"})):
    """The time for the supplement runs out."""

    until: Annotated[str, Meta(description="When the case is closed if nothing comes.")]


class PapersSent(Topic, topic="papers_sent", told=frozenset({"portal"})):
    """The papers of the dossier are on their way to another unit."""

    number: Annotated[str, Meta(description="The slip's number.")]
    receiver: Annotated[str, Meta(description="The unit that they go to.")]


class ConsultationAsked(Topic, topic="consultation_asked", told=frozenset({"officers"})):
    """A unit is asked for its opinion."""

    unit: Annotated[str, Meta(description="The unit that is asked.")]
    until: Annotated[str, Meta(description="When its answer is due.")]


class ConsultationAnswered(Topic, topic="consultation_answered", told=frozenset({"officers"})):
    """The unit gave its opinion."""

    unit: Annotated[str, Meta(description="The unit that was asked.")]
    late: Annotated[bool, Meta(description="Whether its term was over.")]


class ConsultationCalledOff(Topic, topic="consultation_called_off", told=frozenset({"officers"})):
    """The unit owes no opinion any more."""

    unit: Annotated[str, Meta(description="The unit that was asked.")]


class ConsultationLate(Topic, topic="consultation_late", told=frozenset({"officers"})):
    """No opinion came in time: the head of the receiving centre is told."""

    unit: Annotated[str, Meta(description="The unit that was asked.")]
    centre: Annotated[str, Meta(description="The centre whose head is told.")]
    until: Annotated[str, Meta(description="When the answer was due.")]


class MeetingInvited(Topic, topic="meeting_invited", told=frozenset({"portal", "applicant"})):
    """The applicant is invited to an inspection or to the office."""

    number: Annotated[str, Meta(description="The invitation's number.")]
    meets_at: Annotated[str, Meta(description="When to be there.")]
    place: Annotated[str, Meta(description="Where.")]


class MeetingRecorded(Topic, topic="meeting_recorded", told=frozenset({"portal", "applicant"})):
    """What came of it: when it was called off, nobody need come."""

    number: Annotated[str, Meta(description="The invitation's number.")]
    held: Annotated[str, Meta(description="held, absent or called_off.")]


class HaltProposed(Topic, topic="halt_proposed", told=frozenset({"officers"})):
    """A suspension or a stop waits for the head's approval."""

    unit: Annotated[str, Meta(description="The unit whose head approves.")]
    halt: Annotated[str, Meta(description="suspend or stop.")]


class CaseSuspended(Topic, topic="case_suspended", told=frozenset({"portal", "applicant"})):
    """The solving time stands still on a lawful ground."""

    reason: Annotated[str, Meta(description="Why.")]
    legal_basis: Annotated[str, Meta(description="By which law.")]


class ContentAdjusted(Topic, topic="content_adjusted", told=frozenset({"portal", "applicant"})):
    """The applicant adjusted what was filed."""

    question: Annotated[str, Meta(description="The question of the filing form.")]


class PaymentAsked(Topic, topic="payment_asked", told=frozenset({"portal", "applicant"})):
    """A fee is to be paid."""

    number: Annotated[str, Meta(description="The notice's number.")]
    amount: Annotated[int, Meta(description="What is owed, in đồng.")]


class PaymentRecorded(Topic, topic="payment_recorded", told=frozenset({"portal", "applicant"})):
    """Money came in."""

    number: Annotated[str, Meta(description="The slip's number.")]
    amount: Annotated[int, Meta(description="What came, in đồng.")]
    left: Annotated[int, Meta(description="What is owed still, in đồng.")]


class PaymentRefunded(Topic, topic="payment_refunded", told=frozenset({"portal", "applicant"})):
    """Money was given back."""

    number: Annotated[str, Meta(description="The slip's number.")]
    amount: Annotated[int, Meta(description="What was given back, in đồng.")]


class PaymentCancelled(Topic, topic="payment_cancelled", told=frozenset({"portal", "applicant"})):
    """A record of money was wrong and counts no more."""

    number: Annotated[str, Meta(description="The number of the slip that was wrong.")]
    amount: Annotated[int, Meta(description="Its amount, in đồng.")]


class DueExtended(Topic, topic="due_extended", told=frozenset({"portal", "applicant"})):
    """The agency apologised and named a new day, once."""

    number: Annotated[str, Meta(description="The slip's number.")]
    due_at: Annotated[str, Meta(description="When the case is due now.")]


class Apologised(Topic, topic="apologised", told=frozenset({"applicant"})):
    """The agency apologised for being late, without a new day."""

    number: Annotated[str, Meta(description="The slip's number.")]


class DueReminded(Topic, topic="due_reminded", told=frozenset({"officers"})):
    """The case is due soon, or late: who does its steps is told, and when late their head."""

    unit: Annotated[str, Meta(description="The unit that decides the case.")]
    due_at: Annotated[str, Meta(description="When the case is due.")]
    late: Annotated[bool, Meta(description="Whether that is over.")]


class CauseClaimed(Topic, topic="cause_claimed", told=frozenset({"officers", "operator"})):
    """A unit says that a fault of systems made its case late: the technical department confirms."""

    unit: Annotated[str, Meta(description="The unit that says so.")]
    cause: Annotated[str, Meta(description="software or sync.")]


class CauseDecided(Topic, topic="cause_decided", told=frozenset({"officers"})):
    """The technical department confirmed the cause, or did not."""

    unit: Annotated[str, Meta(description="The unit that claimed it.")]
    cause: Annotated[str, Meta(description="software or sync.")]
    confirmed: Annotated[bool, Meta(description="Whether it was confirmed.")]


class OutageSlipTaken(Topic, topic="outage_slip_taken", told=frozenset({"officers"})):
    """A paper slip of an outage waits for its confirmation by a head."""

    unit: Annotated[str, Meta(description="The unit that gave the slip out.")]
    number: Annotated[str, Meta(description="The slip's number there.")]


class OutageSlipConfirmed(
    Topic, topic="outage_slip_confirmed", told=frozenset({"portal", "applicant"})
):
    """The case was received when its paper slip says, so it may be due earlier."""

    number: Annotated[str, Meta(description="The slip's number.")]
    received_at: Annotated[str, Meta(description="When it was received.")]
    due_at: Annotated[str | None, Meta(description="When it is due; null: not counted.")]


class ResultTaken(Topic, topic="result_taken", told=frozenset({"owner"})):
    """Another than the owner took the result: the owner is told who, by which paper."""

    name: Annotated[str, Meta(description="Who took it.")]
    paper: Annotated[str, Meta(description="The authorisation: what, number, date.")]


class PhaseBegun(Topic, topic="phase_begun", told=frozenset({"portal", "applicant"})):
    """The dossier is in its next phase, which is due at a time of its own."""

    name: Annotated[str, Meta(description="The phase.")]
    due_at: Annotated[str | None, Meta(description="When the case is due now.")]


class CaseTransferred(
    Topic, topic="case_transferred", told=frozenset({"portal", "applicant", "officers"})
):
    """The dossier was at the wrong unit: another one decides it from now on."""

    unit: Annotated[str, Meta(description="The unit that decides it now, or returns its result.")]


class UnitSucceeded(
    Topic, topic="unit_succeeded", told=frozenset({"portal", "applicant", "officers"})
):
    """A unit of the dossier ended: another one took over, the code and the due time stay."""

    unit: Annotated[str, Meta(description="The unit that decides it now.")]
    back: Annotated[bool, Meta(description="Whether it was undone.")] = False


class PapersLost(Topic, topic="papers_lost", told=frozenset({"applicant", "officers"})):
    """The agency lost papers of the dossier, and apologises."""

    number: Annotated[str, Meta(description="The apology's number.")]
    unit: Annotated[str, Meta(description="The unit that answers for it.")]


class CodeReissued(Topic, topic="code_reissued", told=frozenset({"applicant"})):
    """The receipt has another secret code: who lost it, or never asked, learns of it."""


class CorrectionOpened(Topic, topic="correction_opened", told=frozenset({"portal", "applicant"})):
    """The result of a case was wrong: another case corrects it."""

    first: Annotated[str, Meta(description="The code of the case whose result was wrong.")]
    due_at: Annotated[str | None, Meta(description="When the corrected result is due.")]


class MessageThrown(Topic, topic="message_thrown", told=frozenset({"partner"})):
    """The process sent a message to another system."""

    element: Annotated[str, Meta(description="The element of the diagram that sends it.")]
    name: Annotated[str, Meta(description="The message's name in the diagram.")]


class IncidentOpened(Topic, topic="incident_opened", told=frozenset({"operator"})):
    """The engine could not move the case on, and nobody acted who could be told."""

    incident: Annotated[str, Meta(description="The incident's id.")]
    code: Annotated[str, Meta(description="The refusal's code: see errors.md.")]


class RuleApplied(Topic, topic="rule_applied", told=frozenset({"portal", "applicant"})):
    """A new local rule reached the running case: what it promised may have changed."""

    rule: Annotated[str, Meta(description="The rule's id.")]


class CalendarChanged(Topic, topic="calendar_changed", told=frozenset({"portal", "applicant"})):
    """A day became worked or free: the case, or a step of it, is due at another time."""

    day: Annotated[str, Meta(description="The day that changed.")]


class LimitTaken(Topic, topic="limit_taken", told=frozenset({"portal", "applicant"})):
    """A step decided that another limit counts for the case: it is due at another time."""

    due_at: Annotated[str | None, Meta(description="When the case is due now.")]


class PetitionFiled(Topic, topic="petition_filed", told=frozenset({"portal", "officers"})):
    """Somebody sent a petition: the agency that it is given to has to take it or not."""

    unit: Annotated[str, Meta(description="The agency.")]
    kind: Annotated[str, Meta(description="report, proposal or complaint.")]
    until: Annotated[str | None, Meta(description="When it has to say so.")]


class PetitionChanged(
    Topic, topic="petition_changed", told=frozenset({"portal", "officers", "sender"})
):
    """Something was done about a petition."""

    step: Annotated[str, Meta(description="What: see petitions.md.")]
    state: Annotated[str, Meta(description="How it stands since.")]
    unit: Annotated[str, Meta(description="The agency that handles it.")]
    until: Annotated[str | None, Meta(description="When what comes next is due.")]


TOPICS: Mapping[str, type[Topic]] = {
    shape.topic: shape
    for shape in (
        CaseSubmitted,
        FiledForOwner,
        StatusChanged,
        SupplementAsked,
        SupplementReminded,
        PapersSent,
        ConsultationAsked,
        ConsultationAnswered,
        ConsultationCalledOff,
        ConsultationLate,
        MeetingInvited,
        MeetingRecorded,
        ContentAdjusted,
        PaymentAsked,
        PaymentRecorded,
        PaymentRefunded,
        PaymentCancelled,
        HaltProposed,
        CaseSuspended,
        DueExtended,
        Apologised,
        DueReminded,
        CauseClaimed,
        CauseDecided,
        OutageSlipTaken,
        OutageSlipConfirmed,
        ResultTaken,
        PhaseBegun,
        CaseTransferred,
        UnitSucceeded,
        PapersLost,
        CodeReissued,
        CorrectionOpened,
        MessageThrown,
        IncidentOpened,
        RuleApplied,
        CalendarChanged,
        LimitTaken,
        PetitionFiled,
        PetitionChanged,
    )
}
"""Topic → its class."""
