"""All answers of a form at once: what is asked, what is missing or wrong, and the clean values.

Conditions are FEEL and are evaluated here, on the server. They see visible, clean answers only: a
question inside a hidden group is hidden, and one that depends on a hidden answer sees none. What
hides what is settled by repetition until nothing changes, whatever the order of the questions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.catalogue.forms.answering import Surroundings, bounded, check_bounds, missing, read
from engine.catalogue.forms.births import check_birth
from engine.catalogue.forms.constructs import MOST_ROWS, role_of
from engine.catalogue.forms.filed_before import check_filed
from engine.catalogue.forms.questions import (
    Component,
    Fault,
    label_of,
    mapping_of,
    parts_of,
    questions,
)
from engine.catalogue.forms.sexes import check_sex
from engine.errors import ActOutOfTime, ActTooDear, FormInvalid
from engine.feel import FeelError, compile_expression, refuse_over_budget, within_an_act
from engine.typed import Unreadable

SHOWN = 60
"""Letters of a key that nobody knows."""

Answers = Mapping[str, object]


def checked(
    schema: Component,
    values: Answers,
    choices: Mapping[str, frozenset[str]] | None = None,
    *,
    today: date,
    files: Mapping[str, Sequence[str]] | None = None,
    filed: date | None = None,
    told: Answers | None = None,
) -> dict[str, object]:
    """The clean answers in canonical form, hidden ones dropped.

    An answer to no question of the form is a fault: somebody has misspelt its key.

    Raises ActTooDear and ActOutOfTime when the conditions of the form can't be told in the budget.
    ``choices`` gives the allowed values of selects that the product fills (such as communes),
    ``files`` the names of the files that came for each question; ``filed`` is the day on which the
    dossier was filed, ``told`` what was answered then, for the form of a step.
    Raises FormInvalid with every fault.
    """
    labels = {str(one["key"]): label_of(one).rstrip(" .:") for one in questions(schema)}
    around = Surroundings(today, choices or {}, files or {}, labels, filed, told or {})
    form = _Group({"components": parts_of(schema)}, values, around)
    with within_an_act():
        clean = _settled(form)
        faults = [*form.faults({}, clean), *form.unasked()]
    if faults:
        raise FormInvalid(
            count=len(faults),
            first=faults[0].message,
            faults=[{"field": fault.field, "message": fault.message} for fault in faults],
        )
    return clean


def asked(schema: Component, values: Answers) -> list[Component]:
    """The questions that these clean answers leave visible; all, if telling would take too long."""
    try:
        with within_an_act():
            return list(_visible(schema, values))
    except (ActTooDear, ActOutOfTime):
        return list(_visible({**schema, "components": _unconditional(schema)}, {}))


def _unconditional(component: Component) -> list[Component]:
    """The components without what may hide them."""
    return [
        {**part, "conditional": {}, "components": _unconditional(part)}
        for part in parts_of(component)
    ]


def _visible(schema: Component, values: Answers) -> Iterator[Component]:
    for component in parts_of(schema):
        if hidden(component, values):
            continue
        role = role_of(component)
        if role == "groups":
            yield from _visible(component, values)
        elif role == "repeats" and component.get("path"):
            yield {**component, "key": component["path"]}
        elif role == "asks" and component.get("key"):
            yield component


def condition_of(component: Component) -> str | None:
    """The component's own condition for being hidden, if it has one."""
    if not component.get("conditional"):
        return None
    condition = mapping_of(component, "conditional").get("hide")
    return condition if isinstance(condition, str) and condition.strip() else None


def hidden(component: Component, values: Answers) -> bool:
    """Whether the component's own condition hides it beside these answers.

    Raises ActTooDear, ActOutOfTime.
    """
    condition = condition_of(component)
    if condition is None:
        return False
    try:
        return compile_expression(condition.removeprefix("=")).evaluate(dict(values)) is True
    except FeelError as error:
        refuse_over_budget(error, element_name=label_of(component), expression=condition)
        # Packages are checked at upload; a condition that still fails must not hide a question.
        return False


def _settled(form: "_Group") -> dict[str, object]:
    """The clean answers that stay the same when their own conditions are applied to them."""
    clean: dict[str, object] = form.collect({}, None)
    # With nothing that hides there is nothing to settle.
    conditions = form.conditions()
    for _ in range(conditions + 1 if conditions else 0):
        found = form.collect({}, clean)
        if found == clean:
            break
        clean = found
    return clean


@dataclass
class _Question:
    """A question with what came for it: a clean value, or what is wrong with that."""

    component: Component
    path: str
    around: Surroundings
    value: object = None
    problem: str | None = None

    @property
    def key(self) -> str:
        return str(self.component["key"])

    def take(self, raw: object) -> None:
        try:
            self.value = read(self.component, raw, self.around)
        except Unreadable as unreadable:
            self.problem = f"{label_of(self.component).rstrip(' .:')}: {unreadable}."

    def faults(self, answers: Answers) -> Iterator[Fault]:
        problem = self.problem or missing(self.component, self.value)
        if problem is None and isinstance(self.value, str):
            try:
                check_bounds_of(self.component, self.value, self.around, answers)
            except Unreadable as unreadable:
                problem = f"{label_of(self.component)}: {unreadable}."
        if problem:
            yield Fault(self.path, problem)


