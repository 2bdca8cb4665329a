"""Where names are looked up while an expression runs."""

from collections.abc import Callable
from typing import Any

from engine.feel.limits import Run
from engine.feel.values import Value


class Scope:
    """One level of names inside another; all levels of an evaluation share its :class:`Run`."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: dict[str, Any], parent: "Scope | None", run: Run) -> None:
        self.names = names
        self.parent = parent
        self.run = run

    def inner(self, names: dict[str, Any]) -> "Scope":
        """A level inside this one."""
        return Scope(names, self, self.run)


Closure = Callable[[Scope], Value]
"""A compiled expression: hand it a scope, get its value. Holds no state."""
