"""What the token game finds: stuck, left behind, met, running in circles, acts done twice."""

import pytest

from engine.diagnosis import Diagnosis, check
from engine.diagnosis.tokens import soundness
from tests.integration.workflow.diagrams import (
    ERROR,
    ESCALATION,
    MESSAGE,
    TERMINATE,
    boundary,
    document,
    flows,
    node,
    nodes,
    process,
    timer,
)
from tests.unit.diagnosis.packages import ALONE, ASSIGNED, HOURS, diagnosis, step

CODES = {
    "gateway.deadlock",
    "flow.left_behind",
    "flow.uncontrolled_merge",
    "flow.not_explored",
    "loop.no_exit",
    "act.receive_twice",
    "act.store_twice",
    "act.return_twice",
}
REMINDER = timer("PT1H")


def act(element_id: str, kind: str | None = None, more: str = "") -> str:
    """A step that performs a legal act, or none."""
    said = f'<tthc:act kind="{kind}"/>' if kind else ""
    task = step(element_id, f"Bước {element_id}", f"{ASSIGNED}{HOURS}{said}")
    return task.replace("</bpmn:userTask>", f"{more}</bpmn:userTask>")


ALL = (
    nodes("start:s end:e")
    + act("nhan", "receive")
    + act("luu", "store_result")
    + act("tra", "return")
)


def played(*parts: str) -> set[tuple[str, str | None]]:
    return of(diagnosis(*parts))


def of(result: Diagnosis) -> set[tuple[str, str | None]]:
    return {(fault.code, fault.element_id) for fault in result.faults if fault.code in CODES}


def way(result: Diagnosis, code: str) -> str:
    (found,) = result.of(code)
    return found.message


def reminded(gateway: str, reminder: str = REMINDER) -> tuple[str, ...]:
    """D4 and D5: a reminder beside the main step comes back to it at a gateway."""
    return (
        ALL,
        act("chinh"),
        act("phu"),
        node(gateway, "gop"),
        boundary("nhac", "chinh", reminder, interrupting=False),
        flows("s>nhan>chinh>gop>luu>tra>e nhac>phu>gop"),
    )


def test_an_inclusive_join_after_a_reminder_is_right() -> None:
    assert played(*reminded("or")) == set()


def test_a_parallel_join_after_a_reminder_waits_for_ever_when_nobody_was_reminded() -> None:
    result = diagnosis(*reminded("and"))
    assert of(result) == {("gateway.deadlock", "gop")}
    assert "nhánh từ “Bước phu”" in way(result, "gateway.deadlock")
    assert "“Bước nhan” → “Bước chinh”" in way(result, "gateway.deadlock")


def test_an_exclusive_merge_after_a_reminder_stores_and_returns_twice() -> None:
    result = diagnosis(*reminded("xor"))
    assert of(result) == {
        ("flow.uncontrolled_merge", "gop"),
        ("act.store_twice", "luu"),
        ("act.return_twice", "tra"),
    }
    assert "“Bước nhan” → “Bước phu”" in way(result, "act.store_twice")


def test_a_reminder_that_comes_again_opens_an_inclusive_join_twice() -> None:
    assert ("act.store_twice", "luu") in played(*reminded("or", timer("R3/PT1H", "timeCycle")))
    assert ("act.store_twice", "luu") in played(*reminded("or", MESSAGE))


def test_a_reminder_with_an_end_of_its_own_may_come_in_every_round() -> None:
    found = played(
        ALL,
        act("chinh"),
        act("phu"),
        node("end", "f"),
        nodes("xor:m"),
        node("xor", "g", default="g__luu"),
        boundary("nhac", "chinh", MESSAGE, interrupting=False),
        flows("s>nhan>m>chinh>g>luu>tra>e g>m nhac>phu>f", g__m="true"),
    )
    assert found == set()


def test_an_interrupting_event_may_come_back_to_the_main_way() -> None:
    found = played(
        ALL,
        act("chinh"),
        act("phu"),
        nodes("xor:m"),
        boundary("qua_han", "chinh", REMINDER),
        flows("s>nhan>chinh>m>luu>tra>e qua_han>phu>m"),
    )
    assert found == set()


@pytest.mark.parametrize("kind", ["xor", "or"])
def test_a_parallel_join_after_a_choice_is_stuck(kind: str) -> None:
    parts = nodes("start:s user:a user:b and:j user:c end:e") + node(kind, "g", default="g__b")
    found = played(parts, flows("s>g>a>j>c>e g>b>j", g__a="x = 1"))
    assert found == {("gateway.deadlock", "j")}


