"""The reference page of ``engine.facts``, written from its two tables."""

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from engine.access import Reader
from engine.facts.base import INTERNAL, Audience, Event, Topic
from engine.facts.reading import EVENTS
from engine.facts.topics import TOPICS
from engine.life import Status
from tests.facts import EXAMPLES

FACTS_HEAD = """# Facts

What can happen to a case, and what the outside is told of it. The table is `engine/facts`; this \
page is written from it (`make reference`), each sentence with an example of its event.

An event is one link of the case's audit chain: `data` of its body holds the fields below. Who \
reads it sees the whole sentence; a field for officers only is in no sentence. Readers are \
`officers` who work on the case, its `applicant`, and the `public` that knows its code (who sees \
no timeline). A kind that this program does not know, or data that it can not read, is shown to \
officers as such and found by `motcua cases verify`.

## Events

"""
TOPICS_HEAD = """
## Topics of the outbox

A message is written in the transaction of its act, and sent in the order of the case. Told: the \
national `portal`, the `applicant` (whose dossier it is, and who filed it for them), the `owner` \
alone, the `operator` of this installation, the `partner` system meant, the `officers` of the unit \
that it names.

"""
TYPES: dict[Any, str] = {
    str: "text",
    int: "number",
    bool: "true or false",
    datetime: "instant",
    date: "day",
    Decimal: "decimal as text",
    Status: "number",
}


def facts_page() -> str:
    """The page of ``engine.facts``: events with their sentences, topics with their schemas."""
    sentences = {one.event.kind: one.sentence for one in EXAMPLES}
    events = (_event(shape, sentences[kind]) for kind, shape in EVENTS.items())
    topics = (_topic(shape) for shape in TOPICS.values())
    return FACTS_HEAD + "\n".join(events) + TOPICS_HEAD + "\n".join(topics)


def _event(shape: type[Event], sentence: str | None) -> str:
    told = f"“{sentence}”" if sentence else f"Silent: {shape.silent}."
    lines = [
        f"### `{shape.kind}`\n",
        f"{_says(shape)}\n",
        f"Read by: {_audience(shape.audience)}. {told}\n",
        "| field | type | |\n|---|---|---|",
    ]
    hints = get_type_hints(shape, include_extras=True)
    for field in dataclasses.fields(shape):  # type: ignore[arg-type]  # made one by its base
        hint, notes = hints[field.name], []
        if INTERNAL in getattr(hint, "__metadata__", ()):
            notes.append("officers only")
        if field.default is not dataclasses.MISSING:
            notes.append("not in older events")
        lines.append(f"| `{field.name}` | {_type(hint)} | {'; '.join(notes)} |")
    return "\n".join(lines) + "\n"


def _topic(shape: type[Topic]) -> str:
    schema = msgspec.json.schema(shape)["$defs"][shape.__name__]
    hints = get_type_hints(shape, include_extras=True)
    rows = (
        f"| `{name}` | {_type(hints[name])} | {told['description']} |"
        for name, told in schema["properties"].items()
    )
    head = f"### `{shape.topic}`\n\n{_says(shape)} Told: {', '.join(sorted(shape.told))}.\n\n"
    return head + "| field | type | |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _says(shape: type) -> str:
    return " ".join((shape.__doc__ or "").split()).replace("``", "`")


def _audience(audience: Audience) -> str:
    return ", ".join(one for one in get_args(Reader) if one in audience)


def _type(hint: Any) -> str:
    """A field's type in words; a part that is a class of its own with its fields."""
    if dataclasses.is_dataclass(hint):
        return f"({', '.join(f'`{field.name}`' for field in dataclasses.fields(hint))})"
    origin = get_origin(hint)
    return TYPES[hint] if origin is None else MADE_OF[origin](get_args(hint))


def _either(parts: tuple[Any, ...]) -> str:
    known = [_type(one) for one in parts if one is not types.NoneType]
    return f"{' or '.join(known)} or null"


MADE_OF: dict[Any, Callable[[tuple[Any, ...]], str]] = {
    Annotated: lambda parts: _type(parts[0]),
    Literal: lambda parts: ", ".join(f"`{value}`" for value in parts),
    Mapping: lambda _: "object",
    tuple: lambda parts: f"list of {_type(parts[0])}",
    Union: _either,
    types.UnionType: _either,
}
