"""The faults of a draft as a designer reads them: numbered, by file, one of them on its shape."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.designing.looked import Files, Looked
from engine.designing.pages import QUOTED, rows_of_page
from engine.errors import DesignNotFound
from engine.files.text_file import FileUnreadable, text_of
from engine.workflow.draw import NoDiagram, Pin, UnreadableDiagram, Weight, draw, page_of
from engine.workflow.reading.document import read_document, source_text
from engine.workflow.reading.faults import CODES, Fault
from engine.workflow.reading.faults.kinds import Severity
from engine.workflow.reading.faults.refusals import DocumentRefused

FIRST_OF_A_KIND = 50
"""Faults of one kind that the list of all shows; the rest stands on pages of its own."""
A_PAGE = 100
WORDS: Mapping[Severity, str] = {"error": "lỗi", "warning": "cảnh báo", "info": "gợi ý"}
IF_LEFT: Mapping[Severity, str] = {
    "error": "Bản này không gửi công bố được.",
    "warning": "Vẫn gửi công bố được; người duyệt đọc thấy cảnh báo này.",
    "info": "Không chặn gì; hệ thống làm như đã nói.",
}
_WEIGHTS: Mapping[Severity, Weight] = {"error": "bad", "warning": "warn", "info": "tip"}
_AROUND = 2
"""Lines of the source that are shown before and after the one that is meant."""
_LONGEST_LINE = 240


@dataclass(frozen=True, slots=True)
class Numbered:
    """A fault with its number among all of the draft, counted from 1."""

    number: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class OfFile:
    """The faults of one file, as far as the page shows them."""

    file: str
    rows: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class KindCount:
    """How often a kind of fault was found; ``words`` is the first one's own."""

    code: str
    severity: Severity
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file; ``here``: the one that is meant."""

    number: int
    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The fault that is looked at: on its shape, in its lines, and what comes if it is left."""

    number: int
    fault: Fault
    if_left: str
    before: int | None
    after: int | None
    picture: str | None
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class FaultList:
    """A page of the list. ``more``: kinds of which only the first stand here, with how many."""

    files: tuple[OfFile, ...]
    kinds: tuple[KindCount, ...]
    total: int
    page: int
    pages: int
    more: tuple[KindCount, ...]


def numbered(looked: Looked) -> tuple[Numbered, ...]:
    """Every fault with its number: errors first, then warnings, then remarks."""
    return tuple(Numbered(at, one) for at, one in enumerate(looked.faults, start=1))


def kinds_of(faults: Iterable[Fault]) -> tuple[KindCount, ...]:
    """The kinds in the order of their weight, the most frequent first."""
    counts: Counter[str] = Counter()
    first: dict[str, Fault] = {}
    for one in faults:
        counts[one.code] += 1
        first.setdefault(one.code, one)
    weights = list(WORDS)
    found = [
        KindCount(code, first[code].severity, count, first[code].problem)
        for code, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda k: (weights.index(k.severity), -k.count, k.code)))


