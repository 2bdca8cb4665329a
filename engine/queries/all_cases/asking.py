"""Which cases are asked for, as conditions of a statement."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.errors import DaysReversed
from engine.life.stages import STAGES
from engine.organisation.tree import Setting
from engine.queries.inbox.searching import ESCAPE, LONGEST, of_person, part
from engine.queries.lateness.figures import late_at, over_late
from engine.queries.views.all_cases import CasesAsked, Lateness
from engine.routing.named_cases import case_keys
from engine.store.cases import Case, Dossier
from engine.typed.folding import words_of
from engine.typed.identifiers import case_code
from engine.worktime import ZONE
from engine.worktime.wording import day_text


def asked_for(
    session: Session,
    setting: Setting,
    asked: CasesAsked,
    named: ColumnElement[bool],
    now: datetime,
) -> ColumnElement[bool]:
    """What holds for the cases, but for their stage; ``named``: those whose people may be seen.

    Raises DaysReversed.
    """
    return and_(
        true() if asked.status is None else Case.status == asked.status,
        _unit(setting, asked.unit),
        true() if asked.procedure is None else Case.procedure_code == asked.procedure,
        _days(asked.submitted_from, asked.submitted_to),
        _late(asked.late, now),
        sought_in(session, setting.province_code, asked.search, named),
    )


def of_stage(asked: CasesAsked) -> ColumnElement[bool]:
    """The stage that is asked for, if one is."""
    return true() if asked.stage is None else Case.status.in_(STAGES[asked.stage])


def _unit(setting: Setting, unit: str | None) -> ColumnElement[bool]:
    if unit is None:
        return true()
    return Case.competent_unit.in_([code for code in setting.units if setting.within(code, {unit})])


def _days(first: date | None, last: date | None) -> ColumnElement[bool]:
    if first is not None and last is not None and last < first:
        raise DaysReversed(first=day_text(first), last=day_text(last))
    begins = true() if first is None else Case.submitted_at >= _midnight(first)
    ends = true() if last is None else Case.submitted_at < _midnight(last + timedelta(days=1))
    return and_(begins, ends)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _late(late: Lateness | None, now: datetime) -> ColumnElement[bool]:
    if late is None:
        return true()
    ways = {"running": late_at(now), "ended": over_late()}
    # What has no due time is neither: NOT of an unknown would leave it out.
    late_ever = or_(
        *ways.values(), Case.late_since.is_not(None), Case.counted_late_since.is_not(None)
    )
    return ways[late] if late in ways else ~func.coalesce(late_ever, false())


def sought_in(
    session: Session, province: str, text: str | None, named: ColumnElement[bool]
) -> ColumnElement[bool]:
    """A whole code or number is looked up; people are found where they may be seen alone."""
    if not text or not text.strip():
        return true()
    if len(text) > LONGEST:
        return false()
    coded = [case_id for _, case_id in case_keys(session, text, province_code=province, end=True)]
    people = list(of_person(session, province, text))
    if coded or people:
        return or_(Case.id.in_(coded), and_(Case.id.in_(people), named))
    code, words = part(case_code(text)), words_of(text)
    person = (
        exists()
        .where(
            Dossier.province_code == Case.province_code,
            Dossier.case_id == Case.id,
            *(_like(Dossier.names_folded, part(word)) for word in words),
        )
        .correlate(Case)
    )
    numbered = or_(_like(Case.code, code), _like(Case.submission_number, code))
    return or_(numbered, and_(named, person)) if words else numbered


def _like(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], text: str
) -> ColumnElement[bool]:
    return column.like(text, escape=ESCAPE)
