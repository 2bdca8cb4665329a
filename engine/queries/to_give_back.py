"""Withdrawn cases whose papers and fee wait to be given back at the units of an officer."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine.access import held
from engine.accounts import Grant, Person, Post
from engine.life import states_with
from engine.queries.reach import with_status
from engine.queries.views.queue import WithdrawnCase
from engine.store.cases import Case
from engine.store.database import connection_of
from engine.store.prepared import Selected, built

MOST = 50


def to_give_back(session: Session, *, person: Person) -> tuple[WithdrawnCase, ...]:
    """The cases, the longest waiting first; nothing is asked for who sits at no reception."""
    found = (by.holding for by, _ in held(person, "withdrawn.list"))
    posts = tuple(post for post in found if post is not None)
    if not posts:
        return ()

    def query() -> Selected:
        return (
            select(Case.code, Case.submission_number, Case.applicant_name)
            .where(
                Case.province_code == person.province_code,
                with_status(states_with("give_back")),
                or_(*map(here, posts)),
            )
            .order_by(Case.finished_at)
            .limit(MOST)
        )

    connection = connection_of(session)
    rows = built(connection, (to_give_back, person.province_code, posts), query)
    return tuple(
        WithdrawnCase(code or number, name) for code, number, name in rows.all(connection, {})
    )


def here(post: Post | Grant) -> ColumnElement[bool]:
    """What the post covers; a substitute's, as far as the substitution goes."""
    unit = Case.receiving_unit == post.unit_code
    if post.procedures is None:
        return unit
    return and_(unit, Case.procedure_code.in_(post.procedures))
