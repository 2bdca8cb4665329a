"""Repeated activities: several instances at once, one after the other, or a loop.

Each instance has its own variables: the item, ``loopCounter`` (from 1) and what is set inside it.
When it is done, its output item goes into the output collection, in the order of the instances;
without an output collection its variables become those around it. A completion condition also reads
how many instances there are, are open and are done, and the outputs so far.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

from engine.feel import Expression
from engine.workflow.reading.graph import COUNTERS, Node, Repeat
from engine.workflow.running.incidents import BadRepeat
from engine.workflow.running.scripting import compute, decide
from engine.workflow.running.specs.base import STARTED, CaseSpec, Element, assign, layers
from engine.workflow.running.variables import LONGEST_LIST, checked_value

if TYPE_CHECKING:
    from engine.workflow.running.flat import Token


class RepeatedActivity(Element):
    """The activity as a whole; ``inner`` is one instance of it."""

    inner: Element
    count: Expression | None = None
    collection: Expression
    condition: Expression | None = None

    def __init__(self, wf_spec: CaseSpec, node: Node, repeat: Repeat) -> None:
        super().__init__(wf_spec, node)
        self.repeat = repeat

    def arrive(self, task: "Token") -> None:
        for watcher in self.watchers:
            watcher.arrive(task.workflow.add(watcher, task))
        task._set_state(STARTED)
        state = task.internal_data
        state.update(begun=0, ended=0)
        if self.repeat.kind == "loop":
            if self.repeat.test_before and not self._again(task, task):
                task.complete()
            else:
                self._begin(task)
            return
        items = self._items(task)
        state["items"] = items
        if self.repeat.output_collection:
            state["out"] = [None] * len(items)
        if not items:
            self._finish(task)
            return
        for _ in items if self.repeat.kind == "parallel" else items[:1]:
            self._begin(task)

    def instance_done(self, task: "Token", instance: "Token") -> None:
        state = task.internal_data
        index = instance.internal_data["index"]
        state["ended"] += 1
        self._collect(task, instance, index)
        enough = self._enough(task, instance)
        if enough or self._exhausted(task):
            for other in task.children:
                other.cancel()
            self._finish(task)
        elif self.repeat.kind != "parallel":
            self._begin(task)

    def _begin(self, task: "Token") -> None:
        state = task.internal_data
        index = state["begun"]
        state["begun"] += 1
        instance = task.workflow.add(self.inner, task)
        instance.internal_data["index"] = index
        instance.data["loopCounter"] = index + 1
        if self.repeat.item and "items" in state:
            instance.data[self.repeat.item] = state["items"][index]
        self.inner.arrive(instance)

    def _finish(self, task: "Token") -> None:
        if self.repeat.output_collection:
            assign(task, {self.repeat.output_collection: task.internal_data["out"]})
        task.complete()

    def _collect(self, task: "Token", instance: "Token", index: int) -> None:
        if self.repeat.output_collection:
            value = instance.data.get(self.repeat.output_item or "")
            task.internal_data["out"][index] = value
            return
        own = {"loopCounter", self.repeat.item}
        assign(task, {name: value for name, value in instance.data.items() if name not in own})

    def _exhausted(self, task: "Token") -> bool:
        state = task.internal_data
        if self.repeat.kind == "loop":
            return False
        return bool(state["ended"] >= len(state["items"]))

    def _enough(self, task: "Token", instance: "Token") -> bool:
        if self.repeat.kind == "loop":
            return not self._again(task, instance)
        if self.condition is None:
            return False
        return self._condition(instance, self.condition, self._counted(task))

    def _counted(self, task: "Token") -> dict[str, Any]:
        """What a completion condition reads of the instances."""
        state = task.internal_data
        found = {"all": len(state["items"]), "done": state["ended"]}
        found["open"] = state["begun"] - state["ended"]
        names: dict[str, Any] = {name: found[what] for name, what in COUNTERS.items()}
        if self.repeat.output_collection:
            names[self.repeat.output_collection] = state["out"]
        return names

    def _again(self, task: "Token", seen_from: "Token") -> bool:
        done = task.internal_data["ended"]
        if self.repeat.maximum is not None and done >= self.repeat.maximum:
            return False
        return self.condition is None or self._condition(seen_from, self.condition)

    def _condition(
        self, task: "Token", condition: Expression, counted: Mapping[str, Any] | None = None
    ) -> bool:
        names = chain([counted or {}], layers(task))
        answer = compute(condition, names, node=self.node, now=task.workflow.top.now)
        task.workflow.top.answers.append(answer)
        return decide(answer, node=self.node, flow=self.node.id)

    def _items(self, task: "Token") -> list[Any]:
        if self.count is not None:
            number = self.compute(task, self.count)
            if not isinstance(number, (int, Decimal)) or isinstance(number, bool):
                raise self._bad("số lần thực hiện không phải là số.")
            if number != int(number) or not 0 <= number <= LONGEST_LIST:
                raise self._bad(f"số lần thực hiện phải là số nguyên từ 0 đến {LONGEST_LIST}.")
            return list(range(1, int(number) + 1))
        found = self.compute(task, self.collection)
        if not isinstance(found, list) or len(found) > LONGEST_LIST:
            raise self._bad(f"cần một danh sách không quá {LONGEST_LIST} phần tử để lặp.")
        name = self.repeat.item or self.node.id
        return [checked_value(name, item) for item in found]

    def _bad(self, reason: str) -> BadRepeat:
        return BadRepeat(element_id=self.node.id, element_name=self.node.label, reason=reason)
