"""What waits for somebody leaves their own dossiers out: acts refuse them (requirement R-10)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.queries.beside_steps import waits_beside
from engine.store.cases import Dossier
from tests.acceptance.test_consultations import OFFICE, asked
from tests.acceptance.test_halts import head, propose
from tests.acceptance.test_meetings import desk_of, invited
from tests.acceptance.test_papers_on_their_way import counter, on_paper
from tests.acceptance.test_reminders import reminding, wake
from tests.acceptance.test_supplements import at, received
from tests.acceptance.test_withdrawals import withdraw
from tests.client import Api
from tests.rulebook import Rulebook
from tests.town import FLAGSHIP, PROVINCE, Town


def proposed(town: Town) -> tuple[str, Person]:
    case_id = received(town)
    propose(town, case_id)
    return case_id, head(town)


def withdrawn(town: Town) -> tuple[str, Person]:
    case_id = received(town)
    withdraw(town, case_id)
    return case_id, counter(town)


def consulted(town: Town) -> tuple[str, Person]:
    case_id = received(town)
    asked(town, case_id)
    return case_id, town.officers(OFFICE, "lanh_dao_so")[0]


def met(town: Town) -> tuple[str, Person]:
    case_id = received(town)
    invited(town, case_id)
    town.now = at(11, 10)
    return case_id, desk_of(town, case_id)


def travelling(town: Town) -> tuple[str, Person]:
    return on_paper(town), counter(town)


def near_its_due_time(town: Town) -> tuple[str, Person]:
    case_id = reminding(town)
    due_at = town.case(case_id).due_at
    assert due_at is not None
    wake(town, due_at - timedelta(minutes=5))
    return case_id, town.desk(town.task(case_id))


def unfetched(town: Town) -> tuple[str, Person]:
    rules = Rulebook(town.database, town.documents)
    rules.now = town.now
    rules.rule(PROVINCE, "result_wait_days", {"days": 1}, procedure=FLAGSHIP)
    case_id = received(town)
    town.until(case_id, "B15")
    town.now += timedelta(days=3)
    return case_id, counter(town)


LISTS: Mapping[Callable[[Town], tuple[str, Person]], str] = {
    proposed: "halts",
    withdrawn: "withdrawn",
    consulted: "owed",
    met: "minutes",
    travelling: "papers",
    near_its_due_time: "reminded",
    unfetched: "unfetched",
}
"""How a dossier comes to wait for whom, and the list that says so; slips have their own tests."""


def number_of(session: Session, case_id: str) -> str | None:
    return session.scalars(select(Dossier.owner_number).where(Dossier.case_id == case_id)).one()


def test_whose_own_dossier_waits_is_not_asked_to_do_it(town: Town) -> None:
    for bring, listed in LISTS.items():
        case_id, person = bring(town)
        with town.database.reading() as session:
            own = replace(person, identity_number=number_of(session, case_id))
            told = [
                getattr(waits_beside(session, person=who, now=town.now), listed)
                for who in (person, own)
            ]
        refs = [[row.ref for row in rows] for rows in told]
        mine = {town.case(case_id).code, town.case(case_id).submission_number}
        assert mine & set(refs[0]), bring.__name__
        assert not mine & set(refs[1]), bring.__name__


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_api_tells_what_the_page_of_the_queue_tells(app: Flask, town: Town) -> None:
    case_id, _ = consulted(town)
    asked_there = Api(app, "cuong.lv@nghe_an")
    (row,) = asked_there.get("/queue/beside").json["owed"]
    assert (row["ref"], row["mine"]) == (town.case(case_id).code, True)
    assert row["ref"] in asked_there.client.get("/viec").text
