"""Answers that were thought of for another day: a scenario that is played again."""

from collections.abc import Mapping
from datetime import date

from engine.catalogue.forms.answering import bounded
from engine.catalogue.forms.constructs import BOUND_FILED, BOUND_TODAY
from engine.catalogue.forms.questions import Component, mapping_of, questions


def as_it_happened(
    form: Component | None, answers: Mapping[str, object], *, today: date, filed: date | None = None
) -> dict[str, object]:
    """The answers; what a question asks of the past and lies after today has happened today, what
    it asks of the dossier and lies before the day ``filed``, on that.
    """
    found = dict(answers)
    for one in questions(form or {}):
        key, rules = str(one["key"]), mapping_of(one, "properties")
        kept = found.get(key)
        if not isinstance(kept, str) or not bounded(one):
            continue
        if rules.get("notAfter") == BOUND_TODAY:
            kept = _moved(kept, today, later=False)
        if rules.get("notBefore") == BOUND_FILED and filed is not None:
            kept = _moved(kept, filed, later=True)
        found[key] = kept
    return found


def _moved(kept: str, to: date, *, later: bool) -> str:
    """A kept day, month, year or moment, on the day if it does not lie on its right side."""
    day, bound = kept[:10], to.isoformat()[: len(kept)]
    wrong = day < bound if later else day > bound
    return bound + kept[10:] if wrong else kept
