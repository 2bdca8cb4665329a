"""What stays for the life of a process."""

import gc
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def settle_memory() -> None:
    """Spare the collector what a process has loaded by now: once, when it is up.

    Modules, mappings and statements stay until the end; walking them again and again for garbage
    takes some three hundredths of each act.
    """
    gc.collect()
    gc.freeze()


ROOM = 131_000
"""Words: a frame of this size makes CPython take 2 MiB, half of which is left for deeper calls."""


def with_room(call: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """The same call with room for a thousand frames below it, for some 10 µs.

    CPython (all versions until the mend of python/cpython#142183) keeps frames in pieces of 16 KiB,
    and maps and unmaps the next one at every call that crosses the end of one. A loop that stands
    there by chance takes up to five times as long, and an expression so much longer than it paid
    for. A frame with a large stack, of which nothing is touched, makes one piece of the whole.
    """

    def roomy(*args: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        return call(*args, **named)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=ROOM)
    return roomy
