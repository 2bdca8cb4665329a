"""The province's centre returns the results of all units, by rights of its own (R-40)."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from engine.accounts import Grant, Person
from engine.errors import CaseNotFound
from engine.life import Status
from engine.queries.case_file import case_file
from engine.queries.returning import results
from engine.queries.views.returning import ResultsPage
from engine.store.access import AccessGrant
from tests.acceptance.test_supplements import received
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.town import CENTRE, PROVINCE, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOP = "ubnd_tinh"


def central(town: Town) -> Person:
    """Somebody who returns results for the whole province, and has no post at the counter."""
    return replace(
        town.officer("phuoc.hh"), posts=(), grants=(Grant("returner", TOP, "Tỉnh Nghệ An"),)
    )


def listed(town: Town, person: Person, **asked: object) -> ResultsPage:
    with town.database.reading() as session:
        return results(session, person=person, now=town.now, **asked)  # type: ignore[arg-type]


def ready(town: Town) -> str:
    case_id = received(town)
    town.until(case_id, "B15")
    return case_id


def test_what_waits_is_listed_with_how_long_and_found_by_its_slip(town: Town) -> None:
    case_id = ready(town)
    code = town.case(case_id).code or ""
    town.wait(days=12)
    (row,) = listed(town, central(town)).rows
    assert (row.ref, row.days, row.over, row.returned_at) == (code, 12, False, None)
    (found,) = listed(town, central(town), search=code.lower()).rows
    assert found == row
    (clerk, *_) = town.officers(CENTRE, "can_bo_mot_cua")
    assert listed(town, clerk).rows == (row,)
    assert listed(town, clerk, unit="khac").rows == ()


@ONE
def test_what_is_next_to_be_stored_is_told_with_who_must_store_it(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, "B14")
    page = listed(town, central(town), part="coming")
    assert (page.counts["ready"], page.counts["coming"]) == (0, 1)
    assert page.rows[0].ready_at is None
    assert page.rows[0].lies


@ONE
def test_who_returns_centrally_opens_a_case_only_once_its_result_is_there(town: Town) -> None:
    case_id = received(town)
    ref = town.case(case_id).submission_number
    with town.database.reading() as session, pytest.raises(CaseNotFound):
        case_file(session, ref=ref, person=central(town), now=town.now)
    town.until(case_id, "B15")
    with town.database.reading() as session:
        assert case_file(session, ref=ref, person=central(town), now=town.now).task is not None


@ONE
def test_a_result_is_handed_over_from_the_desk_in_two_presses(app: Flask, town: Town) -> None:
    case_id = ready(town)
    code = town.case(case_id).code
    town.claim(town.task(case_id))  # the counter of the ward has it in hand: no matter here
    with town.act() as session:
        session.add(
            AccessGrant(
                province_code=PROVINCE,
                id="g" * 32,
                officer_id=town.officer("phuoc.hh").officer_id,
                role="returner",
                unit_code=TOP,
                valid_from=date(2025, 7, 1),
                basis="QĐ 1",
            )
        )
    desk = Api(app, f"phuoc.hh@{PROVINCE}")
    assert desk.get("/results").json["rows"][0]["ref"] == code
    page = desk.client.get(f"/tra-ket-qua?q={code}").text  # the first press
    task_id = town.task(case_id).id
    assert f'action="/viec/{task_id}/xong?ve=tra-ket-qua"' in page
    sent = {"csrf_token": desk.token, "hs": code, "xac-nhan": "1", "outcome": ""}
    done = desk.client.post(f"/viec/{task_id}/xong?ve=tra-ket-qua", data=sent)  # the second
    assert (done.status_code, done.location) == (303, "/tra-ket-qua")
    assert town.case(case_id).status == Status.RETURNED
    assert faults(town, case_id) == []
    assert "Đã trả" in desk.client.get(f"/tra-ket-qua?q={code}").text
    assert Api(app, f"hoai.nt@{PROVINCE}").client.get("/tra-ket-qua").status_code == 403
