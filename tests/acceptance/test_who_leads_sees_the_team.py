"""The page of whoever leads: what lies with whom of their units, who is away, what is late."""

import pytest
from flask import Flask

from engine.errors import EntryNotFound, MayNotLead
from engine.queries.team import Team, held_by, team_of
from tests.acceptance.test_heads_hand_work_around import CHAIR, HEAD, ONE, OTHER, at_the_desk
from tests.client import Api
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres


def team(town: Town, who: str = HEAD) -> Team:
    with town.database.reading() as session:
        return team_of(session, person=town.officer(who), now=town.now)


def of(found: Team, town: Town, who: str) -> tuple[int, int]:
    officer = town.officer(who).officer_id
    (member,) = [one for one in found.members if one.officer_id == officer]
    return member.load.open, member.load.late


def test_work_is_counted_where_it_lies_taken_or_not(town: Town) -> None:
    at_the_desk(town, holder=None)
    waiting = team(town)
    assert (waiting.load.open, [one.load.open for one in waiting.desks]) == (1, [1])
    case_id = at_the_desk(town)
    assert of(team(town), town, ONE) == (1, 0)
    town.wait(days=30)
    late = team(town)
    assert of(late, town, ONE) == (1, 1)
    assert late.members[0].load.late == 1
    assert team(town, CHAIR).load.late == late.load.late
    with town.database.reading() as session:
        officer = town.officer(ONE).officer_id or ""
        told = {"person": town.officer(HEAD), "officer_id": officer, "now": town.now}
        _, tasks = held_by(session, **told)  # type: ignore[arg-type]
    assert [one.ref for one in tasks] == [town.case(case_id).code]


def test_nobody_sees_the_work_of_others_whom_they_do_not_lead(town: Town) -> None:
    at_the_desk(town)
    stranger = town.officer("bao.pq").officer_id or ""
    with town.database.reading() as session:
        with pytest.raises(MayNotLead):
            team_of(session, person=town.officer(ONE), now=town.now)
        told = {"person": town.officer(HEAD), "officer_id": stranger, "now": town.now}
        with pytest.raises(EntryNotFound):
            held_by(session, **told)  # type: ignore[arg-type]


def test_the_page_tells_late_work_first_and_leads_to_giving_it_to_others(
    app: Flask, town: Town
) -> None:
    case_id = at_the_desk(town)
    head = Api(app, f"{HEAD}@{PROVINCE}")
    officer = town.officer(ONE).officer_id
    page = head.client.get("/don-vi-toi").text
    assert f"/don-vi-toi/{officer}" in page
    assert "Việc của từng người" in page
    one = head.client.get(f"/don-vi-toi/{officer}").text
    assert f'name="viec" value="{town.task(case_id).id}"' in one
    assert head.get("/oversight/team").json["members"]
    assert head.get(f"/oversight/team/{officer}").json[0]["ref"] == town.case(case_id).code
    assert Api(app, f"{OTHER}@{PROVINCE}").client.get("/don-vi-toi").status_code == 403
