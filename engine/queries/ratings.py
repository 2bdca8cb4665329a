"""What applicants think, counted: never who said what (decree 118/2025 arts. 31 to 34)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.catalogue.rules.questions import questions_on
from engine.facts.events_of_ratings import SCORE_WORDS
from engine.organisation.tree import setting_of
from engine.queries.oversight import overseen_cases
from engine.routing.as_it_stands import day_of
from engine.store.cases import Case
from engine.store.ratings import Rating

RIGHT = "ratings.read"
MOST = 200
_of_case = and_(Case.province_code == Rating.province_code, Case.id == Rating.case_id)


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """How many were satisfied, neither, dissatisfied with what ``name`` says."""

    code: str
    name: str
    satisfied: int
    neutral: int
    dissatisfied: int

    @property
    def total(self) -> int:
        """All who said anything about it."""
        return self.satisfied + self.neutral + self.dissatisfied


@dataclass(frozen=True, slots=True)
class RatingsPage:
    """The figures of the units that the viewer oversees; ``words`` without case, name and day."""

    all: ScoreCount
    units: tuple[ScoreCount, ...]
    questions: tuple[ScoreCount, ...]
    words: tuple[str, ...]


def ratings(session: Session, *, person: Person, now: datetime) -> RatingsPage:
    """What was said of the units that the person oversees. Raises NotOverseer."""
    within = overseen_cases(session, person, RIGHT)
    setting = setting_of(session, str(person.province_code))
    rows = session.execute(
        select(Rating.unit_code, Rating.score, Rating.answers, Rating.words)
        .join(Case, _of_case)
        .where(within)
    ).all()
    by_unit = Counter((setting.agency_unit(row.unit_code), row.score) for row in rows)
    by_question = Counter((code, said) for row in rows for code, said in row.answers.items())
    names = {code: setting.unit_name(code) for code, _ in by_unit}
    asked = {one.code: one.text for one in questions_on(day_of(now))}
    return RatingsPage(
        all=_count("", "", Counter(("", row.score) for row in rows)),
        units=tuple(
            _count(code, name, by_unit)
            for code, name in sorted(names.items(), key=lambda one: one[1])
        ),
        questions=tuple(_count(code, text, by_question) for code, text in asked.items()),
        words=tuple(sorted({row.words for row in rows if row.words})[:MOST]),
    )


def _count(code: str, name: str, found: Mapping[tuple[str, str], int]) -> ScoreCount:
    return ScoreCount(code, name, **{score: found.get((code, score), 0) for score in SCORE_WORDS})
