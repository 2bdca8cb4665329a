"""A scenario as the text of its file: what ``read_scenario`` reads back as the same scenario."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from engine.catalogue.applicants import PERSON
from engine.catalogue.scenarios import Expected, Scenario, ScenarioStep

SOURCE = "demo"
"""Where the answers of a dossier that somebody played come from: they are made up."""


def scenario_text(scenario: Scenario) -> str:
    """The file. Typed text is written as text, moments in their own offset."""
    tables = [
        _head(scenario),
        _lines("values", scenario.answers),
        *map(_step, scenario.steps),
        _lines("expect", _expected(scenario.expected)),
    ]
    return "\n\n".join("\n".join(lines) for lines in map(list, tables) if lines) + "\n"


def _head(scenario: Scenario) -> Iterator[str]:
    paper = scenario.authorisation
    told: dict[str, object] = {
        "name": scenario.name,
        "channel": scenario.channel,
        "commune": scenario.commune,
        "receiving": scenario.receiving,
        "returning": scenario.returning,
        "submitted_at": scenario.submitted_at,
        "received_at": scenario.received_at,
        "assisted": scenario.assisted or None,
        "applicant_kind": None if scenario.applicant_kind == PERSON else scenario.applicant_kind,
        "owner_tax_number": scenario.owner_tax_number,
        "paper_ground": scenario.paper_ground,
        "source": SOURCE,
        "authorisation": paper and {"paper": paper.paper, "number": paper.number, "day": paper.day},
    }
    yield from _pairs(told)


def _lines(table: str, values: Mapping[str, object]) -> Iterator[str]:
    lines = list(_pairs(values))
    if lines or table == "values":
        yield f"[{table}]"
        yield from lines


def _step(step: ScenarioStep) -> Iterator[str]:
    yield "[[step]]"
    yield from _pairs(
        {
            "element": step.element,
            "act": step.act,
            "officer": step.officer,
            "outcome": step.outcome,
            "reason": step.comment,
            "at": step.at,
            "values": dict(step.answers) or None,
        }
    )


def _expected(expected: Expected) -> dict[str, object]:
    return {
        "status": expected.status,
        "working_hours": expected.working_hours,
        "end": expected.end,
        "fee": expected.fee,
        "variant": expected.variant,
        "due_at": expected.due_at,
        "path": list(expected.path) or None,
    }


def _pairs(values: Mapping[str, object]) -> Iterator[str]:
    """What is there; TOML knows no null."""
    for key, value in values.items():
        if value is not None:
            yield f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    bare = key.replace("_", "a").replace("-", "a")
    return key if bare.isalnum() and key.isascii() else _text(key)


def _value(value: object) -> str:
    match value:
        case bool():
            written = str(value).lower()
        case str():
            written = _text(value)
        case date():  # and moments
            written = value.isoformat()
        case Decimal():
            written = format(value, "f")
        case Mapping():
            written = f"{{ {', '.join(_pairs(value))} }}"
        case list() | tuple():
            written = f"[{', '.join(_value(one) for one in value if one is not None)}]"
        case _:
            written = str(value)
    return written


def _text(text: str) -> str:
    return f'"{"".join(map(_letter, text))}"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter >= " " and letter != "\x7f":
        return letter
    return f"\\u{ord(letter):04x}"
