"""Applicants rate once per case; leaders read figures; nobody reads who said what."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts.proofs import Proof
from engine.cases.rate import rate_by_secret, rate_case
from engine.catalogue.rules.questions import questions_on
from engine.demonstration.voices import bring_ratings
from engine.errors import (
    NotInThisState,
    NotOverseer,
    NotYourCase,
    ProofMissing,
    QuestionUnknown,
    RatingClosed,
    ScoreUnknown,
)
from engine.publishing.walk import CITIZEN as FILER
from engine.queries.case_file import case_file
from engine.queries.ratings import RatingsPage, ratings
from engine.store.audit import CaseEvent
from engine.store.ratings import Rating
from tests.acceptance.test_every_column_is_vouched_for import missed
from tests.acceptance.test_refusals import refuse
from tests.acceptance.test_supplements import at, received
from tests.acceptance.test_the_api import filing
from tests.acceptance.test_tracking_opens_by_proof import code_of
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.rulebook import Rulebook
from tests.town import CITIZEN, FLAGSHIP, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is refused, or computed, is so on any database."""
WORDS = "Cán bộ nói năng cộc lốc."


def returned(town: Town) -> str:
    """A case whose result was handed over."""
    case_id = received(town)
    town.until(case_id, None)
    return case_id


def rate(town: Town, case_id: str, **changes: object) -> None:
    """Its applicant was not satisfied."""
    given: dict[str, Any] = {
        "person": CITIZEN,
        "score": "dissatisfied",
        "rated": {"manners": "dissatisfied", "in_time": "satisfied", "fees": ""},
        "words": WORDS,
        **changes,
    }
    ref = town.case(case_id).submission_number
    with town.act() as session:
        rate_case(session, ref=ref, now=town.now, **given)


def figures(town: Town, who: str = "hanh.tt") -> RatingsPage:
    with town.database.reading() as session:
        return ratings(session, person=town.officer(who), now=town.now)


def test_a_case_is_rated_once_and_the_last_word_counts(town: Town) -> None:
    case_id = returned(town)
    rate(town, case_id)
    town.wait(hours=1)
    rate(town, case_id, score="neutral", words=None)
    assert missed(town.database, case_id, {"ratings"}) == []
    page = figures(town)
    assert (page.all.satisfied, page.all.neutral, page.all.dissatisfied) == (0, 1, 0)
    assert [(one.code, one.neutral) for one in page.units] == [("so_noi_vu", 1)], "it signed"
    manners = next(one for one in page.questions if one.code == "manners")
    assert (manners.dissatisfied, manners.total) == (1, 1)
    assert page.words == ()
    assert faults(town, case_id) == []


@ONE
def test_whoever_works_on_the_case_reads_nothing_of_its_rating(town: Town) -> None:
    case_id = returned(town)
    ref = town.case(case_id).code or ""
    with town.database.reading() as session:
        before = case_file(session, ref=ref, person=town.officer("hanh.tt"), now=town.now)
    rate(town, case_id)
    with town.database.reading() as session:
        read = case_file(session, ref=ref, person=town.officer("hanh.tt"), now=town.now)
        bodies = session.scalars(select(CaseEvent.body).where(CaseEvent.case_id == case_id))
        audit = b"".join(bodies).decode()
    assert read.timeline == before.timeline
    assert WORDS not in audit
    assert "dissatisfied" not in audit
    page = figures(town)
    assert page.words == (WORDS,)
    for personal in (ref, town.case(case_id).submission_number, town.case(case_id).applicant_name):
        assert personal not in str(page)


