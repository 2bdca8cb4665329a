"""One component of a form against its row in the table of constructs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import re2

from engine.catalogue.forms.answering import Surroundings, bounded, default_of
from engine.catalogue.forms.births import YOUNGER
from engine.catalogue.forms.constructs import (
    ANYWHERE,
    COMMUNES,
    CONSTRUCTS,
    NAMED_BOUNDS,
    PROPERTIES,
    TOLD_BY_FILING,
    YEAR,
    Construct,
    construct_of,
)
from engine.catalogue.forms.questions import kind_of_text, mapping_of
from engine.catalogue.forms.sexes import OF_SEX, SEX_OF
from engine.typed import Unreadable
from engine.typed.dates import day_sent
from engine.typed.folding import folded
from engine.typed.person_numbers import SEXES
from engine.typed.text import says_something

_OLDEST = 150
_SOME_DAY = date(2026, 1, 1)
_NUMBER, _LENGTH, _TRUTH, _TEXT = "một số", "số nguyên từ 0 trở lên", "true hoặc false", "chữ"
_STEP = "số lớn hơn 0"
_EXPECTED: Mapping[str, str] = {
    "readonly": _TRUTH,
    "disabled": _TRUTH,
    "multiple": _TRUTH,
    "allowAddRemove": _TRUTH,
    "disallowPassedDates": _TRUTH,
    "decimalDigits": _LENGTH,
    "defaultRepetitions": _LENGTH,
    "increment": _STEP,
    "validate.required": _TRUTH,
    "validate.min": _NUMBER,
    "validate.max": _NUMBER,
    "validate.minLength": _LENGTH,
    "validate.maxLength": _LENGTH,
    "validate.pattern": _TEXT,
    "label": _TEXT,
    "description": _TEXT,
    "text": _TEXT,
}
_VALIDATIONS = ("custom", "email", "phone")
_BOUNDS = ("notBefore", "notAfter")
_PAST = re2.compile(r"\b(ngay|nam|thang) (thang nam )?(sinh|mat|cap)\b")
"""What a label says, folded, that asks for a day which is over: of birth, of death, of issue."""
_SHOWN = ("label", "dateLabel", "timeLabel", "description", "text")


class Add(Protocol):
    """Takes a fault by its code."""

    def __call__(self, code: str, **values: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A component, what it is called, and the questions for days that its bounds may name."""

    component: Mapping[str, Any]
    name: str
    dates: frozenset[str]
    in_row: bool


def check_part(part: Part, add: Add) -> None:
    """Add everything that keeps the component from being asked, answered or read back."""
    component, construct = part.component, construct_of(part.component)
    if construct is None:
        known = ", ".join(sorted(c.type for c in CONSTRUCTS.values() if c.role != "refused"))
        subtype = component.get("subtype")
        value = f"{component['type']}/{subtype}" if subtype else component["type"]
        add("form.type_unknown", name=part.name, value=value, known=known)
        return
    if construct.role == "refused":
        add("form.type_refused", name=part.name, value=construct.type, instead=construct.words)
        return
    _check_place(part, construct, add)
    wrong = list(_wrong_values(component))
    for key, expected in wrong:
        add("form.value", name=part.name, key=key, expected=expected)
    _check_texts(part, add)
    _check_keys(part, construct, add)
    _check_properties(part, construct, add)
    _check_past(part, add)
    if construct.role == "asks" and not wrong:
        _check_question(part, construct, add)


def _check_place(part: Part, construct: Construct, add: Add) -> None:
    if construct.role == "groups" and part.component.get("path"):
        add("form.path", name=part.name)
    by_filing = construct.type == "filepicker" or part.component.get("valuesKey") == COMMUNES
    if part.in_row and (construct.role == "repeats" or by_filing):
        add("form.in_row", name=part.name, value=construct.type)


