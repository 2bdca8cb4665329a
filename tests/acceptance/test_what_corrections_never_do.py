"""A correction is the agency's own fault, done in three working days: nothing puts it off."""

from collections.abc import Callable

import pytest
from flask import Flask

from engine.acts import ACTS
from engine.cases.ask_supplement import ask_supplement
from engine.cases.open_incident import open_incident
from engine.errors import ApologyTooEarly, NotForCorrections
from engine.queries.case_file import case_file
from tests.acceptance.test_adjustments import adjust
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_cases_that_stand_still import ADMIN, URL
from tests.acceptance.test_cases_that_stand_still import PAPER as REPAIR
from tests.acceptance.test_corrections import correct, head, linked_to, returned
from tests.acceptance.test_halts import propose
from tests.acceptance.test_repairs import api
from tests.acceptance.test_transfers import transfer
from tests.acceptance.test_withdrawals import withdraw
from tests.town import CITIZEN, PROVINCE, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PUT_OFF = {one.kind for one in ACTS.values() if "own_dossier" in one.only_if}
Act = Callable[[Town, str], object]


def corrected(town: Town) -> str:
    """A correction that goes on."""
    case_id = returned(town)
    correct(town, case_id, again="B3")
    return linked_to(town, case_id)


def supplement(town: Town, case_id: str) -> None:
    task = town.task(case_id)
    with town.act() as session:
        ask_supplement(session, task_id=task.id, person=town.desk(task), judged=[], now=town.now)


@ONE
@pytest.mark.parametrize("does", [supplement, propose, transfer, withdraw, adjust, extend])
def test_a_correction_is_not_put_off_moved_or_ended(town: Town, does: Act) -> None:
    linked = corrected(town)
    before = town.case(linked)
    with pytest.raises(NotForCorrections):
        does(town, linked)
    assert town.case(linked).event_seq == before.event_seq


@ONE
def test_none_of_that_is_offered_and_late_it_is_apologised_for(town: Town) -> None:
    linked = corrected(town)
    people = (head(town), town.officer("bao.pq"), CITIZEN, town.desk(town.task(linked)))
    for person in people:
        with town.database.reading() as session:
            ref = town.case(linked).submission_number
            file = case_file(session, ref=ref, person=person, now=town.now)
        assert PUT_OFF.isdisjoint(act.kind for act in file.acts)
        assert "new_day" not in {one.name for act in file.acts for one in act.inputs}
    with pytest.raises(ApologyTooEarly):
        extend(town, linked, new_day=None)
    town.wait(days=9)
    extend(town, linked, new_day=None)


@ONE
def test_a_correction_and_the_first_case_tell_of_the_same_people(town: Town, app: Flask) -> None:
    """Whoever was filed wrongly is filed anew: no repair makes two truths of a name."""
    linked = corrected(town)
    case = town.case(linked)
    with town.act() as session:
        key = {"province_code": PROVINCE, "case_id": linked, "version": case.version}
        open_incident(session, error=RuntimeError("hỏng"), now=town.now, **key)
    said = {"name": "case.chu_ho_so_ho_ten", "value": "Lê Thị Mây", **REPAIR}
    admin, ref = api(app, ADMIN), case.submission_number
    refused = admin.post(f"{URL}/{ref}/value", said)
    assert (refused.status_code, refused.json["code"]) == (409, "people_of_the_first")
    assert (
        admin.post(f"{URL}/{ref}/value", said | {"name": "case.don_vi_cong_tac"}).status_code == 200
    )
