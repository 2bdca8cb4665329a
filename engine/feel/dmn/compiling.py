"""FEEL texts of a model → closures, with the types the model declares."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from engine.feel.closures.matching import Test
from engine.feel.dmn.boxes import Text
from engine.feel.dmn.errors import DmnError
from engine.feel.dmn.itemtypes import ItemTypes
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile_expression, compile_unary_tests
from engine.feel.scope import Closure, Scope
from engine.feel.values import Value

Made = TypeVar("Made")
_CONVERSION: Final = 6
"""Units of fuel for bringing a value to the type that the model declares."""


@dataclass(frozen=True, slots=True)
class DmnFault:
    """A text of the model that is not FEEL: where, in which element, and why."""

    line: int
    column: int
    element_id: str | None
    message: str
    code: str = "feel.syntax"


def nothing(_scope: Scope) -> Value:
    """The value of an expression that is not there."""
    return None


def _foreign(language: str) -> FeelSyntaxError:
    return FeelSyntaxError(what=f"viết bằng ngôn ngữ “{language}”, chỉ nhận FEEL", line=1, column=1)


class TextCompiler:
    """Compiles the texts of one model; those that are not FEEL become its ``faults``."""

    def __init__(self, types: ItemTypes) -> None:
        self.types = types
        self.faults: list[DmnFault] = []
        self.price = 0

    def apart(self, make: Callable[[], Made]) -> tuple[Made, int]:
        """What ``make`` compiles, and what it costs once in units of fuel; the whole around it does
        not pay that."""
        around, self.price = self.price, 0
        try:
            return make(), self.price
        finally:
            self.price = around

    def typed(self, closure: Closure, reference: str | None, label: str) -> Closure:
        """The closure with its value brought to a type; lenient runs make misfits null."""
        if not reference:
            return closure
        types = self.types
        self.price += _CONVERSION

        def convert(scope: Scope) -> Value:
            value = closure(scope)
            try:
                return types.convert(value, reference, scope.run, label)
            except DmnError as error:
                if not scope.run.lenient:
                    raise
                scope.run.note(error.message)
                return None

        return convert

    def text(self, text: Text | None, names: tuple[str, ...], element_id: str | None) -> Closure:
        """The closure of FEEL text; blank text is null."""
        if text is None or text.blank:
            return nothing
        if text.language is not None:
            return self._faulty(_foreign(text.language), text, element_id)
        try:
            expression = compile_expression(text.text, names)
        except FeelSyntaxError as error:
            return self._faulty(error, text, element_id)
        self.price += expression.price
        return expression.closure

    def cell(self, text: Text, names: tuple[str, ...], element_id: str | None) -> Test:
        """The test of a decision-table cell."""
        try:
            if text.language is not None:
                raise _foreign(text.language)
            tests = compile_unary_tests(text.text, names)
        except FeelSyntaxError as error:
            raising = self._faulty(error, text, element_id)
            return lambda scope, _: raising(scope)
        self.price += tests.price + 1
        return tests.passes

    def _faulty(self, error: FeelSyntaxError, text: Text, element_id: str | None) -> Closure:
        line = text.line + error.line - 1
        self.faults.append(DmnFault(line, error.column, element_id, error.message))
        message = {"what": error.what, "line": line, "column": error.column}

        def refuse(_scope: Scope) -> Value:
            raise FeelSyntaxError(**message)  # type: ignore[arg-type]

        return refuse
