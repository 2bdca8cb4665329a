"""A DMN model: its decisions, what they require, and their evaluation (DMN 1.5, chapter 6)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from engine.feel.dmn.boxed import BoxCompiler
from engine.feel.dmn.boxes import Document, Element
from engine.feel.dmn.compiling import DmnFault
from engine.feel.dmn.document import read_document
from engine.feel.dmn.errors import DocumentRefused, UnknownDecision
from engine.feel.dmn.itemtypes import ItemTypes
from engine.feel.dmn.markup import local_name, read_root
from engine.feel.dmn.session import Session
from engine.feel.errors import TooDeep
from engine.feel.lexer import join_parts
from engine.feel.limits import Budget, Limits, Run, budget_around
from engine.feel.scope import Closure
from engine.feel.trace import Trace
from engine.feel.values import Function, Value, export

_EVALUATION: Final = 40
"""Units of fuel for setting up an evaluation."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a model."""

    decision_id: str
    name: str


class DmnModel:
    """A compiled file. Holds no state of evaluations: threads may share it."""

    def __init__(self, document: Document, imports: "Mapping[str, DmnModel]") -> None:
        self.document = document
        self.imports = {
            item.namespace: (item.prefix, imports[item.namespace])
            for item in document.imports
            if item.namespace in imports
        }
        self.names = self._all_names()
        self.types = ItemTypes(document.items, self.names)
        for prefix, model in self.imports.values():
            self.types.take_from(prefix, model.types)
        self.compiler = BoxCompiler(self.types)
        self.logic: dict[str, Closure] = {}
        self.prices: dict[str, int] = {}
        """What the logic of each element costs once, in units of fuel."""
        for element in document.elements.values():
            if element.kind in {"decision", "businessKnowledgeModel"}:
                self._compile(element)
        self._by_name = {element.name: element for element in document.elements.values()}

    def _compile(self, element: Element) -> None:
        logic, price = self.compiler.apart(
            lambda: self.compiler.compile(element.box, self.names, element.name)
        )
        self.logic[element.element_id] = logic
        self.prices[element.element_id] = price

    def _all_names(self) -> tuple[str, ...]:
        names = set(self.document.names)
        for prefix, model in self.imports.values():
            names.update(model.names)
            if prefix and not prefix.isidentifier():
                names.add(prefix)
        return tuple(sorted(names))

    @property
    def namespace(self) -> str:
        """The namespace under which other models import this one."""
        return self.document.namespace

    @property
    def faults(self) -> tuple[DmnFault, ...]:
        """Texts of the model that are not FEEL. A decision that needs one can't be made."""
        return tuple(self.compiler.faults)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions in the order of the file."""
        return tuple(
            Decision(element.element_id, element.name)
            for element in self.document.elements.values()
            if element.kind == "decision"
        )

    def element(self, name: str) -> Element:
        """The element of that id or name; raises :class:`UnknownDecision`."""
        found = self.document.elements.get(name) or self._by_name.get(join_parts(name))
        if found is None:
            raise UnknownDecision(name=name)
        return found

    def evaluate(
        self,
        name: str,
        inputs: Mapping[str, Any],
        *,
        limits: Limits | None = None,
        now: dt.datetime | None = None,
        trace: Trace | None = None,
        lenient: bool = False,
    ) -> Value:
        """The value of a decision, or of a decision service or function called with ``inputs``.

        Every name in ``inputs`` is visible to the texts, required or not: files drawn by hand often
        leave out input data. Raises :class:`DmnError` when the decision can't be made,
        :class:`FeelSyntaxError` when a text it needs is not FEEL, :class:`LimitExceeded` when the
        budget of the act at hand, or that of ``limits``, runs out. ``lenient`` makes the first two
        null, as the standard has it; use it for
        nothing but conformance.
        """
        element = self.element(name)
        budget = budget_around() if limits is None else Budget(limits)
        run = Run(budget, now=now, trace=trace, types=self.types.checks, lenient=lenient)
        try:
            run.spend(_EVALUATION + len(inputs))
            session = Session(self, run, dict(inputs))
            value = session.value(element.element_id)
            if isinstance(value, Function) and element.kind != "decision":
                arguments = [inputs.get(parameter) for parameter in value.parameters]
                value = value.call(session.base, arguments)
            return export(value, run)
        except RecursionError:
            raise TooDeep(depth=run.limits.depth) from None
        finally:
            run.close()


def parse_dmn(data: bytes, *, imports: "Mapping[str, DmnModel] | None" = None) -> DmnModel:
    """Compile a DMN file; ``imports`` are the models it may import, by namespace.

    Raises :class:`DocumentRefused` for what is no DMN or unsafe. Texts that are not FEEL do not
    stop it: see :attr:`DmnModel.faults`.
    """
    return compile_dmn(read_root(data), imports=imports)


def compile_dmn(
    root: etree._Element, *, imports: "Mapping[str, DmnModel] | None" = None
) -> DmnModel:
    """As ``parse_dmn``, for a file that is XML already."""
    if local_name(root) != "definitions":
        raise DocumentRefused(why="phần tử gốc không phải là definitions")
    return DmnModel(read_document(root), imports or {})
