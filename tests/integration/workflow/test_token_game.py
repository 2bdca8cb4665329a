"""The token game of the diagnosis against the engine: what a walk runs into, the game has told."""

import random
import re
from datetime import timedelta

import pytest

from engine.diagnosis import Context, check
from engine.workflow import load_definition, start
from engine.workflow.running.definition import Definition
from engine.workflow.running.incidents import DeadEnd, VariableMissing
from tests.integration.workflow.diagrams import NOW, boundary, flows, node
from tests.integration.workflow.generated import Block, Model

STUCK = {"gateway.deadlock", "flow.left_behind"}
MET = "flow.uncontrolled_merge"
TOLD = STUCK | {MET, "loop.no_exit", "act.store_twice"}
KINDS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
MOST_ACTS = 60


class Careless(Model):
    """A random diagram as people draw: reminders come back anywhere, joins are of any kind."""

    def __init__(self, seed: int, *, python: bool) -> None:
        self.aside: set[str] = set()
        """Steps of reminders that end by themselves: a loop may remind again before one is done."""
        super().__init__(seed, python=python)

    def _with_boundary(self, host: str, *, interrupting: bool) -> Block:
        event, work, out = self._id("b"), self._task()[0], self._id("m")
        back = interrupting or self.random.random() < 0.6
        after = out if back else self._id("e")
        self.aside |= set() if back else {work}
        definition = self._event(self.random.randint(1, 9)) if interrupting else self._timer(2)
        self.parts += [
            boundary(event, host, definition, interrupting=interrupting),
            node("xor", out),
            "" if back else node("end", after),
            flows(f"{host}>{out} {event}>{work}>{after}"),
        ]
        return host, out


def careless(seed: int) -> tuple[Careless, bytes]:
    model, choice = Careless(seed, python=False), random.Random(seed * 7 + 1)
    text = model.bytes.decode()
    for kind, name in re.findall(r'<bpmn:(\w+Gateway) id="([jm]\d+)"', text):
        if choice.random() < 0.35:
            other = choice.choice(KINDS)
            drawn = f'<bpmn:{kind} id="{name}"></bpmn:{kind}>'
            text = text.replace(drawn, drawn.replace(kind, other))
    return model, text.encode()


def told(data: bytes) -> set[str]:
    result = check({"process.bpmn": data}, context=Context(needs_manifest=False))
    return {fault.code for fault in result.faults}


def walk(made: Definition, model: Careless, seed: int) -> bool:
    """Walks at random; whether a step was ever open twice. Raises DeadEnd, VariableMissing."""
    choice, now, twice = random.Random(seed), NOW, False
    run = start(made, {}, now=now)
    for _ in range(MOST_ACTS):
        ready = [task.element_id for task in run.ready()]
        once = [name for name in ready if not name.startswith("n") and name not in model.aside]
        twice = twice or len(once) > len(set(once))
        acts = [("do", name) for name in sorted(set(ready))] * 3
        acts += [("message", event.name) for event in run.awaited()]
        acts += [("wait", "")] if run.timers() else []
        if run.finished:
            break
        kind, name = choice.choice(acts)
        if kind == "do":
            values = {model.asks[name]: choice.randint(0, 2)} if name in model.asks else {}
            task = next(task for task in run.ready() if task.element_id == name)
            run.complete(task.id, values, now=now)
        elif kind == "message":
            run.message(name, {}, now=now)
        else:
            now = run.timers()[0].due_at + timedelta(seconds=1)
            run.fire_timers(now)
    return twice


def compare(seed: int, walks: int) -> None:
    model, data = careless(seed)
    codes = told(data)
    made = load_definition(f"careless-{seed}", {"process.bpmn": data})
    for number in range(walks):
        try:
            twice = walk(made, model, seed * 1000 + number)
        except DeadEnd:
            # Where two tokens meet the game ends: what they run into later is not told again.
            assert codes & (STUCK | {MET})
        except VariableMissing:
            assert "expr.name_unknown" in codes
        else:
            assert not twice or MET in codes


@pytest.mark.parametrize("seed", range(40))
def test_what_a_walk_runs_into_was_told_at_upload(seed: int) -> None:
    compare(seed, walks=8)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40, 1_000))
def test_what_many_walks_run_into_was_told_at_upload(seed: int) -> None:
    compare(seed, walks=60)


@pytest.mark.parametrize("seed", range(40))
def test_a_diagram_in_blocks_is_sound(seed: int) -> None:
    assert not told(Model(seed, python=False).bytes) & TOLD