@ONE
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"score": ""}, ScoreUnknown),
        ({"score": "great"}, ScoreUnknown),
        ({"rated": {"manners": "great"}}, ScoreUnknown),
        ({"rated": {"weather": "neutral"}}, QuestionUnknown),
    ],
)
def test_a_rating_is_one_of_three_and_answers_the_questions_of_the_day(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    case_id = returned(town)
    with pytest.raises(refusal):
        rate(town, case_id, **changes)


@ONE
def test_nobody_but_the_applicant_rates_and_not_before_there_is_anything_to_rate(
    town: Town,
) -> None:
    case_id = received(town)
    with pytest.raises(NotInThisState):
        rate(town, case_id)
    town.until(case_id, None)
    with pytest.raises(NotYourCase):
        rate(town, case_id, person=town.officer("bao.pq"))
    ref, shown = town.case(case_id).submission_number, Proof(key=b"k", fact="14/02/1961")
    with town.act() as session, pytest.raises(ProofMissing):
        rate_by_secret(session, ref=ref, proof=shown, score="neutral", now=town.now)


@ONE
def test_a_rating_is_changed_as_long_as_the_province_lets_it(town: Town) -> None:
    rules = Rulebook(town.database, town.documents)
    rules.now = town.now
    rules.rule("nghe_an", "rating_change_days", {"days": 2}, procedure=FLAGSHIP)
    case_id = returned(town)
    rate(town, case_id)
    town.wait(days=1)
    rate(town, case_id, score="neutral")
    town.wait(days=4)
    with pytest.raises(RatingClosed):
        rate(town, case_id)


@ONE
def test_figures_are_for_who_leads_and_for_the_province(town: Town) -> None:
    rate(town, returned(town))
    assert figures(town, "quan.dm").all.total == 1
    with pytest.raises(NotOverseer):
        figures(town, "bao.pq")


def test_the_questions_are_eight_dated_with_a_basis_and_not_verified_yet() -> None:
    found = questions_on(at(4, 9).date())
    assert len(found) == 8
    assert all(one.basis and one.unverified for one in found)
    assert questions_on(at(4, 9).date().replace(month=6)) == ()


@ONE
def test_from_the_receipts_code_to_the_leaders_figures(app: Flask, town: Town) -> None:
    case_id = Api(app, "congdan").post("/cases", filing()).json["case_id"]
    town.until(case_id, None)
    ref, client = town.case(case_id).code, Api(app)
    opened = client.post(f"/tracking/{ref}", {"fact": "0912345678"}).json
    told = {"code": opened["opens_with"], "score": "neutral"}
    refused = client.post(f"/tracking/{ref}/rate", told)
    assert (opened["may_rate"], refused.json["code"]) == (False, "proof_missing"), "a fact reads"
    assert not client.get(f"/tracking/{ref}").json["may_rate"]
    code = code_of(app, town.case(case_id))
    assert client.get(f"/tracking/{ref}?code={code}").json["may_rate"]
    clerk = Api(app, "bao.pq@nghe_an")
    assert not clerk.get(f"/tracking/{ref}?code={code}").json["may_rate"]
    refused = clerk.post(f"/tracking/{ref}/rate", {"code": code, "score": "satisfied"})
    assert (refused.status_code, refused.json["code"]) == (403, "officer_by_secret")
    assert "tài khoản cán bộ" in clerk.client.get(f"/danh-gia/{ref}?m={code}").text
    asked = client.client.get(f"/danh-gia/{ref}?m={code}")
    assert "Bạn thấy việc này thế nào?" in asked.text
    assert " checked" not in asked.text
    assert "Chưa đánh giá được" in client.client.get(f"/danh-gia/{ref}").text
    sent = {"csrf_token": client.token, "m": code, "words": WORDS, "ch-manners": "dissatisfied"}
    refused = client.client.post(f"/danh-gia/{ref}", data=sent)
    assert (refused.status_code, WORDS in refused.text) == (422, True)
    kept = client.client.post(
        f"/danh-gia/{ref}", data={**sent, "score": "dissatisfied"}, follow_redirects=True
    )
    assert "Cảm ơn bạn" in kept.text
    again = client.post(f"/tracking/{ref}/rate", {"code": code, "score": "neutral"})
    assert again.status_code == 200
    leader = Api(app, "hanh.tt@nghe_an")
    page = leader.client.get("/danh-gia").text
    assert "0 trong 1 lượt đánh giá chưa hài lòng" in page
    assert str(ref) not in page
    assert leader.get("/oversight/ratings").json["all"]["neutral"] == 1
    assert Api(app, "bao.pq@nghe_an").get("/oversight/ratings").status_code == 403


@ONE
def test_who_is_signed_in_rates_on_the_page_of_the_case(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    case_id = citizen.post("/cases", filing()).json["case_id"]
    town.until(case_id, None)
    ref = town.case(case_id).code
    assert f"/ho-so/{ref}/danh-gia" in citizen.client.get(f"/ho-so/{ref}").text
    sent = {"hs": ref, "csrf_token": citizen.token, "score": "satisfied"}
    done = citizen.client.post(f"/ho-so/{ref}/danh-gia", data=sent)
    assert done.status_code == 303
    with town.database.reading() as session:
        (row,) = session.scalars(select(Rating)).all()
    assert (row.score, row.answers) == ("satisfied", {})


@ONE
def test_some_applicants_of_the_demonstration_rate(town: Town) -> None:
    ids = [town.file(person=FILER).case_id for _ in range(6)]
    for case_id in ids:
        refuse(town, case_id)
    with town.act() as session:
        made = bring_ratings(session, store=town.documents, now=town.now)
    assert 0 < made < len(ids)
    assert figures(town, "quan.dm").all.total == made
    assert [fault for case_id in ids for fault in faults(town, case_id)] == []
