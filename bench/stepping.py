"""What a step costs without a database: stock SpiffWorkflow in memory, ours with save and load.

Run ``python -m bench.stepping``. Prints ratios only (ours over stock; loop 500 over loop 1): the
machine's own speed says nothing. Rounds are interleaved and their medians compared, so that a busy
machine slows both alike.
"""

import gc
import statistics
from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time_ns

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.util.task import TaskState

from engine.workflow import Definition, Run, load_definition, restore, start

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
STEPS = [f"B{number}" for number in range(1, 16)]
ROUNDS = 5
CASES = 20
_NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="b"'
)


def diagram(equals: str) -> bytes:
    """Fifteen tasks of people: a sub-process with a deadline and a rework gateway, a parallel block
    and the tasks around them. ``equals``: how the language of conditions writes it."""
    timer = '"P30D"' if equals == "==" else "P30D"
    inner = _nodes("startEvent:ss", *(f"userTask:B{n}" for n in range(3, 11)), "endEvent:se")
    inner += '<bpmn:exclusiveGateway id="g" default="g__se"/>'
    inner += _flows("ss>B3>B4>B5>B6>B7>B8>B9>B10>g>se")
    inner += _flow("g", "B8", f"duyet {equals} 0")
    body = _nodes("startEvent:s", "endEvent:e", "endEvent:f", "userTask:W")
    body += _nodes("parallelGateway:p", "parallelGateway:j")
    body += _nodes(*(f"userTask:B{n}" for n in (1, 2, 11, 12, 13, 14, 15)))
    body += f'<bpmn:subProcess id="sp">{inner}</bpmn:subProcess>'
    body += (
        '<bpmn:boundaryEvent id="han" attachedToRef="sp" cancelActivity="false">'
        f"<bpmn:timerEventDefinition><bpmn:timeDuration>{timer}</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    body += _flows("s>B1>B2>sp>B11>p>B12>j>B14>B15>e", "p>B13>j", "han>W>f")
    return (
        f'<bpmn:definitions {_NAMESPACES}><bpmn:process id="p" isExecutable="true">{body}'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def loop() -> bytes:
    """A rework loop."""
    body = _nodes("startEvent:s", "exclusiveGateway:m", "userTask:a", "userTask:b", "endEvent:e")
    body += '<bpmn:exclusiveGateway id="g" default="g__m"/>'
    body += _flows("s>m>a>b>g>m") + _flow("g", "e", "xong")
    return (
        f'<bpmn:definitions {_NAMESPACES}><bpmn:process id="q" isExecutable="true">{body}'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def _nodes(*words: str) -> str:
    return "".join('<bpmn:{} id="{}"/>'.format(*word.split(":")) for word in words)


def _flow(source: str, target: str, condition: str = "") -> str:
    inside = ""
    if condition:
        inside = (
            '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
            f"{condition}</bpmn:conditionExpression>"
        )
    return (
        f'<bpmn:sequenceFlow id="{source}__{target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside}</bpmn:sequenceFlow>"
    )


def _flows(*chains: str) -> str:
    return "".join(
        _flow(source, target)
        for chain in chains
        for source, target in zip(chain.split(">"), chain.split(">")[1:], strict=False)
    )


def stock_case(spec: object, inner: object) -> int:
    """Walks one case in memory; its steps."""
    workflow = BpmnWorkflow(spec, inner)
    workflow.do_engine_steps()
    steps = 0
    while True:
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        if task is None:
            return steps
        task.data["duyet"] = 1
        task.run()
        workflow.do_engine_steps()
        steps += 1


def our_case(made: Definition, *, saved: bool) -> int:
    """Walks one case; with ``saved`` it is written and read again at every step."""
    run = start(made, {}, now=NOW)
    steps = 0
    while ready := run.ready():
        run.complete(ready[0].id, {"duyet": 1}, now=NOW)
        if saved:
            run = restore(made, run.dumps())
        steps += 1
    return steps


def per_step(case: Callable[[], int]) -> float:
    """Processor time of a step, in microseconds."""
    gc.collect()
    begun = process_time_ns()
    steps = sum(case() for _ in range(CASES))
    return (process_time_ns() - begun) / steps / 1000


def loop_cost(made: Definition, rounds: int) -> float:
    """Processor time of a saved step in the loop's last rounds, in microseconds."""
    run: Run = start(made, {}, now=NOW)
    begun = 0
    measured = 40
    for number in range(rounds + measured):
        if number == rounds:
            begun = process_time_ns()
        for _ in "ab":
            run = restore(made, run.dumps())
            run.complete(run.ready()[0].id, {"xong": False}, now=NOW)
    return (process_time_ns() - begun) / measured / 2000


def main() -> None:
    """Prints the ratios."""
    parser = BpmnParser()
    parser.add_bpmn_str(diagram("=="))
    spec, inner = parser.get_spec("p"), parser.get_subprocess_specs("p")
    made = load_definition("bench-stepping", {"process.bpmn": diagram("=")})
    looping = load_definition("bench-loop", {"process.bpmn": loop()})
    assert stock_case(spec, inner) == our_case(made, saved=True) == len(STEPS)
    times: dict[str, list[float]] = {"stock": [], "ours": [], "saved": [], "first": [], "late": []}
    for _ in range(ROUNDS):
        times["stock"].append(per_step(lambda: stock_case(spec, inner)))
        times["ours"].append(per_step(lambda: our_case(made, saved=False)))
        times["saved"].append(per_step(lambda: our_case(made, saved=True)))
        times["first"].append(loop_cost(looping, 0))
        times["late"].append(loop_cost(looping, 500))
    median = {name: statistics.median(found) for name, found in times.items()}
    run = start(made, {}, now=NOW)
    for _ in range(8):
        run.complete(run.ready()[0].id, {"duyet": 1}, now=NOW)
    print("speed of a step, stock in memory = 1")
    print(f"  ours in memory               {median['stock'] / median['ours']:.1f}")
    print(f"  ours, saved and loaded       {median['stock'] / median['saved']:.1f}")
    print(f"cost at loop 500, loop 1 = 1   {median['late'] / median['first']:.2f}")
    print(f"state in the middle, bytes     {len(run.dumps())}")


if __name__ == "__main__":
    main()
