"""What each of several units takes over from one that is split. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class About:
    """What a matter is about, as far as a split asks. ``refs``: a case's code and number.

    ``commune``: as it was first; a share names it under any code (``spread``).
    """

    procedure: str | None = None
    sector: str | None = None
    commune: str | None = None
    refs: frozenset[str] = frozenset()


ANYTHING = About()
"""What nothing is known of: it goes to whoever takes the rest."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one of them takes: named cases, procedures, sectors, matters of communes.

    ``rest``: whatever nobody else takes.
    """

    cases: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()
    rest: bool = False

    def rank(self, about: About) -> int | None:
        """How closely it names the matter, 0 closest; ``None``: it doesn't take it."""
        named = (
            not self.cases.isdisjoint(about.refs),
            about.procedure in self.procedures,
            about.sector in self.sectors,
            about.commune in self.communes,
            self.rest,
        )
        return next((rank for rank, takes in enumerate(named) if takes), None)


def plain_share(share: Share) -> dict[str, object]:
    """A share as it is stored, always alike."""
    lists = {name: sorted(value) for name, value in asdict(share).items() if name != "rest"}
    return {**lists, "rest": share.rest}


def taking(shares: Iterable[tuple[T, Share]], about: About) -> T | None:
    """Who takes the matter: whoever names it most closely."""
    ranked = ((share.rank(about), one) for one, share in shares)
    found = ((rank, one) for rank, one in ranked if rank is not None)
    closest = min(found, key=lambda one: one[0], default=None)
    return closest[1] if closest else None


def spread(share: Share, then: Callable[[str], str], communes: Iterable[str]) -> Share:
    """The share with every code of the communes that it names.

    ``then``: commune → its code on the day of the split.
    """
    named = {then(one) for one in share.communes}
    alike = {one for one in communes if then(one) in named}
    return replace(share, communes=share.communes | alike) if named else share
