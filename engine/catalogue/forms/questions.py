"""What a form asks: its questions, what they are called, who may read the answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.catalogue.forms.constructs import COMMUNES, role_of
from engine.typed.identifiers import KINDS, PATTERNS, Kind

Component = Mapping[str, Any]
Audience = Literal["internal", "applicant"]


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that can't be accepted: the field's key and a sentence that says how to mend it."""

    field: str
    message: str


def parts_of(component: Component) -> list[Component]:
    """The components right inside this one, or of a form."""
    found = component.get("components")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def questions(schema: Component) -> Iterator[Component]:
    """The components of a form that ask something, in order.

    A repeating group is one question, under the key ``path``; what its rows ask is
    ``questions`` of the group itself.
    """
    for component in parts_of(schema):
        role = role_of(component)
        if role == "groups":
            yield from questions(component)
        elif role == "repeats" and component.get("path"):
            yield {**component, "key": component["path"]}
        elif role == "asks" and component.get("key"):
            yield component


def keys_asked(schema: Component) -> frozenset[str]:
    """The keys of all that a form may ask, hidden or not."""
    return frozenset(str(one["key"]) for one in questions(schema))


def keys_of_communes(schema: Component) -> list[str]:
    """The questions that the product fills with the communes and wards of the province."""
    return [str(one["key"]) for one in questions(schema) if one.get("valuesKey") == COMMUNES]


def with_options(
    schema: Component, options: Mapping[str, Sequence[Mapping[str, object]]]
) -> dict[str, Any]:
    """The form with the options of questions that the product fills, wherever they stand."""
    inner = [
        {**part, "values": options[part["key"]]}
        if part.get("key") in options
        else with_options(part, options)
        if "components" in part
        else part
        for part in parts_of(schema)
    ]
    return {**schema, "components": inner}


def keys_of_files(schema: Component) -> list[str]:
    """The questions that are answered by files."""
    return [str(one["key"]) for one in questions(schema) if one["type"] == "filepicker"]


def label_of(question: Component) -> str:
    """What the person reads beside the question."""
    names = ("label", "dateLabel", "timeLabel", "key")
    return next(str(question[name]) for name in names if question.get(name))


def unit_of(question: Component) -> str | None:
    """What a number counts: đồng, m²."""
    found = mapping_of(question, "appearance").get("suffixAdorner")
    return str(found) if found else None


def kind_of_text(question: Component) -> Kind | None:
    """The kind of identifier that a text is; ``None`` for any other text."""
    rules = mapping_of(question, "validate")
    named = mapping_of(question, "properties").get("kind") or rules.get("validationType")
    return KINDS.get(str(named or PATTERNS.get(str(rules.get("pattern")))))


def audience_of(question: Component, *, filing: bool) -> Audience:
    """Who may read the answer: of the filing form the applicant too, of a step's form only
    officers, unless the question says otherwise."""
    named = mapping_of(question, "properties").get("audience")
    if named in ("internal", "applicant"):
        return "internal" if named == "internal" else "applicant"
    return "applicant" if filing else "internal"


def mapping_of(component: Component, key: str) -> Component:
    """An inner object of a component; empty where there is none."""
    found = component.get(key)
    return found if isinstance(found, dict) else {}


def numbers_by(question: Component, name: str) -> list[str]:
    """The questions for a person's number that one of its properties names, by commas."""
    told = mapping_of(question, "properties").get(name)
    return [one.strip() for one in told.split(",")] if isinstance(told, str) else []
