"""What SpiffWorkflow gets wrong in silence can't be published, or is made right by our specs."""

from hashlib import sha256

import pytest

from engine.workflow import load_definition
from tests.integration.workflow.diagrams import (
    COMPENSATE,
    ERROR,
    ERROR_2,
    MESSAGE,
    SIGNAL,
    boundary,
    document,
    flows,
    node,
    nodes,
    process,
    timer,
    when,
)
from tests.unit.diagnosis.packages import LINE, between, diagnosis

SILENTLY_WRONG = {
    "a link without its other end ended the process": (
        LINE + node("throw", "x", '<bpmn:linkEventDefinition name="L"/>') + flows("s>a>x"),
        "link.no_catch",
    ),
    "compensation did nothing when thrown": (
        between(node("throw", "x", COMPENSATE)),
        "profile.event",
    ),
    "compensation did nothing at an end": (
        nodes("start:s user:a") + node("end", "x", COMPENSATE) + flows("s>a>x"),
        "profile.event",
    ),
    "a compensation boundary crashed the parser": (
        LINE + boundary("x", "a", COMPENSATE) + flows("s>a>e"),
        "profile.event",
    ),
    "a receive task without message was passed": (
        between(node("receiveTask", "x")),
        "event.reference_missing",
    ),
    "a signal end without signal was ignored": (
        nodes("start:s user:a")
        + node("end", "x", "<bpmn:signalEventDefinition/>")
        + flows("s>a>x"),
        "event.reference_missing",
    ),
    "an unmatched error went on normally": (
        LINE
        + node("sub", "x", nodes("start:xs") + node("end", "xe", ERROR_2) + flows("xs>xe"))
        + node("end", "f")
        + boundary("b", "x", ERROR)
        + flows("s>a>x>e b>f"),
        "event.uncaught_error",
    ),
    "an orphan was dropped": (LINE + nodes("user:x") + flows("s>a>e x>e"), "node.unreachable"),
    "an event sub-process could start without event": (
        LINE
        + node("sub", "x", nodes("start:xs end:xe") + flows("xs>xe"), triggeredByEvent="true")
        + flows("s>a>e"),
        "profile.event",
    ),
    "a catch event of nothing was passed": (between(node("catch", "x")), "profile.event"),
}


@pytest.mark.parametrize(("parts", "code"), SILENTLY_WRONG.values(), ids=SILENTLY_WRONG)
def test_what_upstream_gets_wrong_in_silence_can_not_be_published(parts: str, code: str) -> None:
    result = diagnosis(parts)
    assert code in {fault.code for fault in result.errors}


MADE_RIGHT = {
    "link events": nodes("start:s user:a user:b end:e")
    + node("throw", "th", '<bpmn:linkEventDefinition name="L"/>')
    + node("catch", "ca", '<bpmn:linkEventDefinition name="L"/>')
    + flows("s>a>th ca>b>e"),
    "an interrupting event sub-process": LINE
    + node(
        "sub",
        "h",
        node("start", "hs", MESSAGE) + nodes("user:hu end:he") + flows("hs>hu>he"),
        triggeredByEvent="true",
        name="Rút",
    )
    + flows("s>a>e"),
    "a signal end": nodes("start:s user:a") + node("end", "e", SIGNAL) + flows("s>a>e"),
    "a condition on a flow out of a task": LINE
    + node("user", "b", name="B")
    + flows("s>a>b>e a>e", a__b="case.x", a__e="not(case.x)"),
    "a boundary message that does not interrupt": LINE
    + node("end", "f")
    + boundary("b", "a", MESSAGE, interrupting=False)
    + flows("s>a>e b>f"),
    "reminders in a cycle": LINE
    + node("end", "f")
    + boundary("b", "a", timer("R3/PT1H", "timeCycle"), interrupting=False)
    + flows("s>a>e b>f"),
    "a conditional boundary event": LINE
    + node("end", "f")
    + boundary("b", "a", when("case.x"))
    + flows("s>a>e b>f"),
    "two timers on one event gateway": LINE
    + node("events", "g")
    + node("catch", "c1", timer("PT1H"))
    + node("catch", "c2", timer("PT2H"))
    + nodes("end:f")
    + flows("s>a>g>c1>e g>c2>f"),
}


@pytest.mark.parametrize("parts", MADE_RIGHT.values(), ids=MADE_RIGHT)
def test_what_we_make_right_ourselves_may_be_drawn_and_loads(parts: str) -> None:
    refused = [
        fault
        for fault in diagnosis(parts).errors
        if not fault.code.startswith(("step.", "act.", "label."))
    ]
    assert refused == []
    files = {"process.bpmn": document(process(parts))}
    assert load_definition(sha256(files["process.bpmn"]).hexdigest(), files).process_id == "p"
