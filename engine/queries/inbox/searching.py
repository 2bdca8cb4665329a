"""What an officer looks for in a list: a code, a number, or part of a name in any spelling.

A code or number is looked up whole first, and several words as how a whole name begins; only where
nobody has it so, or whoever looks asks for more, as parts of names in any order. Of names
PostgreSQL knows how they begin and which words end in which letters: what few cases have is looked
up, what many have is met soon where the list begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.orm import Session

from engine.queries.inbox.lists import task
from engine.routing.named_cases import keys_meant
from engine.store.base import Code, Key, table_of
from engine.store.cases import Case, Dossier
from engine.store.database import connection_of
from engine.store.prepared import PreparedQuery
from engine.typed.folding import is_half, words_of
from engine.typed.identifiers import case_code, number_meant

_case, _dossier = table_of(Case), table_of(Dossier)
_MOST = 100
"""Cases of one number that are looked at."""
MOST_NAMED = 1000
"""Cases of one name that are looked up; where more have it, the list is read from its beginning."""
ESCAPE = "/"
LONGEST = 400
"""Letters of what may be found: codes are shorter, and of names so much is kept to search in."""
NOBODY = ""
"""The id of no case."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: the cases of a whole code, number or name, else parts of codes and names.

    ``narrow``: those of a name alone, though others may have its words elsewhere.
    """

    code: str = ""
    words: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    narrow: bool = False

    def shape(self, dialect: str) -> tuple[int, int]:
        """What the text of a statement depends on: how many cases, how many words."""
        return (1 if self.cases and dialect != "sqlite" else len(self.cases)), len(self.words)

    def given(self, dialect: str) -> dict[str, object]:
        """The values of the statement."""
        if self.cases and dialect != "sqlite":
            return {"cases": list(self.cases)}
        if self.cases:
            return {f"case_{place}": case for place, case in enumerate(self.cases)}
        words = {f"word_{place}": part(word) for place, word in enumerate(self.words)}
        return {"code": part(self.code), **words}


def sought(
    session: Session, province_code: str, text: str | None, *, wide: bool = False
) -> Sought | None:
    """What the text asks for; ``None`` for nothing. A whole code or number is looked up first, and
    a name by how it begins unless the search is ``wide``.
    """
    if not text or not text.strip():
        return None
    if len(text) > LONGEST:
        return Sought(cases=(NOBODY,))
    words = tuple(words_of(text))
    if any(sign.isdigit() for sign in text):
        cases = _cases(session, province_code, text)
    else:
        several = sum(not is_half(word) for word in words) > 1
        begun = _begun(session, province_code, words) if several and not wide else ()
        if begun:
            return Sought(cases=begun, narrow=True)
        named = _named(session, province_code, words) if begun is not None else None
        cases = () if named is None else (named or (NOBODY,))
    return Sought(cases=cases) if cases else Sought(case_code(text), words)


def sought_condition(shape: tuple[int, int], dialect: str) -> ColumnElement[bool]:
    """The condition on tasks for a search of this shape."""
    cases, words = shape
    if cases and dialect != "sqlite":
        return task.c.case_id == any_(bindparam("cases", type_=ARRAY(Key)))
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
    found = [*session.scalars(_exact(province, case_code(text), number_meant(text)))]
    if not found:
        coded = keys_meant(session, text, province_code=province, end=True)
        found = [case_id for _, case_id in coded]
    return tuple(dict.fromkeys(found))


def _begun(session: Session, province: str, words: Sequence[str]) -> tuple[str, ...] | None:
    """The cases of names that begin with the words, however those are parted; ``None``: too many.

    H Bia, H'Bia and HBia are one.
    """
    connection, beginning = connection_of(session), "".join(words)
    if connection.dialect.name == "sqlite":
        given = {"first": f"{part(beginning)[1:]}", "second": f"%|{part(beginning)[1:]}"}
        found = _BEGUN_READ.all(connection, {"province": province, **given})
    else:
        quoted = beginning.replace("\\", "\\\\").replace("'", "''")
        given = {"words": f"'{quoted}':*"}
        found = _BEGUN.all(connection, {"province": province, **given})
    return None if len(found) > MOST_NAMED else tuple(row[0] for row in found)


def _named(session: Session, province: str, words: Sequence[str]) -> tuple[str, ...] | None:
    """The cases whose names have all of the words, or parts of words.

    ``None``: too many, or the database knows no words.
    """
    connection = connection_of(session)
    if connection.dialect.name == "sqlite" or not words:
        return None
    # In quotes every sign is a letter; a quote or backslash of the text is written twice.
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in words)
    given = {"province": province, "words": " & ".join(f"'{word}':*" for word in quoted)}
    found = _NAMED.all(connection, given)
    return None if len(found) > MOST_NAMED else tuple(row[0] for row in found)


def of_person(session: Session, province: str, text: str) -> Iterable[str]:
    """The cases of whose owner, submitter or subject this is the number, whole."""
    parts = _of_number(province, number_meant(text))
    return session.scalars(union_all(*parts).limit(_MOST)) if parts else ()


def _exact(province: str, code: str, number: str | None) -> CompoundSelect[Any]:
    """The cases with exactly this code, or of exactly this person's number."""
    coded = [
        select(_case.c.id).where(_case.c.province_code == province, column == code)
        for column in (_case.c.code, _case.c.submission_number)
    ]
    return union_all(*coded, *_of_number(province, number)).limit(_MOST)


def _of_number(province: str, number: str | None) -> list[Select[Any]]:
    if number is None:
        return []
    columns = (
        *(_dossier.c.owner_number, _dossier.c.submitter_number, _dossier.c.submitter_phone),
        _dossier.c.subject_number,
    )
    return [
        select(_dossier.c.case_id).where(_dossier.c.province_code == province, column == number)
        for column in columns
    ]


# Not by the index of the province, which holds far more than the words.
_IN_PROVINCE = func.concat(_dossier.c.province_code) == bindparam("province", type_=Code)
_AS_WORDS = cast(bindparam("words", type_=String), TSQUERY)
_MOST_NAMED: ColumnElement[int] = literal_column(str(MOST_NAMED + 1))
_BEGUN = PreparedQuery(
    select(_dossier.c.case_id)
    .where(
        _IN_PROVINCE,
        func.motcua_name_beginnings(_dossier.c.names_folded).op("@@")(_AS_WORDS),
    )
    .limit(_MOST_NAMED)
)
_unparted = func.replace(_dossier.c.names_folded, literal_column("' '"), literal_column("''"))
_BEGUN_READ = PreparedQuery(
    select(_dossier.c.case_id)
    .where(
        _dossier.c.province_code == bindparam("province", type_=Code),
        or_(
            _unparted.like(bindparam("first", type_=String), escape=ESCAPE),
            _unparted.like(bindparam("second", type_=String), escape=ESCAPE),
        ),
    )
    .limit(_MOST_NAMED)
    .offset(literal_column("0"))  # SQLite gives one as a value else
)
_NAMED = PreparedQuery(
    select(_dossier.c.case_id)
    .where(
        _IN_PROVINCE,
        func.motcua_word_ends(_dossier.c.names_folded).op("@@")(_AS_WORDS),
    )
    .limit(_MOST_NAMED)
)


def _like(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column.like(bindparam(name, type_=String), escape=ESCAPE)


def part(text: str) -> str:
    """The pattern of what has the text in it."""
    escaped = text
    for sign in (ESCAPE, "%", "_"):
        escaped = escaped.replace(sign, ESCAPE + sign)
    return f"%{escaped}%"
