"""Dossiers that ended without a result and still hold papers of their people, at a counter."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, or_, select
from sqlalchemy.orm import Session

from engine.access import Matter, of_act, units_reached
from engine.accounts import Person
from engine.catalogue.components import component_names
from engine.catalogue.packages import package
from engine.life import LIFE
from engine.organisation.tree import Setting
from engine.queries.inbox.counting import COUNTED
from engine.queries.reach import at_units
from engine.routing.lost_papers import held_in, told_of_papers
from engine.store.cases import Case, Dossier

WITHOUT_RESULT = frozenset(row.status for row in LIFE.values() if row.over and not row.solved)
"""Refused, withdrawn, stopped: nobody comes for a result, so papers are forgotten here."""


def papers_to_fetch(
    session: Session, *, person: Person, setting: Setting, unit: str | None = None
) -> Mapping[str, tuple[str, ...]]:
    """The papers by name of each case (by its id), the longest over first, at most 1000.

    At the counters where the person may give them back; ``unit``: at this one alone.
    """
    reached = units_reached(person, of_act("return_papers"), setting, _counter)
    if not reached:
        return {}
    counters = (Case.receiving_unit, Case.returning_unit)
    within = or_(*(at_units(column, reached) for column in counters))
    if unit is not None:
        within = and_(within, or_(*(column == unit for column in counters)))
    found = session.execute(
        select(Case.id, Case.package_digest, Dossier.papers)
        .join(Dossier, _of_case)
        .where(Case.province_code == setting.province_code, within, _may_hold())
        .order_by(Case.finished_at, Case.id)
        .limit(COUNTED)
    ).all()
    told = told_of_papers(session, setting.province_code, [row.id for row in found])
    held = ((row, held_in(row.papers, told[row.id])) for row in found)
    return {row.id: _names(session, setting, row, codes) for row, codes in held if codes}


_of_case = and_(Dossier.province_code == Case.province_code, Dossier.case_id == Case.id)


def _counter(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, setting, unit, receiving=unit, returning=unit)


def _may_hold() -> ColumnElement[bool]:
    brought = and_(cast(Dossier.papers, String) != "[]", Dossier.papers_gone.is_(False))
    return and_(Case.status.in_(WITHOUT_RESULT), brought)


def _names(session: Session, setting: Setting, row: Any, codes: Sequence[str]) -> tuple[str, ...]:
    manifest = package(session, setting.province_code, row.package_digest).manifest
    names = component_names(manifest)
    return tuple(names.get(code, code) for code in codes)
