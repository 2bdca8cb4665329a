"""The approved decision's step table against the diagram, row by row.

The decision says who in its own words: ``decision.actors`` of the manifest says which desks they
are. What differs on purpose stands in ``decision.differs``, each row with its reason, for whoever
approves the publication.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from engine.catalogue.manifest import DecidedActor, Manifest
from engine.catalogue.manifest_file import MANIFEST
from engine.files import SAVE, NotText, text_of
from engine.typed.text import says_something
from engine.workflow.reading.elements import Step
from engine.workflow.reading.faults import Fault, fault
from engine.worktime.wording import amount_text

Verdict = Literal["same", "hours", "actor", "missing", "extra", "order", "total"]
VERDICTS: Mapping[Verdict, str] = {
    "same": "như quyết định",
    "hours": "khác số giờ",
    "actor": "khác người thực hiện",
    "missing": "quyết định có, sơ đồ không có",
    "extra": "sơ đồ có, quyết định không có",
    "order": "khác thứ tự",
    "total": "khác thời hạn",
}
COLUMNS = ["step", "unit", "work", "hours"]
TOTAL = "total"
"""In place of a step: what is said of the whole table."""
MOST_ROWS = 500
NO_NAMES: Mapping[str, str] = {}


_PARTED_BY = re.compile(r"sep=[,;\t]\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decided:
    """A row of the approved table. ``hours``: working hours; 0 is not counted."""

    step: str
    actor: str
    work: str
    hours: Decimal
    line: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the decision beside the step of the diagram; ``why`` where it differs on purpose."""

    step: str
    verdict: Verdict
    decided: str
    drawn: str
    line: int | None = None
    why: str | None = None

    @property
    def open(self) -> bool:
        """Whether it differs and nobody has said why."""
        return self.verdict != "same" and self.why is None


