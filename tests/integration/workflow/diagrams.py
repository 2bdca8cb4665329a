"""Small diagrams written in a line or two, and a walker that saves and loads at every step."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from engine.workflow import Definition, Run, load_definition, restore, start

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:tthc="http://motcua.vn/schema/tthc/1.0" targetNamespace="t">'
)
GLOBALS = (
    '<bpmn:message id="m1" name="m1"/><bpmn:message id="m2" name="m2"/>'
    '<bpmn:signal id="s1" name="s1"/><bpmn:error id="e1" name="e1" errorCode="E1"/>'
    '<bpmn:error id="e2" name="e2" errorCode="E2"/>'
    '<bpmn:escalation id="x1" name="x1" escalationCode="X1"/>'
)
MESSAGE = '<bpmn:messageEventDefinition messageRef="m1"/>'
MESSAGE_2 = '<bpmn:messageEventDefinition messageRef="m2"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="s1"/>'
ERROR = '<bpmn:errorEventDefinition errorRef="e1"/>'
ERROR_2 = '<bpmn:errorEventDefinition errorRef="e2"/>'
ANY_ERROR = "<bpmn:errorEventDefinition/>"
ESCALATION = '<bpmn:escalationEventDefinition escalationRef="x1"/>'
TERMINATE = "<bpmn:terminateEventDefinition/>"
CANCEL = "<bpmn:cancelEventDefinition/>"
COMPENSATE = "<bpmn:compensateEventDefinition/>"
_TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "events": "eventBasedGateway",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "sub": "subProcess",
    "call": "callActivity",
    "rule": "businessRuleTask",
    "script": "scriptTask",
}


def node(kind: str, id: str, inside: str = "", **attributes: str) -> str:  # noqa: A002 - as in BPMN
    """One element; ``kind`` is a short name or the BPMN tag."""
    tag = _TAGS.get(kind, kind)
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f'<bpmn:{tag} id="{id}"{written}>{inside}</bpmn:{tag}>'


def nodes(line: str) -> str:
    """Elements written as ``start:s user:a user:b end:e``."""
    return "".join(node(*word.split(":")) for word in line.split())


def flows(line: str, **conditions: str) -> str:
    """Flows written as ``s>a a>b>e``; the condition of ``g>a`` is the keyword ``g__a``."""
    out = []
    for chain in line.split():
        ends = chain.split(">")
        for source, target in pairwise(ends):
            flow = f"{source}__{target}"
            text = conditions.pop(flow, None)
            condition = ""
            if text is not None:
                condition = (
                    '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
                    f"{escape(text)}</bpmn:conditionExpression>"
                )
            out.append(
                f'<bpmn:sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}">'
                f"{condition}</bpmn:sequenceFlow>"
            )
    assert not conditions, f"no flow for {conditions}"
    return "".join(out)


def timer(text: str, kind: str = "timeDuration") -> str:
    """A timer definition."""
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"  # noqa: E501 - one element


def when(condition: str) -> str:
    """A conditional event definition."""
    return (
        f"<bpmn:conditionalEventDefinition><bpmn:condition>{escape(condition)}</bpmn:condition>"
        "</bpmn:conditionalEventDefinition>"
    )


def boundary(id: str, on: str, definition: str, *, interrupting: bool = True) -> str:  # noqa: A002 - as in BPMN
    """A boundary event."""
    cancels = "true" if interrupting else "false"
    return node("boundaryEvent", id, definition, attachedToRef=on, cancelActivity=cancels)


def process(*parts: str, id: str = "p") -> str:  # noqa: A002 - as in BPMN
    """A process."""
    return f'<bpmn:process id="{id}" isExecutable="true">{"".join(parts)}</bpmn:process>'


def document(*processes: str) -> bytes:
    """A whole file."""
    return (HEAD + GLOBALS + "".join(processes) + "</bpmn:definitions>").encode()


def definition(*processes: str, **files: bytes) -> Definition:
    """The definition of a file with these processes; ``files`` are more files, ``_`` for ``.``."""
    package = {"process.bpmn": document(*processes)}
    package |= {name.replace("_", "."): data for name, data in files.items()}
    digest = sha256(b"".join(package.values())).hexdigest()
    return load_definition(digest, package)


class Walk:
    """A run in the hands of a test: saved and loaded before every look and every act."""

    def __init__(
        self,
        made: Definition,
        *,
        now: datetime = NOW,
        dossier: Mapping[str, Any] | None = None,
        **variables: Any,
    ) -> None:
        self.definition = made
        self.dossier = dossier
        self.now = now
        self._run = start(made, variables, now=now, dossier=dossier)

    @property
    def run(self) -> Run:
        self._run = restore(self.definition, self._run.dumps(), dossier=self.dossier)
        return self._run

    @property
    def open(self) -> list[str]:
        """The elements of the open tasks."""
        return [task.element_id for task in self.run.ready()]

    @property
    def done(self) -> list[str]:
        return self.run.completed_elements()

    def do(self, element_id: str, **variables: Any) -> "Walk":
        """Completes the first open task of this element."""
        run = self.run
        task = next(task for task in run.ready() if task.element_id == element_id)
        run.complete(task.id, variables, now=self.now)
        return self

    def walk(self, *element_ids: str) -> "Walk":
        """Completes tasks one after the other."""
        for element_id in element_ids:
            self.do(element_id)
        return self

    def message(self, name: str = "m1", **payload: Any) -> "Walk":
        self.run.message(name, payload, now=self.now)
        return self

    def wait(self, time: timedelta) -> list[str]:
        """Lets time pass and fires what is due."""
        self.now += time
        return self.run.fire_timers(self.now)
