"""The document codes of what an act stores as the result: granted, or refused after appraisal."""

from collections.abc import Iterable, Sequence

from engine.cases.act.case_act import CaseAct
from engine.catalogue.document_codes import document_code, whose_number
from engine.facts.events_of_work import ResultStored
from engine.facts.reading import Recorded


def codes_given(act: CaseAct, told: Iterable[Recorded], kinds: Sequence[str]) -> list[str | None]:
    """A code for each file, by its kind; ``told``: the case's events, whose stored files count.

    ``None``: no number of the owner is on record.
    """
    before = sum(len(one.event.documents) for one in told if isinstance(one.event, ResultStored))
    number = whose_number(act.package.manifest, act.case["applicant_kind"], **act.numbers._asdict())
    return [document_code(number, kind, nth) for nth, kind in enumerate(kinds, start=before + 1)]
