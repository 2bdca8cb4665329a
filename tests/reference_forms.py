"""The reference page of forms, written from the table of constructs."""

import json

from engine.catalogue.forms.constructs import CONSTRUCTS, PROPERTIES, Construct
from engine.typed.identifiers import KINDS, PATTERNS

COMMON = frozenset({"id", "layout", "type", "properties", "conditional", "key", "validate"})
FREE = {
    "notBefore": "`today`, `filed` (the day of the filing, in forms of steps), "
    "a day (`1900-01-01`), or the key of another question for a day or "
    "moment; two moments are compared to the minute; of texts, only the kind `year` has any",
    "notAfter": "the same",
    "bornAs": "the key of the question for the identity number of the same person (several: the "
    "first that is answered): the year of birth that the number says must be this one's",
    "sexOf": "the key of the question for the identity number of the same person (several: the "
    "first that is answered): where `nam` or `nu` is chosen, the sex that the number says",
    "sexAs": "in forms of steps, of an identity number: the key of the filing form's question for "
    "the sex of the same person, `nam` or `nu`; another is refused",
    "bornOn": "the same for the day of birth: the number is of that year",
    "youngerThan": "years: who was born then is not yet so old on the day of filing",
    "youngerThanWhen": "FEEL, as in conditions: when `youngerThan` holds; without it always",
    "youngerThanMessage": "what to say of who is older",
    "patternMessage": "what to say of a text that does not match the pattern",
    "autocomplete": "as in HTML",
}
FORMS_HEAD = """# Forms

Forms are [form-js](https://bpmn.io/toolkit/form-js/) schemas. One table, \
`engine/catalogue/forms/constructs.py`, says what a form may be made of; the check of an upload, \
the page, the reading of answers, the API (`answers_schema` of a procedure) and this page are \
drawn from it. What it holds can be filled in on the page, with and without script, and over the \
API, and reads back equal; anything else is refused at upload, by name \
([diagnosis.md](diagnosis.md)).

Answers pass one gate, `engine.typed`: what a person types is read forgivingly, what a program \
sends strictly, and both are kept in one form. A number is never another than was meant: a dot \
stands only between groups of three digits, `12.5` is refused with how to write it. Text is NFC, \
without control and direction characters. Bounds, patterns, lengths, steps and read-only answers \
hold on the server.

A condition (`conditional.hide`, FEEL) sees visible, clean answers only; what stands in a hidden \
group is hidden. In a row of a repeating group it sees the row's answers before the form's.

## Constructs
| type | what it is | typed | kept and sent | shown | keys | `validate` |
|---|---|---|---|---|---|---|
"""
FORMS_REFUSED = """
Refused: {refused}.

## Properties
form-js' custom properties of a question (`properties`). What is not listed is left alone.

| property | questions | value |
|---|---|---|
"""
FORMS_KINDS = """
## Kinds of text
A `textfield` is of a kind by `properties.kind`, by form-js' `validationType` (`email`, \
`phone`), or by a pattern that means one kind only. Separators are dropped, one form is kept, \
and a wrong one is told in the kind's own words; other patterns give theirs in `patternMessage`.

| kind | what it is | pattern | what is said of a wrong one |
|---|---|---|---|
"""


def forms_page() -> str:
    """The page of forms, from the table of constructs."""
    rows = [row for row in CONSTRUCTS.values() if row.role != "refused"]
    refused = (f"`{r.type}` ({r.words})" for r in CONSTRUCTS.values() if r.role == "refused")
    constructs = "".join(_construct_row(row) for row in rows)
    properties = "".join(_property_row(name) for name in PROPERTIES)
    patterns = {kind: pattern for pattern, kind in PATTERNS.items()}
    kinds = "".join(
        f"| `{k.code}` | {k.name} | {_code(patterns.get(k.code, ''))} | {k.wrong} |\n"
        for k in KINDS.values()
    )
    listed = FORMS_REFUSED.format(refused="; ".join(refused))
    return f"{FORMS_HEAD}{constructs}{listed}{properties}{FORMS_KINDS}{kinds}"


def _construct_row(row: Construct) -> str:
    asks = row.role in ("asks", "repeats")
    keys = ", ".join(f"`{key}`" for key in sorted(row.keys - COMMON))
    rules = ", ".join(f"`{rule}`" for rule in sorted(row.rules))
    kept = _code(json.dumps(row.example, ensure_ascii=False)) if asks else ""
    shown = row.shown.replace("\n", " ⏎ ")
    typed = _code(row.typed.replace("\r\n", " ⏎ ")) if asks else ""
    return f"| `{row.type}` | {row.words} | {typed} | {kept} | {shown} | {keys} | {rules} |\n"


def _property_row(name: str) -> str:
    words = PROPERTIES[name]
    own = [row.type for row in CONSTRUCTS.values() if name in row.properties]
    value = ", ".join(f"`{word}`" for word in words) if words else FREE.get(name, "text")
    return f"| `{name}` | {', '.join(own) or 'any'} | {value} |\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""
