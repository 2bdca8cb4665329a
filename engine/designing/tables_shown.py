"""Decision tables as tables: what is looked up, what comes of it, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine.feel.dmn.markup import name_of
from engine.workflow.reading.document import read_document

_LOGIC = ("{*}decision", "{*}businessKnowledgeModel")
"""What tables stand in: a decision, or a function that decisions call."""
_CELLS = frozenset({"inputEntry", "outputEntry", "annotationEntry"})


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table: a heading for each column, and its rows as they are written.

    ``key``: by what its rows are counted when they hit (``engine.feel.counted``).
    """

    name: str
    key: tuple[str, str | None]
    file: str
    policy: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_of(files: Mapping[str, bytes]) -> Iterator[DecisionTable]:
    """Every decision table of every DMN file, those of functions too. Raises DocumentRefused."""
    for path in sorted(path for path in files if path.endswith(".dmn")):
        root = read_document(files[path], file=path).root
        for element in root.iter(*_LOGIC):
            for table in element.iter("{*}decisionTable"):
                yield _table(table, element, path)


def _table(table: etree._Element, element: etree._Element, path: str) -> DecisionTable:
    named = name_of(element)
    entry = _entry(table)
    called = named or element.get("id") or path
    name = f"{called}: {entry}" if entry else called
    inputs = [one.get("label") or _text(one) for one in table.iterchildren("{*}input")]
    outputs = [
        one.get("label") or one.get("name") or name for one in table.iterchildren("{*}output")
    ]
    notes = [one.get("name") or "Ghi chú" for one in table.iterchildren("{*}annotation")]
    rows = tuple(
        tuple(
            _text(cell)
            for cell in rule
            if isinstance(cell.tag, str) and etree.QName(cell).localname in _CELLS
        )
        for rule in table.iterchildren("{*}rule")
    )
    policy = table.get("hitPolicy") or "UNIQUE"
    return DecisionTable(
        name, (named, table.get("id")), path, policy, (*inputs, *outputs, *notes), rows
    )


def _entry(table: etree._Element) -> str | None:
    """The entry of a context that the table stands in."""
    entry = next(table.iterancestors("{*}contextEntry"), None)
    variable = entry.find("{*}variable") if entry is not None else None
    return variable.get("name") if variable is not None else None


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
