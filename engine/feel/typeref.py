"""Types: how they are named, whether a value is of one, and the conversions that FEEL makes
itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from engine.feel.arithmetic import midnight
from engine.feel.limits import Run
from engine.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS,
    FUNCTION,
    LIST,
    MONTHS,
    NULL,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    Value,
    kind,
    normalise,
)

ANY_NAME: Final = "Any"


@dataclass(frozen=True, slots=True)
class FeelType:
    """A type: its name, and what is inside it.

    ``item`` of a list or range, ``fields`` of a context, ``parameters`` and ``result`` of a
    function;
    ``values`` lists the only values a declared enumeration may take (used by the static check). A
    name that is none of FEEL's own is an item definition of the model.
    """

    name: str
    item: "FeelType | None" = None
    fields: "tuple[tuple[str, FeelType], ...] | None" = None
    parameters: "tuple[FeelType, ...] | None" = None
    result: "FeelType | None" = None
    values: tuple[Value, ...] | None = None

    def field(self, name: str) -> "FeelType | None":
        """The type of a field; None when it is not declared."""
        return next((type_ for one, type_ in self.fields or () if one == name), None)


class TypeCheck(Protocol):
    """Whether a value is of an item definition; ``constrained`` looks at allowed values too."""

    def __call__(self, value: Value, run: Run, *, constrained: bool) -> bool: ...


ANY: Final = FeelType(ANY_NAME)


def list_of(item: FeelType) -> FeelType:
    """The type of a list of such items."""
    return FeelType(LIST, item=item)


def context_of(fields: Mapping[str, FeelType]) -> FeelType:
    """The type of a context with these fields."""
    return FeelType(CONTEXT, fields=tuple(fields.items()))


def enumeration(*values: str) -> FeelType:
    """A string that is one of these."""
    return FeelType(STRING, values=values)


ALIASES: Final[Mapping[str, str]] = {
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS,
    "day and time duration": DAYS,
    "yearMonthDuration": MONTHS,
    "year and month duration": MONTHS,
    "integer": NUMBER,
    "long": NUMBER,
    "double": NUMBER,
    "decimal": NUMBER,
}
"""Other names of the kinds: of DMN 1.1 and 1.2, and of Camunda 7."""
OWN_NAMES: Final = (
    DATE_TIME,
    DAYS,
    "day and time duration",
    "dayTimeDuration",
    MONTHS,
    "year and month duration",
    "yearMonthDuration",
    NUMBER,
    STRING,
    BOOLEAN,
    DATE,
    TIME,
    "dateTime",
    LIST,
    CONTEXT,
    FUNCTION,
    RANGE,
    ANY_NAME,
    NULL,
)
"""FEEL's own type names, longer before shorter so that ``date and time`` is not read as
``date``."""
_OWN: Final = frozenset(OWN_NAMES)


def is_known(name: str) -> bool:
    """Whether a name is one of FEEL's own types or another name of one."""
    return name in _OWN or name in ALIASES


def conforms(value: Value, wanted: FeelType, run: Run, *, constrained: bool = True) -> bool:
    """Whether a value may stand where the type is wanted; null may stand anywhere.

    Unless ``constrained``, the allowed values of item definitions are not looked at.
    """
    value = normalise(value, run)
    if value is None:
        return True
    name = ALIASES.get(wanted.name, wanted.name)
    if name not in _OWN:
        check = run.types.get(name)
        return True if check is None else check(value, run, constrained=constrained)
    if name == ANY_NAME:
        return True
    return kind(value) == name and _inside(value, wanted, run, constrained=constrained)


def is_instance(value: Value, wanted: FeelType, run: Run) -> bool:
    """``value instance of wanted``: like :func:`conforms`, but null is an instance of Null only
    and an unknown type has no instances."""
    value = normalise(value, run)
    name = ALIASES.get(wanted.name, wanted.name)
    if name == NULL:
        return value is None
    if value is None:
        return False
    if name not in _OWN and name not in run.types:
        return False
    return conforms(value, wanted, run, constrained=False)


def _inside(value: Value, wanted: FeelType, run: Run, *, constrained: bool) -> bool:
    name = wanted.name
    if name in {LIST, RANGE} and wanted.item is not None:
        parts = value if name == LIST else (value.low, value.high)
        if name == LIST:
            run.spend(1 + 3 * len(value))
        return all(conforms(part, wanted.item, run, constrained=constrained) for part in parts)
    if name == CONTEXT and wanted.fields is not None:
        return all(
            field in value and conforms(value[field], inner, run, constrained=constrained)
            for field, inner in wanted.fields
        )
    if name == FUNCTION and wanted.parameters is not None:
        return _function_fits(value, wanted.parameters)
    return True


def _function_fits(function: Value, wanted: tuple[FeelType, ...]) -> bool:
    if len(function.parameters) != len(wanted):
        return False
    declared = function.types
    return declared is None or all(
        have is None or have in {ANY, want} for want, have in zip(wanted, declared, strict=True)
    )


def coerce(value: Value, wanted: FeelType, run: Run) -> tuple[Value, bool]:
    """The value as the wanted type, by the implicit conversions of DMN 1.5, 10.3.2.9.4: a list of
    one
    becomes its item, an item a list of one, a date its midnight. The second part says whether it
    fits."""
    if conforms(value, wanted, run):
        return value, True
    one = isinstance(value, list) and len(value) == 1
    if one and wanted.name != LIST and conforms(value[0], wanted, run):
        return normalise(value[0], run), True
    if wanted.name == LIST and not isinstance(value, list) and conforms([value], wanted, run):
        return [value], True
    if ALIASES.get(wanted.name, wanted.name) == DATE_TIME and kind(value) == DATE:
        return midnight(value), True
    return None, False
