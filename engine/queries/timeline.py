"""What happened to a case, in sentences with people: as much as the reader may see."""

from collections.abc import Iterable, Mapping

from engine.access import Reader
from engine.facts.base import COMMENT_AUDIENCE
from engine.facts.reading import Recorded
from engine.facts.words import Words
from engine.queries.views.case import TimelineRow
from engine.workflow import Definition


def buttons(definition: Definition, reader: Reader) -> Mapping[tuple[str, str], str]:
    """(element, value) → the words of each button whose decision is addressed to the reader."""
    return {
        (step.element_id, outcome.value): outcome.label
        for step in definition.steps.values()
        for outcome in step.outcomes
        if reader in COMMENT_AUDIENCE[outcome.reader]
    }


def timeline(
    history: Iterable[Recorded], decisions: Mapping[tuple[str, str], str], reader: Reader
) -> tuple[TimelineRow, ...]:
    """The events in the given order; ``decisions``: (element, value) → a button's words."""
    return tuple(
        TimelineRow(
            at=told.at,
            kind=told.kind,
            icon=told.event.icon,
            sentence=told.event.sentence(Words(told.actor, decisions)),
            comment=told.event.comment_for(reader),
        )
        for told in history
        if told.event.shown_to(reader)
    )
