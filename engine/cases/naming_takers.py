"""Who takes the result: the owner, who filed for them, or another who brings a paper."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.acts import inputs
from engine.cases.act.case_act import CaseAct
from engine.cases.issuing_slips import slip_of
from engine.catalogue.applicants import paper_of
from engine.errors import (
    TakerIsOwner,
    TakerNotChosen,
    TakerNumberWrong,
    TakerUnknown,
    TakerUnproven,
)
from engine.facts import topics
from engine.facts.events_of_work import TAKERS, TakenForOwner, TakerKind
from engine.routing.step_forms import (
    TAKER,
    TAKER_NAME,
    TAKER_NUMBER,
    TAKER_PAPER,
    usual_taker,
)
from engine.typed.given import line_given
from engine.typed.identifiers import known_as
from engine.typed.text import says_something

SLIP = "PTKQ"
_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,8}")
BY_ANSWER = (TAKER_NAME, TAKER_NUMBER, TAKER_PAPER)
"""What the form of a step that returns asks of another than the owner."""
BY_INPUT = (inputs.TAKER_NAME.name, inputs.TAKER_NUMBER.name, inputs.TAKER_PAPER.name)
"""The same of an act beside the diagram."""
_LABELS = (
    "Họ tên người nhận",
    "Số định danh người nhận",
    "Giấy ủy quyền, giấy giới thiệu nhận kết quả",
)


class Shown(NamedTuple):
    """What another than the owner shows, as it was typed."""

    name: str
    number: str
    paper: str


def taker_said(act: CaseAct, said: Mapping[str, object]) -> TakerKind:
    """Who takes it by the answers of the step that returns. Raises as ``taker_named``."""
    shown = Shown(*(str(said.get(key) or "") for key in BY_ANSWER))
    return taker_named(act, str(said.get(TAKER) or ""), shown, fields=BY_ANSWER)


def taker_named(act: CaseAct, kind: str, shown: Shown, *, fields: Sequence[str]) -> TakerKind:
    """Who takes it; "" is as the filing asked for. Another than the owner is on record, by name.

    They sign a slip for it, and the owner is told. ``fields``: what is asked for name, number and
    paper. Raises TakerNotChosen, TakerUnknown, TakerUnproven,
    TakerNumberWrong, TakerIsOwner, TextUnreadable.
    """
    asked = list(zip(fields, _LABELS, strict=True))
    shown = Shown(*(line_given(*of, text) for of, text in zip(asked, shown, strict=True)))
    if kind != "other" and any(shown):
        raise TakerNotChosen(name=(shown.name or shown.number or shown.paper)[:60])
    authorised, applicant = paper_of(act.case), act.dossier.applicant
    if not kind and authorised is None:
        return usual_taker(act.package, act.dossier.case)
    found = next((one for one in TAKERS if one == kind), None)
    if found is None or (found == "submitter" and authorised is None):
        raise TakerUnknown
    if found == "submitter" and authorised is not None:
        told = Shown(
            str(applicant.get("submitter_name") or ""),
            str(applicant.get("submitter_identity_number") or ""),
            authorised.words,
        )
    elif found == "other":
        _check_proven(shown, asked)
        told = shown._replace(number=_number_of(shown.number, fields[1]))
        if told.number in _owners_numbers(applicant, for_themselves=authorised is None):
            raise TakerIsOwner(faults=[{"field": fields[1], "message": TakerIsOwner.message}])
    else:
        return found
    slip = slip_of(act, SLIP)
    act.record(TakenForOwner(name=told.name, number=told.number, paper=told.paper, slip=slip))
    act.announce(topics.ResultTaken(name=told.name, paper=told.paper))
    return found


def _owners_numbers(applicant: Mapping[str, object], *, for_themselves: bool) -> set[str | None]:
    """Whoever filed for themselves told their number as the one who files."""
    told = [applicant.get("owner_identity_number")]
    if for_themselves:
        told.append(applicant.get("submitter_identity_number"))
    return {known_as("identity_number", str(one)) for one in told if one}


def _number_of(text: str, field: str) -> str:
    """The number of identity or passport in its one form. Raises TakerNumberWrong."""
    number = known_as("identity_number", text)
    if number is not None:
        return number
    passport = re.sub(r"[\s.-]", "", text).upper()
    if not _PASSPORT.fullmatch(passport):
        raise TakerNumberWrong(faults=[{"field": field, "message": TakerNumberWrong.message}])
    return passport


def _check_proven(shown: Shown, asked: Sequence[tuple[str, str]]) -> None:
    lacking = [one for one, text in zip(asked, shown, strict=True) if not says_something(text)]
    if lacking:
        raise TakerUnproven(
            what="; ".join(label for _, label in lacking),
            faults=[{"field": field, "message": f"Hãy ghi: {label}."} for field, label in lacking],
        )
