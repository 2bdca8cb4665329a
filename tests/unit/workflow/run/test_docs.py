"""What ``docs/reference/execution.md`` says is what the tables and classes say."""

import inspect
from pathlib import Path

from engine.errors import Refusal
from engine.workflow.reading.supported import ELEMENTS, EVENTS, Support
from engine.workflow.running import incidents

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "execution.md"


def yes_or_no(support: Support) -> str:
    """As written in the page."""
    return "yes | " if support.supported else f"no | {support.reason}"


def elements() -> str:
    """The rows of the element table."""
    return "\n".join(f"| {tag} | {yes_or_no(support)} |" for tag, support in ELEMENTS.items())


def events() -> str:
    """One line for each position: what runs there."""
    lines = ["| position | runs | refused |", "|---|---|---|"]
    for position, kinds in EVENTS.items():
        runs = ", ".join(kind for kind, support in kinds.items() if support.supported)
        refused = ", ".join(kind for kind, support in kinds.items() if not support.supported)
        lines.append(f"| {position} | {runs} | {refused} |")
    return "\n".join(lines)


def codes() -> str:
    """The rows of the incident table."""
    rows = []
    for _, found in sorted(inspect.getmembers(incidents, inspect.isclass)):
        if issubclass(found, Refusal) and found.__module__ == incidents.__name__:
            first = inspect.cleandoc(found.__doc__ or "").split("\n\n")[0].replace("\n", " ")
            rows.append(f"| `{found.code}` | {first} |")
    return "\n".join(rows)


def test_the_page_has_every_element_event_and_incident_as_they_are() -> None:
    page = PAGE.read_text()
    for part in (elements(), events(), codes()):
        assert part in page
