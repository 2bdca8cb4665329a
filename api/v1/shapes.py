"""Marshmallow schemas of the read models, made from their dataclasses.

The dataclasses of ``engine.queries.views`` are the one place that says what an answer holds; a
schema written beside them by hand would only drift.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Range

from engine.typed.dates import ALL
from engine.typed.numbers import NAMED_DIGITS

MOST = 10**NAMED_DIGITS - 1
YEARS = f"Năm phải từ {ALL.first.year} đến {ALL.last.year}."


class Day(fields.Date):
    """A day that anything in this house may lie on: others are typing mistakes or tricks."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        found: date = super()._deserialize(value, attr, data, **kwargs)
        if not ALL.holds(found.year):
            raise ValidationError(YEARS)
        return found


class Instant(fields.AwareDateTime):
    """A moment with its zone, in the same years."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        found: datetime = super()._deserialize(value, attr, data, **kwargs)
        if not ALL.holds(found.year):
            raise ValidationError(YEARS)
        return found


class Content(fields.String):
    """What is in a file, as base64: only a body with such a field may be large."""


class Number(fields.Integer):
    """A number that names or counts something here: a larger one no database takes."""

    def __init__(self, *, least: int = 0, **options: Any) -> None:
        super().__init__(validate=Range(least, MOST), **options)


SIMPLE: dict[Any, type[fields.Field[Any]]] = {
    str: fields.String,
    int: fields.Integer,
    bool: fields.Boolean,
    datetime: Instant,
    date: Day,
}


Told = Callable[[Any], Any]
"""How a value is told in JSON."""
_PLAIN: Mapping[type[fields.Field[Any]], Told | None] = {
    fields.String: None,
    # Databases know other numbers, and 1 for true.
    fields.Integer: int,
    fields.Boolean: bool,
    fields.Dict: dict,
    Instant: datetime.isoformat,
    Day: date.isoformat,
}
"""Fields of values that JSON knows; ``None``: those of a dataclass are of its type already."""


class ShapeSchema(Schema):
    """What a dataclass is dumped by: its members are attributes, and nothing else need be tried.

    How each member is told is found out once: asking every field of every row took a quarter of
    an answer.
    """

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The member's value."""
        return getattr(obj, attr, default)

    def _serialize(self, obj: Any, *, many: bool = False) -> Any:
        if many and obj is not None:
            return [self._told(one) for one in obj]
        return self._told(obj)

    @cached_property
    def _told(self) -> Told:
        names = tuple(self.dump_fields)
        ways = ((name, _way(field)) for name, field in self.dump_fields.items())
        told = [(name, way) for name, way in ways if way is not None]
        # One member alone would not come as a row of one.
        members = attrgetter(*names) if len(names) > 1 else None

        def tell(obj: Any) -> dict[str, Any]:
            values = members(obj) if members else [getattr(obj, name) for name in names]
            found = dict(zip(names, values, strict=True))
            for name, way in told:
                if found[name] is not None:
                    found[name] = way(found[name])
            return found

        return tell


def _way(field: fields.Field[Any]) -> Told | None:
    """How a field's values are told, ``None`` never among them; ``None``: as they are."""
    if type(field) in _PLAIN:
        return _PLAIN[type(field)]
    if isinstance(field, fields.Nested):
        schema = field.schema
        return schema._told if isinstance(schema, ShapeSchema) else schema.dump
    if isinstance(field, fields.List):
        return _each(_way(field.inner))
    return lambda value: field._serialize(value, None, None)


def _each(way: Told | None) -> Told:
    if way is None:
        return list
    return lambda values: [None if one is None else way(one) for one in values]


@cache
def schema_of(shape: type) -> type[Schema]:
    """The schema that dumps a dataclass: same names, nested dataclasses as nested schemas."""
    hints = get_type_hints(shape)
    members: dict[str, Any] = {
        field.name: field_of(hints[field.name]) for field in dataclasses.fields(shape)
    }
    members["__doc__"] = shape.__doc__
    return type(f"{shape.__name__}Schema", (ShapeSchema,), members)


def field_of(hint: Any) -> fields.Field[Any]:
    """The field for a type hint of a read model."""
    inner, nullable = _without_none(hint)
    options: dict[str, Any] = {"allow_none": nullable, "required": True}
    origin = get_origin(inner)
    if dataclasses.is_dataclass(inner) and isinstance(inner, type):
        return fields.Nested(schema_of(inner), **options)
    if inner is Decimal:
        # Sent as text, so that no program rounds it: the description has to say so too.
        return fields.Decimal(as_string=True, metadata={"type": "string"}, **options)
    if origin is tuple:
        return fields.List(field_of(get_args(inner)[0]), **options)
    if origin is Literal:
        return fields.String(metadata={"enum": list(get_args(inner))}, **options)
    if origin in (Mapping, dict):
        return fields.Dict(keys=fields.String(), **options)
    return SIMPLE[inner](**options)


def _words_of(part: Any) -> tuple[Any, ...]:
    """The words of one part of a union. Raises TypeError: no other parts have one description."""
    if get_origin(part) is not Literal:
        raise TypeError(part)
    return get_args(part)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        others = [part for part in get_args(hint) if part is not type(None)]
        nullable = len(others) < len(get_args(hint))
        if len(others) == 1:
            return others[0], nullable
        words = [word for part in others for word in _words_of(part)]
        return Literal[tuple(words)], nullable
    return hint, False
