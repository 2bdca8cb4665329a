"""A refusal on the page it came from: mistakes beside their fields, anything else as a banner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import request

from engine.acts.act import Act
from engine.acts.inputs import ASSIGNEE, COMMENT, RESULT
from engine.catalogue.components import COMPONENT, JUDGED
from engine.errors import (
    AgencyFilesOnline,
    AssigneeMissing,
    AuthorisationMissing,
    DocumentsMissing,
    FileRefused,
    FormInvalid,
    OtherIsComponent,
    PaperLostHere,
    PaperNotThere,
    PaperRefused,
    PapersUnjudged,
    PaperThere,
    ReasonMissing,
    Refusal,
    ResultMissing,
    ScansMissing,
    SupplementIncomplete,
    TextUnreadable,
    TodoMissing,
)
from web.forms.act_inputs import OF_ONE_CONTROL, SURE, act_at, control_of
from web.forms.uploads import paper_field, verdict_field
from web.forms.who import CONTROLS, KIND

_OF_FIELDS = (
    FormInvalid,
    AuthorisationMissing,
    DocumentsMissing,
    PaperRefused,
    PapersUnjudged,
    PaperLostHere,
    PaperNotThere,
    PaperThere,
    OtherIsComponent,
    TodoMissing,
    SupplementIncomplete,
    ScansMissing,
)
_OF_ONE_FIELD: Mapping[type[Refusal], str] = {
    ReasonMissing: control_of(COMMENT.name),
    ResultMissing: control_of(RESULT.name),
    AssigneeMissing: control_of(ASSIGNEE.name),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the answer in ``field``; "" for what no field mends.

    ``form`` begins the ids of the form that it stands in.
    """

    field: str
    message: str
    form: str = "f"

    @property
    def id(self) -> str | None:
        """The HTML id of the field, as ``web.forms.fields.Field`` gives it: where to go."""
        return f"{self.form}-{self.field}" if self.field else None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A refusal, split: ``faults`` are mended in fields; ``banner`` is said above the page.

    ``act``: whose form was sent; ``None`` for the form of a step or a filing.
    """

    faults: tuple[Fault, ...] = ()
    banner: Refusal | None = None
    act: Act | None = None

    @property
    def by_field(self) -> dict[str, str]:
        """The first message of each field."""
        return {fault.field: fault.message for fault in reversed(self.faults)}

    @property
    def of_step(self) -> "Trouble":
        """The same for the form of a step: nothing, where an act's form was sent."""
        return self if self.act is None else Trouble()


def trouble_of_act(act: Act, refusal: Refusal | None) -> Trouble:
    """How to show why the form of this act was refused: all at once, each at its control."""
    told: Any = refusal.details.get("faults") if refusal is not None else None
    if not told:
        return Trouble(banner=refusal, act=act)
    drawn = {one.name for one in act.inputs if one.kind in OF_ONE_CONTROL} | {SURE}
    faults = (
        Fault(control_of(field), one["message"], act.address)
        if (field := str(one["field"])) in drawn
        else Fault(_control(field), one["message"])
        for one in told
    )
    return Trouble(tuple(faults), act=act)


def trouble(refusal: Refusal | None) -> Trouble:
    """How to show ``refusal``; nothing to show when there is none."""
    if refusal is None:
        return Trouble()
    if isinstance(refusal, _OF_FIELDS) and refusal.details["faults"]:
        listed = cast("Sequence[Mapping[str, str]]", refusal.details["faults"])
        return Trouble(tuple(Fault(_control(one["field"]), one["message"]) for one in listed))
    field = _one_control(refusal)
    return Trouble((Fault(field, str(refusal)),)) if field else Trouble(banner=refusal)


def posted_act() -> Act | None:
    """The act whose form this request sends, if it does."""
    return act_at(request.endpoint or "", str((request.view_args or {}).get("word")))


def _one_control(refusal: Refusal) -> str | None:
    """The one control of this page that the refusal is about, if it is."""
    if isinstance(refusal, TextUnreadable):
        return control_of(COMMENT.name) if refusal.details["field"] == COMMENT.name else None
    if isinstance(refusal, AgencyFilesOnline):
        return KIND if KIND in request.form else None
    if isinstance(refusal, FileRefused):
        return _sent_in(refusal.details["name"])
    return _OF_ONE_FIELD.get(type(refusal))


def _control(field: str) -> str:
    """The control of a field that a refusal names: its own, or one of a component's papers."""
    if field.startswith(JUDGED):
        return verdict_field(field.removeprefix(JUDGED))
    if field.startswith(COMPONENT):
        return paper_field(field.removeprefix(COMPONENT))
    return CONTROLS.get(field, field)


def _sent_in(name: object) -> str | None:
    """The file control that sent the file of this name."""
    sent = request.files.items(multi=True)
    return next((field for field, file in sent if file.filename == name), None)