def fault_list(looked: Looked, kind: str = "", page: int = 1) -> FaultList:
    """The faults of a weight or of a kind (a code), or all of them: 50 of each kind, by pages.

    Raises DesignNotFound for a kind or a page that there is not.
    """
    if kind and kind not in WORDS and kind not in CODES:
        raise DesignNotFound(what=f"loại lỗi “{kind[:QUOTED]}”")
    kinds = kinds_of(looked.faults)
    rows = [one for one in numbered(looked) if kind in ("", one.fault.severity, one.fault.code)]
    total = len(rows)
    more: tuple[KindCount, ...] = ()
    if kind not in {one.code for one in kinds}:
        rows, told = _first_of_each(rows)
        more = tuple(k for k in kinds if told[k.code] > FIRST_OF_A_KIND)
    size = A_PAGE if kind not in {one.code for one in kinds} else FIRST_OF_A_KIND
    pages = max(1, -(-len(rows) // size))
    shown = rows[rows_of_page(page, pages, size)]
    return FaultList(_by_file(shown), kinds, total, page, pages, more)


def _first_of_each(rows: Sequence[Numbered]) -> tuple[list[Numbered], Counter[str]]:
    told: Counter[str] = Counter()
    kept = []
    for one in rows:
        told[one.fault.code] += 1
        if told[one.fault.code] <= FIRST_OF_A_KIND:
            kept.append(one)
    return kept, told


def _by_file(rows: Iterable[Numbered]) -> tuple[OfFile, ...]:
    files: dict[str, list[Numbered]] = {}
    for one in rows:
        files.setdefault(one.fault.file, []).append(one)
    return tuple(OfFile(file, tuple(found)) for file, found in files.items())


def chosen(
    looked: Looked, files: Files, number: int | None, *, first: int = 1, whole: bool = False
) -> Chosen | None:
    """The fault with this number, or the ``first``; ``None`` where there is none at all.

    ``whole``: all of the drawing. Raises DesignNotFound for a number that no fault has.
    """
    rows = looked.faults
    if number is None:
        if not rows:
            return None
        number = first
    if not 1 <= number <= len(rows):
        raise DesignNotFound(what=f"lỗi số {number}: bản nháp nay có {len(rows)} lỗi và cảnh báo")
    one = rows[number - 1]
    return Chosen(
        number=number,
        fault=one,
        if_left=IF_LEFT[one.severity],
        before=number - 1 if number > 1 else None,
        after=number + 1 if number < len(rows) else None,
        picture=_picture(looked, files, one, number, whole=whole),
        lines=source_lines(files, one),
    )


def _picture(looked: Looked, files: Files, one: Fault, number: int, *, whole: bool) -> str | None:
    """The drawing around the element, with the pins of all faults there; ``None``: not drawn."""
    if one.element_id is None or not one.file.endswith(".bpmn"):
        return None
    here = [
        Pin(other.element_id, str(at), _WEIGHTS[other.severity])
        for at, other in enumerate(looked.faults, start=1)
        if other.file == one.file and other.element_id is not None
    ]
    mine = Pin(one.element_id, str(number), _WEIGHTS[one.severity])
    pins = [mine, *(pin for pin in here if pin != mine)]
    named = f"“{one.element_name}”" if one.element_name else one.element_id
    try:
        root = read_document(files[one.file], file=one.file).root
        return draw(
            root,
            title=f"Sơ đồ {one.file}, phần quanh {named}",
            description=f"{named} mang {WORDS[one.severity]} số {number}. Danh sách ở dưới.",
            page=page_of(root, one.element_id),
            pins=pins,
            near=None if whole else one.element_id,
        )
    except (DocumentRefused, NoDiagram, UnreadableDiagram, KeyError):
        return None


def source_lines(files: Files, one: Fault) -> tuple[SourceLine, ...]:
    """The lines of the file around the fault; none where it has no line, or is no text."""
    if one.line is None or one.file not in files:
        return ()
    lines = lines_of(one.file, files[one.file])
    first = max(1, one.line - _AROUND)
    return tuple(
        SourceLine(at, _short(lines[at - 1]), at == one.line)
        for at in range(first, min(len(lines), one.line + _AROUND) + 1)
    )


def lines_of(path: str, data: bytes) -> list[str]:
    """The lines of a file as people read them; none of one that is no text."""
    if path.endswith((".bpmn", ".dmn", ".xml")):
        return source_text(data).splitlines()
    try:
        return text_of(data).splitlines()
    except FileUnreadable:
        return []


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the faults of the revision before: gone, and come."""

    gone: tuple[Fault, ...]
    come: tuple[Numbered, ...]


def since(before: Looked, after: Looked) -> Since:
    """What a change mended and what it brought; where in the file something stands says nothing."""
    left = Counter(_same(one) for one in after.faults)
    gone = []
    for one in before.faults:
        if left[_same(one)]:
            left[_same(one)] -= 1
        else:
            gone.append(one)
    known = Counter(_same(one) for one in before.faults)
    come = []
    for row in numbered(after):
        if known[_same(row.fault)]:
            known[_same(row.fault)] -= 1
        else:
            come.append(row)
    return Since(tuple(gone), tuple(come))


def _same(one: Fault) -> tuple[str, str, str | None, str]:
    return one.file, one.code, one.element_id, one.message
