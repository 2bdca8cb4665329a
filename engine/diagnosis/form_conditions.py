"""Conditions of a form: what they may name, what they compare, and that they hide in no circle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.catalogue.forms.births import BORN_AS, WHEN
from engine.catalogue.forms.constructs import role_of
from engine.catalogue.forms.questions import mapping_of, numbers_by, parts_of
from engine.catalogue.forms.sexes import SEX_OF
from engine.diagnosis.form_parts import Add
from engine.diagnosis.names import hint
from engine.diagnosis.paths import reverse_postorder
from engine.diagnosis.texts import FOUND
from engine.feel import FeelError, FeelType, compile_expression
from engine.feel.check import check_condition

Types = Mapping[str, FeelType]
NUMBER_KEY = "phải là khóa của câu hỏi số định danh trong phiếu"


def check_conditions(schema: Mapping[str, Any], answers: Types, add: Add) -> None:
    """Add what is wrong with the conditions; ``answers`` are the types of the form's questions."""
    for name, key, one in _misnamed(schema, answers):
        add("form.property", name=name, key=key, value=one, allowed=NUMBER_KEY)
    leads: dict[str, set[str]] = {}
    for placed in _conditions(schema, answers, {}, ""):
        read = _check(placed, {**answers, **placed.row}, add)
        inside = {f"{placed.start}{one}" if one in placed.row else one for one in read}
        for key in _keys(placed.component, placed.start) if placed.hides else ():
            leads.setdefault(key, set()).update(inside)
    for key in sorted(_circular(leads)):
        add("form.condition_circle", value=key)


def _misnamed(parent: Mapping[str, Any], answers: Types) -> Iterator[tuple[str, str, str]]:
    """What is compared with a person's number which the form doesn't ask for."""
    for component in parts_of(parent):
        for key in (BORN_AS, SEX_OF):
            for one in numbers_by(component, key):
                if one not in answers:
                    yield _Placed(component, {}, "", "").name, key, one
        if role_of(component) == "groups":
            yield from _misnamed(component, answers)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A component with a condition, and the questions of the row that it stands in."""

    component: Mapping[str, Any]
    row: Types
    start: str
    condition: str
    hides: bool = True

    @property
    def name(self) -> str:
        names = ("label", "dateLabel", "timeLabel", "key", "path", "id")
        return next((str(self.component[one]) for one in names if self.component.get(one)), "")


def _conditions(
    parent: Mapping[str, Any], outer: Types, row: Types, start: str
) -> Iterator[_Placed]:
    for component in parts_of(parent):
        condition = mapping_of(component, "conditional").get("hide")
        if isinstance(condition, str) and condition.strip():
            yield _Placed(component, row, start, condition)
        asked = mapping_of(component, "properties").get(WHEN)
        if isinstance(asked, str) and asked.strip():
            yield _Placed(component, row, start, asked, hides=False)
        role = role_of(component)
        if role == "groups":
            yield from _conditions(component, outer, row, start)
        elif role == "repeats":
            path = str(component.get("path"))
            listed = outer.get(path)
            item = listed.item if listed else None
            inner = dict(item.fields or ()) if item else {}
            yield from _conditions(component, outer, inner, f"{path}.")


def _keys(component: Mapping[str, Any], start: str) -> list[str]:
    """The questions that go with the component when it is hidden."""
    role = role_of(component)
    if role == "groups":
        return [key for part in parts_of(component) for key in _keys(part, start)]
    if role == "repeats":
        path = str(component.get("path"))
        inner = [key for part in parts_of(component) for key in _keys(part, f"{path}.")]
        return [f"{start}{path}", *inner]
    return [f"{start}{component.get('key')}"] if role == "asks" else []


def _check(placed: _Placed, types: Types, add: Add) -> frozenset[str]:
    """The names that the condition reads; empty where it can't be read."""
    name, content = placed.name, placed.condition.removeprefix("=").strip()
    if not placed.condition.startswith("="):
        add("form.condition_bare", name=name, value=content)
    if "${" in content or "#{" in content:
        add("expr.template", text=content)
        return frozenset()
    try:
        names = compile_expression(content).names
    except FeelError as error:
        add("expr.syntax", text=content, detail=f"(“{name}”) {error.message}")
        return frozenset()
    unknown = sorted(names - types.keys())
    for one in unknown:
        add("expr.name_unknown", text=content, value=one, hint=hint(one, types))
    if not unknown:
        for finding in check_condition(content, types):
            code = FOUND.get(finding.code, "expr.type")
            add(code, text=content, detail=f"(“{name}”) {finding.message}")
    return names


def _circular(leads: Mapping[str, set[str]]) -> set[str]:
    """The questions whose being asked depends on themselves: from each, taken in an order in which
    what leads to it stands before, those that lead to it are one circle."""
    order = reverse_postorder([*leads], lambda key: [*leads.get(key, ())])
    before: dict[str, list[str]] = {key: [] for key in order}
    for key, read in leads.items():
        for one in read:
            before[one].append(key)
    found = {key for key, read in leads.items() if key in read}
    seen: set[str] = set()
    for first in order:
        circle, waiting = set[str](), [first]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                circle.add(one)
                waiting += before[one]
        found |= circle if len(circle) > 1 else set()
    return found
