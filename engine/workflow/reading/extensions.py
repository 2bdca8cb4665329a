"""Reading the ``tthc`` extension elements: who does a step, how long it takes, how it ends.

The schema is ``engine/workflow/schema/tthc.xsd``, explained in ``docs/reference/extensions.md``.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, cast, get_args

from lxml import etree

from engine.acts.act import StepAct
from engine.typed.text import says_something
from engine.workflow.reading.elements import (
    Assignment,
    CommentReader,
    Level,
    Outcome,
    OutcomeKind,
    Phase,
    Step,
)
from engine.workflow.reading.faults import BPMN, Fault, fault
from engine.workflow.reading.foreign import read_foreign_step

TTHC = "http://motcua.vn/schema/tthc/1.0"
STEP_TAGS = (f"{{{BPMN}}}userTask", f"{{{BPMN}}}manualTask")
RESERVED_NAMES = frozenset({"case", "applicant", "units", "rules", "now", "today"})
MOST_HOURS = Decimal(20_000)

_NAME = re.compile(r"[^\W\d]\w{0,63}")
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,6})?")
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "assignment": frozenset({"unit", "division", "position"}),
    "duration": frozenset({"hours", "counted"}),
    "act": frozenset({"kind"}),
    "form": frozenset({"key"}),
    "open": frozenset({"skip"}),
    "button": frozenset({"label", "reason", "reader"}),
    "assigns": frozenset({"step"}),
    "phase": frozenset({"name", "amount", "until"}),
    "decided": frozenset(),
    "outcomes": frozenset({"variable"}),
    "outcome": frozenset({"value", "label", "kind", "reason", "reader"}),
    "level": frozenset({"value"}),
    "source": frozenset({"kind", "note"}),
    "decision": frozenset({"ref", "result"}),
    "result": frozenset({"variable"}),
    "payload": frozenset({"variables"}),
}
"""The attributes of each ``tthc`` element."""


class LaneOf(NamedTuple):
    """The lane a node stands in, and the level that the lane or one around it declares."""

    name: str
    level: Level | None


def read_steps(
    process: etree._Element,
    faults: list[Fault] | None = None,
    *,
    file: str = "process.bpmn",
) -> dict[str, Step]:
    """The steps (user and manual tasks) under ``process``, by element id, in document order.

    What can't be read is left out of the step and appended to ``faults``; nothing is raised.
    Tasks without an id are left out.
    """
    found = [] if faults is None else faults
    lanes = read_lanes(process, found, file=file)
    steps: dict[str, Step] = {}
    for task in process.iter(*STEP_TAGS):
        element_id = task.get("id")
        if element_id:
            steps[element_id] = _StepReader(task, file, found).read(_lane_of(task, lanes))
    return steps


def read_lanes(process: etree._Element, faults: list[Fault], *, file: str) -> dict[str, LaneOf]:
    """The innermost lane of every node that a lane names, by the node's id."""
    lanes: dict[str, LaneOf] = {}
    own: dict[etree._Element, LaneOf] = {}
    owners: dict[str, etree._Element] = {}
    for lane in process.iter(f"{{{BPMN}}}lane"):
        around = next((own[a] for a in lane.iterancestors(f"{{{BPMN}}}lane") if a in own), None)
        reader = _Reader(lane, file, faults)
        level = reader.choice(reader.only("level"), "value", get_args(Level))
        name = lane.get("name") or lane.get("id") or ""
        own[lane] = LaneOf(name, cast("Level | None", level) or (around.level if around else None))
        for ref in lane.iterchildren(f"{{{BPMN}}}flowNodeRef"):
            node = (ref.text or "").strip()
            before = owners.get(node)
            if before is not None and before not in set(lane.iterancestors()):
                faults.append(
                    fault(
                        "lane.twice",
                        file=file,
                        at=ref,
                        name=node,
                        first=lanes[node].name,
                        second=name,
                    )
                )
            owners[node] = lane
            lanes[node] = own[lane]
    return lanes


def is_name(text: str) -> bool:
    """Whether FEEL expressions can name it without quotes: letters, digits, underscores."""
    return _NAME.fullmatch(text) is not None


