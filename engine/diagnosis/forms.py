"""form-js forms: read as they are at run time, every part held against the table of constructs."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.catalogue.forms import keys_of_communes
from engine.catalogue.forms.constructs import (
    COMMUNES,
    CONSTRUCTS,
    TOLD_BY_FILING,
    construct_of,
    role_of,
)
from engine.catalogue.forms.questions import label_of, mapping_of
from engine.diagnosis.form_conditions import check_conditions
from engine.diagnosis.form_parts import Part, check_part
from engine.diagnosis.unseen import unseen_in_form
from engine.feel import FeelType
from engine.feel.typeref import ANY, enumeration
from engine.files import FileUnreadable, NotText, read_json
from engine.typed.text import says_something
from engine.workflow.reading.extensions import is_name
from engine.workflow.reading.faults import Fault, fault

MOST_DEPTH = 10
RESERVED = frozenset({"csrf_token", "hs", "outcome", "giu", "case", "applicant"})
"""Keys that a page or an expression uses itself."""
_JSON_KINDS: Mapping[type, FeelType] = {
    str: FeelType("string"),
    bool: FeelType("boolean"),
    int: FeelType("number"),
    float: FeelType("number"),
}


@dataclass
class Form:
    """The questions of a form: the keys of its answers, with what is known of their values."""

    file: str
    answers: dict[str, FeelType] = field(default_factory=dict)
    asked_as: dict[str, str] = field(default_factory=dict)
    """The question → the type of the component that asks it."""
    filing_only: list[str] = field(default_factory=list)
    """The questions that only a filing can answer: by files, or by a commune."""
    optional: set[str] = field(default_factory=set)
    """The questions that may stay without an answer: not required, or not always asked."""
    fixed: set[str] = field(default_factory=set)
    """The questions into which nobody can type."""
    whole: bool = False
    """Whether all of it could be read: only then can a question be missing."""
    communes: frozenset[str] = frozenset()
    """The questions that the product fills with the communes of the province."""
    of_filing: list[tuple[str, str, str]] = field(default_factory=list)
    """What questions for a number say of the filing form: name, property, the key they name."""
    chosen: dict[str, FeelType] = field(default_factory=dict)
    """Those with the codes that there are, where they are known: for checking conditions. The
    ``answers`` say nothing of them, or every table would be searched for each commune."""

    @property
    def compared(self) -> dict[str, FeelType]:
        """What a condition over the answers is checked with."""
        return {**self.answers, **self.chosen}

    def surely_told(self, key: str) -> bool:
        """Whether a question is always asked, can be answered, and must be."""
        return key in self.answers and key not in self.optional | self.fixed


def form_key(path: str) -> str | None:
    """``tham_dinh`` for ``forms/tham_dinh.json``; None for other files."""
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending == "json" and folder.split("/")[-1] == "forms" else None


def read_form(data: bytes, *, file: str, faults: list[Fault], units: Collection[str] = ()) -> Form:
    """The form's keys; everything that is wrong with it goes to ``faults``.

    ``units`` are the codes that a commune may have; none where they are not known.
    """
    form = Form(file)
    try:
        schema = read_json(data)
    except FileUnreadable as wrong:
        code = "text.unreadable" if isinstance(wrong, NotText) else "form.syntax"
        faults.append(fault(code, file=file, line=wrong.line, detail=wrong.reason))
        return form
    if not isinstance(schema.get("components"), list):
        faults.append(fault("form.no_components", file=file))
        return form
    before = len(faults)
    faults += unseen_in_form(schema, file=file)
    reader = _Reader(form, faults)
    form.answers = reader.read(schema, frozenset(), depth=1)
    if all(one.severity != "error" for one in faults[before:]):
        form.communes = frozenset(keys_of_communes(schema))
        one_of = enumeration(*sorted(units))
        alone = [key for key in form.communes if form.answers.get(key) == ANY]
        form.chosen = dict.fromkeys(alone if units else (), one_of)
    if not reader.broken:
        check_conditions(schema, form.compared, reader.add)
    form.whole = all(one.severity != "error" for one in faults[before:])
    return form


def not_filed(form: Form, filing: Form | None, *, stepped: bool) -> Iterator[Fault]:
    """Numbers that are compared with what no filing tells; ``filing``: its form, if it is read."""
    for name, key, named in form.of_filing:
        if not stepped:
            allowed = "chỉ dùng trong phiếu của một bước"
        elif filing is not None and named not in filing.answers:
            allowed = "phải là khóa của một câu hỏi trong phiếu nộp hồ sơ"
        else:
            continue
        file = form.file
        yield fault("form.property", file=file, name=name, key=key, value=named, allowed=allowed)


class _Reader:
    def __init__(self, form: Form, faults: list[Fault]) -> None:
        self.form = form
        self.faults = faults
        self.number = 0
        self.broken = False
        """Whether something is no component at all: then nothing more can be said of the whole."""

    def add(self, code: str, **values: object) -> None:
        self.faults.append(fault(code, file=self.form.file, at=None, line=None, **values))

    def read(
        self,
        parent: Mapping[str, Any],
        dates: frozenset[str],
        *,
        depth: int,
        row: bool = False,
        sure: bool = True,
    ) -> dict[str, FeelType]:
        """The answers of the components inside; ``dates`` are the questions for days around,
        ``sure`` that nothing around is ever hidden."""
        if depth > MOST_DEPTH:
            self.add("form.too_deep", limit=MOST_DEPTH)
            self.broken = True
            return {}
        components = list(self._components(parent))
        dates |= {
            str(one.get("key"))
            for one in components
            if one.get("type") == "datetime" and one.get("subtype") != "time"
        }
        answers: dict[str, FeelType] = {}
        for component in components:
            self.number += 1
            name = _name(component, self.number)
            check_part(Part(component, name, dates, in_row=row), self.add)
            role = role_of(component)
            asked = sure and not mapping_of(component, "conditional").get("hide")
            if role == "groups":
                inner = self.read(component, dates, depth=depth + 1, row=row, sure=asked)
                for key, kind in inner.items():
                    self._take(answers, key, kind)
            elif role == "repeats":
                inner = self.read(component, dates, depth=depth + 1, row=True)
                rows = FeelType("context", fields=tuple(inner.items()))
                self._question(answers, component, "path", name, FeelType("list", item=rows))
            elif role == "asks":
                self._question(answers, component, "key", name, type_of(component))
                told = mapping_of(component, "properties")
                named = [(name, one, str(told[one])) for one in TOLD_BY_FILING if one in told]
                self.form.of_filing += named
                self.form.asked_as[str(component.get("key"))] = component["type"]
                if component.get("readonly") is True or component.get("disabled") is True:
                    self.form.fixed.add(str(component.get("key")))
                required = asked and mapping_of(component, "validate").get("required") is True
                if not required and not row and component["type"] not in _NEVER_EMPTY:
                    self.form.optional.add(str(component.get("key")))
        return answers

    def _components(self, parent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        inner = parent.get("components")
        for at, component in enumerate(inner if isinstance(inner, list) else (), start=1):
            if isinstance(component, dict) and isinstance(component.get("type"), str):
                yield component
            else:
                self.add("form.component", number=self.number + at)
                self.broken = True

    def _question(
        self,
        answers: dict[str, FeelType],
        component: Mapping[str, Any],
        place: str,
        name: str,
        kind: FeelType,
    ) -> None:
        key = component.get(place)
        if not isinstance(key, str) or not key.strip():
            self.add("form.key_missing", name=name, value=component["type"])
            return
        if not is_name(key):
            self.add("form.key_invalid", name=name, value=key)
        if key in RESERVED:
            self.add("form.key_reserved", name=name, value=key)
        labels = (str(component.get(name) or "") for name in ("label", "dateLabel", "timeLabel"))
        if not any(map(says_something, labels)):
            self.add("form.label_missing", value=key)
        if component["type"] == "filepicker" or component.get("valuesKey") == COMMUNES:
            self.form.filing_only.append(key)
        self._take(answers, key, kind)

    def _take(self, answers: dict[str, FeelType], key: str, kind: FeelType) -> None:
        if key in answers:
            self.add("form.key_twice", value=key)
        answers[key] = kind


def type_of(component: Mapping[str, Any]) -> FeelType:
    """The type under which expressions read the answer; of a choice, that of its options."""
    construct = construct_of(component)
    feel = construct.feel if construct else "Any"
    item = ANY
    options = component.get("values")
    if isinstance(options, list):
        values = [one.get("value") for one in options if isinstance(one, dict)]
        kinds = {type(value) for value in values}
        item = _JSON_KINDS.get(kinds.pop(), ANY) if len(kinds) == 1 else ANY
        if item == _JSON_KINDS[str]:
            item = replace(item, values=tuple(values))
    if feel == "list":
        return FeelType("list", item=FeelType("string") if construct == _FILES else item)
    return item if feel == "Any" else FeelType(feel)


_FILES = CONSTRUCTS["filepicker"]
_NEVER_EMPTY = frozenset({"checkbox"})
"""What is answered also by who leaves it alone."""


def _name(component: Mapping[str, Any], number: int) -> str:
    named = {**component, "key": component.get("key") or component.get("path")}
    found = any(named.get(one) for one in ("label", "dateLabel", "timeLabel", "key"))
    return label_of(named) if found else str(component.get("id") or f"số {number}")
