"""What the end of a step asks: the package's form, and what every such step asks of a case."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.catalogue.applicants import Represented, paper_of
from engine.catalogue.packages import PublishedPackage
from engine.fees.subjects import form_with_claims
from engine.workflow import Step

RECEIVE = "receive"
AUTHORISED = "giay_uy_quyen_dat"
"""The question of a reception about the paper by which another files for the owner."""
PASSES, FAILS = "dat", "khong_dat"
Form = Mapping[str, Any]


def form_of_step(
    package: PublishedPackage,
    step: Step,
    answers: Callable[[], Mapping[str, object]],
    case: Represented | None = None,
) -> Form | None:
    """The form with the questions of this case; ``case`` is ``None`` for one that isn't there yet.

    ``answers`` are those of the filing, fetched only where they matter. Raises PackageUnreadable.
    """
    form = form_with_claims(package, step, answers)
    paper = paper_of(case) if case else None
    if step.act == RECEIVE and paper is not None:
        form = _with(form, _about(paper.words))
    return form


def _with(form: Form | None, *asked: dict[str, Any]) -> Form:
    own = form or {"type": "default", "id": "cua_buoc", "components": []}
    return {**own, "components": [*own["components"], *asked]}


def _about(paper: str) -> dict[str, Any]:
    return {
        "type": "radio",
        "id": "Giay_uy_quyen",
        "key": AUTHORISED,
        "label": f"Người nộp thay chủ hồ sơ: {paper}",
        "description": "Xem bản chính hoặc tệp đính kèm: đúng người, đúng việc, còn hiệu lực. "
        "Không đạt thì yêu cầu bổ sung hoặc từ chối.",
        "values": [
            {"value": PASSES, "label": "Đạt"},
            {"value": FAILS, "label": "Không đạt"},
        ],
        "validate": {"required": True},
    }
