"""Phases of a diagram are checked: the first begins with the reception, shares make the limit."""

import pytest

from engine.diagnosis import check
from tests.unit.diagnosis.packages import good_files

RECEIVE, STORE = b'<tthc:act kind="receive"/>', b'<tthc:act kind="store_result"/>'
FIRST, SECOND = "giai đoạn 1", "giai đoạn 2"


def phase(name: str, amount: str) -> bytes:
    return f'<tthc:phase name="{name}" amount="{amount}"/>'.encode()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (phase(FIRST, "8"), phase(SECOND, "4"), set()),
        (phase(FIRST, "3"), phase(SECOND, "3"), {"phase.sum"}),
        (phase(FIRST, "8"), phase(FIRST, "4"), {"phase.twice"}),
        (phase(FIRST, "0"), phase(SECOND, "12"), {"phase.amount", "phase.alone", "phase.first"}),
        (phase(FIRST, "12"), b"", {"phase.alone"}),
        (b"", phase(SECOND, "12"), {"phase.alone", "phase.first"}),
    ],
)
def test_phases_begin_with_the_reception_and_make_the_limit(
    first: bytes, second: bytes, expected: set[str]
) -> None:
    files = dict(good_files())
    diagram = files["process.bpmn"]
    assert diagram.count(RECEIVE) == diagram.count(STORE) == 1
    diagram = diagram.replace(RECEIVE, RECEIVE + first).replace(STORE, STORE + second)
    files["process.bpmn"] = diagram
    assert {f.code for f in check(files).faults if f.code.startswith("phase")} == expected


def test_a_phase_begins_in_the_process_itself() -> None:
    """A step that is done several times at once can begin nothing for the whole dossier."""
    files = dict(good_files())
    diagram = files["process.bpmn"].replace(RECEIVE, RECEIVE + phase(FIRST, "8"))
    loop = (
        b"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
        b"</bpmn:multiInstanceLoopCharacteristics>"
    )
    head, mark, tail = diagram.partition(STORE)
    inside, end, rest = tail.partition(b"</bpmn:extensionElements>")
    told = mark + phase(SECOND, "4") + inside + end
    inner, close, after = rest.partition(b"</bpmn:userTask>")
    files["process.bpmn"] = head + told + inner + loop + close + after
    assert "phase.inside" in {f.code for f in check(files).faults}


@pytest.mark.parametrize(
    ("until", "expected"), [("B3", set()), ("B1", {"phase.until"}), ("X", {"phase.until"})]
)
def test_a_phase_is_over_with_another_step_that_there_is(until: str, expected: set[str]) -> None:
    files = dict(good_files())
    first = f'<tthc:phase name="{FIRST}" amount="8" until="{until}"/>'.encode()
    diagram = files["process.bpmn"].replace(RECEIVE, RECEIVE + first)
    files["process.bpmn"] = diagram.replace(STORE, STORE + phase(SECOND, "4"))
    assert {f.code for f in check(files).faults if f.code.startswith("phase")} == expected
