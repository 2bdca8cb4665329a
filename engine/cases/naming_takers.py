"""Who takes the result: the owner, who filed for them, or another who brings a paper."""

from collections.abc import Mapping

from engine.cases.act.case_act import CaseAct
from engine.catalogue.applicants import paper_of
from engine.errors import TakerUnknown, TakerUnproven
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


def taker_said(act: CaseAct, said: Mapping[str, object]) -> TakerKind:
    """Who takes it by the answers of the step that returns. Raises as ``taker_named``."""
    kind, name, number, paper = (
        str(said.get(key) or "") for key in (TAKER, TAKER_NAME, TAKER_NUMBER, TAKER_PAPER)
    )
    return taker_named(act, kind, name=name, number=number, paper=paper)


def taker_named(
    act: CaseAct, kind: str, *, name: str = "", number: str = "", paper: str = ""
) -> TakerKind:
    """Who takes it; "" is as the filing asked for. Another than the owner is on record, by name.

    The owner is told of it. Raises TakerUnknown, TakerUnproven, TextUnreadable.
    """
    authorised, applicant = paper_of(act.case), act.dossier.applicant
    if not kind and authorised is None:
        return usual_taker(act.package, act.dossier.case)
    found = next((one for one in TAKERS if one == kind), None)
    if found is None or (found == "submitter" and authorised is None):
        raise TakerUnknown
    if found == "submitter" and authorised is not None:
        told = (
            str(applicant.get("submitter_name") or ""),
            str(applicant.get("submitter_identity_number") or ""),
            authorised.words,
        )
    elif found == "other":
        told = _proven(name, number, paper)
    else:
        return found
    act.record(TakenForOwner(name=told[0], number=told[1], paper=told[2]))
    act.announce(topics.ResultTaken(name=told[0], paper=told[2]))
    return found


def _proven(*given: str) -> tuple[str, str, str]:
    fields = (
        (TAKER_NAME, "Họ tên người nhận"),
        (TAKER_NUMBER, "Số định danh người nhận"),
        (TAKER_PAPER, "Giấy ủy quyền nhận kết quả"),
    )
    name, number, paper = (
        line_given(field, label, text) for (field, label), text in zip(fields, given, strict=True)
    )
    lacking = [one for one, text in zip(fields, (name, number, paper), strict=True) if not text]
    if lacking:
        raise TakerUnproven(
            what="; ".join(label for _, label in lacking),
            faults=[{"field": field, "message": f"Hãy ghi: {label}."} for field, label in lacking],
        )
    return name, number, paper
