"""Stock SpiffWorkflow: in memory as the measure, and kept naively as JSON of everything.

The naive engine takes the product's place behind its own verbs, so that it writes the very same
rows by the very same statements, and differs only in how a state is kept and stepped.
"""

import random
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from time import perf_counter
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench.engine_town import DOSSIER, FIFTEEN, PROCESSES, STEP_ANSWERS, STEPS, outcome_of
from engine.cases import submit
from engine.cases.act import case_act, kept_runs
from engine.workflow import Answer, Definition, ReadyTask, Timer

_serializer = BpmnWorkflowSerializer()


def parsed() -> tuple[Any, Any]:
    """The specs of the benchmark's process."""
    parser = BpmnParser()
    parser.add_bpmn_file(str(PROCESSES[FIFTEEN]))
    process = "bench_process"
    return parser.get_spec(process), parser.get_subprocess_specs(process)


def begun(specs: tuple[Any, Any]) -> BpmnWorkflow:
    """A case at its first step; as stock has it, the dossier goes with the token."""
    workflow = BpmnWorkflow(*specs)
    workflow.get_next_task(spec_name="Start").data["ho_so"] = dict(DOSSIER)
    workflow.do_engine_steps()
    return workflow


def end(workflow: BpmnWorkflow, task: Any, variables: Mapping[str, Any]) -> None:
    """End a task with what its form submitted and run to the next ones."""
    task.data.update(variables)
    task.data[task.task_spec.bpmn_id] = dict(STEP_ANSWERS)
    task.run()
    workflow.do_engine_steps()
    workflow.refresh_timers()
    workflow.do_engine_steps()


class StockRun:
    """What the verbs ask of a run, answered by stock SpiffWorkflow."""

    sent: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answer, ...] = ()
    parked = False

    def __init__(self, workflow: BpmnWorkflow) -> None:
        self.workflow = workflow

    @property
    def finished(self) -> bool:
        """Whether the case has ended."""
        return bool(self.workflow.is_completed())

    def written(self) -> None:
        """Nothing was noted."""

    def ready(self) -> list[ReadyTask]:
        """The tasks that wait for people."""
        found = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        return [ReadyTask(task.id.hex, task.task_spec.bpmn_id) for task in found]

    @property
    def variables(self) -> Mapping[str, Any]:
        """None of the whole case: stock keeps them with each token."""
        return {}

    def complete(
        self,
        task_id: str,
        variables: Mapping[str, Any],
        *,
        now: datetime,  # noqa: ARG002
        unanswered: Collection[str] = (),  # noqa: ARG002 - every answer of the benchmark comes
    ) -> None:
        """End a task and run to the next ones."""
        task = self.workflow.get_task_from_id(UUID(task_id))
        end(self.workflow, task, variables)

    def timers(self) -> list[Timer]:
        """The waiting timers."""
        waiting = self.workflow.get_tasks(state=TaskState.WAITING)
        dues = [(task, task.internal_data.get("event_value")) for task in waiting]
        return [
            Timer(task.id.hex, task.task_spec.bpmn_id, datetime.fromisoformat(due))
            for task, due in dues
            if isinstance(due, str)
        ]

    def dumps(self) -> bytes:
        """The whole dictionary as JSON."""
        return str(_serializer.serialize_json(self.workflow)).encode()


def restore(definition: Definition, blob: bytes, **_: object) -> StockRun:  # noqa: ARG001
    """The run of a whole dictionary."""
    return StockRun(_serializer.deserialize_json(blob.decode()))


def start(definition: Definition, variables: Mapping[str, Any], **_: object) -> StockRun:  # noqa: ARG001
    """A new run."""
    return StockRun(begun(_specs()))


@cache
def _specs() -> tuple[Any, Any]:
    return parsed()


class Naive:
    """While it is entered, cases are kept naively in this process."""

    def __enter__(self) -> None:
        self._before = case_act.restore, submit.start, case_act.RUNS
        case_act.restore = restore  # type: ignore[assignment]
        submit.start = start  # type: ignore[assignment]
        case_act.RUNS = kept_runs.KeptRuns(0)

    def __exit__(self, *_: object) -> None:
        case_act.restore, submit.start, case_act.RUNS = self._before


class InMemory:
    """Stock SpiffWorkflow without any database."""

    def __init__(self) -> None:
        self._specs = parsed()

    def walk(self, count: int, seed: int) -> tuple[int, float]:
        """Take so many cases to their end, in random turns: steps and the seconds they took."""
        live = [(begun(self._specs), Counter[str]()) for _ in range(count)]
        chance = random.Random(seed)
        steps, spent = 0, 0.0
        while live:
            place = chance.randrange(len(live))
            workflow, times = live[place]
            started = perf_counter()
            ready = workflow.get_tasks(state=TaskState.READY, manual=True)
            if ready:
                element_id = str(ready[0].task_spec.bpmn_id)
                chosen = outcome_of(element_id, times[element_id])
                times[element_id] += 1
                end(workflow, ready[0], dict([chosen]) if chosen else {})
                steps, spent = steps + 1, spent + perf_counter() - started
            else:
                assert workflow.is_completed()
                live.pop(place)
        assert steps == count * STEPS, f"{steps} steps for {count} cases"
        return steps, spent
