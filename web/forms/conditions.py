"""When a question applies, in words and for the page's script.

form-js hides a question by a FEEL expression; the engine evaluates it. The page shows every
question with words that say when it applies, so that nothing depends on script; where script runs,
the plain comparisons that nearly all forms use (``=nop_thay != "uy_quyen"``) also hide it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

Component = Mapping[str, object]

_HIDE = re.compile(r'=\s*(?P<key>\w+)\s*(?P<sign>!?=)\s*"(?P<value>[^"]*)"\s*')
_IS = re.compile(r'\s*(?P<key>\w+)\s*=\s*"(?P<value>[^"]*)"\s*')


@dataclass(frozen=True, slots=True)
class Condition:
    """The question applies when ``key`` is (or, with ``negated``, is not) ``value``."""

    words: str
    key: str | None = None
    value: str | None = None
    negated: bool = False


def shown_when(component: Component, labels: Mapping[str, Component]) -> Condition | None:
    """When the component applies; ``None`` if always. ``labels``: the form's questions by key."""
    conditional = component.get("conditional")
    hide = conditional.get("hide") if isinstance(conditional, Mapping) else None
    if not hide:
        return None
    found = _HIDE.fullmatch(str(hide))
    if found is None or found["key"] not in labels:
        return Condition("Chỉ điền nếu thuộc trường hợp này")
    label = _label(labels[found["key"]], found["value"])
    negated = found["sign"] == "="
    words = f"{'Bỏ qua' if negated else 'Chỉ điền'} nếu chọn “{label}”"
    return Condition(words, found["key"], found["value"], negated)


def applies_when(text: str, labels: Mapping[str, Component]) -> Condition | None:
    """A condition that says when something applies, such as ``nop_thay = "uy_quyen"``.

    ``None`` where the page's script can't tell: then it is always shown, with its words.
    """
    found = _IS.fullmatch(text)
    if found is None or found["key"] not in labels:
        return None
    label = _label(labels[found["key"]], found["value"])
    return Condition(f"Khi chọn “{label}”", found["key"], found["value"])


def _label(component: Component, value: str) -> str:
    options = cast("Sequence[Component]", component.get("values") or ())
    named = (str(one.get("label", value)) for one in options if one.get("value") == value)
    return next(named, value)
