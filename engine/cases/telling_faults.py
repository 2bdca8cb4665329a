"""All that is wrong with what was given with an act, told at once, each at its input.

A use-case stops at the first thing that it can't take. Whoever has mended that shouldn't be told of
the next: its refusal says too what else must be given and wasn't.
"""

from collections.abc import Mapping
from typing import Any

from engine import errors
from engine.acts.act import Act
from engine.acts.inputs import FILES, Input, InputKind
from engine.cases.adding_files import FiledDocument
from engine.catalogue.components import COMPONENT
from engine.typed.file_names import LONGEST
from engine.typed.text import says_something

_VERBS: Mapping[InputKind, str] = {
    "text": "Hãy ghi",
    "day": "Hãy ghi",
    "choice": "Hãy chọn",
    "officer": "Hãy chọn",
    "files": "Hãy gửi",
}
"""Of each kind that has one control; the others tell their faults by paper."""
_ABOUT: Mapping[type[errors.Refusal], tuple[str, ...]] = {
    errors.ReasonMissing: ("reason",),
    errors.BasisMissing: ("basis", "paper", "fee_basis"),
    errors.ValueMissing: ("value",),
    errors.NothingAdjusted: ("value",),
    errors.QuestionFixed: ("question",),
    errors.ReceiverMissing: ("receiver",),
    errors.AmountWrong: ("amount",),
    errors.CashBeyondOwed: ("amount",),
    errors.RefundBeyondPaid: ("amount",),
    errors.MeansUnknown: ("means",),
    errors.ReferenceMissing: ("reference",),
    errors.PaymentUnknown: ("payment",),
    errors.EvidenceMissing: ("evidence",),
    errors.LatenessCauseUnknown: ("lateness_cause",),
    errors.CauseUnknown: ("cause",),
    errors.AuthorityMissing: ("authority_unit",),
    errors.AuthorityUnclear: ("authority",),
    errors.FeeBackUnknown: ("fee_back",),
    errors.NewDayMissing: ("new_day",),
    errors.ExtensionTooLong: ("new_day",),
    errors.NewDayTooFar: ("new_day",),
    errors.NewDayNotLater: ("new_day",),
    errors.SignedMissing: ("signed",),
    errors.ApologyMissing: ("signed",),
    errors.GroundUnknown: ("ground",),
    errors.HaltUnknown: ("ground",),
    errors.CarrierMissing: ("carrier",),
    errors.ContentMissing: ("content",),
    errors.MannerUnknown: ("manner",),
    errors.UnitNotAsked: ("unit",),
    errors.TermNotAhead: ("answer_by",),
    errors.TermBeyondDue: ("answer_by",),
    errors.OpinionMissing: ("opinion",),
    errors.MinutesMissing: ("minutes",),
    errors.HeldUnknown: ("held",),
    errors.MeetingUnknown: ("meeting",),
    errors.MeetingNotAhead: ("day",),
    errors.MeetingBeyondDue: ("day",),
    errors.MeetingOutOfHours: ("hour",),
    errors.DestinationUnknown: ("place",),
    errors.PurposeUnknown: ("purpose",),
    errors.OutageUnknown: ("outage",),
    errors.SlipOutsideOutage: ("slip_day",),
    errors.PaperUnknown: ("lost", "returned", "restored"),
    errors.TakerUnnamed: ("to_whom", "taker_name"),
    errors.TakerUnknown: ("taker",),
    errors.NotDoneAgain: ("again", "step_again"),
    errors.DelegateUnknown: ("delegate",),
    errors.AssigneeNotAtDesk: ("colleague",),
    errors.PaperGroundUnknown: ("paper_ground",),
    errors.PaperGroundOfAgencies: ("paper_ground",),
    errors.OtherBasisMissing: ("other_basis",),
}
"""The inputs that a refusal may be about: the act has one of them."""


def tell_all(refused: errors.Invalid, act: Act, given: Mapping[str, Any]) -> None:
    """Say in the refusal (``faults``) at which input it is, and what else was not given.

    A refusal that is about no input says so by a fault without a field.
    """
    told: Any = refused.details.get("faults") or [
        {"field": _field(refused, act, given), "message": str(refused)}
    ]
    said = {one["field"] for one in told}
    lacking = [
        {"field": one.name, "message": f"{_VERBS[one.kind]}: {one.label}."}
        for one in act.inputs
        if one.required and one.name not in said and _lacks(one, given.get(one.name))
    ]
    if said != {""} or lacking:
        places = {one.name: at for at, one in enumerate(act.inputs)}
        found = [*told, *lacking]
        refused.details["faults"] = sorted(found, key=lambda one: places.get(one["field"], -1))


def _lacks(asked: Input, value: Any) -> bool:
    if asked.kind not in _VERBS:
        return False
    return not (says_something(value) if isinstance(value, str) else value)


def _field(refused: errors.Invalid, act: Act, given: Mapping[str, Any]) -> str:
    if isinstance(refused, errors.FileRefused):
        return _sent_in(str(refused.details["name"]), act, given)
    own = str(refused.details.get("field", ""))
    names = {one.name for one in act.inputs}
    return next((one for one in (own, *_ABOUT.get(type(refused), ())) if one in names), "")


def _sent_in(name: str, act: Act, given: Mapping[str, Any]) -> str:
    """The input with the file of this name; of one with a control by paper, that paper."""
    for one in act.inputs:
        value = given.get(one.name) if one.kind in FILES else None
        for file in value or ():
            if isinstance(file, FiledDocument) and file.name[:LONGEST] == name[:LONGEST]:
                return one.name if one.kind == "files" else f"{COMPONENT}{file.component}"
    return ""
