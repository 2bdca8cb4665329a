"""What applicants of the demonstration think of how their cases were handled, by real acts."""

from collections.abc import Mapping
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.acts import do
from engine.demonstration.living import SEED, Cast
from engine.life import states_with
from engine.ports import DocumentStore
from engine.publishing.walk import CITIZEN
from engine.routing.as_it_stands import day_of
from engine.store.cases import Case

RATE = "rate"
OF_TEN = 4
"""So many of ten applicants say anything."""
SAID: tuple[Mapping[str, object], ...] = (
    {"score": "satisfied"},
    {"score": "satisfied", "words": "Cán bộ hướng dẫn dễ hiểu, tôi nộp một lần là xong."},
    {"score": "satisfied", "rated": {"manners": "satisfied", "in_time": "satisfied"}},
    {"score": "neutral", "rated": {"waiting": "neutral", "finding": "dissatisfied"}},
    {"score": "dissatisfied", "rated": {"in_time": "dissatisfied"}, "words": "Trả kết quả chậm."},
)


def bring_ratings(
    session: Session, *, store: DocumentStore, now: datetime, seed: int = SEED
) -> int:
    """Let some applicants rate what is over or has its result; how many. Raises what it does."""
    rng = Random(f"{seed}-ratings")  # noqa: S311 - nothing secret
    citizen = Cast(session, day_of(now), rng).citizen()
    people = {person.account_id: person for person in (CITIZEN, citizen)}
    query = (
        select(Case.submission_number, Case.account_id)
        .where(Case.status.in_(states_with(RATE)), Case.account_id.in_(people))
        .order_by(Case.submission_number, Case.province_code)
    )
    made = 0
    for row in session.execute(query).all():
        if rng.randrange(10) < OF_TEN:
            person, given = people[str(row.account_id)], rng.choice(SAID)
            target = row.submission_number
            do(session, RATE, target=target, person=person, given=given, store=store, now=now)
            made += 1
    return made
