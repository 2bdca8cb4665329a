"""The answers of one form as people read them: the one way from what is kept to what is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.access import Reader
from engine.catalogue.forms import Audience as Meant
from engine.catalogue.forms import asked, audience_of, label_of, shown
from engine.catalogue.forms.constructs import COMMUNES
from engine.catalogue.forms.questions import Component
from engine.facts.base import APPLICANT, OFFICERS, Audience
from engine.queries.case_rows import CaseRows
from engine.queries.views.case import Answer
from engine.queries.views.findings import FoundAnswer

ANSWER_AUDIENCE: Mapping[Meant, Audience] = {"internal": OFFICERS, "applicant": APPLICANT}
"""Whom a question's answer is meant for (``properties.audience``) → who reads it."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, and the form that asked; ``filing``: the applicant's own form."""

    form: Component
    values: Mapping[str, object]
    filing: bool = False


def told(
    rows: CaseRows, answers: Answers, reader: Reader, *, but: Iterable[str] = ()
) -> tuple[Answer, ...]:
    """The answers that the reader may see, as they were asked, without the questions ``but``."""
    left_out = set(but)
    return tuple(
        Answer(str(one["key"]), label_of(one), _words(rows, one, answers.values[one["key"]]))
        for one in asked(answers.form, answers.values)
        if one["key"] not in left_out
        and answers.values.get(one["key"]) not in (None, "")
        and reader in ANSWER_AUDIENCE[audience_of(one, filing=answers.filing)]
    )


def compared(now: Iterable[Answer], before: Iterable[Answer] | None) -> tuple[FoundAnswer, ...]:
    """The answers beside those of the time before; ``before`` is ``None`` for the first time."""
    if before is None:
        return tuple(_found(one, one.value, one.value) for one in now)
    was = {one.key: one for one in before}
    found = []
    for one in now:
        old = was.pop(one.key, None)
        found.append(_found(one, one.value, old.value if old else None))
    return (*found, *(_found(one, None, one.value) for one in was.values()))


def _found(one: Answer, value: str | None, before: str | None) -> FoundAnswer:
    changed = value != before
    return FoundAnswer(one.key, one.label, value, before if changed else None, changed=changed)


def _words(rows: CaseRows, question: Component, value: object) -> str:
    if question.get("valuesKey") == COMMUNES:
        return rows.setting.unit_short_name(str(value))
    return shown(question, value)
