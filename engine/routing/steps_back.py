"""To which earlier steps a case may go back: by a repair, or as whoever decides returns it."""

from collections.abc import Collection

from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.deciding import decides
from engine.workflow import Run, Step

RECEIVE, STORE = "receive", "store_result"


def steps_back(stands: CaseAsItStands, run: Run, element_id: str) -> tuple[Step, ...]:
    """The same by what the process has done."""
    return steps_before(stands, set(run.completed_elements()), element_id)


def steps_before(
    stands: CaseAsItStands, done: Collection[str], element_id: str
) -> tuple[Step, ...]:
    """Steps of the same scope that were done before this one, the latest first.

    None before the reception, or before what decided, once it was signed or stored: what was
    received stays so, and what was decided is corrected by an act of its own.
    """
    steps = list(stands.definition.steps.values())
    here = next((n for n, one in enumerate(steps) if one.element_id == element_id), 0)
    ended = {RECEIVE, STORE} if stands.state.solved else {RECEIVE}
    bars = [n for n, one in enumerate(steps[:here]) if one.act in ended]
    if not bars:
        return ()
    scope = _scope_of(stands, element_id)
    decided = steps[here].after_decision
    return tuple(
        one
        for one in reversed(steps[bars[-1] + 1 : here])
        if one.element_id in done
        and one.element_id in scope
        and (one.after_decision or not decided)
    )


def _scope_of(stands: CaseAsItStands, element_id: str) -> frozenset[str]:
    specs = stands.definition.specs.values()
    return frozenset(next((one.task_specs for one in specs if element_id in one.task_specs), ()))


def ways_back(stands: CaseAsItStands, done: Collection[str], element_id: str) -> tuple[Step, ...]:
    """Where whoever decides can return the work, the latest first: none where the diagram draws a
    way back of its own, or the step takes no decision. ``done``: the steps that were ended.
    """
    drawn = any(one.kind == "back" for one in stands.step(element_id).choices)
    if drawn or not decides(stands.definition, element_id):
        return ()
    return steps_before(stands, done, element_id)
