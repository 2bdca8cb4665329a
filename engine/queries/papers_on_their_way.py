"""Papers that wait to be sent from the counter of an officer, or come to their unit."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.access import held
from engine.accounts import Person
from engine.life import states_with
from engine.organisation.tree import setting_of
from engine.queries.to_give_back import MOST, here
from engine.queries.views.queue import TravellingPapers
from engine.store.cases import Case


def papers_on_their_way(
    session: Session, *, person: Person, now: datetime
) -> tuple[TravellingPapers, ...]:
    """What waits to be sent comes first, by the time it must leave; then what is coming."""
    if person.province_code is None or not person.posts:
        return ()
    setting = setting_of(session, person.province_code)
    above = {unit.code for post in person.posts for unit in setting.upwards(post.unit_code)}
    waits = [
        and_(here(by.holding), Case.papers_until.is_not(None))
        for by, _ in held(person, "counter.open")
        if by.holding is not None
    ]
    found = session.execute(
        select(
            Case.code,
            Case.applicant_name,
            Case.papers_to,
            Case.papers_until,
        )
        .where(
            Case.province_code == person.province_code,
            Case.papers_to.is_not(None),
            Case.status.in_(states_with("take_papers")),
            or_(and_(Case.papers_to.in_(above), Case.papers_until.is_(None)), *waits),
        )
        .order_by(Case.papers_until.is_(None), Case.papers_until, Case.code)
        .limit(MOST)
    )
    return tuple(
        TravellingPapers(
            row.code,
            row.applicant_name,
            setting.unit_short_name(row.papers_to),
            row.papers_until,
            row.papers_until is not None and row.papers_until < now,
        )
        for row in found
    )
