"""When a question applies, in words and for the page's script.

form-js hides a question by a FEEL expression; the engine evaluates it. The page shows every
question with words that say when it applies, so that nothing depends on script; where script runs,
the plain comparisons that nearly all forms use (``=nop_thay != "uy_quyen"``) also hide it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from engine.catalogue.forms.constructs import construct_of

Component = Mapping[str, object]

_VALUE = r'(?:"(?P<value>[^"]*)"|(?P<bare>-?\d+|true|false))'
_HIDE = re.compile(rf"=\s*(?P<key>\w+)\s*(?P<sign>!?=)\s*{_VALUE}\s*")
_IS = re.compile(rf"\s*(?P<key>\w+)\s*(?P<sign>=)\s*{_VALUE}\s*")
_TICKED = "on"


@dataclass(frozen=True, slots=True)
class Condition:
    """The question applies when ``key`` is (or, with ``negated``, is not) ``value``."""

    words: str
    key: str | None = None
    value: str | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """The questions that a condition may name: of the form, and of the row that it stands in."""

    form: Mapping[str, Component]
    row: Mapping[str, Component]
    start: str
    """What the names of the row's controls begin with."""

    def named(self, key: str) -> tuple[str, Component] | None:
        """The control of this key, and its question."""
        if key in self.row:
            return self.start + key, self.row[key]
        return (key, self.form[key]) if key in self.form else None


def shown_when(component: Component, labels: Labels) -> Condition | None:
    """When the component applies; ``None`` if always."""
    conditional = component.get("conditional")
    hide = conditional.get("hide") if isinstance(conditional, Mapping) else None
    if not hide:
        return None
    found = _compared(_HIDE.fullmatch(str(hide)), labels)
    if found is None:
        return Condition("Chỉ điền nếu thuộc trường hợp này")
    # A question is hidden where this holds, so it applies where it does not.
    negated = not found.negated
    return Condition(
        f"{'Bỏ qua' if negated else 'Chỉ điền'} nếu {found.words}", found.key, found.value, negated
    )


def applies_when(text: str, labels: Mapping[str, Component]) -> Condition | None:
    """A condition that says when something applies, such as ``nop_thay = "uy_quyen"``.

    ``None`` where the page's script can't tell: then it is always shown, with its words.
    """
    found = _compared(_IS.fullmatch(text), Labels(labels, {}, ""))
    if found is None or found.negated:
        return None
    return Condition(f"Khi {found.words}", found.key, found.value)


def _compared(found: re.Match[str] | None, labels: Labels) -> Condition | None:
    """The comparison as it is written: ``negated`` for a ``!=``."""
    named = labels.named(found["key"]) if found else None
    if found is None or named is None:
        return None
    name, question = named
    construct, unlike = construct_of(question), found["sign"] == "!="
    control = construct.control if construct else ""
    if found["bare"] in ("true", "false"):
        if control != "check":
            return None
        ticked = found["bare"] == "true"
        return Condition(f"đánh dấu “{_name(question)}”", name, _TICKED, unlike == ticked)
    if found["bare"] and control not in ("choice", "select"):
        return None
    if control in ("checks", "check", "file"):
        return None  # what such a control answers is no single text
    value = found["bare"] or found["value"] or ""
    return Condition(f"chọn “{_label(question, value)}”", name, value, unlike)


def _name(question: Component) -> str:
    return str(question.get("label") or question.get("key"))


def _label(component: Component, value: str) -> str:
    options = cast("Sequence[Component]", component.get("values") or ())
    named = (str(one.get("label", value)) for one in options if str(one.get("value")) == value)
    return next(named, value)
