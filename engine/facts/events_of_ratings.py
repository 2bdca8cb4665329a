"""Applicants say what they think of how their cases were handled."""

from typing import Literal

from engine.facts.base import OFFICERS, Event

Score = Literal["satisfied", "neutral", "dissatisfied"]
SCORE_WORDS: dict[Score, str] = {
    "satisfied": "hài lòng",
    "neutral": "bình thường",
    "dissatisfied": "chưa hài lòng",
}


class CaseRated(
    Event,
    kind="case_rated",
    audience=OFFICERS,
    silent="what an applicant thinks is no business of who works on the case",
):
    """The applicant rated, or rated anew: ``digest`` vouches for what was said, and tells none."""

    unit: str
    digest: str
