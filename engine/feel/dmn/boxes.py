"""What a DMN file says, as plain data: boxed expressions (DMN 1.5, chapters 7, 8, 10.2) and the
elements of the requirements graph (chapter 6)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """Base of the boxed expressions: which XML element it was, on which line of the file."""

    element_id: str | None
    line: int
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """FEEL text and the line of the file it begins on; ``language`` when it is declared to be
    another."""

    text: str
    line: int
    language: str | None = None

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class LiteralBox(Box):
    text: Text


@dataclass(frozen=True, slots=True)
class ContextBox(Box):
    """Entries in order; the one without name is the result."""

    entries: tuple[tuple[str | None, str | None, Box | None], ...]
    """(name, type, expression)"""


@dataclass(frozen=True, slots=True)
class ListBox(Box):
    items: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class RelationBox(Box):
    columns: tuple[str, ...]
    rows: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class InvocationBox(Box):
    function: Box | None
    bindings: tuple[tuple[str, Box | None], ...]


@dataclass(frozen=True, slots=True)
class FunctionBox(Box):
    """``foreign`` functions (Java, PMML) are read but never run: calling one gives null."""

    parameters: tuple[tuple[str, str | None], ...]
    body: Box | None
    foreign: bool


@dataclass(frozen=True, slots=True)
class ConditionalBox(Box):
    condition: Box | None
    then: Box | None
    otherwise: Box | None


@dataclass(frozen=True, slots=True)
class FilterBox(Box):
    source: Box | None
    match: Box | None


@dataclass(frozen=True, slots=True)
class LoopBox(Box):
    """``for``, ``some`` or ``every``."""

    form: str
    iterator: str
    source: Box | None
    body: Box | None


@dataclass(frozen=True, slots=True)
class InputClause:
    """A column of conditions: its label, its expression, the values it allows."""

    label: str
    expression: Text
    allowed: Text | None
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A column of results: its name, its values (in the order of priority), what holds by
    default."""

    name: str | None
    values: Text | None
    default: Text | None
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row."""

    element_id: str | None
    conditions: tuple[Text, ...]
    outputs: tuple[Text, ...]
    annotation: str | None


@dataclass(frozen=True, slots=True)
class TableBox(Box):
    hit_policy: str
    aggregation: str | None
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type of the model: a base type, a structure, a list of them, or a function."""

    name: str
    type_ref: str | None
    collection: bool
    function: bool
    allowed: tuple[Text, ...]
    components: "tuple[ItemDefinition, ...]"


@dataclass(frozen=True, slots=True)
class Element:
    """Something of the requirements graph: ``kind`` is inputData, decision,
    businessKnowledgeModel or decisionService."""

    kind: str
    element_id: str
    name: str
    type_ref: str | None
    box: Box | None = None
    information: tuple[str, ...] = ()
    """Addresses of required inputs and decisions."""
    knowledge: tuple[str, ...] = ()
    """Addresses of required functions."""
    inputs: tuple[str, ...] = ()
    """Of a decision service: its input data, then its input decisions."""
    outputs: tuple[str, ...] = ()
    """Of a decision service: its output decisions."""


@dataclass(frozen=True, slots=True)
class Import:
    """Another model whose elements are used, under a prefix."""

    namespace: str
    prefix: str


@dataclass(slots=True)
class Document:
    """A whole file."""

    namespace: str
    name: str
    elements: dict[str, Element] = field(default_factory=dict)
    items: dict[str, ItemDefinition] = field(default_factory=dict)
    imports: list[Import] = field(default_factory=list)
    names: tuple[str, ...] = ()
    """Names of several parts that FEEL texts of this file may use."""