def tthc_children(element: etree._Element) -> Iterator[etree._Element]:
    """The ``tthc`` elements in an element's extensionElements."""
    for extension in element.iterchildren(f"{{{BPMN}}}extensionElements"):
        yield from extension.iterchildren(f"{{{TTHC}}}*")


def local_name(element: etree._Element) -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _lane_of(task: etree._Element, lanes: Mapping[str, LaneOf]) -> LaneOf | None:
    """The lane naming the task, or the nearest sub-process around it that a lane names."""
    bearer: etree._Element | None = task
    while bearer is not None:
        lane = lanes.get(bearer.get("id") or "")
        if lane is not None:
            return lane
        bearer = bearer.getparent()
    return None


class _Reader:
    """Reads the ``tthc`` children of one element and collects what is wrong with them."""

    def __init__(self, element: etree._Element, file: str, faults: list[Fault]) -> None:
        self.element = element
        self.file = file
        self.faults = faults
        self.name = element.get("name") or element.get("id") or ""
        self.children = list(tthc_children(element))

    def add(self, code: str, at: etree._Element | None = None, **values: object) -> None:
        place = self.element if at is None else at
        self.faults.append(fault(code, file=self.file, at=place, line=None, **values))

    def only(self, local: str) -> etree._Element | None:
        """The one child of that name."""
        found = [child for child in self.children if local_name(child) == local]
        if len(found) > 1:
            self.add("ext.twice", found[1], element=local, name=self.name)
        return found[0] if found else None

    def text(self, child: etree._Element | None, attribute: str) -> str | None:
        """An attribute that must be there; missing or blank is a fault."""
        if child is None:
            return None
        value = (child.get(attribute) or "").strip()
        if not value or (attribute == "label" and not says_something(value)):
            self.add("ext.attribute_missing", child, element=local_name(child), attribute=attribute)
            return None
        return value

    def choice(
        self, child: etree._Element | None, attribute: str, allowed: tuple[str, ...]
    ) -> str | None:
        """An attribute that must be one of ``allowed``."""
        value = self.text(child, attribute)
        if child is None or value is None or value in allowed:
            return value
        self.add(
            "ext.value_unknown",
            child,
            element=local_name(child),
            attribute=attribute,
            value=value,
            allowed=", ".join(allowed),
        )
        return None

    def optional(
        self, child: etree._Element, attribute: str, allowed: tuple[str, ...]
    ) -> str | None:
        """An attribute that may be missing; when it is there, one of ``allowed``."""
        if child.get(attribute) is None:
            return None
        return self.choice(child, attribute, allowed)


