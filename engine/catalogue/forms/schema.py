"""The answers of a form as a JSON schema, for programs that file over the API."""

from collections.abc import Mapping
from typing import Any

from engine.catalogue.forms.constructs import COMMUNES, MOST_ROWS, construct_of, role_of
from engine.catalogue.forms.questions import Component, label_of, mapping_of, questions

_BOUNDS = {"minLength": "minLength", "maxLength": "maxLength", "min": "minimum", "max": "maximum"}


def answers_schema(schema: Component) -> dict[str, Any]:
    """What may be sent as ``answers``. Conditions and rules across questions are not in it.

    A question that is hidden by a condition is never required, so only those without are.
    """
    properties = {str(one["key"]): _one(one) for one in questions(schema)}
    needed = [
        str(one["key"])
        for one in questions(schema)
        if mapping_of(one, "validate").get("required")
        and one["type"] != "filepicker"
        and not mapping_of(one, "conditional").get("hide")
        and not _grouped(schema, one)
    ]
    return {"type": "object", "properties": properties, "required": needed}


def _grouped(schema: Component, question: Component) -> bool:
    """Whether the question stands in a group, which may be hidden."""
    return not any(
        question["key"] in (part.get("key"), part.get("path"))
        for part in schema.get("components", ())
        if isinstance(part, Mapping)
    )


def _one(question: Component) -> dict[str, Any]:
    title = {"title": label_of(question)}
    if role_of(question) == "repeats":
        return {**title, "type": "array", "maxItems": MOST_ROWS, "items": answers_schema(question)}
    found = construct_of(question)
    if found and found.control in ("choice", "select", "checks"):
        return title | _choice(question, many=found.control == "checks")
    rules = mapping_of(question, "validate")
    bounds = {name: rules[key] for key, name in _BOUNDS.items() if rules.get(key) is not None}
    return title | dict(found.sent if found else {}) | bounds


def _choice(question: Component, *, many: bool) -> dict[str, Any]:
    if question.get("valuesKey") == COMMUNES:
        one: dict[str, Any] = {"type": "string", "description": "Mã xã, phường của tỉnh"}
    else:
        one = {"enum": [option.get("value") for option in question.get("values") or ()]}
    return {"type": "array", "items": one} if many else one
