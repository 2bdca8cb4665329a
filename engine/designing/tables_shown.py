"""Decision tables as tables: what is looked up, what comes of it, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine.workflow.reading.document import read_document

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
    """Every decision table of every DMN file. Raises DocumentRefused."""
    for path in sorted(path for path in files if path.endswith(".dmn")):
        root = read_document(files[path], file=path).root
        for decision in root.iter("{*}decision"):
            for table in decision.iter("{*}decisionTable"):
                yield _table(table, decision.get("name") or decision.get("id") or path, path)


def _table(table: etree._Element, name: str, path: str) -> DecisionTable:
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
    key = (_entry(table) or name, table.get("id"))
    return DecisionTable(name, key, path, policy, (*inputs, *outputs, *notes), rows)


def _entry(table: etree._Element) -> str | None:
    """The entry of a context that the table stands in."""
    entry = next(table.iterancestors("{*}contextEntry"), None)
    variable = entry.find("{*}variable") if entry is not None else None
    return variable.get("name") if variable is not None else None


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
