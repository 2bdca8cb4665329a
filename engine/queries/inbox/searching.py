"""What an officer looks for in a list: a code, a number, or part of a name in any spelling."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    exists,
    false,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from engine.queries.inbox.lists import task
from engine.routing.named_cases import case_keys
from engine.store.base import Key, table_of
from engine.store.cases import Case, Dossier
from engine.typed.folding import words_of
from engine.typed.identifiers import case_code, digits_of

_case, _dossier = table_of(Case), table_of(Dossier)
_MOST = 100
"""Cases of one number that are looked at."""
ESCAPE = "/"
LONGEST = 400
"""Letters of what may be found: codes are shorter, and of names so much is kept to search in."""
NOBODY = ""
"""The id of no case."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: the cases of a whole code or number, else parts of codes and names."""

    code: str = ""
    words: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """What the text of a statement depends on: how many cases, how many words."""
        return len(self.cases), len(self.words)

    @property
    def given(self) -> dict[str, object]:
        """The values of the statement."""
        if self.cases:
            return {f"case_{place}": case for place, case in enumerate(self.cases)}
        words = {f"word_{place}": part(word) for place, word in enumerate(self.words)}
        return {"code": part(self.code), **words}


def sought(session: Session, province_code: str, text: str | None) -> Sought | None:
    """What the text asks for; ``None`` for nothing. A whole code or number is looked up first."""
    if not text or not text.strip():
        return None
    if len(text) > LONGEST:
        return Sought(cases=(NOBODY,))
    cases = _cases(session, province_code, text)
    return Sought(cases=cases) if cases else Sought(case_code(text), tuple(words_of(text)))


def sought_condition(shape: tuple[int, int]) -> ColumnElement[bool]:
    """The condition on tasks for a search of this shape."""
    cases, words = shape
    if cases:
        return task.c.case_id.in_([bindparam(f"case_{n}", type_=Key) for n in range(cases)])
    names = [_like(_dossier.c.names_folded, f"word_{n}") for n in range(words)]
    person = exists().where(
        _dossier.c.province_code == task.c.province_code,
        _dossier.c.case_id == task.c.case_id,
        and_(*names) if names else false(),
    )
    coded = exists().where(
        _case.c.province_code == task.c.province_code,
        _case.c.id == task.c.case_id,
        or_(_like(_case.c.code, "code"), _like(_case.c.submission_number, "code")),
    )
    return or_(coded, person)


def _cases(session: Session, province: str, text: str) -> tuple[str, ...]:
    """The cases whose code (or its end, without separators) or person's number this is, whole."""
    coded = case_keys(session, text, province_code=province, end=True)
    found = [case_id for _, case_id in coded]
    return tuple(dict.fromkeys([*found, *of_person(session, province, text)]))


def of_person(session: Session, province: str, text: str) -> Iterable[str]:
    """The cases of whose owner or submitter this is the number, whole."""
    number = digits_of(text)
    if number is None:
        return ()
    columns = (_dossier.c.owner_number, _dossier.c.submitter_number, _dossier.c.submitter_phone)
    parts = [
        select(_dossier.c.case_id).where(_dossier.c.province_code == province, column == number)
        for column in columns
    ]
    return session.scalars(union_all(*parts).limit(_MOST))


def _like(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column.like(bindparam(name, type_=String), escape=ESCAPE)


def part(text: str) -> str:
    """The pattern of what has the text in it."""
    escaped = text
    for sign in (ESCAPE, "%", "_"):
        escaped = escaped.replace(sign, ESCAPE + sign)
    return f"%{escaped}%"
