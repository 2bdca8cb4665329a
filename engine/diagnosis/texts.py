"""Expressions wherever a drawing has them: language, syntax, names, types, what may be empty."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple

from lxml import etree

from engine.diagnosis.constants import wrong_constant
from engine.diagnosis.names import Names, hint
from engine.diagnosis.repeating import names_inside, repeated_in
from engine.feel import FeelError, FeelType, compile_expression
from engine.feel.check import check_condition, check_expression, result_types_of
from engine.feel.check.emptiness import null_when_empty, reads
from engine.feel.check.findings import type_words
from engine.feel.check.results import known
from engine.feel.values import NULL, STRING
from engine.workflow.reading.drawn import B, Drawing, Node
from engine.workflow.reading.extensions import local_name
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.graph import TimerKind
from engine.workflow.reading.graph_details import repeat_of
from engine.workflow.running.timers import EXPECTED, is_literal, schedule

LONGEST_TEXT = 10_000
MOST_TEXT = 200_000
_FEEL = re.compile(
    r"(?:https?://www\.omg\.org/spec/(?:DMN|FEEL)/\d+/(?:FEEL/?)?|feel)", re.IGNORECASE
)
_TEMPLATE = re.compile(r"[$#]\{")
_OF_CASE = frozenset({"case", "applicant"})
_ANY_TEXT = "Hẹn giờ đọc một chuỗi bất kỳ: không phải ngày, giờ hay khoảng thời gian thì dừng ở đó."
_OF_LOOPS = frozenset({"loopCondition", "completionCondition"})
FOUND: Mapping[str, str] = {
    "feel.unknown_field": "expr.field_unknown",
    "feel.unknown_value": "expr.value_unknown",
    "feel.not_boolean": "expr.not_boolean",
    "feel.result_type": "expr.not_boolean",
    "feel.thousands": "expr.thousands",
    "feel.free_text": "expr.free_text",
    "feel.not_list": "expr.not_list",
}
"""The fault that says what the check of FEEL found; any other is ``expr.type``."""


class Place(NamedTuple):
    """A kind of place for an expression: the kinds of value that it takes, what the engine does
    when there is none, and which literal may stand there."""

    takes: tuple[str, ...] = ()
    when_empty: str = ""
    timer: TimerKind | None = None


_NO_TIME = "không hẹn được giờ, nên thao tác đưa hồ sơ đến đây bị từ chối"
_NO_ANSWER = "điều kiện không đúng cũng không sai, nên bước trước đó không hoàn thành được"
_TIMES = ("string", "date", "date and time")
_SPANS = ("string", "days and time duration", "years and months duration")
PLACES: Mapping[str, Place] = {
    "conditionExpression": Place(("boolean",), _NO_ANSWER),
    "condition": Place(("boolean",), "sự kiện này không xảy ra"),
    "loopCondition": Place(("boolean",), _NO_ANSWER),
    "completionCondition": Place(("boolean",), _NO_ANSWER),
    "activationCondition": Place(("boolean",)),
    "loopCardinality": Place(("number",), "không biết lặp mấy lần, nên hồ sơ không vào được đây"),
    "loopDataInputRef": Place(("list",), "không có danh sách để lặp, nên hồ sơ không vào được đây"),
    "timeDate": Place(_TIMES, _NO_TIME, "date"),
    "timeDuration": Place(_SPANS, _NO_TIME, "duration"),
    "timeCycle": Place(("string",), _NO_TIME, "cycle"),
}
_SCRIPT = Place()


class Text(NamedTuple):
    """An expression and where it stands. ``repeats``: what else it may name there."""

    element: etree._Element
    text: str
    where: str
    place: Place
    repeats: Mapping[str, FeelType] = {}


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
            _Check(text, names, drawing.file, faults).run()


def texts_of(drawing: Drawing) -> Iterator[Text]:
    """The expressions of the flows, events, loops and scripts of a drawing."""
    tags = [f"{B}{tag}" for tag in PLACES]
    repeated = repeated_in(drawing)
    for element in chain.from_iterable(p.element.iter(*tags) for p in drawing.processes):
        tag = local_name(element)
        content = "".join(map(str, element.itertext())).strip()
        parent = element.getparent()
        owner = parent if parent is not None else element
        where = owner.get("name") or owner.get("id") or local_name(owner)
        if (
            tag != "conditionExpression"
            and not content
            and (PLACES[tag].timer or tag == "condition")
        ):
            continue  # said by the profile: a timer without time, an event without condition
        yield Text(element, content, where, PLACES[tag], names_inside(element, repeated))
    for node in drawing.nodes():
        if node.tag == "scriptTask":
            yield from _script(node, repeated)
        elif node.element in repeated:
            yield from _collection(node, repeated)


def _script(node: Node, repeated: Collection[etree._Element]) -> Iterator[Text]:
    language = (node.element.get("scriptFormat") or "").strip()
    script = node.element.find(f"{B}script")
    if script is not None and (not language or _FEEL.fullmatch(language)):
        content = "".join(map(str, script.itertext())).strip()
        if content:
            yield Text(script, content, node.label, _SCRIPT, names_inside(script, repeated))


def _collection(node: Node, repeated: Collection[etree._Element]) -> Iterator[Text]:
    """The list of a repeated activity where another editor writes it: in an attribute."""
    many = node.element.find(f"{B}multiInstanceLoopCharacteristics")
    repeat = repeat_of(node.element)
    if many is None or repeat is None or not repeat.collection:
        return
    if many.find(f"{B}loopDataInputRef") is None:
        inside = names_inside(node.element, repeated)
        yield Text(many, repeat.collection, node.label, PLACES["loopDataInputRef"], inside)


class _Check:
    """The check of one text."""

    def __init__(self, text: Text, names: Names, file: str, faults: list[Fault]) -> None:
        self.text = text
        self.content = text.text.removeprefix("=").strip()
        self.names = names
        self.file = file
        self.faults = faults

    def add(self, code: str, **values: object) -> None:
        self.faults.append(
            fault(
                code,
                file=self.file,
                at=self.text.element,
                line=None,
                text=self.content,
                **values,
            )
        )

    def run(self) -> None:
        """Appends what is wrong; what the text reads is added to ``names.used``."""
        content, timer = self.content, self.text.place.timer
        language = (self.text.element.get("language") or "").strip()
        if language and not _FEEL.fullmatch(language):
            self.add("expr.language", where=self.text.where, language=language)
        elif not content:
            self.add("expr.empty", where=self.text.where)
        elif timer and _looks_literal(content):
            if not _is_due_sometime(timer, content):
                self.add("expr.timer", expected=EXPECTED[timer])
        elif _TEMPLATE.search(content):
            self.add("expr.template")
        elif len(content) > LONGEST_TEXT:
            self.add("expr.syntax", detail=f"Dài quá {LONGEST_TEXT} ký tự.")
        else:
            self._feel()

    def _feel(self) -> None:
        try:
            roots = compile_expression(self.content).names
        except FeelError as error:
            self.add("expr.syntax", detail=error.message)
            return
        names, repeats = self.names, self.text.repeats
        names.used |= roots
        if local_name(self.text.element) not in _OF_LOOPS:
            names.used_after |= roots
        unknown = sorted(name for name in roots if not (names.knows(name) or name in repeats))
        for name in unknown:
            self.add("expr.name_unknown", value=name, hint=hint(name, names.known))
        # Only the names that it reads: a package may declare thousands.
        declared = {name: repeats.get(name) or names.type_of(name) for name in roots}
        if not self._types(declared) and not unknown and not roots.isdisjoint(_OF_CASE):
            self._empty()

    def _types(self, declared: Mapping[str, FeelType]) -> bool:
        """Notes types that never go together; whether there were any."""
        takes = self.text.place.takes
        conditional = takes == ("boolean",)
        check = check_condition if conditional else check_expression
        found = check(self.content, declared)
        for finding in found:
            self.add(FOUND.get(finding.code, "expr.type"), detail=finding.message)
        clash = any(finding.severity == "error" for finding in found)
        if clash or not takes or conditional:
            return clash
        for type_ in result_types_of(self.content, declared):
            if type_.name == NULL or known(type_) not in (None, *takes):
                self._wrong_kind(f"ở đây là {type_words(type_)}")
                return True
            if self.text.place.timer and declared and known(type_) == STRING and not type_.values:
                self.add("expr.free_text", detail=_ANY_TEXT)
        if not declared and (wrong := wrong_constant(self.content, self.text.place.timer, takes)):
            self._wrong_kind(wrong)
            return True
        return False

    def _wrong_kind(self, found: str) -> None:
        timer = self.text.place.timer
        if timer:
            self.add("expr.timer", expected=f"{EXPECTED[timer]}: {found}")
        else:
            wanted = " hoặc ".join(type_words(FeelType(one)) for one in self.text.place.takes)
            self.add("expr.type", detail=f"Ở đây cần {wanted}; {found}.")

    def _empty(self) -> None:
        """Says which of what it reads may be empty, and what happens then."""
        if not self.text.place.when_empty or self.names.optional.isdisjoint(
            paths := [path[:2] for path in reads(self.content)]
        ):
            return
        may = [path for path in dict.fromkeys(paths) if path in self.names.optional]
        empty = [".".join(path) for path in may if null_when_empty(self.content, path)]
        if empty:
            fields = ", ".join(f"“{one}”" for one in empty)
            self.add("expr.may_be_empty", fields=fields, then=self.text.place.when_empty)


def _looks_literal(content: str) -> bool:
    """Whether it is meant as ISO 8601 itself, not as FEEL: P5D, R3/PT1H, 2026-07-01T07:30…"""
    return bool(re.fullmatch(r"R\d*/.*|P[\dT][\w.,]*|\d{4}-\d.*", content))


def _is_due_sometime(timer: TimerKind, content: str) -> bool:
    try:
        schedule(timer, content, datetime(2026, 1, 1, tzinfo=UTC))
    except (ValueError, OverflowError):
        return False
    return is_literal(timer, content)