def _wrong_values(component: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys whose value is of another kind than the product reads: an expression, a text."""
    for path, expected in _EXPECTED.items():
        outer, _, inner = path.rpartition(".")
        value = (mapping_of(component, outer) if outer else component).get(inner)
        if value is not None and not _is(value, expected):
            yield path, expected
    for key in ("validate", "properties", "conditional", "appearance"):
        if not isinstance(component.get(key), dict | None):
            yield key, "một nhóm giá trị"


def _is(value: object, expected: str) -> bool:
    if expected == _TRUTH:
        return isinstance(value, bool)
    if expected == _TEXT:
        return isinstance(value, str)
    number = _number(value)
    if expected == _NUMBER:
        return number is not None
    if expected == _STEP:
        return number is not None and number > 0
    return isinstance(value, int) and number is not None and number >= 0


def _number(value: object) -> Decimal | None:
    """The number; form-js writes a step as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except ArithmeticError:
        return None
    return found if found.is_finite() else None


def _check_texts(part: Part, add: Add) -> None:
    """Texts are shown as they are: one that is to be computed would show its formula."""
    for key in _SHOWN:
        text = part.component.get(key)
        if isinstance(text, str) and (text.lstrip().startswith("=") or "{{" in text):
            add("form.text_computed", name=part.name, key=key)


def _check_keys(part: Part, construct: Construct, add: Add) -> None:
    component = part.component
    if component.get("valuesExpression"):
        add("form.options_computed", name=part.name)
    strange = [key for key in component if key not in construct.keys and key != "valuesExpression"]
    if construct.type != "select" and component.get("valuesKey"):
        add("form.options_key", name=part.name, value=component["valuesKey"])
        strange.remove("valuesKey")
    if strange:
        add("form.key_ignored", name=part.name, keys=", ".join(sorted(strange)))
    rules = sorted(mapping_of(component, "validate").keys() - construct.rules)
    if rules:
        add("form.rule_unknown", name=part.name, value=construct.type, rules=", ".join(rules))


def _check_properties(part: Part, construct: Construct, add: Add) -> None:
    for key, value in mapping_of(part.component, "properties").items():
        if key not in PROPERTIES:
            continue  # what other tools keep there is theirs
        words = PROPERTIES[key]
        if key not in construct.properties | ANYWHERE or _is_elsewhere(key, part.component):
            allowed = "không dùng cho loại này"
        elif words is not None and value not in words:
            allowed = f"phải là một trong: {', '.join(words)}"
        elif key in _BOUNDS and not bounded(part.component):
            allowed = f"chỉ dùng cho ngày, và cho chữ thuộc loại {YEAR}"
        elif key in _BOUNDS and not _is_bound(value, part):
            named = ", ".join(NAMED_BOUNDS)
            allowed = f"phải là {named}, một ngày (2026-01-31) hoặc khóa của một câu hỏi ngày"
        elif key == YOUNGER and not _is_age(value):
            allowed = "phải là số tuổi, ví dụ 18"
        elif not isinstance(value, str) or not value.strip():
            allowed = "phải là chữ"
        else:
            continue
        add("form.property", name=part.name, key=key, value=value, allowed=allowed)


def _check_past(part: Part, add: Add) -> None:
    """Whoever asks for a day that is over should not take tomorrow."""
    component = part.component
    if "notAfter" in mapping_of(component, "properties") or not bounded(component):
        return
    label = str(component.get("dateLabel") or component.get("label") or "")
    if _PAST.search(folded(label)):
        add("form.past_unbounded", name=part.name)


def _is_age(value: object) -> bool:
    digits = isinstance(value, str) and value.isascii() and value.isdigit()
    return digits and 0 < int(str(value)) < _OLDEST


def _is_elsewhere(key: str, component: Mapping[str, Any]) -> bool:
    """Whether it is of a sex, and the question asks for no person's number, or tells no sex."""
    if key in (OF_SEX, *TOLD_BY_FILING):
        kind = kind_of_text(component)
        return kind is None or kind.code != "identity_number"
    if key == SEX_OF:
        values = component.get("values") or ()
        return not SEXES.keys() <= {one.get("value") for one in values if isinstance(one, Mapping)}
    return False


def _is_bound(value: object, part: Part) -> bool:
    if value in NAMED_BOUNDS or (value in part.dates and value != part.component.get("key")):
        return True
    try:
        return bool(day_sent(value))
    except Unreadable:
        return False


def _check_question(part: Part, construct: Construct, add: Add) -> None:
    component, rules = part.component, mapping_of(part.component, "validate")
    for low, high in (("min", "max"), ("minLength", "maxLength")):
        least, most = _number(rules.get(low)), _number(rules.get(high))
        if least is not None and most is not None and least > most:
            add("form.bounds", name=part.name, low=low, high=high)
    if rules.get("validationType") not in (None, "", *_VALIDATIONS):
        expected = ", ".join(_VALIDATIONS)
        add("form.value", name=part.name, key="validate.validationType", expected=expected)
    _check_pattern(part, add)
    if construct.control in ("choice", "select", "checks"):
        _check_options(part, add)
    _check_default(part, construct, add)
    fixed = component.get("readonly") or component.get("disabled")
    if fixed and rules.get("required") and component.get("defaultValue") in (None, "", [], False):
        add("form.readonly_required", name=part.name)


def _check_pattern(part: Part, add: Add) -> None:
    pattern = mapping_of(part.component, "validate").get("pattern")
    if not pattern:
        return
    try:
        re2.compile(pattern)
    except re2.error:
        add("form.pattern", name=part.name, value=pattern)
        return
    own = mapping_of(part.component, "properties").get("patternMessage")
    if not own and kind_of_text(part.component) is None:
        add("form.pattern_silent", name=part.name, value=pattern)


def _check_options(part: Part, add: Add) -> None:
    component = part.component
    if component.get("valuesExpression"):
        return
    key = component.get("valuesKey")
    if key and component["type"] == "select":
        if key != COMMUNES:
            add("form.options_key", name=part.name, value=key)
        return
    options = component.get("values")
    given = [o for o in options if isinstance(o, dict)] if isinstance(options, list) else []
    if not given or not isinstance(options, list) or len(given) < len(options):
        add("form.no_options", name=part.name)
    seen: set[str] = set()
    for option in given:
        value = option.get("value")
        label = option.get("label")
        if label is not None and not says_something(str(label)):
            add("form.option_label", name=part.name, value=value)
        if not isinstance(value, str | int | float) or not str(value).strip():
            add("form.option_value", name=part.name, value=option.get("label") or value)
        elif str(value) in seen:
            add("form.option_twice", name=part.name, value=value)
        seen.add(str(value))


def _check_default(part: Part, construct: Construct, add: Add) -> None:
    component = part.component
    filled = component.get("valuesKey") or component.get("valuesExpression")
    if component.get("defaultValue") in (None, "", []) or filled or construct.control == "file":
        return
    try:
        default_of({"key": "", **component}, Surroundings(_SOME_DAY, {}, {}))
    except Unreadable as unreadable:
        add("form.default", name=part.name, detail=str(unreadable))
    except re2.error:
        pass  # told with the pattern
