"""Everything that may be drawn runs: real cases on both databases, saved and loaded at every step.

``RUNS`` has a diagram for each element and each event definition that
``engine.workflow.reading.supported`` accepts, by position; a test fails when one is missing.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from api.cli.cases import OPERATOR
from engine.cases.act import kept_runs
from engine.cases.deliver_message import deliver_message
from engine.jobs.timers import fire_due_timers
from engine.life import Status
from engine.workflow.reading.supported import ELEMENTS, EVENTS
from tests.integration.jobs.procedures import DESK, elements, end, faults, file, install, task
from tests.integration.workflow.diagrams import (
    CANCEL,
    ERROR,
    ESCALATION,
    MESSAGE,
    SIGNAL,
    TERMINATE,
    boundary,
    document,
    flows,
    node,
    nodes,
    process,
    timer,
    when,
)
from tests.integration.workflow.test_rules import CALL, table
from tests.town import Town

LINK = '<bpmn:linkEventDefinition name="L"/>'
RESULT = '<bpmn:extensionElements><tthc:result variable="co"/></bpmn:extensionElements>'
SET_CO = node("script", "doi", RESULT + "<bpmn:script>true</bpmn:script>", scriptFormat="feel")
DEFINITIONS = {
    "none": "",
    "message": MESSAGE,
    "timer": timer("PT2H"),
    "signal": SIGNAL,
    "conditional": when("co = true"),
    "error": ERROR,
    "escalation": ESCALATION,
    "terminate": TERMINATE,
    "cancel": CANCEL,
    "link": LINK,
}
BROUGHT_ABOUT = {"message": "message", "timer": "time", "signal": "set", "conditional": "set"}
"""Events that something outside of the awaited place brings about, and by which act."""


class Walked(NamedTuple):
    """A diagram, what is done to the case, each with the tasks that are open after it."""

    parts: str
    acts: tuple[tuple[str, list[str]], ...]
    opens: list[str]
    files: dict[str, bytes] = {}  # noqa: RUF012 - never changed


def beside(kind: str, *parts: str) -> str:
    """The parts with a second branch: its task ``set`` throws the signal or makes it true."""
    line = {"signal": "s>g>set>phat>se", "conditional": "s>g>set>doi>se"}.get(kind, "s>g>set>se")
    extra = {"signal": node("throw", "phat", SIGNAL), "conditional": SET_CO}.get(kind, "")
    return nodes("start:s and:g end:se") + task("set") + extra + flows(line) + "".join(parts)


def after(kind: str, *opened: str) -> tuple[tuple[str, list[str]], ...]:
    """The act that brings the event about, and what is open then."""
    act = BROUGHT_ABOUT[kind]
    return ((act, sorted([*opened, *(["set"] if act != "set" else [])])),)


def caught(kind: str) -> Walked:
    parts = beside(kind, node("catch", "c", DEFINITIONS[kind]), task("h"), nodes("end:e"))
    return Walked(parts + flows("g>c>h>e"), after(kind, "h"), ["set"])


def linked(_kind: str) -> Walked:
    parts = nodes("start:s end:e") + task("a") + task("h")
    parts += node("throw", "t", LINK) + node("catch", "k", LINK) + flows("s>a>t k>h>e")
    return Walked(parts, (("a", ["h"]),), ["a"])


def throwing(definition: str, tag: str) -> str:
    """The inside of a part in which ``x`` leads to something thrown."""
    line = "ss>x>t" if tag == "end" else "ss>x>t>a>ee"
    rest = "" if tag == "end" else task("a") + nodes("end:ee")
    return nodes("start:ss") + task("x") + node(tag, "t", definition) + rest + flows(line)


def bounded(kind: str, *, interrupting: bool) -> Walked:
    stays = [] if interrupting else ["a"]
    rest = nodes("end:e end:f") + task("h")
    event = boundary("b", "a", DEFINITIONS[kind], interrupting=interrupting)
    if kind in BROUGHT_ABOUT:
        parts = beside(kind, task("a"), event, rest, flows("g>a>e b>h>f"))
        return Walked(parts, after(kind, "h", *stays), ["a", "set"])
    tag = "throw" if kind == "escalation" else "end"
    inner = throwing(DEFINITIONS[kind], tag)
    host = "transaction" if kind == "cancel" else "sub"
    parts = nodes("start:s") + node(host, "sp", inner, name="Phần") + rest
    parts += event.replace('attachedToRef="a"', 'attachedToRef="sp"') + flows("s>sp>e b>h>f")
    return Walked(parts, (("x", [*stays, "h"]),), ["x"])


def by_event(kind: str, *, interrupting: bool) -> Walked:
    stays = [] if interrupting else ["a"]
    start = node("start", "hs", DEFINITIONS[kind], isInterrupting=str(interrupting).lower())
    inner = start + task("h") + nodes("end:he") + flows("hs>h>he")
    handler = node("sub", "es", inner, triggeredByEvent="true", name="Khi có việc")
    if kind in BROUGHT_ABOUT:
        # Inside a part, so that what interrupts leaves the other branch alone.
        body = nodes("start:ss end:ee") + task("a") + flows("ss>a>ee") + handler
        parts = beside(kind, node("sub", "sp", body, name="Phần"), nodes("end:e"))
        return Walked(parts + flows("g>sp>e"), after(kind, "h", *stays), ["a", "set"])
    body = throwing(DEFINITIONS[kind], "throw" if kind == "escalation" else "end") + handler
    parts = nodes("start:s end:e") + node("sub", "sp", body, name="Phần") + flows("s>sp>e")
    return Walked(parts, (("x", [*stays, "h"]),), ["x"])


def started(kind: str) -> Walked:
    parts = node("start", "s", DEFINITIONS[kind]) + task("a") + nodes("end:e") + flows("s>a>e")
    return Walked(parts, (("a", []),), ["a"])


def inside(_kind: str) -> Walked:
    inner = nodes("start:ss end:ee") + task("a") + flows("ss>a>ee")
    parts = nodes("start:s end:e") + node("sub", "sp", inner, name="Phần") + task("h")
    return Walked(parts + flows("s>sp>h>e"), (("a", ["h"]), ("h", [])), ["a"])


def ended(kind: str) -> Walked:
    if kind in ("error", "escalation", "cancel"):
        return bounded(kind, interrupting=True) if kind != "escalation" else _escalated()
    if kind == "signal":
        parts = nodes("start:s and:g end:f") + task("a") + task("h") + node("catch", "c", SIGNAL)
        parts += node("end", "e", SIGNAL) + flows("s>g>a>e g>c>h>f")
        return Walked(parts, (("a", ["h"]),), ["a"])
    parts = nodes("start:s and:g end:f") + task("a") + task("b")
    parts += node("end", "e", DEFINITIONS[kind]) + flows("s>g>a>e g>b>f")
    return Walked(parts, (("a", [] if kind == "terminate" else ["b"]),), ["a", "b"])


def _escalated() -> Walked:
    inner = throwing(ESCALATION, "end")
    parts = nodes("start:s end:e end:f") + node("sub", "sp", inner, name="Phần") + task("h")
    parts += boundary("b", "sp", ESCALATION) + flows("s>sp>e b>h>f")
    return Walked(parts, (("x", ["h"]),), ["x"])


def thrown(kind: str) -> Walked:
    if kind == "escalation":
        return bounded(kind, interrupting=False)
    if kind == "signal":
        parts = nodes("start:s and:g end:e end:f") + task("a") + task("h")
        parts += node("throw", "t", SIGNAL) + node("catch", "c", SIGNAL)
        return Walked(parts + flows("s>g>a>t>e g>c>h>f"), (("a", ["h"]),), ["a"])
    parts = nodes("start:s end:e") + task("a") + node("throw", "t", DEFINITIONS[kind]) + task("h")
    return Walked(parts + flows("s>a>t>h>e"), (("a", ["h"]),), ["a"])


_MADE: dict[str, Callable[[str], Walked]] = {
    "start": started,
    "subprocess start": inside,
    "event subprocess start": lambda kind: by_event(kind, interrupting=True),
    "event subprocess start non-interrupting": lambda kind: by_event(kind, interrupting=False),
    "end": ended,
    "catch": lambda kind: linked(kind) if kind == "link" else caught(kind),
    "throw": lambda kind: linked(kind) if kind == "link" else thrown(kind),
    "boundary": lambda kind: bounded(kind, interrupting=True),
    "boundary non-interrupting": lambda kind: bounded(kind, interrupting=False),
}


def _between(element: str, name: str = "m", **files: bytes) -> Walked:
    """``element`` between two steps of people, done by itself."""
    parts = nodes("start:s end:e") + task("a") + task("b") + element + flows(f"s>a>{name}>b>e")
    return Walked(parts, (("a", ["b"]),), ["a"], files)


def _split(kind: str, **conditions: str) -> Walked:
    parts = nodes("start:s end:e") + node(kind, "g", name="Rẽ?", default="g__b")
    parts += task("a") + task("b") + node(kind, "j") + task("z")
    line = flows("s>g>a>j>z>e g>b>j", **conditions)
    if kind == "and":
        return Walked(
            parts.replace(' default="g__b"', "") + line, (("b", ["a"]), ("a", ["z"])), ["a", "b"]
        )
    return Walked(parts + line, (("a", ["z"]),), ["a"])


MANUAL = f"<bpmn:extensionElements>{DESK.format(unit='receiving')}</bpmn:extensionElements>"
INNER = nodes("start:ss end:ee") + task("x") + flows("ss>x>ee")
RACE = (
    nodes("start:s events:g end:e end:f") + node("catch", "c", MESSAGE) + task("a") + task("b")
    + node("catch", "d", timer("PT9H")) + flows("s>g>c>a>e g>d>b>f")
)  # fmt: skip
ELEMENT_RUNS = {
    "userTask": started("none"),
    "manualTask": Walked(
        nodes("start:s end:e") + node("manualTask", "a", MANUAL, name="Đóng dấu") + flows("s>a>e"),
        (("a", []),),
        ["a"],
    ),
    "businessRuleTask": _between(node("rule", "m", CALL, name="Tính phí"), phi_dmn=table(khac="1").replace(b"<text>linh_vuc", b"<text>case.loai")),  # noqa: E501
    "scriptTask": _between(SET_CO.replace('"doi"', '"m"')),
    "receiveTask": Walked(
        nodes("start:s end:e") + node("receiveTask", "m", messageRef="m1") + task("b")
        + flows("s>m>b>e"),
        (("message", ["b"]),),
        [],
    ),
    "sendTask": _between(node("sendTask", "m", messageRef="m2", name="Báo")),
    "exclusiveGateway": _split("xor", g__a='case.loai = "khac"'),
    "inclusiveGateway": _split("or", g__a='case.loai = "khac"'),
    "parallelGateway": _split("and"),
    "eventBasedGateway": Walked(RACE, (("message", ["a"]),), []),
    "subProcess": inside("none"),
    "transaction": bounded("cancel", interrupting=True),
    "callActivity": Walked(
        nodes("start:s end:e") + node("call", "c", calledElement="q", name="Gọi") + task("b")
        + flows("s>c>b>e"),
        (("x", ["b"]),),
        ["x"],
        {"q_bpmn": document(process(INNER, id="q"))},
    ),
    "startEvent": started("none"),
    "endEvent": started("none"),
    "intermediateCatchEvent": caught("timer"),
    "intermediateThrowEvent": thrown("none"),
    "boundaryEvent": bounded("timer", interrupting=True),
}  # fmt: skip
MANY = "multiInstanceLoopCharacteristics"
REPEATED = {
    "at once": f"<bpmn:{MANY}><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:{MANY}>",
    "in turn": f'<bpmn:{MANY} isSequential="true"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
    f"</bpmn:{MANY}>",
    "in a loop": '<bpmn:standardLoopCharacteristics loopMaximum="2"/>',
}
ACCEPTED = [(at, kind) for at, row in EVENTS.items() for kind, how in row.items() if how.supported]
RUNS = {("element", tag): walked for tag, walked in ELEMENT_RUNS.items()} | {
    (at, kind): _MADE[at](kind) for at, kind in ACCEPTED if at in _MADE and kind in DEFINITIONS
}


def test_every_element_and_event_that_may_be_drawn_has_a_run() -> None:
    elements_ = [("element", tag) for tag, how in ELEMENTS.items() if how.supported]
    assert set(RUNS) == {*elements_, *ACCEPTED}


@pytest.mark.parametrize("key", [k for k in RUNS if k[0] != "element"], ids=" · ".join)
def test_each_run_has_its_event_at_its_position(key: tuple[str, str]) -> None:
    parts, kind = RUNS[key].parts, key[1]
    assert not DEFINITIONS[kind] or DEFINITIONS[kind] in parts


def act(town: Town, case_id: str, what: str) -> None:
    """Something happens to the case, which is read from the database for it."""
    kept_runs.RUNS._kept.clear()
    if what == "message":
        ref = town.case(case_id).submission_number
        with town.act() as session:
            deliver_message(session, ref=ref, name="m1", payload={}, actor=OPERATOR, now=town.now)
    elif what == "time":
        town.wait(hours=3)
        assert fire_due_timers(town.database, now=town.now).fired == 1
    else:
        end(town, case_id, what)
    assert faults(town, case_id) == []


def finish(town: Town, case_id: str) -> None:
    """Whatever is open is done, in the order of the names, until nothing is."""
    for _ in range(9):
        if not (left := elements(town, case_id)):
            break
        act(town, case_id, left[0])
    assert town.case(case_id).status == Status.STOPPED, "the process has ended"


@pytest.mark.parametrize("key", RUNS, ids=" · ".join)
def test_it_runs_on_both_databases_saved_and_loaded_at_every_step(
    town: Town, key: tuple[str, str]
) -> None:
    walked = RUNS[key]
    install(town, walked.parts, **walked.files)
    case_id = file(town, loai="khac").case_id
    assert elements(town, case_id) == walked.opens
    for what, opened in walked.acts:
        act(town, case_id, what)
        assert elements(town, case_id) == opened
    finish(town, case_id)


@pytest.mark.parametrize("how", REPEATED)
@pytest.mark.parametrize("kind", ["task", "part", "call"])
def test_repetitions_run_on_both_databases(town: Town, how: str, kind: str) -> None:
    files = {}
    if kind == "task":
        whole = task("x").replace(
            "</bpmn:extensionElements>", "</bpmn:extensionElements>" + REPEATED[how]
        )
    elif kind == "part":
        whole = node("sub", "sp", REPEATED[how] + INNER, name="Phần")
    else:
        whole = node("call", "sp", REPEATED[how], calledElement="q", name="Gọi")
        files = {"q_bpmn": document(process(INNER, id="q"))}
    line = flows(f"s>{'x' if kind == 'task' else 'sp'}>b>e")
    install(town, nodes("start:s end:e"), whole, task("b"), line, **files)
    case_id = file(town).case_id
    assert elements(town, case_id) == ["x", "x"][: 2 if how == "at once" else 1]
    act(town, case_id, "x")
    assert elements(town, case_id) == ["x"]
    act(town, case_id, "x")
    assert elements(town, case_id) == ["b"]
    finish(town, case_id)
