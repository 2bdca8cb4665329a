"""What the engine runs, as data: BPMN element × event definition → yes, or no and why.

The loader refuses what is not here or is refused here; the diagnosis reads the same tables, so that
an upload is told before it is published. Every ``True`` has a test across save and load under
``tests/integration/workflow``; every reason tells the designer what to draw instead.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Support(NamedTuple):
    """Whether a construct runs, and a Vietnamese reason when it does not."""

    supported: bool
    reason: str = ""


YES = Support(supported=True)


def _no(reason: str) -> Support:
    return Support(supported=False, reason=reason)


_COMPENSATION = _no(
    "bù trừ (compensation) không được hỗ trợ; hãy vẽ bước hủy hoặc sửa lại thành một bước thường"
    " sau cổng rẽ nhánh.",
)
_MULTIPLE = _no("một sự kiện chỉ được có một định nghĩa; hãy tách thành nhiều sự kiện riêng.")
_START = _no(
    "hồ sơ được mở khi nộp, không tự mở theo giờ, tín hiệu hay điều kiện; hãy dùng sự kiện bắt đầu"
    " thường hoặc bắt đầu bằng thông điệp.",
)
_SUB_START = _no("quy trình con phải bắt đầu bằng sự kiện bắt đầu thường.")
_ONLY_INTERRUPTING = _no(
    "sự kiện lỗi và hủy luôn ngắt hoạt động; hãy bỏ nét đứt (cancelActivity phải là true)."
)

ELEMENTS: Mapping[str, Support] = {
    "userTask": YES,
    "manualTask": YES,
    "businessRuleTask": YES,
    "scriptTask": YES,
    "receiveTask": YES,
    "sendTask": YES,
    "exclusiveGateway": YES,
    "parallelGateway": YES,
    "inclusiveGateway": YES,
    "eventBasedGateway": YES,
    "subProcess": YES,
    "transaction": YES,
    "callActivity": YES,
    "startEvent": YES,
    "endEvent": YES,
    "intermediateCatchEvent": YES,
    "intermediateThrowEvent": YES,
    "boundaryEvent": YES,
    "task": _no(
        "công việc chưa có loại sẽ bị bỏ qua khi chạy; hãy chọn công việc người dùng (user task).",
    ),
    "serviceTask": _no(
        "gọi dịch vụ ngoài chưa được hỗ trợ trong sơ đồ; hãy dùng công việc người dùng hoặc sự kiện"
        " gửi thông điệp.",
    ),
    "complexGateway": _no(
        "cổng phức hợp không được hỗ trợ; hãy dùng cổng loại trừ, song song hoặc bao hàm."
    ),
    "adHocSubProcess": _no(
        "quy trình con tùy ý (ad-hoc) không được hỗ trợ; hãy vẽ rõ thứ tự các bước."
    ),
    "callChoreography": _no("biên đạo (choreography) không chạy được."),
    "choreographyTask": _no("biên đạo (choreography) không chạy được."),
    "subChoreography": _no("biên đạo (choreography) không chạy được."),
}

# Children of a process that are drawing or description: read by others or ignored without loss.
ANNOTATIONS = frozenset(
    {
        "sequenceFlow",
        "laneSet",
        "documentation",
        "extensionElements",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "textAnnotation",
        "association",
        "group",
        "category",
        "incoming",
        "outgoing",
        "monitoring",
        "auditing",
        "property",
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "supportedInterfaceRef",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "correlationSubscription",
        "rendering",
        "script",
    }
)

# Position of the event -> kind of its definition ("none" when it has none).
EVENTS: Mapping[str, Mapping[str, Support]] = {
    "start": {
        "none": YES,
        "message": YES,
        "timer": _START,
        "signal": _START,
        "conditional": _START,
        "multiple": _MULTIPLE,
    },
    "subprocess start": {
        "none": YES,
        "message": _SUB_START,
        "timer": _SUB_START,
        "signal": _SUB_START,
        "conditional": _SUB_START,
        "error": _SUB_START,
        "escalation": _SUB_START,
        "compensate": _COMPENSATION,
        "multiple": _MULTIPLE,
    },
    "event subprocess start": {
        "none": _no("quy trình con sự kiện phải bắt đầu bằng một sự kiện cụ thể."),
        "message": YES,
        "timer": YES,
        "signal": YES,
        "conditional": YES,
        "error": YES,
        "escalation": YES,
        "compensate": _COMPENSATION,
        "multiple": _MULTIPLE,
    },
    "event subprocess start non-interrupting": {
        "none": _no("quy trình con sự kiện phải bắt đầu bằng một sự kiện cụ thể."),
        "message": YES,
        "timer": YES,
        "signal": YES,
        "conditional": YES,
        "error": _ONLY_INTERRUPTING,
        "escalation": YES,
        "compensate": _COMPENSATION,
        "multiple": _MULTIPLE,
    },
    "end": {
        "none": YES,
        "message": YES,
        "signal": YES,
        "error": YES,
        "escalation": YES,
        "terminate": YES,
        "cancel": YES,
        "compensate": _COMPENSATION,
        "multiple": _MULTIPLE,
    },
    "catch": {
        "none": _no("sự kiện chờ phải nói rõ chờ gì: thông điệp, giờ, tín hiệu…"),
        "message": YES,
        "timer": YES,
        "signal": YES,
        "conditional": YES,
        "link": YES,
        "multiple": _MULTIPLE,
        "compensate": _COMPENSATION,
    },
    "throw": {
        "none": YES,
        "message": YES,
        "signal": YES,
        "escalation": YES,
        "link": YES,
        "compensate": _COMPENSATION,
        "multiple": _MULTIPLE,
    },
    "boundary": {
        "none": _no("sự kiện biên phải nói rõ bắt gì: thông điệp, giờ, lỗi…"),
        "message": YES,
        "timer": YES,
        "signal": YES,
        "conditional": YES,
        "error": YES,
        "escalation": YES,
        "cancel": YES,
        "compensate": _COMPENSATION,
        "multiple": _MULTIPLE,
    },
    "boundary non-interrupting": {
        "none": _no("sự kiện biên phải nói rõ bắt gì: thông điệp, giờ, lỗi…"),
        "message": YES,
        "timer": YES,
        "signal": YES,
        "conditional": YES,
        "escalation": YES,
        "error": _ONLY_INTERRUPTING,
        "cancel": _ONLY_INTERRUPTING,
        "compensate": _COMPENSATION,
        "multiple": _MULTIPLE,
    },
}

_POSITIONS = {
    "endEvent": "end",
    "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "throw",
}
_UNKNOWN_EVENT = _no("sự kiện loại này không đứng được ở vị trí này.")
_UNKNOWN_ELEMENT = _no("phần tử này không được hỗ trợ.")


def position_of(tag: str, *, inside: str, interrupting: bool = True) -> str:
    """The key of ``EVENTS`` for an event element. ``inside`` is process, subprocess or event."""
    if tag in _POSITIONS:
        return _POSITIONS[tag]
    if tag == "boundaryEvent":
        return "boundary" if interrupting else "boundary non-interrupting"
    if inside == "process":
        return "start"
    if inside == "subprocess":
        return "subprocess start"
    return "event subprocess start" + ("" if interrupting else " non-interrupting")


def element_support(tag: str) -> Support:
    """Whether an element of a process runs, by its local name."""
    if tag in ANNOTATIONS:
        return YES
    return ELEMENTS.get(tag, _UNKNOWN_ELEMENT)


def event_support(position: str, kind: str) -> Support:
    """Whether an event definition runs at a position of ``EVENTS``."""
    return EVENTS[position].get(kind, _UNKNOWN_EVENT)
