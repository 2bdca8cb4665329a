"""Expressions wherever a drawing has them: language, syntax, names, timers."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import chain, islice
from typing import NamedTuple

from lxml import etree

from engine.diagnosis.repeating import names_inside, repeated_in
from engine.feel import FeelError, FeelType, compile_expression
from engine.feel.check import check_expression
from engine.feel.typeref import ANY
from engine.workflow.reading.drawn import B, Drawing, Node
from engine.workflow.reading.elements import Step
from engine.workflow.reading.extensions import RESERVED_NAMES, local_name
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.graph import TimerKind
from engine.workflow.running.timers import EXPECTED, is_literal, schedule

CASE_FIELDS = frozenset(
    {
        "channel",
        "receiving_unit",
        "competent_unit",
        "returning_unit",
        "submitted_at",
        "received_at",
    }
)
"""What the system itself answers under ``case.``, besides the answers of the forms."""

BOOLEAN = FeelType("boolean")
LONGEST_TEXT = 10_000
MOST_TEXT = 1_000_000
_MOST_KNOWN = 1_000
_MOST_COMPARED = 40
_NEAR = 3
_FEEL = re.compile(
    r"(?:https?://www\.omg\.org/spec/(?:DMN|FEEL)/\d+/(?:FEEL/?)?|feel)", re.IGNORECASE
)
_TEMPLATE = re.compile(r"[$#]\{")
_TIMERS: Mapping[str, TimerKind] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}
_CONDITIONS = ("conditionExpression", "condition", "loopCondition", "completionCondition")
_OF_LOOPS = frozenset({"loopCondition", "completionCondition"})
_FOUND: Mapping[str, str] = {
    "feel.unknown_field": "expr.field_unknown",
    "feel.unknown_value": "expr.value_unknown",
    "feel.not_boolean": "expr.not_boolean",
    "feel.result_type": "expr.not_boolean",
}
_TAGS = (
    *_CONDITIONS,
    "loopCardinality",
    "loopDataInputRef",
    "activationCondition",
    *_TIMERS,
)


class Text(NamedTuple):
    """An expression and where it stands. ``timer`` says which literal may stand in its place,
    ``condition`` that its value must be true or false, ``repeats`` what else it may name there."""

    element: etree._Element
    text: str
    where: str
    timer: TimerKind | None = None
    condition: bool = False
    repeats: Mapping[str, FeelType] = {}


class Names:
    """What expressions may name: variables, and the fields of the dossier under ``case``."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.fields: dict[str, FeelType] = {}
        self.used: set[str] = set()
        self.used_after: set[str] = set()
        """Those read elsewhere than by what ends a loop."""
        self._types: dict[str, FeelType] = {}
        self._choices: dict[str, set[str]] = {}
        self._case: FeelType | None = None

    def add_steps(self, steps: Iterable[Step]) -> None:
        """The variables that the outcomes of steps set, with the values of their buttons."""
        for step in steps:
            if step.outcome_variable:
                values = {outcome.value for outcome in step.outcomes}
                self._choices.setdefault(step.outcome_variable, set()).update(values)
        self.variables |= self._choices.keys()

    def add_answers(self, answers: Mapping[str, FeelType], *, as_variables: bool) -> None:
        """The answers of a form; those of a step's form are variables too."""
        self.fields.update(answers)
        if as_variables:
            self.variables |= answers.keys()
            self._types.update(answers)

    def type_of(self, name: str) -> FeelType:
        """What is known of a name's values."""
        if name == "case":
            self._case = self._case or self._case_type()
            return self._case
        if name in self._choices:
            return FeelType("string", values=tuple(sorted(self._choices[name])))
        return self._types.get(name, ANY)

    def _case_type(self) -> FeelType:
        if not self.fields or len(self.fields) > _MOST_KNOWN:
            return ANY
        known = dict.fromkeys(CASE_FIELDS, ANY) | self.fields
        return FeelType("context", fields=tuple(known.items()))


def hint(value: str, known: Collection[str]) -> str:
    """ " Có phải là “…”?" when one of the known names is close, else nothing."""
    if len(known) > _MOST_KNOWN:
        return ""
    alike = (name for name in known if abs(len(name) - len(value)) < _NEAR)
    # Comparing is slow: an upload with thousands of wrong names must still be answered soon.
    close = get_close_matches(value, sorted(islice(alike, _MOST_COMPARED)), n=1, cutoff=0.7)
    return f" Có phải là “{close[0]}”?" if close else ""


