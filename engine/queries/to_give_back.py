"""Withdrawn cases whose papers and fee wait to be given back at the units of an officer."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.access import By, UnitsReached, held, in_the_past
from engine.accounts import Person
from engine.life import states_with
from engine.organisation.tree import setting_of
from engine.queries.first_of_each import first_of_each
from engine.queries.own_work import others_alone
from engine.queries.reach import alike, with_status
from engine.queries.views.queue import WithdrawnCase
from engine.store.cases import Case
from engine.store.database import connection_of
from engine.store.prepared import Selected, built


def to_give_back(session: Session, *, person: Person) -> tuple[WithdrawnCase, ...]:
    """The cases, the longest waiting first; nothing is asked for who sits at no reception."""
    found = tuple(by for by, _ in held(person, "withdrawn.list") if by.holding is not None)
    if not found or person.province_code is None:
        return ()
    setting = setting_of(session, person.province_code)
    posts = (*found, *(old for by in found for old in in_the_past(by, person, setting)))

    def query() -> Selected:
        ways = [(unit, own) for units, own in alike(at) for unit in units]
        return first_of_each(
            [_waiting_at(person, unit, own) for unit, own in ways], "finished_at", "id"
        )

    at = tuple(map(_at, posts))
    connection = connection_of(session)
    key = (to_give_back, person.province_code, at, person.identity_number)
    rows = built(connection, key, query)
    return tuple(
        WithdrawnCase(code or number, name) for code, number, name, *_ in rows.all(connection, {})
    )


def _at(by: By) -> UnitsReached:
    """What the post covers, a substitute's as far as the substitution goes, and what its unit keeps
    of one that is no more.
    """
    assert by.holding is not None  # noqa: S101 - those without are left out
    return UnitsReached(frozenset({by.holding.unit_code}), by.holding.procedures, by.cuts)


def _waiting_at(person: Person, unit: str, own: ColumnElement[bool]) -> Selected:
    return (
        select(
            *(Case.code, Case.submission_number, Case.applicant_name),
            *(Case.finished_at, Case.id),
        )
        .where(
            Case.province_code == person.province_code,
            with_status(states_with("give_back")),
            Case.receiving_unit == unit,
            own,
            others_alone(person),
        )
        .order_by(Case.finished_at, Case.id)
    )
