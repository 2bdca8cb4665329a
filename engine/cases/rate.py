"""The applicant says what they think of how the case was handled."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, get_args

import msgspec
from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.accounts.proofs import Proof, check_acts_by_secret
from engine.audit import Actor
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_applicant
from engine.cases.act.locking import lock_named_case
from engine.cases.act.task_act import check_state
from engine.catalogue.rules.questions import questions_on
from engine.errors import QuestionUnknown, RatingClosed, ScoreUnknown
from engine.facts.events_of_ratings import CaseRated, Score
from engine.routing.as_it_stands import day_of
from engine.routing.decided_by import decided_by
from engine.routing.rating import last_change
from engine.store.ratings import Rating
from engine.typed.given import words_given
from engine.worktime.wording import due_text

KIND = "rate"
UNNAMED = Actor(None, "Người có mã tra cứu bí mật")


def rate_case(
    session: Session,
    *,
    ref: str,
    person: Person,
    score: str,
    rated: Mapping[str, str] | None = None,
    words: str | None = None,
    now: datetime,
) -> None:
    """Rate a case that has ended or has its result: once, and anew until the term is over.

    By who filed it. ``rated`` answers the questions of the day, each may be left out. It counts
    for the unit that decided; nobody who works on the case reads it there. Raises CaseNotFound,
    NotYourCase, NotInThisState, RatingClosed, ScoreUnknown, QuestionUnknown, TextUnreadable.
    """
    act = open_for_applicant(session, ref=ref, person=person, now=now, kind=KIND)
    _rate(act, score, rated or {}, words)


def rate_by_secret(
    session: Session,
    *,
    ref: str,
    proof: Proof,
    score: str,
    rated: Mapping[str, str] | None = None,
    words: str | None = None,
    now: datetime,
) -> None:
    """The same for who filed it or has the secret code of the receipt.

    Raises CaseNotFound, OfficerBySecret, ProofMissing, and what ``rate_case`` raises.
    """
    locked = lock_named_case(session, ref)
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=UNNAMED, now=now)
    filed = proof.account_id is not None and proof.account_id == act.case["account_id"]
    if proof.officer or not filed:
        check_acts_by_secret(proof, act.case)
    check_state(act, KIND)
    _rate(act, score, rated or {}, words)


def digest_of(columns: Mapping[str, Any]) -> str:
    """What vouches for a rating in the audit."""
    said = [columns[name] for name in ("case_id", "unit_code", "score", "answers", "words")]
    return sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def _rate(act: CaseAct, score: str, answers: Mapping[str, str], words: str | None) -> None:
    before = act.session.get(Rating, act.key)
    last = last_change(act.stands, before.rated_at) if before else None
    if last is not None and act.now > last:
        raise RatingClosed(last=due_text(last))
    unit = decided_by(act.session, act.setting, [act.case])[act.case["id"]]
    row = {
        "province_code": act.key[0],
        "case_id": act.key[1],
        "unit_code": unit,
        "score": score,
        "answers": _checked(act, score, answers),
        "words": words_given("words", "Góp ý", words) or None,
        "rated_at": before.rated_at if before else act.now,
        "changed_at": act.now if before else None,
    }
    mine = (Rating.province_code == act.key[0]) & (Rating.case_id == act.key[1])
    act.session.execute(delete(Rating).where(mine))
    act.write(Rating, [row])
    act.record(CaseRated(unit=unit, digest=digest_of(row)))
    act.save()


def _checked(act: CaseAct, score: str, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that were given. Raises ScoreUnknown, QuestionUnknown."""
    known, scores = {one.code for one in questions_on(day_of(act.now))}, get_args(Score)
    given = {code: said for code, said in answers.items() if said}
    if score not in scores or not set(given.values()).issubset(scores):
        raise ScoreUnknown
    for code in given:
        if code not in known:
            raise QuestionUnknown(given=code[:60])
    return given
