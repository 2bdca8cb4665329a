"""form-js schemas as fields that a template renders, and posted fields as what was typed.

Nothing is read here: what a person typed goes to the engine as it was typed (``Typed``), and its
gate reads it or says how to write it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from engine.catalogue.forms import label_of, questions, unit_of, written
from engine.catalogue.forms.constructs import construct_of, role_of
from engine.catalogue.forms.questions import kind_of_text, mapping_of, parts_of
from engine.typed import Typed
from web.forms import rows
from web.forms.conditions import Condition, Labels, shown_when
from web.forms.rows import Posted
from web.forms.uploads import KeptFile, paper_field

Component = Mapping[str, object]
Schema = Mapping[str, object]

_HINTS = {
    "datetime/date": "ngày/tháng/năm, ví dụ 05/09/1990 hoặc 05091990",
    "datetime/time": "ví dụ 08:30 hoặc 0830",
    "datetime/datetime": "ví dụ 05/09/2026 08:30",
}
_LENIENT = {
    "year": "chỉ nhớ tháng thì ghi 091990, chỉ nhớ năm thì ghi 1990",
    "month": "chỉ nhớ tháng thì ghi 09/1990 hoặc 091990",
}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a select, radio or checklist."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One question as the template needs it; ``parts`` are the fields of a group, list or row.

    ``kind`` is the construct's control, or ``group``, ``list``, ``row``, ``text``, ``separator``.
    """

    kind: str
    key: str
    label: str
    hint: str | None = None
    required: bool = False
    value: str = ""
    error: str | None = None
    unit: str | None = None
    readonly: bool = False
    look: str = ""
    """``number`` and ``date`` are set in their own width."""
    inputmode: str | None = None
    autocomplete: str | None = None
    condition: Condition | None = None
    options: tuple[Option, ...] = ()
    parts: tuple["Field", ...] = ()
    changeable: bool = False
    """Whether rows may be added to a list and taken away."""
    multiple: bool = False
    accept: str | None = None
    kept: tuple[KeptFile, ...] = ()

    @property
    def id(self) -> str:
        """The HTML id: what error summaries link to."""
        return f"f-{self.key}"

    @property
    def name(self) -> str:
        """What the control posts."""
        return paper_field(self.key) if self.kind == "file" else self.key

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The options that are chosen: all that a read-only question shows."""
        return tuple(option for option in self.options if option.chosen)

    @property
    def heading(self) -> str | None:
        """The text of a component that is only a heading ("## Quá trình tham gia")."""
        lone = self.kind == "text" and self.value.startswith("#") and "\n" not in self.value
        return self.value.lstrip("# ") if lone else None


@dataclass(frozen=True, slots=True)
class Section:
    """The fields below one heading."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What fills a form: what was ``typed`` if anything was posted, else stored ``values``."""

    values: Mapping[str, object]
    typed: Posted | None
    faults: Mapping[str, str]
    labels: Labels
    kept: Sequence[KeptFile] = field(default=())

    def shown(self, component: Component) -> list[str]:
        """What the control shows, as text; a list because checklists hold several."""
        key = str(component.get("key"))
        if self.typed is not None and not component.get("disabled"):
            return self.typed.getlist(self.labels.start + key)
        value = self.values.get(key, component.get("defaultValue"))
        if value is None or (value is False and component.get("type") == "checkbox"):
            return []
        if isinstance(value, list | tuple):
            return [str(item) for item in value]
        if value is True and component.get("type") == "checkbox":
            return ["on"]
        return [str(value) if isinstance(value, bool) else written(component, value)]

    def row(self, component: Component, at: int) -> "Reading":
        """The same for a row of a repeating group."""
        path = str(component["path"])
        listed = self.values.get(path)
        values = listed[at] if isinstance(listed, list) and at < len(listed) else {}
        inner = {str(one["key"]): one for one in questions(component)}
        labels = Labels(self.labels.form, inner, f"{self.labels.start}{path}.{at}.")
        return replace(self, values=cast("Mapping[str, object]", values), labels=labels)


def fields(
    schema: Schema | None,
    *,
    values: Mapping[str, object] | None = None,
    typed: Posted | None = None,
    faults: Mapping[str, str] | None = None,
    kept: Sequence[KeptFile] = (),
) -> tuple[Field, ...]:
    """The schema's fields, filled with what was ``typed`` or else with ``values``."""
    schema = schema or {}
    labels = Labels({str(one["key"]): one for one in questions(schema)}, {}, "")
    return _fields(schema, Reading(values or {}, typed, faults or {}, labels, kept))


def _fields(schema: Schema, reading: Reading) -> tuple[Field, ...]:
    return tuple(_field(one, reading) for one in parts_of(schema) if role_of(one) != "refused")


