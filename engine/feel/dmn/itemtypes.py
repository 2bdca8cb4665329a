"""Item definitions: the types that a model declares (DMN 1.5, 7.3.2)."""

from collections.abc import Iterable, Mapping

from engine.feel.closures.matching import TESTED
from engine.feel.dmn.boxes import ItemDefinition
from engine.feel.dmn.errors import WrongType
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import UnaryTestsExpression, compile_unary_tests
from engine.feel.limits import Run
from engine.feel.rendering import to_text
from engine.feel.scope import Scope
from engine.feel.typereader import parse_type
from engine.feel.typeref import ANY, FeelType, TypeCheck, coerce, conforms, is_known
from engine.feel.values import Function, Value, normalise


class ItemTypes:
    """The types of a model and of what it imports, by the names under which texts know them."""

    def __init__(self, items: Mapping[str, ItemDefinition], names: Iterable[str]) -> None:
        self.items = items
        self.checks: dict[str, TypeCheck] = {
            name: self._check(item) for name, item in items.items()
        }
        self._names = tuple(names)
        self._allowed_tests: dict[int, list[UnaryTestsExpression]] = {}

    def take_from(self, prefix: str, other: "ItemTypes") -> None:
        """Make an imported model's types known as ``prefix.name``."""
        for name, check in other.checks.items():
            self.checks[f"{prefix}.{name}" if prefix else name] = check

    def of(self, reference: str) -> FeelType:
        """The type that a typeRef names; Any when it names none."""
        local = reference.split(":", 1)[-1]
        for name in (reference, local):
            if name in self.checks:
                return FeelType(name)
        try:
            found = parse_type(local)
        except FeelSyntaxError:
            return ANY
        return found if is_known(found.name) else ANY

    def is_function(self, reference: str) -> bool:
        """Whether the type is a function's."""
        wanted = self.of(reference)
        item = self.items.get(wanted.name)
        return wanted.name == "function" or (item is not None and item.function)

    def _check(self, item: ItemDefinition) -> TypeCheck:
        def check(value: Value, run: Run, *, constrained: bool) -> bool:
            return self._fits(item, value, run, constrained=constrained)

        return check

    def _fits(self, item: ItemDefinition, value: Value, run: Run, *, constrained: bool) -> bool:
        if not item.collection:
            return self._fits_one(item, value, run, constrained=constrained)
        if value is None:
            return True
        if not isinstance(value, list):
            return False
        run.spend(1 + 3 * len(value))
        return all(self._fits_one(item, part, run, constrained=constrained) for part in value)

    def _fits_one(self, item: ItemDefinition, raw: Value, run: Run, *, constrained: bool) -> bool:
        run.spend(4 + 2 * len(item.components))
        value = normalise(raw, run)
        if value is None:
            return True
        if item.components:
            return isinstance(value, dict) and all(
                part.name in value
                and self._fits(part, value[part.name], run, constrained=constrained)
                for part in item.components
            )
        if item.function:
            return isinstance(value, Function)
        if item.type_ref and not conforms(
            value, self.of(item.type_ref), run, constrained=constrained
        ):
            return False
        return not constrained or self._allowed(item, value, run)

    def _allowed(self, item: ItemDefinition, value: Value, run: Run) -> bool:
        scope = Scope({TESTED: value}, None, run)
        for tests in self._tests_of(item):
            run.spend(2 + tests.price)
            if tests.passes(scope, value) is not True:
                return False
        return True

    def _tests_of(self, item: ItemDefinition) -> list[UnaryTestsExpression]:
        """What the values of the item must pass, compiled at the first use."""
        found = self._allowed_tests.get(id(item))
        if found is None:
            found = [compile_unary_tests(text.text, self._names) for text in item.allowed]
            self._allowed_tests[id(item)] = found
        return found

    def convert(self, value: Value, reference: str | None, run: Run, name: str) -> Value:
        """The value as the declared type; raises :class:`WrongType`."""
        if not reference or value is None:
            return value
        wanted = self.of(reference)
        if wanted == ANY:
            return value
        result, fits = coerce(value, wanted, run)
        if fits:
            return result
        item = self.items.get(wanted.name)
        if item is not None:
            result, fits = self._as_item(item, value, run)
            if fits:
                return result
        raise WrongType(name=name, wanted=reference, value=_shown(value, run))

    def _as_item(self, item: ItemDefinition, value: Value, run: Run) -> tuple[Value, bool]:
        if item.collection:
            alone = not isinstance(value, list) and self._fits(item, [value], run, constrained=True)
            return [value], alone
        if item.type_ref is None:
            return None, False
        result, fits = coerce(value, self.of(item.type_ref), run)
        return result, fits and self._fits(item, result, run, constrained=True)


def _shown(value: Value, run: Run) -> str:
    """A value in a message, cut to a readable length."""
    text = to_text(value, run) or "null"
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004
