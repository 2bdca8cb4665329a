"""The rows that an act adds: new tasks, messages for the outside, timers that changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from engine.cases.act.locking import TASK_COLUMNS
from engine.routing.moving_on import Coming
from engine.store.rows import TaskRow
from engine.workflow import Timer

Key = tuple[str, str]
"""Province and case."""
_NEW_TASK = cast(
    "TaskRow",
    {
        **dict.fromkeys(TASK_COLUMNS),
        "state": "open",
        "followed": False,
        "awaits_papers": False,
    },
)


def new_task(
    key: Key, task_id: str, coming: Coming, *, person: str | None, now: datetime
) -> TaskRow:
    """A step that became ready now, at its desk.

    ``person``: the officer with whom it lies from the start, if one was chosen.
    """
    step, desk = coming.step, coming.desk
    return {
        **_NEW_TASK,
        "province_code": key[0],
        "id": task_id,
        "case_id": key[1],
        "element_id": step.element_id,
        "name": step.name,
        "act": step.act,
        "unit_code": desk.unit_code,
        "position_code": desk.position_code,
        "officer_id": person,
        "claimed_at": now if person else None,
        "hours": step.hours,
        "created_at": now,
        "due_at": coming.due_at,
    }


def messages(
    key: Key, told: Sequence[tuple[str, Mapping[str, object]]], last: int, now: datetime
) -> list[dict[str, Any]]:
    """Messages by topic and payload, numbered up to the act's ``last`` event, in their order."""
    return [
        {
            "province_code": key[0],
            "case_id": key[1],
            "seq": seq,
            "topic": topic,
            "payload": dict(payload),
            "next_try_at": now,
            "attempts": 0,
        }
        for seq, (topic, payload) in enumerate(told, start=last - len(told) + 1)
    ]


def changed_timers(
    key: Key, before: Mapping[str, Timer], after: Mapping[str, Timer]
) -> list[dict[str, Any]]:
    """Timers by id that are new, due at another time, or run no more."""
    changed = [
        (timer, after[timer.id].due_at if timer.id in after else None)
        for timer in {**before, **after}.values()
        if before.get(timer.id) != after.get(timer.id)
    ]
    return [
        {
            "province_code": key[0],
            "case_id": key[1],
            "id": timer.id,
            "element_id": timer.element_id,
            "due_at": due_at,
            "incident_id": None,
        }
        for timer, due_at in changed
    ]
