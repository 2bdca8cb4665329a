"""A difference between two versions of a package, and what two outlines differ in."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "procedure",
    "limit",
    "step",
    "route",
    "paper",
    "result",
    "question",
    "fee",
    "rule",
    "decision",
    "file",
    "configuration",
    "organisation",
    "calendar",
    "case",
]
"""What a difference is about: the procedure as a whole, a limit, a step, a way through the diagram,
a component of the dossier, a result, a question of a form, a table of fees and exemptions, another
decision table, the approved decision, a file that differs in nothing of these, a row of the
province's configuration, what a reorganisation touches, a day of a calendar, or a case that goes
on with it."""
Key = tuple[Kind, str]
What = Literal["new", "added", "removed", "changed", "moved"]
WORDS: Mapping[What, str] = {
    "new": "thủ tục mới",
    "added": "thêm",
    "removed": "bỏ",
    "changed": "đổi",
    "moved": "đổi chỗ",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``where`` is the thing in words, ``field`` what of it changed.

    ``key`` names the thing among those of its kind. ``before`` and ``after`` are as people read
    them; ``None`` where there was nothing.
    """

    kind: Kind
    what: What
    key: str
    where: str
    field: str | None = None
    before: str | None = None
    after: str | None = None

    @property
    def words(self) -> str:
        """The difference as a sentence."""
        if self.field is not None:
            was, is_now = self.before or "không có", self.after or "không có"
            return f"{self.where}: {self.field} đổi từ “{was}” thành “{is_now}”."
        if self.kind in ("organisation", "case"):
            return f"{self.where}: {self.before} → {self.after}."
        told = self.after if self.what in ("added", "new") else self.before
        return f"{self.where}: {WORDS[self.what]}{f' ({told})' if told else ''}."


@dataclass(frozen=True, slots=True)
class Part:
    """A thing of a package: its kind and key, its name in words, and its traits by their words."""

    kind: Kind
    key: str
    where: str
    traits: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = False
    """Whether its place among the others of its kind means something."""

    @property
    def told(self) -> str:
        """Its traits in one line."""
        return "; ".join(f"{name}: {text}" for name, text in self.traits.items())


def compared(before: Sequence[Part], after: Sequence[Part]) -> Iterator[Difference]:
    """What differs between two outlines, in the order of the later one, then what was removed."""
    old, new = _by_key(before), _by_key(after)
    moved = _moved(before, after)
    for key, part in new.items():
        was = old.get(key)
        if was is None:
            yield Difference(part.kind, "added", part.key, part.where, after=part.told or None)
            continue
        for name in dict.fromkeys([*was.traits, *part.traits]):
            first, second = was.traits.get(name), part.traits.get(name)
            if first != second:
                yield Difference(part.kind, "changed", part.key, part.where, name, first, second)
        if key in moved:
            yield Difference(part.kind, "moved", part.key, part.where)
    for key, part in old.items():
        if key not in new:
            yield Difference(part.kind, "removed", part.key, part.where, before=part.told or None)


def _by_key(parts: Iterable[Part]) -> dict[tuple[str, str], Part]:
    """The parts by kind and key; one that has its key twice counts its place."""
    found: dict[tuple[str, str], Part] = {}
    for part in parts:
        key, times = part.key, 1
        while (part.kind, key) in found:
            times += 1
            key = f"{part.key} ({times})"
        found[part.kind, key] = part
    return found


def _moved(before: Sequence[Part], after: Sequence[Part]) -> set[tuple[Kind, str]]:
    """The ordered parts of both that stand elsewhere among the others of both."""
    old = [(part.kind, part.key) for part in before if part.ordered]
    new = [(part.kind, part.key) for part in after if part.ordered]
    place = {key: at for at, key in enumerate(old)}
    return {key for key in new if key in place} - _in_order([k for k in new if k in place], place)


def _in_order(keys: Sequence[Key], place: Mapping[Key, int]) -> set[Key]:
    """A longest choice of the keys whose places ascend, found in one pass: ``ends`` holds for each
    length the key at which a choice of it ends lowest."""
    ends: list[Key] = []
    before: dict[Key, Key | None] = {}
    for key in keys:
        length = bisect_left(ends, place[key], key=place.__getitem__)
        before[key] = ends[length - 1] if length else None
        ends[length : length + 1] = [key]
    kept: set[Key] = set()
    one = ends[-1] if ends else None
    while one is not None:
        kept.add(one)
        one = before[one]
    return kept
