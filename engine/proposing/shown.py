"""Differences and rows of the decision as pages and programs are told them."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.publishing.decided import VERDICTS, Compared
from engine.publishing.differing import Difference
from engine.publishing.differing.drawn import anchor_of


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference, and as a sentence."""

    kind: str
    what: str
    key: str
    where: str
    field: str | None
    before: str | None
    after: str | None
    words: str
    anchor: str | None
    """Of a step or a way, the id of its mark: behind ``sau-`` in the picture of what is new, behind
    ``truoc-`` in that of before, where it is drawn."""


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A row of the approved decision beside the diagram; ``why`` where it differs on purpose."""

    step: str
    verdict: str
    words: str
    decided: str
    drawn: str
    line: int | None
    why: str | None


def shown(found: Sequence[Difference]) -> tuple[ShownDifference, ...]:
    """Differences with their sentences."""
    return tuple(
        ShownDifference(
            one.kind,
            one.what,
            one.key,
            one.where,
            one.field,
            one.before,
            one.after,
            one.words,
            anchor_of(one.key) if one.kind in ("step", "route") else None,
        )
        for one in found
    )


def decided_rows(rows: Sequence[Compared]) -> tuple[DecidedRow, ...]:
    """Rows of the decision with their verdicts in words."""
    return tuple(map(_decided, rows))


def _decided(one: Compared) -> DecidedRow:
    words = VERDICTS[one.verdict]
    return DecidedRow(one.step, one.verdict, words, one.decided, one.drawn, one.line, one.why)
