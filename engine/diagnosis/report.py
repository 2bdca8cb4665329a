"""The answer of a diagnosis: every fault of every file, in reading order."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.catalogue.manifest import Manifest
from engine.workflow.reading.faults import Fault, fault

_ORDER = {"error": 0, "warning": 1, "info": 2}


Unserved = Callable[[date | None], Mapping[str, Collection[str]]]
"""Day (or none known) → the roles in which units serve communes → the communes without, by name."""
Called = Callable[[Manifest], Mapping[str, str]]
"""A package's manifest → what people call its desks, by code."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known outside the package; None where it is not known, and then not checked.

    ``roles`` are unit roles beyond receiving, competent and returning and those of the manifest,
    ``units`` those of the province with the first day on which each is no longer valid,
    ``levels`` the level at which each stands, ``unserved`` what of a day is not served by whom,
    ``positions`` and ``divisions`` its codes, ``limit`` the working hours that the decision allows
    when there is no manifest, ``fields`` what expressions may read of a dossier beyond the answers
    of the package's own forms, ``called`` what people call the desks of a package, by code.
    """

    roles: Collection[str] = ()
    units: Mapping[str, date | None] | None = None
    levels: Mapping[str, str] | None = None
    unserved: Unserved | None = None
    positions: Collection[str] | None = None
    divisions: Collection[str] | None = None
    fields: Collection[str] = ()
    limit: Decimal | None = None
    needs_manifest: bool = True
    called: Called | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was found. A package with an error must not be published.

    ``manifest`` is what was read and checked; ``None`` when it can't be used.
    """

    faults: tuple[Fault, ...]
    manifest: Manifest | None = None

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the package from being published."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def publishable(self) -> bool:
        """Whether there is no error."""
        return not self.errors

    def of(self, code: str) -> tuple[Fault, ...]:
        """The faults of one kind."""
        return tuple(fault for fault in self.faults if fault.code == code)


MOST_OF_A_KIND = 100
"""Faults of one kind in a package that are told one by one; the rest are counted by file."""


def capped(faults: Iterable[Fault], most: int = MOST_OF_A_KIND) -> Iterator[Fault]:
    """The faults: of each kind the first ``most`` and the first of every file, and how many more
    each file has."""
    told: Counter[str] = Counter()
    known: set[tuple[str, str]] = set()
    more: Counter[tuple[str, str]] = Counter()
    for one in faults:
        key = one.file, one.code
        if told[one.code] < most or key not in known:
            told[one.code] += 1
            known.add(key)
            yield one
        else:
            more[key] += 1
    for (file, code), count in more.items():
        yield fault("fault.more", file=file, value=code, count=count)


def sorted_faults(faults: list[Fault]) -> tuple[Fault, ...]:
    """Each fault once, by file and line, errors before warnings at the same place."""
    return tuple(
        sorted(
            dict.fromkeys(faults),
            key=lambda f: (f.file, f.line or 0, _ORDER[f.severity], f.code, f.element_id or ""),
        )
    )
