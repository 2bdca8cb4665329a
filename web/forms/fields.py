"""form-js schemas as fields that a template renders, and posted fields back as plain data.

Only shapes change here: dates between dd/mm/yyyy and ISO, numbers between "4.100.000" and 4100000,
checklists and lists. Whether an answer is acceptable is decided by the engine; a date or number
that can't be read is passed on as it was typed, so that its fault names it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from werkzeug.datastructures import MultiDict

from engine.catalogue.forms import GROUPS, questions
from web.forms.conditions import Condition, shown_when
from web.forms.typed import read_answer
from web.frame.wording import day, number

Component = Mapping[str, object]
Schema = Mapping[str, object]
Posted = MultiDict[str, str]

_HINTS = {"date": "ngày/tháng/năm, ví dụ 05/09/1990", "datetime": "ví dụ 05/09/1990 08:30"}
_MANY = ("checklist", "taglist")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a select, radio or checklist."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One question as the template needs it; ``parts`` are the fields of a group."""

    kind: str
    key: str
    label: str
    hint: str | None = None
    required: bool = False
    value: str = ""
    error: str | None = None
    unit: str | None = None
    readonly: bool = False
    inputmode: str | None = None
    autocomplete: str | None = None
    condition: Condition | None = None
    options: tuple[Option, ...] = ()
    parts: tuple["Field", ...] = ()

    @property
    def id(self) -> str:
        """The HTML id: what error summaries link to."""
        return f"f-{self.key}"

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

    def shown(self, component: Component, kind: str) -> list[str]:
        """What the control shows, as text; a list because checklists hold several."""
        key = str(component.get("key"))
        if self.typed is not None:
            return self.typed.getlist(key)
        value = self.values.get(key, component.get("defaultValue"))
        if value is None or value is False:
            return []
        if isinstance(value, list | tuple):
            return [str(item) for item in value]
        return [_written(value, kind)]


def _parts(component: Component) -> Sequence[Component]:
    return cast("Sequence[Component]", component.get("components") or ())


def _mapping(component: Component, key: str) -> Mapping[str, object]:
    found = component.get(key)
    return found if isinstance(found, Mapping) else {}


def _text(component: Component, key: str) -> str | None:
    found = component.get(key)
    return str(found) if found not in (None, "") else None


def kind_of(component: Component) -> str:
    """The component's type, with form-js's datetime split into date, time and datetime."""
    kind = str(component.get("type", ""))
    return str(component.get("subtype") or "date") if kind == "datetime" else kind


def fields(
    schema: Schema | None,
    *,
    values: Mapping[str, object] | None = None,
    typed: Posted | None = None,
    faults: Mapping[str, str] | None = None,
) -> tuple[Field, ...]:
    """The schema's fields, filled with what was ``typed`` or else with ``values``."""
    reading = Reading(values or {}, typed, faults or {})
    schema = schema or {}
    labels = {str(one["key"]): one for one in questions(schema)}
    return _fields(schema, reading, labels)


def _fields(schema: Schema, reading: Reading, labels: Mapping[str, Component]) -> tuple[Field, ...]:
    return tuple(_field(component, reading, labels) for component in _parts(schema))


def _field(component: Component, reading: Reading, labels: Mapping[str, Component]) -> Field:
    kind = kind_of(component)
    label = _text(component, "label") or _text(component, "dateLabel") or ""
    bare = Field(kind=kind, key=str(component.get("key") or ""), label=label)
    if kind in GROUPS:
        return replace(bare, kind="group", parts=_fields(component, reading, labels))
    if kind == "text":
        return replace(bare, value=_text(component, "text") or "")
    shown = reading.shown(component, kind)
    condition = shown_when(component, labels)
    hints = (condition.words if condition else None, _hint(component, kind))
    return replace(
        bare,
        hint=". ".join(hint.rstrip(".") for hint in hints if hint) or None,
        required=bool(_mapping(component, "validate").get("required")),
        value=shown[0] if shown else "",
        error=reading.faults.get(bare.key),
        unit=_text(_mapping(component, "appearance"), "suffixAdorner"),
        readonly=bool(component.get("readonly") or component.get("disabled")),
        inputmode=_inputmode(component, kind),
        autocomplete=_text(_mapping(component, "properties"), "autocomplete"),
        condition=condition,
        options=tuple(_options(component, shown)),
    )


def _hint(component: Component, kind: str) -> str | None:
    given = _text(component, "description")
    return None if given == "Không bắt buộc" else given or _HINTS.get(kind)


def _inputmode(component: Component, kind: str) -> str | None:
    asked = _text(_mapping(component, "properties"), "inputmode")
    if asked:
        return asked
    if kind in ("number", "date", "time"):
        return "decimal" if component.get("decimalDigits") else "numeric"
    pattern = str(_mapping(component, "validate").get("pattern", ""))
    return "numeric" if "[0-9]" in pattern else None


def _options(component: Component, shown: Sequence[str]) -> Iterator[Option]:
    for option in cast("Sequence[Component]", component.get("values") or ()):
        value = str(option.get("value"))
        yield Option(value, str(option.get("label", value)), value in shown)


def _written(value: object, kind: str) -> str:
    if kind == "date":
        on = value if isinstance(value, date) else _iso_day(str(value))
        return day(on) if on else str(value)
    if kind == "number" and isinstance(value, int | float | Decimal):
        return number(value)
    return "on" if value is True else str(value)


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def sections(found: Sequence[Field], *, first: str) -> tuple[Section, ...]:
    """The fields below their headings; those before the first heading go below ``first``."""
    grouped: list[tuple[str, list[Field]]] = [(first, [])]
    for one in found:
        if one.heading:
            grouped.append((one.heading, []))
        else:
            grouped[-1][1].append(one)
    return tuple(Section(heading, tuple(below)) for heading, below in grouped if below)


def answers(schema: Schema | None, posted: Posted) -> dict[str, object]:
    """The posted answers as plain data: ISO dates, numbers, booleans, lists.

    Unanswered questions are left out; a checkbox always answers.
    """
    found: dict[str, object] = {}
    for component in questions(schema or {}):
        key = str(component["key"])
        kind = kind_of(component)
        if kind in _MANY:
            if ticked := posted.getlist(key):
                found[key] = ticked
        elif kind == "checkbox":
            found[key] = key in posted
        elif text := posted.get(key, "").strip():
            found[key] = read_answer(text, kind)
    return found
