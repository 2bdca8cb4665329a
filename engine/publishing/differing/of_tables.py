"""What the decision tables of a package say: fees and exemptions, and what the diagram looks up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from lxml import etree

from engine.publishing.differing.rows import Difference, Kind, Part
from engine.workflow.reading.document import read_document

Row = tuple[str, ...]
RULE = "rule"
_MOST_ALIGNED = 1_000_000
"""Pairs of rows of two tables that are aligned: a thousand rows take a fifth of a second."""


def parts_of_tables(files: Mapping[str, bytes], fee_file: str | None) -> Iterator[Part]:
    """What is said of each table but its rows: policy, inputs, outputs, formulas, types."""
    for decision, part in _decisions(files, fee_file):
        told: dict[str, str] = {}
        for element in decision.iter():
            if isinstance(element.tag, str) and not _in_rule(element):
                told |= _own(element, decision)
        yield Part(part.kind, part.key, part.where, told)


def rows_differ(
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    fee_files: tuple[str | None, str | None],
) -> Iterator[Difference]:
    """The rows of tables that both have: added, removed, or one value for another."""
    old = {part.key: _table(one) for one, part in _decisions(before, fee_files[0])}
    for decision, part in _decisions(after, fee_files[1]):
        if part.key in old:
            yield from _rows(part, old[part.key], _table(decision))


def _decisions(
    files: Mapping[str, bytes], fee_file: str | None
) -> Iterator[tuple[etree._Element, Part]]:
    for path in sorted(path for path in files if path.endswith(".dmn")):
        kind: Kind = "fee" if path == fee_file else "rule"
        root = read_document(files[path], file=path).root
        for one in root:
            if not isinstance(one.tag, str) or _tag(one) in ("DMNDI", "description"):
                continue
            name = one.get("name") or one.get("id") or _tag(one)
            word = "Bảng phí, miễn giảm" if kind == "fee" else "Bảng quyết định"
            yield one, Part(kind, f"{path}:{_tag(one)}:{name}", f"{word} “{name}” ({path})")


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname


def _in_rule(element: etree._Element) -> bool:
    return _tag(element) == RULE or any(
        _tag(one) == RULE for one in element.iterancestors() if isinstance(one.tag, str)
    )


_WORDS = {
    "hitPolicy": "cách chọn dòng",
    "aggregation": "cách gộp",
    "typeRef": "kiểu",
    "label": "nhãn",
    "name": "tên",
    "href": "dùng",
}


def _own(element: etree._Element, decision: etree._Element) -> dict[str, str]:
    place = _place(element, decision)
    told = {
        f"{place}{_WORDS.get(str(name), str(name))}": str(value)
        for name, value in element.items()
        if name != "id"
    }
    content = (element.text or "").strip()
    return told | ({f"{place}nội dung": content} if content else {})


def _place(element: etree._Element, decision: etree._Element) -> str:
    """The way to an element from its decision, counting those of a name."""
    steps: list[str] = []
    while element is not decision:
        above = element.getparent()
        if above is None:
            break
        same = [one for one in above if isinstance(one.tag, str) and one.tag == element.tag]
        number = f" {same.index(element) + 1}" if len(same) > 1 else ""
        steps.append(f"{_tag(element)}{number}")
        element = above
    return f"{' / '.join(reversed(steps))}: " if steps else ""


def _table(decision: etree._Element) -> list[Row]:
    return [
        tuple(
            "".join(map(str, cell.itertext())).strip() for cell in rule if isinstance(cell.tag, str)
        )
        for rule in decision.iter()
        if isinstance(rule.tag, str) and _tag(rule) == RULE
    ]


def _rows(part: Part, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Difference]:
    for code, first, last, start, end in _aligned(before, after):
        if code == "equal":
            continue
        pairs = zip_longest(range(first, last), range(start, end))
        for was, is_now in pairs:
            if was is None:
                told = " | ".join(after[is_now])
                where = f"{part.where}, dòng {is_now + 1}"
                yield Difference(part.kind, "added", f"{part.key}:{is_now + 1}", where, after=told)
            elif is_now is None:
                told = " | ".join(before[was])
                where = f"{part.where}, dòng {was + 1}"
                yield Difference(part.kind, "removed", f"{part.key}:{was + 1}", where, before=told)
            else:
                yield from _cells(part, is_now + 1, before[was], after[is_now])


def _aligned(
    before: Sequence[Row], after: Sequence[Row]
) -> Sequence[tuple[str, int, int, int, int]]:
    """Which rows answer to which; of tables too large for that each to the one in its place."""
    if len(before) * len(after) > _MOST_ALIGNED:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, _counted(before), _counted(after), autojunk=False).get_opcodes()


def _counted(rows: Sequence[Row]) -> list[tuple[Row, int]]:
    """Each row with how many like it came before: comparing every row with every one that says the
    same would take minutes for some thousands."""
    times: Counter[Row] = Counter()
    counted = []
    for row in rows:
        counted.append((row, times[row]))
        times[row] += 1
    return counted


def _cells(part: Part, number: int, before: Row, after: Row) -> Iterator[Difference]:
    where, key = f"{part.where}, dòng {number}", f"{part.key}:{number}"
    for column, (was, is_now) in enumerate(zip_longest(before, after), start=1):
        if was != is_now:
            yield Difference(part.kind, "changed", key, where, f"ô {column}", was, is_now)
