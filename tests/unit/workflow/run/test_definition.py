"""Reading processes: cached, immutable, bounded, and never given to Python."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version

import pytest

from engine.workflow import load_definition, restore, start
from engine.workflow.reading.document import DocumentRefused
from engine.workflow.running.incidents import EndlessRun, ExpressionFailed, NotExecutable
from engine.workflow.running.scripting import NoPython
from tests.integration.workflow.diagrams import (
    HEAD,
    Walk,
    definition,
    document,
    flows,
    node,
    nodes,
    process,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SIMPLE = process(nodes("start:s user:a end:e"), flows("s>a>e"))


def test_a_digest_is_read_once() -> None:
    first = load_definition("once", {"process.bpmn": document(SIMPLE)})
    assert load_definition("once", {}) is first


@pytest.mark.parametrize("restored", [False, True])
def test_the_script_engine_refuses_everything_also_after_a_load(restored: bool) -> None:
    made = definition(SIMPLE)
    run = start(made, {}, now=NOW)
    if restored:
        run = restore(made, run.dumps())
    engine = run._workflow.script_engine
    assert isinstance(engine, NoPython)
    for refused in (engine.evaluate, engine.execute, engine.call_service, engine.validate):
        with pytest.raises(ExpressionFailed):
            refused("1")
    with pytest.raises(ExpressionFailed):
        engine.environment.evaluate("1", {})


def test_five_thousand_elements_in_a_row_are_read_and_walked() -> None:
    names = [f"n{number}" for number in range(4998)]
    kinds = " ".join(
        f"{'user' if number % 50 == 0 else 'xor'}:{name}" for number, name in enumerate(names)
    )
    model = process(nodes(f"start:s {kinds} end:e"), flows(">".join(["s", *names, "e"])))
    walk = Walk(definition(model))
    while walk.open:
        walk.do(walk.open[0])
    assert len(walk.done) == 5000


def test_an_endless_automatic_loop_is_stopped() -> None:
    model = process(
        nodes("start:s xor:m xor:n user:a end:e"),
        node("xor", "x", default="x__m"),
        flows("s>a>m>n>x>e x>m", x__e="xong"),
    )
    with pytest.raises(EndlessRun):
        Walk(definition(model), xong=False).do("a")


def test_processes_that_call_each_other_in_a_circle_are_refused() -> None:
    one = process(nodes("start:s end:e"), node("call", "c", calledElement="q"), flows("s>c>e"))
    two = process(
        nodes("start:qs end:qe"), node("call", "d", calledElement="p"), flows("qs>d>qe"), id="q"
    )
    with pytest.raises(NotExecutable, match="vòng tròn"):
        definition(one, two)


@pytest.mark.parametrize("starts", ["", "start:s start:s2 "])
def test_a_process_has_exactly_one_start(starts: str) -> None:
    body = nodes(f"{starts}user:a end:e")
    line = "s>a>e s2>a" if starts else "a>e"
    with pytest.raises(NotExecutable, match="đúng một sự kiện bắt đầu"):
        definition(process(body, flows(line)))


def test_a_file_without_a_process_is_refused() -> None:
    with pytest.raises(NotExecutable, match="không có quy trình"):
        definition("")


def test_a_file_with_a_doctype_is_refused() -> None:
    data = b'<!DOCTYPE x [<!ENTITY y "z">]>' + document(SIMPLE)
    with pytest.raises(DocumentRefused):
        load_definition("doctype", {"process.bpmn": data})


def test_a_black_box_pool_does_not_run() -> None:
    pool = '<bpmn:process id="dan" isExecutable="false"/>'
    data = (HEAD + pool + SIMPLE + "</bpmn:definitions>").encode()
    made = load_definition("pools", {"process.bpmn": data})
    assert made.process_id == "p"


def test_many_threads_walk_cases_of_one_definition() -> None:
    model = process(
        nodes("start:s and:g user:a user:b or:j user:z end:e"), flows("s>g>a>j>z>e g>b>j")
    )
    made = definition(model)

    def walk(number: int) -> int:
        return int(str(Walk(made, n=number).walk("a", "b", "z").run.variables["n"]))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(walk, range(200))) == list(range(200))


def test_the_version_of_spiffworkflow_is_the_one_that_was_proved() -> None:
    """Our tasks and workflows stand on its insides: walk test_differential anew before raising."""
    assert version("SpiffWorkflow") == "3.2.0"
