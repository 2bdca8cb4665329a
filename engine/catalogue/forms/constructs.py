"""The one table of what a form may be made of.

The check of an upload, the page, the reading of answers, the API's schema and
``docs/reference/forms.md`` are drawn from it: a construct that stands here can be filled in on the
page and over the API and reads back equal; any other is refused at upload, by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.typed.dates import PRECISIONS
from engine.typed.identifiers import KINDS
from engine.typed.numbers import DIGITS
from engine.typed.person_numbers import SEXES

Role = Literal["asks", "groups", "repeats", "shows", "refused"]
Control = Literal["input", "textarea", "choice", "checks", "check", "select", "file", "none"]

COMMUNES = "communes"
"""``valuesKey`` of a select whose options are the communes and wards of the day."""
MOST_ROWS = 100
"""Rows of a repeating group."""
LONGEST = 10_000
"""Characters of any text, where the form sets no limit of its own."""

_COMMON = frozenset({"id", "layout", "type", "properties", "conditional"})
_ASKING = _COMMON | {"key", "label", "description", "validate", "readonly", "disabled"}


@dataclass(frozen=True, slots=True)
class Construct:
    """A row: a form-js type (of a ``datetime`` with its subtype) and all that holds for it."""

    type: str
    role: Role
    words: str
    """What it is, or for a refused one what to use instead."""
    control: Control = "none"
    """How the page asks."""
    feel: str = "string"
    """The type under which expressions read the answer."""
    sent: Mapping[str, Any] = field(default_factory=dict)
    """JSON schema of the answer over the API."""
    rules: frozenset[str] = frozenset()
    """Keys of ``validate`` that hold, on the server."""
    keys: frozenset[str] = _ASKING
    """Further keys of the component that mean something."""
    properties: frozenset[str] = frozenset()
    """Its own ``properties``, besides those that any question may have."""
    typed: str = ""
    example: object = None
    shown: str = ""
    """An answer as it is typed, as it is kept and sent, and as it is shown."""


_TEXT_RULES = frozenset({"required", "minLength", "maxLength", "pattern", "validationType"})
_TEXT = {"type": "string", "maxLength": LONGEST}
_CHOICE_KEYS = _ASKING | {"values", "defaultValue"}
_DATE_KEYS = _ASKING | {"subtype", "dateLabel", "timeLabel", "defaultValue"}
_ISO = "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_BOUNDS = frozenset({"notBefore", "notAfter"})
_BIRTH = frozenset({"bornAs", "youngerThan", "youngerThanWhen", "youngerThanMessage"})
SEX_AS, BORN_ON = "sexAs", "bornOn"
TOLD_BY_FILING = (SEX_AS, BORN_ON)
"""Properties of a step's question for a number: what the filing form asks of the same person."""
_REQUIRED = frozenset({"required"})

