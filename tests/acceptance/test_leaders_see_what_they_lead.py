"""The province's leader, a commune's chair: lists hold what is theirs, and offer what they may."""

import pytest
from flask import Flask

from engine.queries.returning import results
from engine.queries.signing import signing_page
from engine.queries.team import team_of
from tests.acceptance.test_heads_hand_work_around import CHAIR
from tests.acceptance.test_late_cases import give_role, late, listed
from tests.acceptance.test_results_are_returned_centrally import ready
from tests.client import Api
from tests.town import CENTRE, PROVINCE, Town

LEADER = "khanh.nd"
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@ONE
def test_the_leader_of_the_province_reads_all_its_cases_and_does_no_work_in_them(
    app: Flask, town: Town
) -> None:
    case_id = late(town)
    ref = town.case(case_id).code
    leader = town.officer(LEADER)
    assert [row.ref for row in listed(town, leader).rows] == [ref]
    api = Api(app, f"{LEADER}@{PROVINCE}")
    for page in ("/tat-ca-ho-so", "/qua-han", f"/ho-so/{ref}", "/giam-sat"):
        assert api.client.get(page).status_code == 200
    assert api.get(f"/cases/{ref}").json["acts"] == []


@ONE
def test_the_chair_of_a_commune_leads_its_centre(town: Town) -> None:
    case_id = ready(town)
    chair = town.officer(CHAIR)
    with town.database.reading() as session:
        found = results(session, person=chair, now=town.now)
        team = team_of(session, person=chair, now=town.now)
    assert [row.ref for row in found.rows] == [town.case(case_id).code]
    assert [one.unit_code for one in team.desks] == [CENTRE]


@ONE
def test_apologies_are_offered_to_who_may_apologise(town: Town) -> None:
    late(town)
    give_role(town)
    with town.database.reading() as session:
        counts = {
            who: signing_page(session, person=town.officer(who), now=town.now).apologies
            for who in (CHAIR, LEADER)
        }
    assert counts == {CHAIR: 1, LEADER: 0}


@ONE
def test_procedure_control_reads_what_is_late_without_names_and_is_told_what_it_can_seek(
    app: Flask, town: Town
) -> None:
    case = town.case(late(town))
    control, chair = (Api(app, f"{who}@{PROVINCE}").client for who in ("anh.ld", CHAIR))
    found = control.get("/qua-han").text
    assert str(case.code) in found
    assert case.applicant_name not in found
    only = "chỉ tìm được trong hồ sơ bạn được mở"
    assert only in control.get("/tat-ca-ho-so").text
    assert only not in chair.get("/tat-ca-ho-so").text
