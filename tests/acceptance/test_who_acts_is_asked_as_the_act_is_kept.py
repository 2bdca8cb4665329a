"""An act that waited is kept by who may do it then, and work comes to no place that has ended.

Between letting a request in and keeping what it does others may end the post by which it acts, lock
the account, or empty the desk to which work goes.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as done
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import operator
from engine.administration.accounts.lock_account import lock_account
from engine.administration.people.officers import end_appointment
from engine.errors import CaseBusy, NobodyReceives, WorkStillOpen
from engine.store.cases import Case
from engine.store.organisation import Appointment
from engine.store.proposals import Proposal
from tests.acceptance.test_packages import changed
from tests.client import Api
from tests.town import CENTRE, PROVINCE, WARD, Town
from tests.two_people import proposed

DIVISION = f"{WARD}_vhxh"
HEAD, ONE = "hanh.tt", "hoai.nt"
AT_COUNTER = ("bao.pq", "anh.dtn")
Act = Callable[[Session], object]


def ends(town: Town, username: str, unit: str, position: str) -> Act:
    told: dict[str, Any] = {"unit_code": unit, "position_code": position}

    def act(session: Session) -> None:
        who, day = operator(PROVINCE), town.now.date()
        end_appointment(session, admin=who, username=username, day=day, now=town.now, **told)

    return act


def locks(town: Town, username: str) -> Act:
    def act(session: Session) -> None:
        who = operator(PROVINCE)
        lock_account(session, admin=who, username=username, reason="Nghỉ việc", now=town.now)

    return act


def meanwhile(town: Town, first: Act, later: Callable[[], Any]) -> Any:
    """What ``later`` is told, begun while ``first`` is not kept yet; every case is held too."""
    with ThreadPoolExecutor(1) as other:
        with town.database.writing() as session:
            session.execute(select(Case.id).with_for_update())
            first(session)
            told: Future[Any] = other.submit(later)
            assert not done([told], timeout=0.7).done, "it waits for the first"
        return told.result(30)


@pytest.mark.parametrize("first", ["post", "account"])
def test_work_is_taken_back_by_nobody_whose_post_or_account_ended_meanwhile(
    app: Flask, town: Town, first: str
) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    town.claim(town.task(case_id), town.officer(ONE))
    task = town.task(case_id)
    head = Api(app, f"{HEAD}@{PROVINCE}")
    left = ends(town, HEAD, DIVISION, "lanh_dao_phong") if first == "post" else locks(town, HEAD)
    body = {"reason": "Chia lại"}
    answer = meanwhile(town, left, lambda: head.post(f"/tasks/{task.id}/take-back", body))
    # PostgreSQL: the case was read before the wait, so the act may only be told to come again.
    assert answer.json["code"] in ("not_signed_in", "busy"), answer.json
    assert town.task(case_id).officer_id == task.officer_id
    assert head.post(f"/tasks/{task.id}/take-back", body).status_code == 401


@pytest.mark.parametrize(
    ("word", "body"),
    [("approve", {}), ("send-back", {"remark": "Vẽ lại"})],
    ids=["approve", "back"],
)
def test_a_version_is_decided_by_nobody_whose_post_ended_meanwhile(
    app: Flask, town: Town, word: str, body: dict[str, str]
) -> None:
    third, since = town.officer(ONE).officer_id, town.now.date()
    with town.act() as session:  # for two are always to be left
        there = {"unit_code": "ttphcc_tinh", "position_code": "quan_tri_tinh"}
        post = {"province_code": PROVINCE, "officer_id": third, "valid_from": since} | there
        session.add(Appointment(**post))
    row = proposed(town, changed("Bản sau"))
    admin = Api(app, f"hieu.ph@{PROVINCE}")
    sent = body or {"seen": admin.get(f"/proposals/{row.id}").json["seen"]}
    left = ends(town, "hieu.ph", "ttphcc_tinh", "quan_tri_tinh")
    answer = meanwhile(town, left, lambda: admin.post(f"/proposals/{row.id}/{word}", sent))
    assert answer.json["code"] == "not_signed_in", answer.json
    with town.database.reading() as session:
        assert session.get_one(Proposal, (PROVINCE, row.id)).state == "proposed"


def test_a_dossier_comes_to_no_counter_that_its_last_officer_leaves(town: Town) -> None:
    here, last = [ends(town, one, CENTRE, "can_bo_mot_cua") for one in AT_COUNTER]
    with town.act() as session:
        here(session)

    def end() -> None:
        with town.act() as session:
            last(session)

    with pytest.raises(WorkStillOpen):
        meanwhile(town, town.file_in, end)
    with town.database.reading() as session:
        case_id = session.scalars(select(Case.id)).one()
    town.until(case_id, None)
    with pytest.raises(NobodyReceives if town.database.is_sqlite else CaseBusy):
        meanwhile(town, last, town.file)