def check_texts(drawings: Iterable[Drawing], names: Names, faults: list[Fault]) -> None:
    """Every expression of the files, up to ``MOST_TEXT`` characters in all."""
    left = MOST_TEXT
    for drawing in drawings:
        for text in texts_of(drawing):
            left -= len(text.text)
            if left < 0:
                faults.append(
                    fault("expr.too_much", file=drawing.file, at=text.element, limit=MOST_TEXT)
                )
                return
            check_text(text, names, file=drawing.file, faults=faults)


def texts_of(drawing: Drawing) -> Iterator[Text]:
    """The expressions of the flows, events, loops and scripts of a drawing."""
    tags = [f"{B}{tag}" for tag in _TAGS]
    repeated = repeated_in(drawing)
    for element in chain.from_iterable(p.element.iter(*tags) for p in drawing.processes):
        tag = local_name(element)
        content = "".join(map(str, element.itertext())).strip()
        parent = element.getparent()
        owner = parent if parent is not None else element
        where = owner.get("name") or owner.get("id") or local_name(owner)
        if tag != "conditionExpression" and not content and tag in (*_TIMERS, "condition"):
            continue  # said by the profile: a timer without time, an event without condition
        inside = names_inside(element, repeated)
        yield Text(element, content, where, _TIMERS.get(tag), tag in _CONDITIONS, inside)
    for node in drawing.nodes():
        if node.tag == "scriptTask":
            yield from _script(node, repeated)


def _script(node: Node, repeated: Collection[etree._Element]) -> Iterator[Text]:
    language = (node.element.get("scriptFormat") or "").strip()
    script = node.element.find(f"{B}script")
    if script is not None and (not language or _FEEL.fullmatch(language)):
        content = "".join(map(str, script.itertext())).strip()
        if content:
            yield Text(script, content, node.label, repeats=names_inside(script, repeated))


def check_text(text: Text, names: Names, *, file: str, faults: list[Fault]) -> None:
    """One expression; what it reads is added to ``names.used``."""
    content = text.text.removeprefix("=").strip()

    def add(code: str, **values: object) -> None:
        faults.append(fault(code, file=file, at=text.element, line=None, text=content, **values))

    language = (text.element.get("language") or "").strip()
    if language and not _FEEL.fullmatch(language):
        add("expr.language", where=text.where, language=language)
    elif not content:
        add("expr.empty", where=text.where)
    elif text.timer and _looks_literal(content):
        if not _is_due_sometime(text.timer, content):
            add("expr.timer", expected=EXPECTED[text.timer])
    elif _TEMPLATE.search(content):
        add("expr.template")
    elif len(content) > LONGEST_TEXT:
        add("expr.syntax", detail=f"Dài quá {LONGEST_TEXT} ký tự.")
    else:
        _check_feel(text, content, names, add)


def _check_feel(text: Text, content: str, names: Names, add: Callable[..., None]) -> None:
    try:
        roots = compile_expression(content).names
    except FeelError as error:
        add("expr.syntax", detail=error.message)
        return
    names.used |= roots
    if local_name(text.element) not in _OF_LOOPS:
        names.used_after |= roots
    for name in sorted(roots - names.variables - RESERVED_NAMES - text.repeats.keys()):
        add("expr.name_unknown", value=name, hint=hint(name, names.variables))
    # Only the names that it reads: a package may declare thousands.
    declared = {name: text.repeats.get(name) or names.type_of(name) for name in roots}
    expects = BOOLEAN if text.condition else None
    for finding in check_expression(content, declared, expects=expects):
        add(_FOUND.get(finding.code, "expr.type"), detail=finding.message)


def _looks_literal(content: str) -> bool:
    """Whether it is meant as ISO 8601 itself, not as FEEL: P5D, R3/PT1H, 2026-07-01T07:30…"""
    return bool(re.fullmatch(r"R\d*/.*|P[\dT][\w.,]*|\d{4}-\d.*", content))


def _is_due_sometime(timer: TimerKind, content: str) -> bool:
    try:
        schedule(timer, content, datetime(2026, 1, 1, tzinfo=UTC))
    except (ValueError, OverflowError):
        return False
    return is_literal(timer, content)
