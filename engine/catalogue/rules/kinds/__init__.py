"""Every kind of local rule: one class and one line of this table for each."""

from engine.catalogue.rules.kinds.base import Kind, Moment
from engine.catalogue.rules.kinds.channels import (
    Channels,
    DocumentReplaced,
    FilingPlace,
    HandlingSystem,
    NoSlip,
    PaperGround,
    Paperless,
    PrintedForms,
)
from engine.catalogue.rules.kinds.extensions import (
    CauseObjectionDays,
    CorrectionDays,
    ExtensionMostDays,
    ExtensionNoticeDays,
    ResultWaitDays,
)
from engine.catalogue.rules.kinds.money import Exemption, FeeAmount, UnpaidDays
from engine.catalogue.rules.kinds.outages import Outage
from engine.catalogue.rules.kinds.people import (
    AssignmentRule,
    Competence,
    RepairConfirmation,
    SignsApart,
)
from engine.catalogue.rules.kinds.ratings import RatingChangeDays
from engine.catalogue.rules.kinds.supplements import (
    SupplementAskDays,
    SupplementDays,
    SupplementDaysBefore,
)
from engine.catalogue.rules.kinds.times import (
    AnswerHours,
    CutOff,
    Reminders,
    StepHours,
    StepSkipped,
    TimeLimit,
)

__all__ = ["KINDS", "Kind", "Moment"]

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        TimeLimit(),
        StepHours(),
        StepSkipped(),
        AssignmentRule(),
        Competence(),
        RepairConfirmation(),
        SignsApart(),
        FeeAmount(),
        Exemption(),
        UnpaidDays(),
        Channels(),
        FilingPlace(),
        Paperless(),
        PaperGround(),
        NoSlip(),
        Outage(),
        AnswerHours(),
        CutOff(),
        SupplementDays(),
        SupplementDaysBefore(),
        SupplementAskDays(),
        ExtensionNoticeDays(),
        ExtensionMostDays(),
        CauseObjectionDays(),
        CorrectionDays(),
        RatingChangeDays(),
        ResultWaitDays(),
        Reminders(),
        PrintedForms(),
        HandlingSystem(),
        DocumentReplaced(),
    )
}
