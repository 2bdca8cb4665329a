"""What the end of a step asks: the package's form, and what every such step asks of a case."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.catalogue.applicants import Represented, paper_of
from engine.catalogue.manifest_fields import DELIVERIES
from engine.catalogue.packages import PublishedPackage
from engine.facts.events_of_work import TAKERS, TakerKind
from engine.fees.subjects import form_with_claims
from engine.workflow import Step

RECEIVE = "receive"
AUTHORISED = "giay_uy_quyen_dat"
"""The question of a reception about the paper by which another files for the owner."""
PASSES, FAILS = "dat", "khong_dat"
RETURN = "return"
TAKER, TAKER_NAME = "nguoi_nhan", "nguoi_nhan_ho_ten"
TAKER_NUMBER, TAKER_PAPER = "nguoi_nhan_so_dinh_danh", "nguoi_nhan_giay_uy_quyen"
"""The questions of a step that returns the result."""
_BY_DELIVERY: Mapping[object, TakerKind] = dict(
    zip(DELIVERIES, ("electronic", "owner", "post"), strict=True)
)
Form = Mapping[str, Any]


def form_of_step(
    package: PublishedPackage,
    step: Step,
    answers: Callable[[], Mapping[str, object]],
    case: Represented | None = None,
) -> Form | None:
    """The form with the questions of this case; ``case`` is ``None`` where nobody knows it.

    ``answers`` are those of the filing, fetched only where they matter. Raises PackageUnreadable.
    """
    form = form_with_claims(package, step, answers)
    paper = paper_of(case) if case else None
    if step.act == RECEIVE and paper is not None:
        form = _with(form, _about(paper.words))
    if step.act == RETURN and case is not None:
        usual = None if paper else usual_taker(package, answers())
        form = _with(form, *_who_takes(usual, paper.words if paper else None))
    return form


def usual_taker(package: PublishedPackage, answers: Mapping[str, object]) -> TakerKind:
    """Who takes the result as the filing asked for it."""
    asked = package.manifest.people.get("result_delivery", "")
    return _BY_DELIVERY.get(answers.get(asked), "owner")


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


def _who_takes(usual: TakerKind | None, paper: str | None) -> list[dict[str, Any]]:
    """Who takes the result: as it was asked for, unless another comes."""
    named = {"validate": {"required": True}, "conditional": {"hide": f'={TAKER} != "other"'}}
    kinds = [one for one in TAKERS if paper is not None or one != "submitter"]
    return [
        {
            "type": "radio",
            "id": "Nguoi_nhan",
            "key": TAKER,
            "label": "Ai nhận kết quả?",
            "values": [
                {
                    "value": one,
                    "label": f"{TAKERS[one]}: {paper}" if one == "submitter" else TAKERS[one],
                }
                for one in kinds
            ],
            **({"defaultValue": usual} if usual else {"validate": {"required": True}}),
        },
        {
            "type": "textfield",
            "id": "Nguoi_nhan_ten",
            "key": TAKER_NAME,
            "label": "Họ tên người nhận",
            **named,
        },
        {
            "type": "textfield",
            "id": "Nguoi_nhan_so",
            "key": TAKER_NUMBER,
            "label": "Số định danh người nhận",
            "description": "12 chữ số; người nước ngoài ghi số hộ chiếu.",
            **named,
        },
        {
            "type": "textfield",
            "id": "Nguoi_nhan_giay",
            "key": TAKER_PAPER,
            "label": "Giấy ủy quyền, giấy giới thiệu",
            "description": "Loại giấy, số, ngày. Xem bản chính.",
            **named,
        },
    ]