def test_a_branch_that_waits_while_another_has_ended_is_left_behind() -> None:
    parts = nodes("start:s and:g user:a user:b user:c and:j end:e end:f")
    result = diagnosis(
        parts, node("xor", "x", default="x__j"), flows("s>g>a>x>j>e g>b>j x>c>f", x__c="true")
    )
    assert of(result) == {("flow.left_behind", "j")}
    assert "“c”" in way(result, "flow.left_behind")


def test_an_end_that_stops_everything_leaves_nothing_behind() -> None:
    found = played(
        nodes("start:s and:g user:a user:b user:c and:j end:e"),
        node("end", "f", TERMINATE),
        node("xor", "x", default="x__j"),
        flows("s>g>a>x>j>e g>b>j x>c>f", x__c="true"),
    )
    assert found == set()


def test_a_branch_that_a_parallel_split_sends_round_for_ever_has_no_exit() -> None:
    found = played(nodes("start:s xor:m user:a and:g end:e"), flows("s>m>a>g>e g>m"))
    assert {code for code, _ in found} == {"loop.no_exit"}


def test_a_parallel_join_at_the_beginning_of_a_loop_never_opens() -> None:
    parts = nodes("start:s and:m user:a end:e") + node("xor", "x", default="x__e")
    assert played(parts, flows("s>m>a>x>e x>m", x__m="true")) == {("gateway.deadlock", "m")}


def test_one_of_two_joins_that_wait_for_each_other_is_told() -> None:
    parts = nodes("start:s and:g user:a user:b user:c and:j and:k end:e")
    choice = node("xor", "x", default="x__j")
    found = played(parts, choice, flows("s>g>a>x>j>k>e g>b>j x>c>k g>c", x__c="true"))
    assert len([one for one in found if one[0] in ("gateway.deadlock", "flow.left_behind")]) == 1


def test_branches_that_both_store_are_told_with_the_way() -> None:
    luu2 = act("luu2", "store_result")
    result = diagnosis(ALL, luu2, nodes("and:g and:j"), flows("s>nhan>g>luu>j>tra>e g>luu2>j"))
    assert {code for code, _ in of(result)} == {"act.store_twice"}
    assert "“Bước luu” → “Bước luu2”" in way(result, "act.store_twice")


def test_a_way_back_behind_storing_stores_twice() -> None:
    found = played(
        ALL,
        nodes("xor:m"),
        node("xor", "g", default="g__tra"),
        flows("s>nhan>m>luu>g>tra>e g>m", g__m="true"),
    )
    assert found == {("act.store_twice", "luu")}


def test_storing_on_either_way_is_storing_once() -> None:
    found = played(
        ALL,
        act("luu2", "store_result"),
        nodes("xor:m"),
        node("xor", "g", default="g__luu"),
        flows("s>nhan>g>luu>m>tra>e g>luu2>m", g__luu2="true"),
    )
    assert found == set()


def test_several_who_store_do_it_more_than_once() -> None:
    many = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    tasks = ALL.replace(act("luu", "store_result"), act("luu", "store_result", many))
    assert played(tasks, flows("s>nhan>luu>tra>e")) == {("act.store_twice", "luu")}


def test_what_a_called_process_stores_counts_at_every_call() -> None:
    called = process(
        nodes("start:cs end:ce"), act("luu2", "store_result"), flows("cs>luu2>ce"), id="q"
    )
    calls = node("call", "c1", calledElement="q") + node("call", "c2", calledElement="q")
    main = process(
        nodes("start:s end:e"),
        act("nhan", "receive"),
        act("tra", "return"),
        calls,
        flows("s>nhan>c1>c2>tra>e"),
    )
    result = check({"process.bpmn": document(main, called)}, context=ALONE)
    assert of(result) == {("act.store_twice", "luu2")}


@pytest.mark.parametrize(("inside", "told"), [("luu2", False), ("luu2>xem", True)])
def test_a_part_that_is_left_by_an_event_may_have_stored_before(inside: str, *, told: bool) -> None:
    """What ends a part when it has stored can't be interrupted any more."""
    part = nodes("start:ss end:se") + act("luu2", "store_result") + act("xem")
    part += flows(f"ss>{inside}>se")
    found = played(
        ALL,
        node("sub", "sp", part),
        nodes("xor:m"),
        boundary("qua_han", "sp", REMINDER),
        flows("s>nhan>sp>m>tra>e qua_han>luu>m"),
    )
    assert (("act.store_twice", "luu") in found) is told


