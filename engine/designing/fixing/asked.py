"""What is asked for a fix, and of what it is asked: values, never guesses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NoReturn, Protocol

from engine.catalogue.manifest import Manifest
from engine.errors import EntryInvalid
from engine.typed.given import line_given
from engine.workflow.reading.document import read_document
from engine.workflow.reading.drawn import Drawing, Node, read_drawing
from engine.workflow.reading.faults import Fault

Files = Mapping[str, bytes]
Answers = Mapping[str, str]
ALL = "ca"
"""The answer with which a value goes to every place that lacks it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that can be chosen."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A value that the designer gives. ``value`` is what stands there, or what the catalogue says;
    "" where nothing is known."""

    name: str
    label: str
    kind: Literal["choice", "text", "check"] = "text"
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    value: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be set for a fault: of which kind, at which element of which file."""

    kind: str
    file: str
    element: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A draft, and what its province and the catalogue know."""

    procedure_code: str
    files: Files
    faults: tuple[Fault, ...]
    manifest: Manifest | None
    roles: Mapping[str, str]
    divisions: Mapping[str, str]
    positions: Mapping[str, str]
    sectors: Sequence[str]
    known: Mapping[str, str] = field(default_factory=dict)
    """What the catalogue says of the procedure, by the path of its field in the manifest."""

    def drawing(self, file: str) -> Drawing:
        """A drawing of the draft. Raises DocumentRefused, KeyError."""
        return read_drawing(read_document(self.files[file], file=file))

    def lacking(self, codes: frozenset[str], file: str) -> list[str]:
        """The elements of a file with a fault of these kinds, each once."""
        found = (one.element_id for one in self.faults if one.code in codes and one.file == file)
        return list(dict.fromkeys(one for one in found if one))


class Kind(Protocol):
    """A kind of fix: for which faults, what it asks, what becomes of the files."""

    codes: frozenset[str]
    words: str
    """What was done, for the history."""

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """What is asked; ``None`` where the machine doesn't know where the value goes."""

    def fixed(self, ground: Ground, file: str, element: str, answers: Answers) -> Files:
        """The files that change. Raises EntryInvalid, TextUnreadable, DesignRefused."""


def node_of(drawing: Drawing, element: str) -> Node | None:
    """A node by its id."""
    return next((node for node in drawing.nodes() if node.id == element), None)


def before(node: Node) -> list[Node]:
    """The nodes from which a way leads to this one, the nearest first."""
    found: dict[Node, None] = {}
    waiting = [node]
    while waiting:
        for flow in waiting.pop(0).incoming:
            source = flow.source
            if source is not None and source is not node and source not in found:
                found[source] = None
                waiting.append(source)
    return list(found)


def chosen(answers: Answers, question: str, label: str, allowed: Sequence[str]) -> str:
    """The answer to a question with choices. Raises EntryInvalid."""
    value = answers.get(question, "")
    if value not in allowed:
        refuse(question, f"Hãy chọn {label}.")
    return value


def told(answers: Answers, question: str, label: str, *, longest: int = 200) -> str:
    """The line that answers a question. Raises EntryInvalid, TextUnreadable."""
    value = line_given(question, label, answers.get(question, ""), longest=longest)
    if not value:
        refuse(question, f"Hãy ghi {label[:1].lower()}{label[1:]}.")
    return value


def refuse(field_name: str, message: str) -> NoReturn:
    """Raise EntryInvalid for one answer."""
    faults = [{"field": field_name, "message": message}]
    raise EntryInvalid(count=1, first=message, faults=faults)
