"""What the audit keeps of an act besides what was done, and what verify reads of it."""

import hashlib
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from engine.cases.act.traces import state_digest, trace_of_move, trace_of_rows
from engine.cases.vouching.rows import told_from_the_start
from engine.workflow import Answer

STATE = b"state"
DIGEST = hashlib.sha256(STATE).hexdigest()[:32]


def trace(*answers: Answer) -> dict[str, Any]:
    run: Any = SimpleNamespace(answers=answers)
    return trace_of_move(run, STATE)


def answer(value: object, **reads: object) -> Answer:
    return Answer("x", "case.loai", value, reads)


def test_a_move_is_told_by_the_digest_of_its_state_and_what_chose_the_way() -> None:
    assert trace() == {"state": DIGEST}
    assert state_digest(STATE) == DIGEST
    assert trace(answer(True, loai="dat", so=3))["answered"] == [
        {
            "element": "x",
            "expression": "case.loai",
            "value": True,
            "read": {"loai": "dat", "so": 3},
        }
    ]


def test_values_that_are_neither_numbers_nor_truth_are_told_as_short_texts() -> None:
    told = trace(answer(Decimal("1.5"), day=date(2025, 12, 4), none=None, long="a" * 300))
    (one,) = told["answered"]
    assert one["value"] == 1.5
    assert one["read"] == {"day": "2025-12-04", "none": None, "long": "a" * 200}
    (long,) = trace(Answer("x", "b" * 300, 1, {}))["answered"]
    assert long["expression"] == "b" * 200


def test_only_the_first_fifty_answers_are_told() -> None:
    told = trace(*(answer(number) for number in range(60)))["answered"]
    assert [one["value"] for one in told] == list(range(50))


def test_rows_are_told_by_what_changed_of_them() -> None:
    row = {"id": "t", "unit_code": "xa", "name": "B2", "officer_id": None, "answers": {}}
    clock = {
        "clock": "case",
        "starts": True,
        "at": 1,
        "reason": "Tiếp nhận",
        "legal_basis": "Điều 17.3",
    }
    assert trace_of_rows(
        {"status": 2, "state": b"", "version": 3, "rules": {}}, [row], [clock]
    ) == {
        "case": {"status": 2},
        "tasks": [{"id": "t", "unit_code": "xa", "officer_id": None}],
        "clocks": [{"clock": "case", "starts": True, "reason": "Tiếp nhận", "basis": "Điều 17.3"}],
    }
    assert trace_of_rows({"state": b""}, [], []) == {}


def from_the_start(*traces: dict[str, Any]) -> bool:
    history: Any = [SimpleNamespace(trace=trace) for trace in traces]
    return told_from_the_start(history)


def test_a_case_is_told_from_its_start_where_its_first_trace_tells_of_a_clock() -> None:
    clock = {"clocks": [{"clock": "answer", "starts": True}]}
    assert from_the_start({}, clock)
    assert from_the_start(clock, {"case": {}})
    assert not from_the_start({"case": {"status": 1}}, clock)
    assert not from_the_start({}, {})
    assert not from_the_start()
