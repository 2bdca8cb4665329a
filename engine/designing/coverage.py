"""What of a package ran: nodes and flows of its diagram, rows of its decision tables."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.catalogue.packages import PublishedPackage
from engine.designing.tables_shown import tables_of
from engine.feel import Counted
from engine.routing.definitions import definition_of
from engine.workflow.draw import NoDiagram, Pin, UnreadableDiagram, draw
from engine.workflow.reading.document import read_document
from engine.workflow.reading.drawn import ACTIVITY_TAGS, Drawing, Flow, Node, read_drawing


@dataclass(frozen=True, slots=True)
class Covered:
    """A node or flow of the drawing: what people call it, how often dossiers came through."""

    id: str
    name: str
    times: int


@dataclass(frozen=True, slots=True)
class TableCovered:
    """A decision table: its columns, its rows as they are written, and of each row how many
    dossiers it decided for."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of all ran."""

    run: int
    all: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What ran of each kind. ``never``: what did not, by name. ``picture``: an SVG with counts."""

    nodes: tuple[Covered, ...]
    flows: tuple[Covered, ...]
    tables: tuple[TableCovered, ...]
    of_nodes: Share
    of_flows: Share
    of_rows: Share
    never: tuple[str, ...]
    picture: str | None


def together(counts: Iterable[Counted]) -> Counted:
    """Several dossiers in one count; a row counts once for each dossier, however often asked."""
    found = Counted()
    for one in counts:
        found.add(replace(one, rows=Counter(set(one.rows))))
    return found


def covered(published: PublishedPackage, counted: Counted) -> Coverage:
    """What of the package is in this count."""
    path = published.manifest.process
    drawing = read_drawing(read_document(published.files[path], file=path))
    nodes, flows = tuple(_nodes(published, drawing, counted)), tuple(_flows(drawing, counted))
    tables = tuple(_tables(published, counted))
    rows = [times for table in tables for times in table.times]
    return Coverage(
        nodes=nodes,
        flows=flows,
        tables=tables,
        of_nodes=_share([one.times for one in nodes]),
        of_flows=_share([one.times for one in flows]),
        of_rows=_share(rows),
        never=tuple(_never(nodes, flows, tables)),
        picture=_picture(published, drawing, counted),
    )


def _share(times: list[int]) -> Share:
    return Share(sum(map(bool, times)), len(times))


def _nodes(published: PublishedPackage, drawing: Drawing, counted: Counted) -> Iterator[Covered]:
    steps = definition_of(published).steps
    for node in drawing.nodes():
        name = steps[node.id].name if node.id in steps else _called(node)
        yield Covered(node.id, name, counted.elements[node.id])


def _called(node: Node) -> str:
    """Its name; of one without, by where it leads."""
    after = [flow.target for flow in node.outgoing if flow.target and flow.target.named]
    return f"chỗ trước bước {after[0].label}" if len(after) == 1 and not node.named else node.label


def _drawn_flows(drawing: Drawing) -> list[Flow]:
    return [flow for scope in drawing.scopes for flow in scope.flows]


def _flows(drawing: Drawing, counted: Counted) -> Iterator[Covered]:
    for flow in _drawn_flows(drawing):
        ends = " đến ".join(f"“{_called(end)}”" for end in (flow.source, flow.target) if end)
        named = " ".join((flow.element.get("name") or "").split())
        name = f"{named}: từ {ends}" if named else f"từ {ends}"
        yield Covered(flow.id, name, counted.flows[flow.id])


def _tables(published: PublishedPackage, counted: Counted) -> Iterator[TableCovered]:
    for table in tables_of(published.files):
        times = (counted.rows[*table.key, number] for number in range(1, len(table.rows) + 1))
        yield TableCovered(table.name, table.file, table.columns, table.rows, tuple(times))


def _never(
    nodes: Iterable[Covered], flows: Iterable[Covered], tables: Iterable[TableCovered]
) -> Iterator[str]:
    yield from (f"“{one.name}” ({one.id})" for one in nodes if not one.times)
    yield from (f"luồng {one.name} ({one.id})" for one in flows if not one.times)
    for table in tables:
        for number, times in enumerate(table.times, start=1):
            if not times:
                yield f"dòng {number} của bảng “{table.name}”"


def _picture(published: PublishedPackage, drawing: Drawing, counted: Counted) -> str | None:
    ran = [key for key, times in (counted.elements + counted.flows).items() if times]
    missed = [flow.id for flow in _drawn_flows(drawing) if not counted.flows[flow.id]]
    path = published.manifest.process
    root = read_document(published.files[path], file=path).root
    try:
        return draw(
            root,
            title="Sơ đồ: những chỗ các hồ sơ giả đã đi qua",
            description="Số trong ô là số lần đi qua; chỗ chưa đi qua mang số 0.",
            states={**dict.fromkeys(missed, "bad"), **dict.fromkeys(ran, "done")},
            pins=list(_pins(drawing, counted)),
        )
    except (NoDiagram, UnreadableDiagram):
        return None


def _pins(drawing: Drawing, counted: Counted) -> Iterator[Pin]:
    """A count beside every activity and every way that may be chosen; a zero where nothing ran.

    Ways to and from a node that never ran bear none: the node's own says it.
    """
    for node in drawing.nodes():
        times = counted.elements[node.id]
        if not times:
            yield Pin(node.id, "0", "bad")
        elif node.tag in ACTIVITY_TAGS:
            yield Pin(node.id, str(times), "cnt")
    for flow in _drawn_flows(drawing):
        times, ends = counted.flows[flow.id], (flow.source, flow.target)
        if times and flow.source is not None and len(flow.source.outgoing) > 1:
            yield Pin(flow.id, str(times), "cnt")
        elif not times and all(end is not None and counted.elements[end.id] for end in ends):
            yield Pin(flow.id, "0", "bad")
