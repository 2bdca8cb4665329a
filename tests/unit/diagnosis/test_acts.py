"""The legal acts: receive first and once, store the result before returning it."""

from collections.abc import Iterator

import pytest

from engine.diagnosis import check
from engine.diagnosis.report import Diagnosis
from engine.diagnosis.tokens import soundness
from engine.diagnosis.tokens.net import Trail, nodes_of
from engine.workflow.reading.drawn import Node
from tests.integration.workflow.diagrams import (
    MESSAGE,
    TERMINATE,
    boundary,
    document,
    flows,
    node,
    nodes,
    process,
)
from tests.unit.diagnosis.packages import ALONE, ASSIGNED, HOURS, step


def act(element_id: str, kind: str | None = None, hours: str = "4") -> str:
    """A step that performs a legal act, or none."""
    said = f'<tthc:act kind="{kind}"/>' if kind else ""
    return step(element_id, element_id, f"{ASSIGNED}{HOURS.replace('4', hours)}{said}")


ALL = (
    nodes("start:s end:e")
    + act("nhan", "receive")
    + act("luu", "store_result")
    + act("tra", "return")
)


def _acts(*parts: str) -> set[tuple[str, str | None]]:
    return _of(check({"process.bpmn": document(process(*parts))}, context=ALONE))


def _of(result: Diagnosis) -> set[tuple[str, str | None]]:
    return {(f.code, f.element_id) for f in result.faults if f.code.startswith("act.")}


def test_receive_store_return_in_this_order_is_right() -> None:
    assert _acts(ALL, flows("s>nhan>luu>tra>e")) == set()


def test_a_step_before_reception_is_refused() -> None:
    assert _acts(ALL, act("xem"), flows("s>xem>nhan>luu>tra>e")) == {("act.before_receive", "xem")}


def test_a_split_before_reception_is_refused() -> None:
    found = _acts(
        ALL, act("nhan2", "receive"), nodes("and:g and:j"), flows("s>g>nhan>j>luu>tra>e g>nhan2>j")
    )
    assert found == {("act.split_before_receive", "g"), ("act.receive_twice", "nhan2")}


def test_either_of_two_receptions_may_come_first() -> None:
    found = _acts(
        ALL,
        act("nhan2", "receive"),
        nodes("xor:m"),
        node("xor", "g", default="g__nhan"),
        flows("s>g>nhan>m>luu>tra>e g>nhan2>m", g__nhan2="true"),
    )
    assert found == set()


def test_a_loop_back_to_reception_receives_twice() -> None:
    found = _acts(
        ALL,
        nodes("xor:m"),
        node("xor", "g", default="g__luu"),
        flows("s>m>nhan>g>luu>tra>e g>m", g__m="true"),
    )
    assert found == {("act.receive_twice", "nhan")}


def test_one_path_on_which_nothing_was_stored_is_enough() -> None:
    found = _acts(
        ALL,
        nodes("xor:m"),
        node("xor", "g", default="g__luu"),
        flows("s>nhan>g>luu>m>tra>e g>m", g__m="true"),
    )
    assert found == {("act.return_before_store", "tra")}


def test_what_one_parallel_branch_stored_counts_after_the_join() -> None:
    found = _acts(ALL, act("khac"), nodes("and:g and:j"), flows("s>nhan>g>luu>j>tra>e g>khac>j"))
    assert found == set()


def test_a_loop_around_a_parallel_block_does_not_confuse_it() -> None:
    found = _acts(
        ALL,
        act("khac"),
        nodes("and:g and:j xor:m"),
        act("kia"),
        node("xor", "x", default="x__luu"),
        flows("s>nhan>m>g>kia>j>x>luu>tra>e g>khac>j x>m", x__m="true"),
    )
    assert found == set()


def test_a_normal_end_without_return_is_refused_and_a_terminated_one_is_not() -> None:
    def ending(end: str) -> set[tuple[str, str | None]]:
        return _acts(
            ALL,
            end,
            node("xor", "g", default="g__luu"),
            flows("s>nhan>g>luu>tra>e g>dung", g__dung="true"),
        )

    assert ending(node("end", "dung")) == {("act.end_without_return", "dung")}
    assert ending(node("end", "dung", TERMINATE)) == set()


def test_acts_inside_subprocesses_count_where_they_stand() -> None:
    inside = nodes("start:ss end:se") + act("luu2", "store_result") + flows("ss>luu2>se")
    found = _acts(
        nodes("start:s end:e"),
        act("nhan", "receive"),
        node("sub", "sp", inside),
        act("tra", "return"),
        flows("s>nhan>sp>tra>e"),
    )
    assert found == set()


