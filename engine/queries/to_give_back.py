"""Withdrawn cases whose papers and fee wait to be given back at the units of an officer."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine.accounts import Person, Post
from engine.life import states_with
from engine.queries.views.queue import WithdrawnCase
from engine.store.cases import Case

MOST = 50
RECEPTION = "can_bo_mot_cua"
"""The position that sits at the counter, by the code that all packages use for it."""


def to_give_back(session: Session, *, person: Person) -> tuple[WithdrawnCase, ...]:
    """The cases, the longest waiting first; nothing is asked for who sits at no reception."""
    posts = [post for post in person.posts if post.position_code == RECEPTION]
    if not posts:
        return ()
    found = session.execute(
        select(Case.code, Case.submission_number, Case.applicant_name)
        .where(
            Case.province_code == person.province_code,
            Case.status.in_(states_with("give_back")),
            or_(*map(here, posts)),
        )
        .order_by(Case.finished_at)
        .limit(MOST)
    )
    return tuple(
        WithdrawnCase(row.code or row.submission_number, row.applicant_name) for row in found
    )


def here(post: Post) -> ColumnElement[bool]:
    """What the post covers; a substitute's, as far as the substitution goes."""
    unit = Case.receiving_unit == post.unit_code
    if post.procedures is None:
        return unit
    return and_(unit, Case.procedure_code.in_(post.procedures))
