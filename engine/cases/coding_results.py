"""The document codes of what an act stores as the result: granted, or refused after appraisal."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from engine.cases.act.case_act import CaseAct
from engine.catalogue.document_codes import document_code, whose_number
from engine.facts.events_of_work import ResultStored
from engine.facts.reading import Recorded
from engine.store.cases import CaseDocument


def codes_given(act: CaseAct, told: Iterable[Recorded], kinds: Sequence[str]) -> list[str | None]:
    """A code for each file, by its kind; ``told``: the case's events, whose stored files count.

    Those of the case that it corrects count too: both papers are known by their codes. ``None``: no
    number of the owner is on record.
    """
    before = _corrected(act) + sum(
        len(one.event.documents) for one in told if isinstance(one.event, ResultStored)
    )
    number = whose_number(act.package.manifest, act.case["applicant_kind"], **act.numbers._asdict())
    return [document_code(number, kind, nth) for nth, kind in enumerate(kinds, start=before + 1)]


def _corrected(act: CaseAct) -> int:
    """How many files the result has that this case corrects."""
    if act.case["corrects"] is None:
        return 0
    query = select(func.count()).where(
        CaseDocument.province_code == act.case["province_code"],
        CaseDocument.case_id == act.case["corrects"],
        CaseDocument.role == "result",
    )
    return act.session.scalar(query) or 0
