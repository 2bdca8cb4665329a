"""Answers that were thought of for another day: a scenario that is played again."""

from collections.abc import Mapping
from datetime import date

from engine.catalogue.forms.answering import bounded
from engine.catalogue.forms.constructs import BOUND_TODAY
from engine.catalogue.forms.questions import Component, mapping_of, questions


def not_to_come(
    form: Component | None, answers: Mapping[str, object], *, today: date
) -> dict[str, object]:
    """The answers; what a question asks of the past and lies after today has happened today."""
    of_the_past = {
        str(one["key"])
        for one in questions(form or {})
        if bounded(one) and mapping_of(one, "properties").get("notAfter") == BOUND_TODAY
    }
    last = today.isoformat()
    return {
        key: _happened(value, last) if key in of_the_past and isinstance(value, str) else value
        for key, value in answers.items()
    }


def _happened(kept: str, last: str) -> str:
    """A kept day, month, year or moment, on the last day if it lies later."""
    day = kept[: len(last)]
    return last[: len(day)] + kept[len(day) :] if day > last[: len(day)] else kept
