"""Which of a package's limits a case has: its own, or a row of ``limits``. Pure; the only decider.

A row is decided when the case is received, or when the step ends that the row names. Of the rows
decided then the committed one comes first, then the order of the file; where none applies, what was
decided before stays, and in the end the package's own limit. A step that comes again decides anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.catalogue.manifest import LIMIT_CLOCKS, LimitRow, Manifest, TimeLimit
from engine.feel import FeelError, compile_expression

RECEPTION = "reception"
"""Under this name stands what the reception decided; under a step's id what its end decided."""
GIVEN = frozenset({"kenh", "khu_vuc"})
"""What conditions may read besides answers: the way of filing, the areas of the commune."""

Plain = Mapping[str, Mapping[str, Any]]
"""What a case keeps: what decided → the number of the row in the manifest, and when."""


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """The package's limit that a case has. ``number`` counts rows from 1; ``None``: no row.

    ``since``: when the phase began from which the limit is counted; ``None``: the reception.
    """

    limit: TimeLimit
    number: int | None = None
    row: LimitRow | None = None
    since: datetime | None = None


def row_for(
    manifest: Manifest, *, after: str | None, channel: str, names: Mapping[str, object]
) -> int | None:
    """The number of the row that applies now; ``names`` is what conditions read."""
    found = [
        number
        for number, row in enumerate(manifest.limits, start=1)
        if row.after == after and _applies(row, channel, names)
    ]
    rank = {number: LIMIT_CLOCKS.index(manifest.limits[number - 1].clock) for number in found}
    return min(found, key=lambda number: (rank[number], number), default=None)


def _applies(row: LimitRow, channel: str, names: Mapping[str, object]) -> bool:
    if row.channels and channel not in row.channels:
        return False
    if row.when is None:
        return True
    try:
        return compile_expression(row.when).evaluate(dict(names)) is True
    except FeelError:
        # Packages are checked at upload; where a condition still fails the usual limit counts.
        return False


def read_by(row: LimitRow, names: Mapping[str, object]) -> dict[str, object]:
    """What the row's condition read, for the record."""
    if row.when is None:
        return {}
    return {name: names.get(name) for name in sorted(compile_expression(row.when).names)}


def decided(before: Plain, by: str, number: int | None, at: datetime) -> dict[str, dict[str, Any]]:
    """What the case keeps once this was decided; the same as before where nothing changed."""
    kept = {name: dict(one) for name, one in before.items()}
    if number == kept.get(by, {}).get("row"):
        return kept
    kept.pop(by, None)
    if number is not None:
        kept[by] = {"row": number, "at": at.isoformat()}
    return kept


def own_limit(manifest: Manifest, kept: Plain) -> OwnLimit:
    """The limit that was decided last; the package's own where nothing was."""
    if not kept:
        return OwnLimit(manifest.time_limit)
    by, last = max(kept.items(), key=lambda one: (datetime.fromisoformat(one[1]["at"]), one[0]))
    row = manifest.limits[last["row"] - 1]
    limit = row.limit
    if limit.cut_off is None:
        limit = replace(limit, cut_off=manifest.time_limit.cut_off)
    since = datetime.fromisoformat(last["at"]) if row.phase and by != RECEPTION else None
    return OwnLimit(limit, last["row"], row, since)
