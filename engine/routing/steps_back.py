"""To which earlier steps a case may be sent back by a repair."""

from engine.routing.as_it_stands import CaseAsItStands
from engine.workflow import Run, Step

RECEIVE, STORE = "receive", "store_result"


def steps_back(stands: CaseAsItStands, run: Run, element_id: str) -> tuple[Step, ...]:
    """Steps of the same scope that were done before this one, the latest first.

    None before the reception, or before the result that is stored: what was received stays so, and
    what was decided is corrected by an act of its own.
    """
    steps = list(stands.definition.steps.values())
    here = next((n for n, one in enumerate(steps) if one.element_id == element_id), 0)
    ended = {RECEIVE, STORE} if stands.state.solved else {RECEIVE}
    bars = [n for n, one in enumerate(steps[:here]) if one.act in ended]
    if not bars:
        return ()
    done, scope = set(run.completed_elements()), _scope_of(stands, element_id)
    earlier = steps[bars[-1] + 1 : here]
    return tuple(
        one for one in reversed(earlier) if one.element_id in done and one.element_id in scope
    )


def _scope_of(stands: CaseAsItStands, element_id: str) -> frozenset[str]:
    specs = stands.definition.specs.values()
    return frozenset(next((one.task_specs for one in specs if element_id in one.task_specs), ()))