def _field(component: Component, reading: Reading) -> Field:
    role = role_of(component)
    label = _text(component, "label") or ""
    condition = shown_when(component, reading.labels)
    if role == "groups":
        hint = condition.words if condition else None
        parts = _fields(component, reading)
        return Field("group", "", label, hint=hint, condition=condition, parts=parts)
    if role == "repeats":
        return _list(component, reading, condition)
    if role == "shows":
        kind = str(component["type"])
        text = _text(component, "text") or ""
        return Field(kind, "", label, value=text, condition=condition)
    return _question(component, reading, condition)


def _list(component: Component, reading: Reading, condition: Condition | None) -> Field:
    path = f"{reading.labels.start}{component.get('path')}"
    listed = reading.values.get(str(component.get("path")))
    if reading.typed is not None:
        count = max(1, rows.count_of(reading.typed, path))
    else:
        count = len(listed) if isinstance(listed, list) else rows.rows_at_first(component)
    return Field(
        "list",
        path,
        _text(component, "label") or "",
        hint=condition.words if condition else None,
        required=bool(mapping_of(component, "validate").get("required")),
        error=reading.faults.get(path),
        condition=condition,
        changeable=rows.may_change(component),
        parts=tuple(_row(component, reading, path, at) for at in range(count)),
    )


def _row(component: Component, reading: Reading, path: str, at: int) -> Field:
    parts = _fields(component, reading.row(component, at))
    return Field("row", f"{path}.{at}", str(at + 1), parts=parts)


def _question(component: Component, reading: Reading, condition: Condition | None) -> Field:
    found = construct_of(component)
    control, kind = (found.control, found.type) if found else ("input", "")
    key = f"{reading.labels.start}{component.get('key')}"
    shown = reading.shown(component)
    hints = (condition.words if condition else None, _hint(component, kind))
    text_kind = kind_of_text(component)
    usual = text_kind.autocomplete if text_kind else None
    asked = mapping_of(component, "properties")
    return Field(
        control,
        key,
        label_of(component) if _named(component) else "",
        hint=". ".join(hint.rstrip(".") for hint in hints if hint) or None,
        required=bool(mapping_of(component, "validate").get("required")),
        value=shown[0] if shown else "",
        error=reading.faults.get(key),
        unit=unit_of(component),
        readonly=bool(component.get("readonly") or component.get("disabled")),
        look={"number": "num c"}.get(kind, "d" if kind.startswith("datetime") else ""),
        inputmode=_text(asked, "inputmode") or _inputmode(component, kind),
        autocomplete=_text(asked, "autocomplete") or usual,
        condition=condition,
        options=tuple(_options(component, shown)),
        multiple=component.get("multiple") is True,
        accept=_text(component, "accept"),
        kept=tuple(file for file in reading.kept if file.component == key),
    )


def _named(component: Component) -> bool:
    return any(component.get(name) for name in ("label", "dateLabel", "timeLabel"))


def _text(component: Component, key: str) -> str | None:
    found = component.get(key)
    return str(found) if found not in (None, "") else None


def _hint(component: Component, kind: str) -> str | None:
    given = _text(component, "description")
    if given == "Không bắt buộc":
        return None
    lenient = _LENIENT.get(str(mapping_of(component, "properties").get("precision")))
    own = _HINTS.get(kind)
    return given or (f"{own}; {lenient}" if own and lenient else own)


def _inputmode(component: Component, kind: str) -> str | None:
    if kind == "number":
        return "numeric" if component.get("decimalDigits") == 0 else "decimal"
    if kind in ("datetime/date", "datetime/time"):
        return "numeric"
    text_kind = kind_of_text(component)
    return text_kind.inputmode if text_kind else None


def _options(component: Component, shown: Sequence[str]) -> Iterator[Option]:
    for option in cast("Sequence[Component]", component.get("values") or ()):
        value = str(option.get("value"))
        yield Option(value, str(option.get("label") or value), value in shown)


def sections(found: Sequence[Field], *, first: str) -> tuple[Section, ...]:
    """The fields below their headings; those before the first heading go below ``first``."""
    grouped: list[tuple[str, list[Field]]] = [(first, [])]
    for one in found:
        if one.heading and not one.condition:
            grouped.append((one.heading, []))
        else:
            grouped[-1][1].append(one)
    return tuple(Section(heading, tuple(below)) for heading, below in grouped if below)


def answers(schema: Schema | None, posted: Posted, start: str = "") -> dict[str, object]:
    """The posted answers as they were typed; a repeating group as the list of its rows.

    Unanswered questions are left out; a checkbox always answers.
    """
    found: dict[str, object] = {}
    for component in questions(schema or {}):
        key = str(component["key"])
        name, construct = start + key, construct_of(component)
        control = construct.control if construct else ""
        if role_of(component) == "repeats":
            found[key] = [
                answers(component, posted, f"{name}.{at}.")
                for at in range(rows.count_of(posted, name))
            ]
        elif control == "checks":
            if ticked := posted.getlist(name):
                found[key] = [Typed(one) for one in ticked]
        elif control == "check":
            found[key] = name in posted
        elif control != "file" and (text := posted.get(name, "")).strip():
            found[key] = Typed(text)
    return found
