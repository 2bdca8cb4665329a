"""A published process as the engine runs it: read and wired once, shared by all its cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine.files.kept import Kept
from engine.workflow.reading.document import read_document
from engine.workflow.reading.elements import Phase, Step
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.graph import Graph
from engine.workflow.reading.graph_reading import read_graph
from engine.workflow.reading.reads import names_read
from engine.workflow.reading.signing import signing_steps
from engine.workflow.running.decisions import read_decisions
from engine.workflow.running.specs.activities import Computed, SubProcess
from engine.workflow.running.specs.base import CaseSpec, Element
from engine.workflow.running.specs.build import build
from engine.workflow.running.specs.events import Listener
from engine.workflow.running.specs.gateways import InclusiveGateway
from engine.workflow.running.specs.repeats import RepeatedActivity

MOST_CACHED = 200
"""Definitions kept in the process; the one unused longest goes first."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An immutable process version. ``steps`` are the tasks of people, in document order, which is
    that of the approved table; ``numbers``: their numbers in it.

    ``variables_read``: the root names that any expression reads; answers with other names need not
    be in a case's state. ``computed``: element → the variable that its decision table or script
    sets, empty where that sets several. ``repeated``: elements of which one token makes several
    instances. ``signing``: the steps whose end is the decision, where the result is signed.
    """

    digest: str
    process_id: str
    name: str
    steps: Mapping[str, Step]
    numbers: Mapping[str, int]
    element_names: Mapping[str, str]
    end_events: frozenset[str]
    specs: Mapping[str, CaseSpec]
    variables_read: frozenset[str]
    computed: Mapping[str, str]
    repeated: frozenset[str]
    signing: frozenset[str]
    has_inclusive: bool
    has_conditions: bool

    @property
    def phases(self) -> tuple[tuple[str, Phase], ...]:
        """The phases with the steps that begin them, in the diagram's order."""
        return tuple((one.element_id, one.phase) for one in self.steps.values() if one.phase)


_cache: Kept[tuple[str, str], Definition] = Kept(MOST_CACHED)


def load_definition(
    digest: str, files: Mapping[str, bytes], *, process_file: str = "process.bpmn"
) -> Definition:
    """The definition of a package's files, by digest: the files are read the first time only.

    Raises NotExecutable or ExpressionFailed for the first thing that the engine can't run, and
    DocumentRefused for a file that is no safe XML.
    """
    key = digest, process_file
    return _cache.get(key) or _cache.keep(key, _make(digest, files, process_file))


STEPS_KEPT = 20_000
"""Packages of which the steps alone are kept."""
_steps: Kept[str, Mapping[str, Step]] = Kept(STEPS_KEPT)


def load_steps(digest: str, files: Mapping[str, bytes]) -> Mapping[str, Step]:
    """The steps of a definition, read without the rest of it: a tenth of the work, for whoever asks
    of all procedures of a province. Kept by digest."""
    return _steps.get(digest) or _steps.keep(digest, _read_steps(_documents(files, ".bpmn")))


def _read_steps(documents: Mapping[str, etree._Element]) -> dict[str, Step]:
    found: dict[str, Step] = {}
    for name, root in documents.items():
        found |= read_steps(root, file=name)
    return found


def _make(digest: str, files: Mapping[str, bytes], process_file: str) -> Definition:
    documents = _documents(files, ".bpmn")
    graph = read_graph(documents, process_file=process_file)
    specs = build(graph, read_decisions(files))
    steps = _read_steps(documents)
    elements = [element for spec in specs.values() for element in spec.task_specs.values()]
    return Definition(
        digest=digest,
        process_id=graph.root,
        name=graph.scopes[graph.root].name,
        steps=steps,
        numbers={element_id: number for number, element_id in enumerate(steps, start=1)},
        element_names=_names(graph),
        end_events=frozenset(
            node.id
            for scope in graph.scopes.values()
            for node in scope.nodes.values()
            if node.tag == "endEvent"
        ),
        specs=specs,
        variables_read=names_read(_documents(files, ".dmn").values()).union(
            *(spec.names_read for spec in specs.values())
        ),
        computed={e.node.id: e.node.result or "" for e in elements if isinstance(e, Computed)},
        repeated=frozenset(_repeated(specs)),
        signing=signing_steps(graph, steps),
        has_inclusive=any(isinstance(e, InclusiveGateway) and e.joins for e in elements),
        has_conditions=any(
            isinstance(e, Listener) and e.node.trigger.kind == "conditional" for e in elements
        ),
    )


def _repeated(specs: Mapping[str, CaseSpec]) -> Iterator[str]:
    """What stands in a repeated activity, and that activity itself."""
    seen: set[str] = set()
    waiting = [
        element.inner
        for spec in specs.values()
        for element in spec.task_specs.values()
        if isinstance(element, RepeatedActivity)
    ]
    while waiting:
        element = waiting.pop()
        yield element.node.id
        if isinstance(element, SubProcess) and element.inside not in seen:
            seen.add(element.inside)
            inside = specs[element.inside].task_specs.values()
            waiting += [one for one in inside if isinstance(one, Element)]


def _documents(files: Mapping[str, bytes], suffix: str) -> dict[str, etree._Element]:
    return {
        name: read_document(data, file=name).root
        for name, data in files.items()
        if name.endswith(suffix)
    }


def _names(graph: Graph) -> dict[str, str]:
    return {node.id: node.name for scope in graph.scopes.values() for node in scope.nodes.values()}
