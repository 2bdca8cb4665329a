"""The same walks through the same random diagrams, with stock SpiffWorkflow and with ours."""

import random
from datetime import timedelta
from typing import Any

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions import timer as stock_timer

from engine.workflow import load_definition, restore, start
from tests.integration.workflow.diagrams import NOW
from tests.integration.workflow.generated import Model, Stock, frozen_clock

SEEDS = range(300)
MOST_ACTS = 60
"""In one walk; a loop may go on longer than anyone wants to watch."""


@pytest.mark.one_in(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_ours_goes_where_stock_goes(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    clock: Any = frozen_clock(stock_timer, NOW)
    monkeypatch.setattr(stock_timer, "datetime", clock)
    mine = Model(seed, python=False)
    made = load_definition(f"generated-{seed}", {"process.bpmn": mine.bytes})
    run, stock = start(made, {}, now=NOW), Stock(Model(seed, python=True))
    choice, now = random.Random(seed + 1), NOW
    for _ in range(MOST_ACTS):
        run = restore(made, run.dumps())
        ready = sorted(task.element_id for task in run.ready())
        assert ready == stock.ready()
        assert sorted(event.name for event in run.awaited()) == stock.awaited()
        assert run.finished == stock.finished
        if run.finished:
            break
        acts = [("do", name) for name in sorted(set(ready))] * 3
        acts += [("message", event.name) for event in run.awaited()]
        acts += [("wait", "")] if run.timers() else []
        kind, name = choice.choice(acts)
        if kind == "do":
            values = {mine.asks[name]: choice.randint(0, 2)} if name in mine.asks else {}
            task = next(task for task in run.ready() if task.element_id == name)
            run.complete(task.id, values, now=now)
            stock.do(name, values)
        elif kind == "message":
            run.message(name, {}, now=now)
            stock.message(name)
        else:
            now = run.timers()[0].due_at + timedelta(seconds=1)
            clock.moment = now
            run.fire_timers(now)
            stock.tick()
    # Stock keeps the older of two values when a branch that never touched them ends later.
    once = {name for element, name in mine.asks.items() if run.times_done(element) == 1}
    if run.finished:
        ours, theirs = run.variables, stock.workflow.data
        assert {name: ours[name] for name in once & theirs.keys()} == {
            name: theirs[name] for name in once & theirs.keys()
        }