def test_a_process_called_twice_is_judged_at_each_call() -> None:
    called = process(nodes("start:cs end:ce"), act("soat"), flows("cs>soat>ce"), id="q")
    calls = node("call", "c1", calledElement="q") + node("call", "c2", calledElement="q")
    main = process(ALL, calls, flows("s>nhan>c1>luu>c2>tra>e"))
    assert _of(check({"process.bpmn": document(main, called)}, context=ALONE)) == set()
    early = process(ALL, calls, flows("s>c1>nhan>luu>c2>tra>e"))
    result = check({"process.bpmn": document(early, called)}, context=ALONE)
    assert _of(result) == {("act.before_receive", "soat")}


def _twice(element: str, called: str) -> str:
    calls = node("call", f"{element}1", calledElement=called)
    return calls + node("call", f"{element}2", calledElement=called)


def test_calls_that_double_at_every_level_are_not_unfolded_without_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[object] = []

    def looking(trail: Trail) -> Iterator[Node]:
        for one in nodes_of(trail):
            looked_at.append(one)
            yield one

    monkeypatch.setattr(soundness, "nodes_of", looking)
    levels = [
        process(
            nodes(f"start:s{n} end:e{n}"),
            _twice(f"c{n}_", f"q{n + 1}"),
            flows(f"s{n}>c{n}_1>c{n}_2>e{n}"),
            id=f"q{n}",
        )
        for n in range(20)
    ]
    last = process(nodes("start:sz user:uz end:ez"), flows("sz>uz>ez"), id="q20")
    main = process(ALL, node("call", "c", calledElement="q0"), flows("s>nhan>c>luu>tra>e"))
    result = check({"process.bpmn": document(main, *levels, last)}, context=ALONE)
    (unchecked,) = result.of("act.unchecked")
    assert unchecked.severity == "warning"
    assert "không cộng được giờ" in " ".join(unchecked.message.split())
    assert 0 < len(looked_at) < 20_000  # millions, where each level hands on the ways of its own
    assert "call.circle" not in {fault.code for fault in result.faults}


def test_a_process_that_calls_itself_by_way_of_another_is_refused_once() -> None:
    main = process(ALL, node("call", "c", calledElement="q"), flows("s>nhan>c>luu>tra>e"))
    inner = process(
        nodes("start:qs user:qu end:qe"),
        node("call", "d", calledElement="q"),
        flows("qs>qu>d>qe"),
        id="q",
    )
    result = check({"process.bpmn": document(main, inner)}, context=ALONE)
    assert [fault.element_id for fault in result.of("call.circle")] == ["q"]


def test_a_withdrawal_at_any_time_need_not_return_a_result_when_it_terminates() -> None:
    handler = (node("start", "hs", MESSAGE) + act("rut") + node("end", "he", TERMINATE)) + flows(
        "hs>rut>he"
    )
    found = _acts(
        ALL, node("sub", "h", handler, triggeredByEvent="true"), flows("s>nhan>luu>tra>e")
    )
    assert ("act.before_receive", "rut") not in found


def test_a_reminder_beside_a_step_needs_no_return_of_its_own() -> None:
    found = _acts(
        ALL,
        act("nhac"),
        node("end", "f"),
        boundary("b", "luu", MESSAGE, interrupting=False),
        flows("s>nhan>luu>tra>e b>nhac>f"),
    )
    assert found == set()


def _limit(limit: str, *parts: str) -> set[str]:
    toml = f'[time_limit]\namount = {limit}\nunit = "working_hours"\n'.encode()
    files = {"procedure.toml": toml, "process.bpmn": document(process(*parts))}
    return {f.code for f in check(files).faults if f.code.startswith("hours.")}


def test_hours_are_those_of_the_longest_way_each_loop_once() -> None:
    parts = (
        ALL,
        act("lau", hours="8"),
        nodes("xor:m xor:j"),
        node("xor", "g", default="g__tra"),
        node("xor", "k", default="k__luu"),
        flows("s>nhan>m>k>luu>j>g>tra>e k>lau>j g>m", g__m="true", k__lau="true"),
    )
    assert _limit("16", *parts) == set()
    assert _limit("15", *parts) == {"hours.over_limit"}
    assert _limit("17", *parts) == {"hours.under_limit"}


def test_parallel_branches_run_at_the_same_time() -> None:
    parts = (
        ALL,
        act("khac", hours="12"),
        nodes("and:g and:j"),
        flows("s>nhan>g>luu>j>tra>e g>khac>j"),
    )
    assert _limit("20", *parts) == set()
