"""One evaluation of a model: each decision made once, what it requires first."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from engine.feel.dmn.boxes import Element
from engine.feel.dmn.errors import Cyclic, DmnError, UnknownDecision
from engine.feel.errors import FeelSyntaxError
from engine.feel.limits import Run
from engine.feel.scope import Scope
from engine.feel.trace import WatchedContext
from engine.feel.values import Function, Value, normalise

if TYPE_CHECKING:
    from engine.feel.dmn.model import DmnModel


_ELEMENT: Final = 10
"""Units of fuel for finding the value of one element of a model."""


class Session:
    """The values of a model's elements for given inputs; ``given`` values are not computed."""

    def __init__(
        self,
        model: "DmnModel",
        run: Run,
        inputs: dict[str, Value],
        given: Mapping[str, Value] | None = None,
    ) -> None:
        self.model = model
        self.run = run
        watched = inputs if run.trace is None else WatchedContext(inputs, run.trace)
        self.base = Scope(watched, None, run)
        self._values = dict(given or {})
        self._making: set[str] = set()
        self._imported: dict[str, Session] = {}

    def value(self, element_id: str) -> Value:
        """The value of an element; raises :class:`DmnError` unless the run is lenient."""
        if element_id in self._values:
            return self._values[element_id]
        element = self.element(element_id)
        if element_id in self._making:
            raise Cyclic(name=element.name)
        self._making.add(element_id)
        try:
            value = self._make(element)
        except (DmnError, FeelSyntaxError) as error:
            if not self.run.lenient:
                raise
            self.run.note(error.message)
            value = None
        self._making.discard(element_id)
        self._values[element_id] = value
        return value

    def element(self, element_id: str) -> Element:
        """The element of that id; raises :class:`UnknownDecision`."""
        found = self.model.document.elements.get(element_id)
        if found is None:
            raise UnknownDecision(name=element_id)
        return found

    def _make(self, element: Element) -> Value:
        self.run.spend(_ELEMENT + self.model.prices.get(element.element_id, 0))
        if element.kind == "inputData":
            raw = self.base.names.get(element.name)
            return self._typed(normalise(raw, self.run), element)
        if element.kind == "decision":
            value = self.model.logic[element.element_id](self._scope(element))
            value = self._typed(value, element)
            if self.run.trace is not None:
                self.run.trace.decisions[element.name] = value
            return value
        if element.kind == "decisionService":
            return self._service(element)
        return self._knowledge(element)

    def _typed(self, value: Value, element: Element) -> Value:
        return self.model.types.convert(value, element.type_ref, self.run, element.name)

    def _scope(self, element: Element) -> Scope:
        """What an element's logic sees: what it requires, inside the inputs."""
        names: dict[str, Value] = {}
        self.run.spend(_ELEMENT * (len(element.information) + len(element.knowledge)))
        for address in (*element.information, *element.knowledge):
            self._require(address, names)
        return self.base.inner(names)

    def _require(self, address: str, names: dict[str, Value]) -> None:
        session, prefix, element_id = self._find(address)
        element = session.element(element_id)
        value = session.value(element_id)
        if prefix:
            names.setdefault(prefix, {})[element.name] = value
        else:
            names[element.name] = value

    def _find(self, address: str) -> "tuple[Session, str | None, str]":
        """The session, prefix and id behind ``#id`` or ``namespace#id``."""
        namespace, _, element_id = address.rpartition("#")
        if not namespace or namespace == self.model.namespace:
            return self, None, element_id
        if namespace not in self.model.imports:
            raise UnknownDecision(name=address)
        prefix, model = self.model.imports[namespace]
        if namespace not in self._imported:
            inner = self.base.names.get(prefix)
            inputs = {**self.base.names, **(inner if isinstance(inner, dict) else {})}
            self._imported[namespace] = Session(model, self.run, inputs)
        return self._imported[namespace], prefix, element_id

    def _knowledge(self, element: Element) -> Value:
        """A business knowledge model: a function. What it requires is looked up when it is called,
        so that functions may call themselves and one another."""
        logic = self.model.logic[element.element_id]
        bare = logic(self.base)
        if not isinstance(bare, Function):
            return None

        def call(caller: Scope, arguments: list[Value]) -> Value:
            caller.run.spend(_ELEMENT + self.model.prices[element.element_id])
            scope = self._scope(element)
            scope.names[element.name] = function
            value = logic(scope).call(caller, arguments)
            if not element.type_ref or self.model.types.is_function(element.type_ref):
                return value
            return self._converted(value, element)

        function = Function(bare.parameters, call)
        return function

    def _converted(self, value: Value, element: Element) -> Value:
        try:
            return self._typed(value, element)
        except DmnError as error:
            if not self.run.lenient:
                raise
            self.run.note(error.message)
            return None

    def _service(self, element: Element) -> Value:
        """A decision service: a function of its inputs (DMN 1.5, 10.4)."""
        inputs = [self.element(self._find(address)[2]) for address in element.inputs]
        outputs = [self.element(self._find(address)[2]) for address in element.outputs]

        def call(_caller: Scope, arguments: list[Value]) -> Value:
            self.run.spend(2 * _ELEMENT * (1 + len(inputs) + len(outputs)))
            if len(arguments) != len(inputs):
                return None
            given = {}
            for source, argument in zip(inputs, arguments, strict=True):
                given[source.element_id] = self._converted(argument, source)
                if argument is not None and given[source.element_id] is None:
                    return None
            inside = Session(self.model, self.run, {}, given)
            values = [inside.value(output.element_id) for output in outputs]
            named = dict(zip([output.name for output in outputs], values, strict=True))
            return self._converted(values[0] if len(outputs) == 1 else named, element)

        return Function(tuple(source.name for source in inputs), call)
