"""What an evaluation read and why it answered as it did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

MAX_NOTES: Final = 50
MAX_READS: Final = 500


@dataclass(slots=True)
class RuleHit:
    """A rule of a decision table whose conditions all held: its place from 1, its cells, its
    outputs."""

    number: int
    rule_id: str | None
    conditions: tuple[str, ...]
    outputs: tuple[Any, ...] = ()
    annotation: str | None = None


@dataclass(slots=True)
class TableTrace:
    """One use of a decision table: input texts and values, the rules that hit."""

    decision: str
    hit_policy: str
    inputs: list[tuple[str, Any]]
    hits: list[RuleHit] = field(default_factory=list)
    defaulted: bool = False


@dataclass(slots=True)
class Trace:
    """Handed to ``evaluate``; filled while it runs.

    ``reads`` maps each data path that was read (``case.so_tien``) to its value; ``notes`` say in
    Vietnamese why something became null; ``tables`` lists decision tables in the order of use;
    ``decisions`` maps each decision's name to its value.
    """

    reads: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    tables: list[TableTrace] = field(default_factory=list)
    decisions: dict[str, Any] = field(default_factory=dict)

    def note(self, text: str) -> None:
        """Keep a note; repeated ones once, and no more than fifty."""
        if len(self.notes) < MAX_NOTES and text not in self.notes:
            self.notes.append(text)

    def read(self, path: str, value: Any) -> None:
        """Keep what was read."""
        if len(self.reads) < MAX_READS:
            self.reads[path] = value


class WatchedContext(dict[str, Any]):
    """Data that tells a trace which of its entries are read.

    Only traced evaluations pay for this: the compiled code is the same with and without a trace.
    """

    __slots__ = ("_inner", "_prefix", "_trace")

    def __init__(self, data: Mapping[str, Any], trace: Trace, prefix: str = "") -> None:
        super().__init__(data)
        self._trace = trace
        self._prefix = prefix
        self._inner: dict[str, WatchedContext] = {}

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if isinstance(value, dict):
            # Watched once, however often a loop reads it: watching copies the entries.
            inner = self._inner.get(key)
            if inner is None:
                path = f"{self._prefix}{key}."
                inner = self._inner[key] = WatchedContext(value, self._trace, path)
            return inner
        self._trace.read(self._prefix + key, value)
        return value

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401 - this is get itself

    def values(self) -> Iterator[Any]:  # type: ignore[override]
        return (self[key] for key in self)

    def items(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        return ((key, self[key]) for key in self)
