"""What is drawn but does not run is refused on its shape, with a reason in Vietnamese."""

import pytest

from engine.diagnosis import check
from tests.integration.workflow.diagrams import (
    ANY_ERROR,
    CANCEL,
    ERROR,
    ESCALATION,
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
from tests.unit.diagnosis.packages import ALONE, LINE, between, diagnosis, found

MANY = "multiInstanceLoopCharacteristics"


CASES = {
    "a task without type": (between(node("task", "x")), "profile.element", "x"),
    "a service task": (between(node("serviceTask", "x")), "profile.element", "x"),
    "a complex gateway": (between(node("complexGateway", "x")), "profile.element", "x"),
    "an ad-hoc sub-process": (between(node("adHocSubProcess", "x")), "profile.element", "x"),
    "a timer start": (
        nodes("user:a end:e") + node("start", "s", timer("P1D")) + flows("s>a>e"),
        "profile.event",
        "s",
    ),
    "several definitions on one event": (
        between(node("catch", "x", MESSAGE + SIGNAL)),
        "profile.event",
        "x",
    ),
    "an error that does not interrupt": (
        LINE
        + node("end", "f")
        + boundary("x", "a", ERROR, interrupting=False)
        + flows("s>a>e x>f"),
        "profile.event",
        "x",
    ),
    "a compensation handler": (
        between(node("user", "x", isForCompensation="true")),
        "profile.compensation",
        "x",
    ),
    "several tokens at once": (
        between(node("user", "x", completionQuantity="2")),
        "profile.quantity",
        "x",
    ),
    "a receive task that opens a process": (
        between(node("receiveTask", "x", messageRef="m1", instantiate="true")),
        "profile.instantiate",
        "x",
    ),
    "events thrown by repetitions": (
        between(
            node(
                "user",
                "x",
                f'<bpmn:{MANY} behavior="One"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
                f"</bpmn:{MANY}>",
            )
        ),
        "profile.behaviour",
        "x",
    ),
    "a timer without time": (
        between(node("catch", "x", "<bpmn:timerEventDefinition/>")),
        "event.timer_empty",
        "x",
    ),
    "a timer with two times": (
        between(
            node(
                "catch",
                "x",
                "<bpmn:timerEventDefinition><bpmn:timeDate>2026-01-01</bpmn:timeDate>"
                "<bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>",
            )
        ),
        "event.timer_several",
        "x",
    ),
    "a condition that is not there": (
        between(node("catch", "x", when(""))),
        "event.condition_empty",
        "x",
    ),
    "a message that is not chosen": (
        between(node("catch", "x", "<bpmn:messageEventDefinition/>")),
        "event.reference_missing",
        "x",
    ),
    "an error thrown without a code": (
        nodes("start:s user:a") + node("end", "x", ANY_ERROR) + flows("s>a>x"),
        "event.reference_missing",
        "x",
    ),
    "a boundary event on a gateway": (
        LINE + nodes("xor:g end:f") + boundary("x", "g", MESSAGE) + flows("s>a>g>e x>f"),
        "event.host",
        "x",
    ),
    "a cancellation outside a transaction": (
        nodes("start:s user:a") + node("end", "x", CANCEL) + flows("s>a>x"),
        "event.cancel_host",
        "x",
    ),
    "an escalation that nobody hears": (
        between(node("throw", "x", ESCALATION)),
        "event.uncaught_escalation",
        "x",
    ),
    "an event gateway before a step": (
        LINE + nodes("user:b events:g end:f") + flows("s>a>g>b>e g>f"),
        "gateway.event_targets",
        "g",
    ),
    "an event gateway with one way": (
        LINE + node("events", "g") + node("catch", "c", MESSAGE) + flows("s>a>g>c>e"),
        "gateway.event_few",
        "g",
    ),
    "a parallel event gateway": (
        LINE + node("events", "g", eventGatewayType="Parallel") + flows("s>a>g>e"),
        "gateway.event_type",
        "g",
    ),
    "a flow into an event sub-process": (
        between(
            node(
                "sub",
                "x",
                node("start", "xs", MESSAGE) + nodes("end:xe") + flows("xs>xe"),
                triggeredByEvent="true",
            )
        ),
        "subprocess.event_flows",
        "x",
    ),
    "an event sub-process done several times": (
        LINE
        + node(
            "sub",
            "x",
            f"<bpmn:{MANY}><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:{MANY}>"
            + node("start", "xs", MESSAGE)
            + nodes("user:xa end:xe")
            + flows("xs>xa>xe"),
            triggeredByEvent="true",
        )
        + flows("s>a>e"),
        "subprocess.event_loop",
        "x",
    ),
    "two boundary events for one error": (
        LINE
        + node(
            "sub", "sp", nodes("start:xs user:xa") + node("end", "xe", ERROR) + flows("xs>xa>xe")
        )
        + nodes("user:h end:f")
        + boundary("b", "sp", ERROR)
        + boundary("x", "sp", ERROR)
        + flows("s>a>sp>e b>h>f x>h"),
        "event.catch_twice",
        "x",
    ),
    "a boundary event on a receive task that races": (
        LINE
        + node("events", "g")
        + node("receiveTask", "r", messageRef="m1")
        + node("catch", "c", SIGNAL)
        + nodes("end:f end:h")
        + boundary("b", "r", timer("P1D"))
        + flows("s>a>g>r>e g>c>f b>h"),
        "gateway.event_targets",
        "g",
    ),
    "a repeated receive task that races": (
        LINE
        + node("events", "g")
        + node(
            "receiveTask",
            "r",
            f"<bpmn:{MANY}><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:{MANY}>",
            messageRef="m1",
        )
        + node("catch", "c", SIGNAL)
        + nodes("end:f")
        + flows("s>a>g>r>e g>c>f"),
        "gateway.event_targets",
        "g",
    ),
    "an empty sub-process": (between(node("sub", "x")), "subprocess.empty", "x"),
    "a condition after an event": (
        between(node("catch", "x", MESSAGE)) + flows("x>a", x__a="true"),
        "flow.condition_misplaced",
        "x",
    ),
    "a repetition without a number": (
        between(node("user", "x", f"<bpmn:{MANY}/>")),
        "loop.source",
        "x",
    ),
    "a loop without an end": (
        between(node("user", "x", "<bpmn:standardLoopCharacteristics/>")),
        "loop.endless",
        "x",
    ),
    "a script that is not FEEL": (
        between(node("script", "x", "<bpmn:script>x = 1</bpmn:script>", scriptFormat="javascript")),
        "script.not_feel",
        "x",
    ),
    "a script without a text": (between(node("script", "x")), "script.empty", "x"),
    "a script whose value goes nowhere": (
        between(node("script", "x", "<bpmn:script>1 + 1</bpmn:script>")),
        "script.result_missing",
        "x",
    ),
    "a rule task without a decision": (between(node("rule", "x")), "decision.missing", "x"),
}


@pytest.mark.parametrize(("parts", "code", "element"), CASES.values(), ids=CASES)
def test_what_does_not_run_as_drawn_is_refused(parts: str, code: str, element: str) -> None:
    assert (code, element) in found(diagnosis(parts))


def test_every_refusal_of_the_profile_says_what_to_draw_instead() -> None:
    for parts, code, _ in CASES.values():
        for fault in diagnosis(parts).of(code):
            assert fault.message.rstrip().endswith((".", "…", "?")), fault.message
            assert "{" not in fault.message


def test_an_error_is_caught_by_a_boundary_of_the_same_code_or_of_any() -> None:
    inside = nodes("start:xs user:xa") + node("end", "xe", ERROR) + flows("xs>xa>xe")
    for catcher in (ERROR, ANY_ERROR):
        result = diagnosis(
            LINE,
            node("sub", "x", inside),
            node("end", "f"),
            boundary("b", "x", catcher),
            flows("s>a>x>e b>f"),
        )
        assert not result.of("event.uncaught_error")


def test_a_partner_pool_beside_the_real_process_is_only_shown() -> None:
    partner = (
        '<bpmn:process id="dan" name="Người dân" isExecutable="false">'
        + nodes("task:t")
        + "</bpmn:process>"
    )
    result = check(
        {"process.bpmn": document(process(LINE, flows("s>a>e")), partner)}, context=ALONE
    )
    assert ("process.illustration", "dan") in found(result)
    assert "profile.element" not in {code for code, _ in found(result)}


def test_a_called_process_that_begins_with_an_event_is_refused() -> None:
    called = process(
        node("start", "qs", MESSAGE), nodes("user:qa end:qe"), flows("qs>qa>qe"), id="q"
    )
    calling = process(LINE, node("call", "c", calledElement="q"), flows("s>a>c>e"))
    result = check({"process.bpmn": document(calling, called)}, context=ALONE)
    assert ("call.start", "qs") in found(result)


def test_nodes_of_two_files_must_not_have_one_id() -> None:
    called = document(process(nodes("start:qs user:a end:qe"), flows("qs>a>qe"), id="q"))
    calling = document(process(LINE, node("call", "c", calledElement="q"), flows("s>a>c>e")))
    result = check({"process.bpmn": calling, "lien_thong.bpmn": called}, context=ALONE)
    assert [f.file for f in result.of("id.other_file") if f.element_id == "a"] == ["process.bpmn"]


@pytest.mark.parametrize("tag", ["potentialOwner", "performer", "property"])
def test_what_bpmn_says_of_a_step_and_nobody_reads_is_reported(tag: str) -> None:
    owner = f'<bpmn:{tag} id="po" name="Cán bộ"/>'
    result = diagnosis(nodes("start:s end:e"), node("user", "a", owner), flows("s>a>e"))
    assert ("profile.ignored", "po") in found(result)


@pytest.mark.parametrize("tag", ["dataInputAssociation", "dataOutputAssociation"])
@pytest.mark.parametrize("part", ["assignment", "transformation"])
def test_an_assignment_of_data_that_would_not_run_is_refused_by_its_name(
    tag: str, part: str
) -> None:
    says = f"<bpmn:{part}><bpmn:from>1</bpmn:from><bpmn:to>so_tien</bpmn:to></bpmn:{part}>"
    plain = f"<bpmn:{tag} id='d'><bpmn:sourceRef>x</bpmn:sourceRef></bpmn:{tag}>"
    for inner, refused in (
        (plain.replace("</bpmn:sourceRef>", "</bpmn:sourceRef>" + says), 1),
        (plain, 0),
    ):
        result = diagnosis(nodes("start:s end:e"), node("user", "a", inner), flows("s>a>e"))
        faults = result.of("profile.assignment")
        assert [(one.severity, one.element_id) for one in faults] == [("error", "a")] * refused
        assert all(f"{tag} ({part} so_tien)" in one.message for one in faults)


def test_what_stands_beside_the_processes_is_ignored_or_refused_by_kind() -> None:
    extra = (
        '<bpmn:import namespace="n" location="http://x/y.xsd" importType="t"/>'
        '<bpmn:message id="nameless"/><bpmn:choreography id="ch"/><bpmn:dataStore id="ds"/>'
    )
    data = document(extra, process(LINE, flows("s>a>e")))
    result = found(check({"process.bpmn": data}, context=ALONE))
    assert {
        ("profile.root", "ch"),
        ("profile.ignored", "ds"),
        ("event.name_missing", "nameless"),
    } <= result
    assert "profile.import" in {code for code, _ in result}
