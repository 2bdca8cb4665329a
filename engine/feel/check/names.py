"""The names a checked text may use, level by level."""

from collections.abc import Mapping

from engine.feel.typeref import FeelType


class Names:
    """One level of declared names. An ``open`` level may hold names that nobody declared."""

    __slots__ = ("declared", "open", "outer")

    def __init__(
        self, declared: Mapping[str, FeelType], outer: "Names | None" = None, *, open_: bool = False
    ) -> None:
        self.declared = declared
        self.outer = outer
        self.open = open_

    def inner(self, declared: Mapping[str, FeelType], *, open_: bool = False) -> "Names":
        """A level inside this one."""
        return Names(declared, self, open_=open_)

    def find(self, name: str) -> FeelType | None:
        """The type of a name; None when no level declares it."""
        level: Names | None = self
        while level is not None:
            if name in level.declared:
                return level.declared[name]
            level = level.outer
        return None

    def may_hold_anything(self) -> bool:
        """Whether some level is open."""
        return self.open or (self.outer is not None and self.outer.may_hold_anything())

    def all(self) -> set[str]:
        """Every declared name."""
        names = set(self.declared)
        return names | self.outer.all() if self.outer is not None else names