def check_bounds_of(
    component: Component, value: str, around: Surroundings, answers: Answers
) -> None:
    """What names another question, once every answer is known. Raises Unreadable."""
    if bounded(component):
        check_bounds(component, value, around, answers)
        check_birth(component, value, answers, today=around.today)
    check_sex(component, value, answers)
    check_filed(component, value, around.told)


@dataclass
class _List:
    """A repeating group: a group for each row that came."""

    component: Component
    path: str
    around: Surroundings
    rows: list["_Group"] = field(default_factory=list)
    problem: str | None = None

    @property
    def key(self) -> str:
        return str(self.component["path"])

    def take(self, raw: object) -> None:
        rows = [] if raw in (None, "") else raw
        label = label_of({**self.component, "key": self.key})
        if not isinstance(rows, list | tuple) or not all(isinstance(r, Mapping) for r in rows):
            self.problem = f"{label}: phải là danh sách các dòng."
        elif len(rows) > MOST_ROWS:
            self.problem = f"{label}: có {len(rows)} dòng, tối đa {MOST_ROWS}."
        else:
            self.rows = [
                _Group(self.component, row, self.around, f"{self.path}.{at}.")
                for at, row in enumerate(rows)
            ]

    def faults(self, outer: Answers, answers: Answers) -> Iterator[Fault]:
        if self.problem:
            yield Fault(self.path, self.problem)
        elif not self.rows and mapping_of(self.component, "validate").get("required"):
            label = label_of({**self.component, "key": self.key})
            yield Fault(self.path, f"Hãy điền ít nhất một dòng: {label}.")
        known = answers.get(self.key)
        for row, clean in zip(self.rows, known if isinstance(known, list) else [], strict=False):
            yield from row.faults({**outer, **answers}, clean)


class _Group:
    """The answers to the components of a form, a group or a row."""

    def __init__(
        self, component: Component, values: Answers, around: Surroundings, start: str = ""
    ) -> None:
        self.component = component
        self._values, self._start = values, start
        self.parts: list[_Group | _List | _Question] = []
        for part in parts_of(component):
            role = role_of(part)
            if role == "groups":
                self.parts.append(_Group(part, values, around, start))
            elif role == "repeats" and part.get("path"):
                listed = _List(part, f"{start}{part['path']}", around)
                listed.take(values.get(part["path"]))
                self.parts.append(listed)
            elif role == "asks" and part.get("key"):
                question = _Question(part, f"{start}{part['key']}", around)
                question.take(values.get(part["key"]))
                self.parts.append(question)

    def keys(self) -> set[str]:
        """Every key that may be answered here, in groups too."""
        own = {part.key for part in self.parts if not isinstance(part, _Group)}
        return own.union(*(part.keys() for part in self.parts if isinstance(part, _Group)))

    def unasked(self) -> Iterator[Fault]:
        """Answers under keys that nothing asks, in rows too."""
        for key in self._values.keys() - self.keys():
            yield Fault(
                f"{self._start}{key}", f"Biểu mẫu không có câu hỏi nào tên “{key[:SHOWN]}”."
            )
        for rows in self._lists():
            for row in rows:
                yield from row.unasked()

    def _lists(self) -> Iterator[list["_Group"]]:
        for part in self.parts:
            if isinstance(part, _List):
                yield part.rows
            elif isinstance(part, _Group):
                yield from part._lists()

    def conditions(self) -> int:
        """How many conditions there are: what is hidden is settled after as many rounds."""
        own = sum(1 for part in self.parts if condition_of(part.component))
        inner = (part.conditions() for part in self.parts if isinstance(part, _Group))
        lists = (part for part in self.parts if isinstance(part, _List))
        return own + sum(inner) + sum(row.conditions() for one in lists for row in one.rows)

    def collect(self, outer: Answers, seen: Answers | None) -> dict[str, Any]:
        """The clean answers of what is visible when ``seen`` is answered; of all for ``None``."""
        found: dict[str, Any] = {}
        known = None if seen is None else {**outer, **seen}
        for part in self.parts:
            if known is not None and hidden(part.component, known):
                continue
            if isinstance(part, _Group):
                found |= part.collect(outer, seen)
            elif isinstance(part, _List):
                if rows := self._rows(part, known):
                    found[part.key] = rows
            elif part.value is not None and part.problem is None:
                found[part.key] = part.value
        return found

    @staticmethod
    def _rows(part: _List, known: Answers | None) -> list[dict[str, Any]]:
        if known is None:
            return [row.collect({}, None) for row in part.rows]
        before = known.get(part.key)
        rows = before if isinstance(before, list) else []
        seen = [*rows, *({} for _ in part.rows[len(rows) :])]
        pairs = zip(part.rows, seen, strict=True)
        return [row.collect(known, clean) for row, clean in pairs]

    def faults(self, outer: Answers, answers: Answers) -> Iterator[Fault]:
        """What is wrong with the visible answers, and which are missing."""
        known = {**outer, **answers}
        for part in self.parts:
            if hidden(part.component, known):
                continue
            if isinstance(part, _Question):
                yield from part.faults(known)
            elif isinstance(part, _List):
                yield from part.faults(outer, answers)
            else:
                yield from part.faults(outer, answers)
