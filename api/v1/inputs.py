"""Marshmallow schemas of what clients send, made from the dataclasses that the acts take."""

import dataclasses
from functools import cache
from typing import Any, get_type_hints

from marshmallow import Schema, post_load

from api.v1.shapes import field_of
from engine.typed.unsaid import UNSAID


@cache
def input_of(shape: type) -> type[Schema]:
    """The schema that loads a dataclass: fields with a default may be left out.

    What is left out and what is ``null`` are told apart where the default is ``UNSAID``.
    """
    hints = get_type_hints(shape)
    members: dict[str, Any] = {}
    for field in dataclasses.fields(shape):
        member = field_of(hints[field.name])
        if field.default is not dataclasses.MISSING:
            member.required = False
            if field.default is not UNSAID:
                member.load_default = field.default
        members[field.name] = member

    def make(_: Schema, values: dict[str, Any], **__: object) -> object:
        lists = {name: tuple(v) for name, v in values.items() if isinstance(v, list)}
        return shape(**{**values, **lists})

    members["make"] = post_load(make)
    members["__doc__"] = shape.__doc__
    return type(f"{shape.__name__}InputSchema", (Schema,), members)