class _StepReader(_Reader):
    def read(self, lane: LaneOf | None) -> Step:
        self.foreign = read_foreign_step(self.element)
        source = self.only("source")
        variable, outcomes = self._outcomes()
        act = self.choice(self.only("act"), "kind", get_args(StepAct))
        return Step(
            element_id=self.element.get("id") or "",
            name=self.name,
            assignment=self._assignment(),
            hours=self._hours(),
            level=lane.level if lane else None,
            lane=lane.name if lane else None,
            act=cast("StepAct | None", act),
            form=self._form(),
            outcome_variable=variable,
            outcomes=outcomes,
            button=self._button(beside=bool(outcomes)),
            demo=any(
                child.get("kind" if child is source else "source") == "demo"
                for child in self.children
            ),
            note=source.get("note") if source is not None else None,
            may_skip=self.choice(self.only("open"), "skip", ("true", "false")) == "true",
            assigns=tuple((self.text(self.only("assigns"), "step") or "").split()),
            phase=self._phase(),
            decided=self.only("decided") is not None,
        )

    def _phase(self) -> Phase | None:
        child = self.only("phase")
        name, typed = self.text(child, "name"), self.text(child, "amount")
        if child is None or name is None or typed is None:
            return None
        amount = Decimal(typed) if _NUMBER.fullmatch(typed) else Decimal(0)
        if amount <= 0 or amount > MOST_HOURS:
            self.add("phase.amount", child, name=self.name, value=typed)
            return None
        return Phase(name, amount, (child.get("until") or "").strip() or None)

    def _assignment(self) -> Assignment | None:
        child = self.only("assignment")
        if child is None:
            if self.foreign.assignment is None:
                self.add("step.assignment_missing", name=self.name)
            else:
                who = self.foreign.assignment
                meaning = f"đơn vị “{who.unit}”, chức danh “{who.position}”"
                self.add("foreign.read", name=self.name, meaning=meaning)
            return self.foreign.assignment
        unit, position = self.text(child, "unit"), self.text(child, "position")
        if unit is None or position is None:
            return None
        return Assignment(unit, position, (child.get("division") or "").strip() or None)

    def _hours(self) -> Decimal | None:
        child = self.only("duration")
        if child is None:
            if self.foreign.hours is None:
                self.add("step.hours_missing", name=self.name)
            else:
                meaning = f"{self.foreign.hours.normalize():f} giờ làm việc"
                self.add("foreign.read", name=self.name, meaning=meaning)
            return self.foreign.hours
        if self.optional(child, "counted", ("true", "false")) == "false":
            if child.get("hours") is not None:
                self.add("step.hours_and_uncounted", child, name=self.name)
            return None
        return self._number(child, self.text(child, "hours"))

    def _form(self) -> str | None:
        child = self.only("form")
        if child is not None:
            return self.text(child, "key")
        if self.foreign.form is not None:
            self.add("foreign.read", name=self.name, meaning=f"biểu mẫu “{self.foreign.form}”")
        return self.foreign.form

    def _number(self, child: etree._Element, text: str | None) -> Decimal | None:
        if text is None:
            return None
        try:
            hours = Decimal(text) if _NUMBER.fullmatch(text) else None
        except InvalidOperation:
            hours = None
        if hours is None:
            self.add("step.hours_not_a_number", child, name=self.name, value=text)
        elif hours < 0:
            self.add("step.hours_negative", child, name=self.name, value=text)
        elif hours > MOST_HOURS:
            self.add("step.hours_too_many", child, name=self.name, value=text, limit=MOST_HOURS)
        else:
            return hours
        return None

    def _outcomes(self) -> tuple[str | None, tuple[Outcome, ...]]:
        child = self.only("outcomes")
        if child is None:
            return None, ()
        variable = self.text(child, "variable")
        if variable is not None and not is_name(variable):
            self.add("outcome.variable_invalid", child, value=variable)
        elif variable in RESERVED_NAMES:
            reserved = ", ".join(sorted(RESERVED_NAMES))
            self.add("outcome.variable_reserved", child, value=variable, reserved=reserved)
        outcomes: dict[str, Outcome] = {}
        for item in child.iterchildren(f"{{{TTHC}}}outcome"):
            outcome = self._outcome(item)
            if outcome is None:
                continue
            if outcome.value in outcomes:
                self.add("outcome.twice", item, name=self.name, value=outcome.value)
            elif outcome.label in {other.label for other in outcomes.values()}:
                self.add("outcome.label_twice", item, name=self.name, value=outcome.label)
            outcomes.setdefault(outcome.value, outcome)
        if len(child) == 0:
            self.add("outcome.none", child, name=self.name)
        return variable, tuple(outcomes.values())

    def _button(self, *, beside: bool) -> Outcome | None:
        child = self.only("button")
        if child is None:
            return None
        if beside:
            self.add("step.button_beside_outcomes", child, name=self.name)
        return self._words(child, "", None)

    def _outcome(self, item: etree._Element) -> Outcome | None:
        value = self.text(item, "value")
        kind = self.optional(item, "kind", get_args(OutcomeKind))
        words = self._words(item, value or "", cast("OutcomeKind | None", kind))
        return words if value is not None else None

    def _words(self, item: etree._Element, value: str, kind: OutcomeKind | None) -> Outcome | None:
        label = self.text(item, "label")
        reason = self.optional(item, "reason", ("required", "none"))
        reader = self.optional(item, "reader", get_args(CommentReader))
        if label is None:
            return None
        return Outcome(
            value,
            label,
            kind or "main",
            needs_reason=reason == "required",
            reader=cast("CommentReader", reader or "officers"),
        )
