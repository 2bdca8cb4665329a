"""form-js forms: what the product can show, keys, options, conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import re2

from engine.catalogue.forms import keys_of_communes
from engine.diagnosis.texts import hint
from engine.feel import FeelError, FeelType, compile_expression
from engine.feel.typeref import ANY
from engine.files import FileUnreadable, NotText, read_json
from engine.workflow.reading.extensions import is_name
from engine.workflow.reading.faults import Fault, fault

ASKING = frozenset(
    {
        "textfield",
        "textarea",
        "number",
        "datetime",
        "checkbox",
        "checklist",
        "radio",
        "select",
        "taglist",
        "filepicker",
    }
)
SHOWING = frozenset({"text", "html", "image", "separator", "spacer", "button"})
GROUPS = frozenset({"group", "dynamiclist"})
TYPES = ASKING | SHOWING | GROUPS
MOST_DEPTH = 10
STRING = FeelType("string")
_ANSWERS: Mapping[str, FeelType] = {
    "number": FeelType("number"),
    "checkbox": FeelType("boolean"),
    "checklist": ANY,
    "taglist": ANY,
    "filepicker": ANY,
    "select": ANY,
    "radio": ANY,
}
_CHOOSING = frozenset({"checklist", "radio", "select", "taglist"})


@dataclass
class Form:
    """The questions of a form: the keys of its answers, with what is known of their values."""

    file: str
    answers: dict[str, FeelType] = field(default_factory=dict)
    whole: bool = False
    """Whether all of it could be read: only then can a question be missing."""
    communes: frozenset[str] = frozenset()
    """The questions that the product fills with the communes of the province."""


def form_key(path: str) -> str | None:
    """``tham_dinh`` for ``forms/tham_dinh.json``; None for other files."""
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending == "json" and folder.split("/")[-1] == "forms" else None


def read_form(data: bytes, *, file: str, faults: list[Fault]) -> Form:
    """The form's keys; everything that is wrong with it goes to ``faults``."""
    form = Form(file)
    schema = _load(data, file, faults)
    if schema is None:
        return form
    components = schema.get("components")
    if not isinstance(components, list):
        faults.append(fault("form.no_components", file=file))
        return form
    before = len(faults)
    _FormCheck(form, faults).run(components)
    form.whole = all(one.severity != "error" for one in faults[before:])
    if form.whole:
        form.communes = frozenset(keys_of_communes(schema))
    return form


def _load(data: bytes, file: str, faults: list[Fault]) -> Mapping[str, Any] | None:
    try:
        return read_json(data)
    except FileUnreadable as wrong:
        code = "text.unreadable" if isinstance(wrong, NotText) else "form.syntax"
        faults.append(fault(code, file=file, line=wrong.line, detail=wrong.reason))
        return None


class _FormCheck:
    def __init__(self, form: Form, faults: list[Fault]) -> None:
        self.form = form
        self.faults = faults
        self.conditions: list[tuple[str, str]] = []

    def add(self, code: str, **values: object) -> None:
        self.faults.append(fault(code, file=self.form.file, at=None, line=None, **values))

    def run(self, components: list[Any]) -> None:
        for number, component in self._all(components):
            if not isinstance(component, dict) or not isinstance(component.get("type"), str):
                self.add("form.component", number=number)
            else:
                self._component(component, number)
        for name, text in self.conditions:
            self._condition(name, text)

    def _all(self, components: list[Any]) -> Iterator[tuple[int, Any]]:
        """Every component, groups opened, numbered in reading order."""
        number = 0
        waiting = [(component, 1) for component in reversed(components)]
        while waiting:
            component, depth = waiting.pop()
            number += 1
            yield number, component
            inner = component.get("components") if isinstance(component, dict) else None
            if isinstance(inner, list) and inner:
                if depth >= MOST_DEPTH:
                    self.add("form.too_deep", limit=MOST_DEPTH)
                    return
                waiting += [(child, depth + 1) for child in reversed(inner)]

    def _component(self, component: Mapping[str, Any], number: int) -> None:
        kind, key = component["type"], component.get("key")
        label = component.get("label") or component.get("dateLabel")
        name = str(label or key or component.get("id") or f"số {number}")
        if kind not in TYPES:
            self.add("form.type_unknown", name=name, value=kind, known=", ".join(sorted(TYPES)))
        elif kind in ASKING:
            self._question(key, name, kind, labelled=bool(label))
            if kind in _CHOOSING:
                self._options(component, name)
        conditional = component.get("conditional")
        hide = conditional.get("hide") if isinstance(conditional, dict) else None
        if isinstance(hide, str) and hide.strip():
            self.conditions.append((name, hide))
        validate = component.get("validate")
        pattern = validate.get("pattern") if isinstance(validate, dict) else None
        if isinstance(pattern, str) and not _compiles(pattern):
            self.add("form.pattern", name=name, value=pattern)

    def _question(self, key: object, name: str, kind: str, *, labelled: bool) -> None:
        if not isinstance(key, str) or not key.strip():
            self.add("form.key_missing", name=name, value=kind)
            return
        if not is_name(key):
            self.add("form.key_invalid", name=name, value=key)
        if key in self.form.answers:
            self.add("form.key_twice", value=key)
        self.form.answers[key] = _ANSWERS.get(kind, STRING)
        if not labelled:
            self.add("form.label_missing", value=key)

    def _options(self, component: Mapping[str, Any], name: str) -> None:
        options = component.get("values")
        if options is None and (component.get("valuesKey") or component.get("valuesExpression")):
            return
        given = [o for o in options if isinstance(o, dict)] if isinstance(options, list) else []
        if not given:
            self.add("form.no_options", name=name)
        seen: set[str] = set()
        for option in given:
            value = str(option.get("value"))
            if value in seen:
                self.add("form.option_twice", name=name, value=value)
            seen.add(value)

    def _condition(self, name: str, text: str) -> None:
        content = text.removeprefix("=").strip()
        if "${" in content or "#{" in content:
            self.add("expr.template", text=content)
            return
        try:
            names = compile_expression(content).names
        except FeelError as error:
            self.add("expr.syntax", text=content, detail=f"(“{name}”) {error.message}")
            return
        for unknown in sorted(names - self.form.answers.keys() - {"case", "applicant"}):
            close = hint(unknown, self.form.answers)
            self.add("expr.name_unknown", text=content, value=unknown, hint=close)


def _compiles(pattern: str) -> bool:
    try:
        re2.compile(pattern)
    except re2.error:
        return False
    return True