class TableUnreadable(ValueError):
    """The step table can't be read; the message says why, in Vietnamese."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def read_table(content: bytes) -> list[Decided]:
    """The rows of the approved table. Raises TableUnreadable."""
    try:
        text = text_of(content)
        if _PARTED_BY.match(text):  # how Excel is told by what the cells are parted
            text = text.partition("\n")[2]
        # Spreadsheets part cells by commas, semicolons or, in what they call Unicode, tabs.
        mark = max(",;\t", key=text.partition("\n")[0].count)
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        if list(reader.fieldnames or ()) != COLUMNS:
            raise TableUnreadable(f"các cột phải là {', '.join(COLUMNS)}", 1)
        rows = [_row(cells, reader.line_num) for cells in reader]
    except NotText as wrong:
        raise TableUnreadable(f"{wrong.reason}; {SAVE}", wrong.line) from None
    except csv.Error as wrong:
        raise TableUnreadable(f"không đọc được ({wrong})") from None
    if not 0 < len(rows) <= MOST_ROWS:
        raise TableUnreadable(f"có {len(rows)} bước, cần từ 1 đến {MOST_ROWS}")
    if len({row.step for row in rows}) < len(rows):
        raise TableUnreadable("có bước ghi hai lần")
    return rows


def _row(cells: Mapping[str | None, str | None], line: int) -> Decided:
    if None in cells or None in cells.values():
        raise TableUnreadable("số ô khác số cột", line)
    step, actor, work, hours = ((cells[name] or "").strip() for name in COLUMNS)
    if not says_something(step) or any(one and not says_something(one) for one in (actor, work)):
        raise TableUnreadable("có ô không có chữ hay số nào đọc được", line)
    try:
        amount = Decimal(hours)
    except InvalidOperation:
        raise TableUnreadable(f"“{hours}” không phải số giờ", line) from None
    if not amount.is_finite() or not 0 <= amount <= 20_000:  # noqa: PLR2004 - as limits
        raise TableUnreadable("số giờ phải từ 0 đến 20000", line)
    return Decided(step, actor, work, amount, line)


def compare(
    rows: Sequence[Decided],
    steps: Mapping[str, Step],
    manifest: Manifest,
    *,
    allowed: Decimal | None,
    names: Mapping[str, str] = NO_NAMES,
) -> list[Compared]:
    """Every row of the decision, then what the diagram has besides, then the total.

    ``names``: what people call units, divisions and positions; without it the codes of the diagram
    are told. ``allowed`` are the working hours of the time limit; ``None`` where it counts
    something else. Steps that the diagram itself marks as added for demonstration are not compared.
    """
    found = [*_rows(rows, steps, manifest.actors, names), *_extra(rows, steps, names)]
    total = sum((row.hours for row in rows), Decimal(0))
    if allowed is not None and total != allowed:
        found.append(Compared(TOTAL, "total", _hours(total), f"thời hạn {_hours(allowed)}"))
    return [_with_reason(one, manifest.differs) for one in found]


def _rows(
    rows: Sequence[Decided],
    steps: Mapping[str, Step],
    actors: Iterable[DecidedActor],
    names: Mapping[str, str],
) -> Iterator[Compared]:
    places = {element: place for place, element in enumerate(steps)}
    read = list(actors)
    last = -1
    for row in rows:
        step = steps.get(row.step)
        said = f"{row.actor}, {_hours(row.hours)}"
        if step is None:
            yield Compared(row.step, "missing", said, "", row.line)
            continue
        verdict: Verdict = "same"
        if (step.hours or Decimal(0)) != row.hours:
            verdict = "hours"
        elif not _is_desk(row.actor, step, read):
            verdict = "actor"
        elif places[row.step] < last:
            verdict = "order"
        last = max(last, places[row.step])
        yield Compared(row.step, verdict, said, _drawn(step, names), row.line)


def _is_desk(actor: str, step: Step, read: Sequence[DecidedActor]) -> bool:
    desk = step.assignment
    return desk is not None and any(
        one.said == actor
        and (one.unit, one.position) == (desk.unit, desk.position)
        and one.division in (None, desk.division)
        for one in read
    )


def _extra(
    rows: Sequence[Decided], steps: Mapping[str, Step], names: Mapping[str, str]
) -> Iterator[Compared]:
    decided = {row.step for row in rows}
    for element, step in steps.items():
        if element not in decided and step.note is None:
            yield Compared(element, "extra", "", _drawn(step, names))


def _drawn(step: Step, names: Mapping[str, str]) -> str:
    desk = step.assignment
    parts = [part for part in (desk.unit, desk.division, desk.position) if part] if desk else []
    told = ", ".join(names.get(part, part) for part in reversed(parts)) if names else ""
    return f"{told or '/'.join(parts)}, {_hours(step.hours or Decimal(0))}"


def _with_reason(one: Compared, reasons: Mapping[str, str]) -> Compared:
    why = reasons.get(one.step) if one.verdict != "same" else None
    return Compared(one.step, one.verdict, one.decided, one.drawn, one.line, why)


def _hours(amount: Decimal) -> str:
    return f"{amount_text(amount)} giờ"


def check_decided(
    manifest: Manifest | None,
    files: Mapping[str, bytes],
    steps: Mapping[str, Step],
    *,
    allowed: Decimal | None,
    names: Mapping[str, str] = NO_NAMES,
) -> Iterator[Fault]:
    """Rows that differ: an error each, or to be seen by the approver where a reason is given."""
    path = manifest.decision.step_table if manifest else None
    if manifest is None or path is None or path not in files or not steps:
        return
    try:
        rows = read_table(files[path])
    except TableUnreadable as wrong:
        yield fault("decided.unreadable", file=path, line=wrong.line, detail=str(wrong))
        return
    compared = compare(rows, steps, manifest, allowed=allowed, names=names)
    yield from row_faults(compared, path)
    differing = {one.step for one in compared if one.verdict != "same"}
    for step in sorted(manifest.differs.keys() - differing):
        yield fault("decided.reason_unused", file=MANIFEST, value=step)


def row_faults(rows: Iterable[Compared], path: str | None) -> Iterator[Fault]:
    """A fault for each row that differs; none of a table that the manifest does not name."""
    if path is not None:
        yield from (_fault(one, path) for one in rows if one.verdict != "same")


def _fault(one: Compared, path: str) -> Fault:
    told: dict[str, Any] = {
        "step": "Tổng số giờ" if one.step == TOTAL else f"Bước {one.step}",
        "verdict": VERDICTS[one.verdict],
        "decided": one.decided or "không có",
        "drawn": one.drawn or "không có",
    }
    if one.why is None:
        return fault("decided.differs", file=path, line=one.line, **told)
    return fault("decided.differs_for_reason", file=path, line=one.line, **told, why=one.why)