def test_a_handler_that_stores_beside_the_main_way_stores_twice() -> None:
    handler = (
        node("start", "hs", MESSAGE, isInterrupting="false")
        + act("luu2", "store_result")
        + nodes("end:he")
        + flows("hs>luu2>he")
    )
    found = played(
        ALL, node("sub", "h", handler, triggeredByEvent="true"), flows("s>nhan>luu>tra>e")
    )
    assert found == {("act.store_twice", "luu2")}


def test_branches_that_end_at_once_may_meet_at_the_end() -> None:
    found = played(nodes("start:s and:g user:a user:b xor:m end:e"), flows("s>g>a>m>e g>b>m"))
    assert found == set()


def test_many_parallel_branches_of_many_steps_are_explored() -> None:
    branches = [[f"u{n}x{m}" for m in range(6)] for n in range(30)]
    parts = nodes("start:s and:g and:j user:z end:e")
    parts += "".join(node("user", name) for branch in branches for name in branch)
    ways = " ".join(">".join(["g", *branch, "j"]) for branch in branches)
    assert played(parts, flows(f"s>g j>z>e {ways}")) == set()


def test_what_could_not_be_explored_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "MOST_WORK", 3)
    assert ("flow.not_explored", "p") in played(*reminded("or"))


def test_an_event_that_nothing_inside_can_throw_is_told() -> None:
    def caught(inside: str, event: str) -> set[str | None]:
        sub = node("sub", "sp", nodes("start:ss user:x") + inside)
        result = diagnosis(
            nodes("start:s user:a user:h end:e end:f"),
            sub,
            boundary("b", "sp", event),
            boundary("c", "a", event),
            flows("s>a>sp>e b>h>f c>h"),
        )
        return {fault.element_id for fault in result.of("event.never_thrown")}

    plain = nodes("end:se") + flows("ss>x>se")
    throws = node("end", "se", ERROR) + flows("ss>x>se")
    assert caught(plain, ERROR) == {"b", "c"}
    assert caught(throws, ERROR) == {"c"}
    assert caught(throws, ESCALATION) == {"b", "c"}


def test_several_whose_last_answer_decides_are_told() -> None:
    """D6: the choice of who ends last is the only one kept."""

    def asked(more: str) -> set[str | None]:
        many = f"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>{more}</bpmn:multiInstanceLoopCharacteristics>"  # noqa: E501 - one element
        outcomes = (
            '<tthc:outcomes variable="y_kien"><tthc:outcome value="a" label="A"/>'
            '<tthc:outcome value="b" label="B"/></tthc:outcomes>'
        )
        hoi = step("hoi", "Hỏi", f"{ASSIGNED}{HOURS}{outcomes}")
        result = diagnosis(
            nodes("start:s end:e user:z"),
            hoi.replace("</bpmn:userTask>", f"{many}</bpmn:userTask>"),
            node("xor", "g", default="g__e"),
            flows("s>hoi>g>z>e g>e", g__z='y_kien = "a"'),
        )
        return {fault.element_id for fault in result.of("loop.last_answer")}

    gathered = (
        "<bpmn:loopDataOutputRef>ds</bpmn:loopDataOutputRef>"
        '<bpmn:outputDataItem id="y_kien" name="y_kien"/>'
    )
    assert asked("") == {"hoi"}
    assert asked(gathered) == set()


def test_a_completion_condition_names_the_counters_and_nothing_else_does() -> None:
    many = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
        "<bpmn:completionCondition>nrOfCompletedInstances = 2</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    result = diagnosis(
        nodes("start:s end:e user:z"),
        node("user", "a", many),
        node("xor", "g", default="g__e"),
        flows("s>a>g>z>e g>e", g__z="numberOfInstances = 3"),
    )
    assert {fault.element_id for fault in result.of("expr.name_unknown")} == {"g__z"}


def test_what_is_too_wide_to_explore_is_searched_in_depth() -> None:
    names = range(14)
    parts = nodes("start:s and:g and:j user:z end:e") + "".join(
        nodes(f"user:a{n} user:b{n} end:e{n}") + node("xor", f"x{n}", default=f"x{n}__j")
        for n in names
    )
    ways = " ".join(f"g>a{n}>x{n}>j x{n}>b{n}>e{n}" for n in names)
    found = played(parts, flows(f"s>g j>z>e {ways}", **{f"x{n}__b{n}": "true" for n in names}))
    assert {code for code, _ in found} == {"flow.not_explored", "flow.left_behind"}