_ROWS = (
    Construct(
        "textfield",
        "asks",
        "một dòng chữ",
        "input",
        sent=_TEXT,
        rules=_TEXT_RULES,
        keys=_ASKING | {"appearance", "defaultValue"},
        properties=frozenset({"kind", "patternMessage", "ofSex", *TOLD_BY_FILING}) | _BOUNDS,
        typed=" Lê Thị  Mai",
        example="Lê Thị  Mai",
        shown="Lê Thị  Mai",
    ),
    Construct(
        "textarea",
        "asks",
        "nhiều dòng chữ",
        "textarea",
        sent=_TEXT,
        rules=_TEXT_RULES - {"pattern", "validationType"},
        keys=_ASKING | {"defaultValue"},
        typed="Dòng một\r\nDòng hai",
        example="Dòng một\nDòng hai",
        shown="Dòng một\nDòng hai",
    ),
    Construct(
        "number",
        "asks",
        f"số, nhiều nhất {DIGITS} chữ số",
        "input",
        "number",
        sent={"type": "number"},
        rules=_REQUIRED | {"min", "max"},
        keys=_ASKING | {"appearance", "decimalDigits", "increment", "defaultValue"},
        typed="1.500.000,5",
        example=1500000.5,
        shown="1.500.000,5",
    ),
    Construct(
        "datetime/date",
        "asks",
        "ngày",
        "input",
        sent={"type": "string", "pattern": _ISO + "$"},
        rules=_REQUIRED,
        keys=_DATE_KEYS | {"disallowPassedDates"},
        properties=_BOUNDS | _BIRTH | {"precision"},
        typed="5/9/1950",
        example="1950-09-05",
        shown="05/09/1950",
    ),
    Construct(
        "datetime/time",
        "asks",
        "giờ trong ngày",
        "input",
        sent={"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"},
        rules=_REQUIRED,
        keys=_DATE_KEYS | {"timeInterval", "use24h", "timeSerializingFormat"},
        typed="8h30",
        example="08:30",
        shown="08:30",
    ),
    Construct(
        "datetime/datetime",
        "asks",
        "ngày và giờ, theo giờ Việt Nam",
        "input",
        sent={"type": "string", "pattern": _ISO + "T[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?$"},
        rules=_REQUIRED,
        keys=_DATE_KEYS
        | {"disallowPassedDates", "timeInterval", "use24h", "timeSerializingFormat"},
        properties=_BOUNDS,
        typed="5/9/2026 8:30",
        example="2026-09-05T08:30",
        shown="05/09/2026 08:30",
    ),
    Construct(
        "checkbox",
        "asks",
        "đánh dấu hay không; bắt buộc nghĩa là phải đánh dấu",
        "check",
        "boolean",
        sent={"type": "boolean"},
        rules=_REQUIRED,
        keys=_ASKING | {"defaultValue"},
        typed="on",
        example=True,
        shown="Có",
    ),
    Construct(
        "radio",
        "asks",
        "chọn một",
        "choice",
        "Any",
        rules=_REQUIRED,
        keys=_CHOICE_KEYS,
        properties=frozenset({"sexOf"}),
        typed="2",
        example=2,
        shown="Hai",
    ),
    Construct(
        "select",
        "asks",
        f"chọn một trong danh sách; valuesKey “{COMMUNES}”: các xã, phường của tỉnh",
        "select",
        "Any",
        rules=_REQUIRED,
        keys=_CHOICE_KEYS | {"valuesKey", "searchable"},
        properties=frozenset({"sexOf"}),
        typed="2",
        example=2,
        shown="Hai",
    ),
    Construct(
        "checklist",
        "asks",
        "chọn nhiều",
        "checks",
        "list",
        rules=_REQUIRED,
        keys=_CHOICE_KEYS,
        typed="2",
        example=[2],
        shown="Hai",
    ),
    Construct(
        "taglist",
        "asks",
        "chọn nhiều",
        "checks",
        "list",
        rules=_REQUIRED,
        keys=_CHOICE_KEYS,
        typed="2",
        example=[2],
        shown="Hai",
    ),
    Construct(
        "filepicker",
        "asks",
        "tệp, chỉ trong phiếu nộp hồ sơ; qua API gửi trong documents, component là khóa",
        "file",
        "list",
        sent={"type": "array", "items": {"type": "string"}, "readOnly": True},
        rules=_REQUIRED,
        keys=_ASKING | {"multiple", "accept"},
        typed="don.pdf",
        example=["don.pdf"],
        shown="don.pdf",
    ),
    Construct(
        "group",
        "groups",
        "nhóm câu hỏi; ẩn nhóm là ẩn mọi câu hỏi trong đó",
        keys=_COMMON | {"label", "components", "showOutline", "verticalAlignment"},
    ),
    Construct(
        "dynamiclist",
        "repeats",
        f"nhóm lặp lại, nhiều nhất {MOST_ROWS} dòng; câu trả lời là danh sách dưới khóa path",
        feel="list",
        rules=_REQUIRED,
        keys=_COMMON
        | {
            "path",
            "label",
            "components",
            "isRepeating",
            "allowAddRemove",
            "defaultRepetitions",
            "showOutline",
            "verticalAlignment",
            "nonCollapsedItems",
            "disableCollapse",
            "validate",
        },
        typed="An",
        example=[{"ten": "An"}],
        shown="1. Tên: An",
    ),
    Construct("text", "shows", "chữ; dòng bắt đầu bằng # là tiêu đề", keys=_COMMON | {"text"}),
    Construct("separator", "shows", "đường kẻ", keys=_COMMON),
    Construct("spacer", "shows", "khoảng trống", keys=_COMMON | {"height"}),
    Construct("html", "refused", "hãy dùng thành phần chữ (text)"),
    Construct("image", "refused", "hãy mô tả bằng chữ (text), hoặc đặt vào trang hướng dẫn"),
    Construct("iframe", "refused", "trang khác không được nhúng vào phiếu"),
    Construct("table", "refused", "hãy dùng nhóm lặp lại (dynamiclist)"),
    Construct("documentPreview", "refused", "tệp của hồ sơ đã có chỗ riêng để xem"),
    Construct("button", "refused", "phiếu có sẵn nút gửi"),
    Construct("expression", "refused", "hãy tính trong sơ đồ hoặc bảng quyết định"),
)
CONSTRUCTS: Mapping[str, Construct] = {row.type: row for row in _ROWS}

PROPERTIES: Mapping[str, Sequence[str] | None] = {
    "kind": tuple(KINDS),
    "patternMessage": None,
    "notBefore": None,
    "notAfter": None,
    "precision": tuple(PRECISIONS),
    "bornAs": None,
    "sexOf": None,
    "ofSex": tuple(SEXES),
    SEX_AS: None,
    BORN_ON: None,
    "youngerThan": None,
    "youngerThanWhen": None,
    "youngerThanMessage": None,
    "audience": ("internal", "applicant"),
    "inputmode": ("text", "numeric", "decimal", "tel", "email", "url", "search"),
    "autocomplete": None,
}
"""``properties`` of a question that mean something, with the words that they may be."""
ANYWHERE = frozenset({"audience", "inputmode", "autocomplete"})
"""Properties that any question may have."""
YEAR = "year"
"""The kind of text that may have bounds, as days have."""
BOUND_TODAY, BOUND_FILED = "today", "filed"
"""What ``notBefore`` and ``notAfter`` may be besides a day (ISO) and the key of another date: the
day of the answer, and that on which the dossier was filed."""
NAMED_BOUNDS = (BOUND_TODAY, BOUND_FILED)


def construct_of(component: Mapping[str, Any]) -> Construct | None:
    """The row of a component; ``None`` for a type that nobody has heard of."""
    kind = str(component.get("type", ""))
    if kind == "datetime":
        kind = f"datetime/{component.get('subtype') or 'date'}"
    return CONSTRUCTS.get(kind)


def role_of(component: Mapping[str, Any]) -> Role:
    """What the component is for; one that nobody has heard of is refused."""
    found = construct_of(component)
    return found.role if found else "refused"
