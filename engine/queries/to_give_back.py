"""Withdrawn cases whose papers and fee wait to be given back at the units of an officer."""

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from engine.access import By, held, in_the_past
from engine.accounts import Person
from engine.life import states_with
from engine.organisation.tree import setting_of
from engine.queries.own_work import others_alone
from engine.queries.reach import covered, taken, with_status
from engine.queries.views.queue import WithdrawnCase
from engine.store.cases import Case
from engine.store.database import connection_of
from engine.store.prepared import Selected, built

MOST = 50


def to_give_back(session: Session, *, person: Person) -> tuple[WithdrawnCase, ...]:
    """The cases, the longest waiting first; nothing is asked for who sits at no reception."""
    found = tuple(by for by, _ in held(person, "withdrawn.list") if by.holding is not None)
    if not found or person.province_code is None:
        return ()
    setting = setting_of(session, person.province_code)
    posts = (*found, *(old for by in found for old in in_the_past(by, person, setting)))

    def query() -> Selected:
        return (
            select(Case.code, Case.submission_number, Case.applicant_name)
            .where(
                Case.province_code == person.province_code,
                with_status(states_with("give_back")),
                or_(*map(here, posts)),
                others_alone(person),
            )
            .order_by(Case.finished_at)
            .limit(MOST)
        )

    connection = connection_of(session)
    key = (to_give_back, person.province_code, posts, person.identity_number)
    rows = built(connection, key, query)
    return tuple(
        WithdrawnCase(code or number, name) for code, number, name in rows.all(connection, {})
    )


def here(by: By) -> ColumnElement[bool]:
    """What the post covers, a substitute's as far as the substitution goes, and what its unit keeps
    of one that is no more.
    """
    if by.holding is None:
        return false()
    return and_(
        Case.receiving_unit == by.holding.unit_code,
        covered(by.holding.procedures),
        *map(taken, by.cuts),
    )
