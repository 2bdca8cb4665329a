"""Calls deep in the stack cost what those above them do (python/cpython#142183)."""

import resource
from collections.abc import Callable
from functools import partial

from api.memory import with_room

TURNS = 300


def again_and_again() -> None:
    for _ in range(TURNS):
        step()


def step() -> None:
    pass


def deeper(levels: int, call: Callable[[], None]) -> None:
    if levels:
        deeper(levels - 1, call)
    else:
        call()


def pages_taken(call: Callable[[], None]) -> int:
    """How many pages of memory the calls took, of which each piece of the stack takes one anew."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    call()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_no_depth_maps_memory_at_each_call() -> None:
    def at_every_depth() -> list[int]:
        return [pages_taken(partial(deeper, levels, again_and_again)) for levels in range(400)]

    taken = with_room(at_every_depth)()
    assert max(taken) < TURNS // 3
    assert sum(taken) < 2 * TURNS


def test_what_is_called_answers_as_before() -> None:
    assert with_room(divmod)(7, 2) == (3, 1)
    assert with_room(int)("ff", base=16) == 255
