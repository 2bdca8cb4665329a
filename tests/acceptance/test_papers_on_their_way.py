"""Papers go from the counter to who solves the case: until when, who has them, who watches."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.cases.act.task_act import Ending
from engine.cases.acts import end_step
from engine.cases.send_papers import send_papers
from engine.cases.take_papers import take_papers
from engine.errors import CarrierMissing, NoPapersComing, NoPapersHere, NotYourDesk
from engine.queries.case_file import case_file
from engine.queries.papers_on_their_way import papers_on_their_way
from engine.store.cases import Task
from tests.acceptance.test_supplements import answer, ask, at
from tests.acceptance.test_supplements_on_pages import form_of
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.shipped import at_commune, file, publish
from tests.town import CENTRE, MAIN_PATH, WARD, Town

PROOF = "giay_to_chung_minh"
MOUNTAIN = "xa_con_cuong"
SECRET = {PROOF: "Tài liệu mật"}

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is refused, or computed, is so on any database."""


def counter(town: Town):  # type: ignore[no-untyped-def]
    return town.officers(CENTRE, "can_bo_mot_cua")[0]


def send(town: Town, case_id: str, **changes: object) -> None:
    """The counter hands the papers to somebody."""
    given = {"person": counter(town), "carrier": "Văn thư phường", **changes}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        send_papers(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def take(town: Town, case_id: str, **changes: object) -> None:
    """Who has the open step takes them."""
    person = changes.pop("person", None) or town.desk(town.task(case_id))
    given = {"person": person, **changes}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        take_papers(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def on_paper(town: Town, **changes: object) -> str:
    """A case that was received just now with its proof on paper."""
    filed = town.file(
        person=town.officer("bao.pq"), channel="counter", papers=[PROOF], documents=[], **changes
    )
    task = town.task(filed.case_id)
    with town.act() as session:
        end_step(
            session,
            task_id=task.id,
            person=town.desk(task),
            ending=Ending(),
            unscanned=SECRET,
            store=town.documents,
            now=town.now,
        )
    return filed.case_id


def answered_on_paper(town: Town, case_id: str) -> None:
    """A supplement was asked for and came over the counter."""
    ask(town, case_id)
    why = {PROOF: "Chỉ để xuất trình"}
    answer(town, case_id, supplied=[], papers=[PROOF], unscanned=why, person=counter(town))


@ONE
@pytest.mark.parametrize(
    ("received", "until"),
    [
        (at(4, 9, 15), at(4, 17, 30)),
        (at(4, 12), at(4, 17, 30)),  # at noon nobody works, and it is the same day
        (at(4, 15), at(4, 17, 30)),
        (at(4, 15, 1), at(5, 7, 30)),
        (at(5, 16), at(8, 7, 30)),  # Friday afternoon: Monday morning
    ],
)
def test_papers_go_within_the_agency_on_the_same_day_and_after_three_the_next_morning(
    town: Town, received: datetime, until: datetime
) -> None:
    """Law L14. Time point 3."""
    town.now = received
    case = town.case(on_paper(town))
    assert (case.papers_at, case.papers_to) == (CENTRE, WARD)
    assert case.papers_until == until


def test_papers_go_to_another_place_within_a_working_day_and_the_solving_time_runs_meanwhile(
    town: Town,
) -> None:
    """Law L20 and L11: the clock starts at the reception, wherever the papers are."""
    town.now = at(5, 16)
    scenario = publish(town, "khau_tru_boi_thuong")
    online = file(town, "1.012994", at_commune(scenario, MOUNTAIN), receiving_unit=CENTRE)
    town.end(town.task(online), ending=Ending())
    assert town.case(online).papers_to is None  # files are there at once
    assert town.task(online).unit_code.startswith(MOUNTAIN)
    case_id = on_paper(town, answers={**MAIN_PATH.answers, "xa": MOUNTAIN})
    case = town.case(case_id)
    assert (case.papers_to, case.papers_until) == (MOUNTAIN, at(8, 16))
    assert case.received_at == at(5, 16)


def test_who_has_the_papers_is_known_from_the_counter_to_who_solves(town: Town) -> None:
    case_id = on_paper(town)
    town.wait(hours=1)
    with pytest.raises(NoPapersComing):
        take(town, case_id)
    send(town, case_id)
    left = after(town, case_id).replace("\n  ", " ")
    assert "tells papers_sent number=0001/2025/PKS-H41.102.01 receiver=phuong_truong_vinh" in left
    assert "late=false legal_basis=Nghị định 118/2025/NĐ-CP, Điều 18.2" in left
    with pytest.raises(NoPapersHere):
        send(town, case_id)
    take(town, case_id, note="Thiếu trang 2")
    assert (town.case(case_id).papers_at, town.case(case_id).papers_to) == (WARD, None)
    assert faults(town, case_id) == []


def test_papers_that_leave_late_say_so_and_somebody_carries_them(town: Town) -> None:
    case_id = on_paper(town)
    with pytest.raises(CarrierMissing):
        send(town, case_id, carrier=" ")
    town.wait(days=1)
    send(town, case_id)
    assert "late=true" in after(town, case_id)


def test_the_counter_sends_and_never_takes_its_own_papers(town: Town) -> None:
    case_id = on_paper(town)
    with pytest.raises(NotYourDesk):
        send(town, case_id, person=town.desk(town.task(case_id)))
    send(town, case_id)
    with pytest.raises(NotYourDesk):
        take(town, case_id, person=counter(town))


def test_the_competent_units_own_centre_watches_what_was_filed_elsewhere(town: Town) -> None:
    """Law L20: it may see the case; its head is told by name on the page."""
    case_id = on_paper(town, answers={**MAIN_PATH.answers, "xa": MOUNTAIN})
    watching = town.officers(f"{MOUNTAIN}_ttphcc", "can_bo_mot_cua")[0]
    with town.database.reading() as session:
        ref = town.case(case_id).code or ""
        read = case_file(session, ref=ref, person=watching, now=town.now)
    assert read.watched_by is not None
    assert read.watched_by.code == f"{MOUNTAIN}_ttphcc"


def test_from_the_counters_list_to_the_slip_and_the_list_of_who_takes_them(
    app: Flask, town: Town
) -> None:
    case_id = on_paper(town)
    ref, sender = town.case(case_id).code, Api(app, "bao.pq@nghe_an")
    assert "giấy tờ bản giấy phải chuyển đi" in sender.client.get("/viec").text
    page = sender.client.get(f"/ho-so/{ref}").text
    assert "phải chuyển đến Ủy ban nhân dân phường Trường Vinh trước" in page
    sent = {"hs": ref, "csrf_token": sender.token, "carrier": "Văn thư"}
    address = form_of(page, "chuyen-giay-to")
    assert sender.client.post(address, data=sent).status_code == 303
    slip = sender.client.get(f"/ho-so/{ref}/phieu/kiem-soat").text
    assert "0001/2025/PKS-H41.102.01" in slip
    assert "Chuyển đúng hạn" in slip
    taker = Api(app, "hanh.tt@nghe_an")
    assert "giấy tờ bản giấy đang chuyển đến" in taker.client.get("/viec").text
    assert taker.post(f"/cases/{ref}/take-papers").status_code == 200
    assert "đang chuyển đến" not in taker.client.get("/viec").text


def coming(town: Town, person: Person) -> list[str]:
    """The codes of what comes to the units of somebody."""
    with town.database.reading() as session:
        found = papers_on_their_way(session, person=person, now=town.now)
    return [one.ref for one in found if one.until is None]


def test_what_comes_is_listed_for_those_who_may_take_it_and_nobody_else(town: Town) -> None:
    """Who decides, had a step or watches may take it, never who sent it: their lists say so."""
    case_id = on_paper(town, answers={**MAIN_PATH.answers, "xa": MOUNTAIN})
    code, decides = town.case(case_id).code, town.desk(town.task(case_id))
    watches = town.officers(f"{MOUNTAIN}_ttphcc", "can_bo_mot_cua")[0]
    stranger = town.desk(town.task(on_paper(town)))
    assert coming(town, decides) == []
    send(town, case_id)
    assert coming(town, decides) == coming(town, watches) == [code]
    assert coming(town, counter(town)) == coming(town, stranger) == []
    # Who sits at the centre that watches, but reads nothing there.
    (desk,) = watches.posts
    registry = replace(watches, posts=(replace(desk, position_code="van_thu"),))
    assert coming(town, registry) == []
    town.end(town.task(case_id), person=decides)
    with town.database.reading() as session:
        of_case = select(Task.unit_code, Task.awaits_papers).where(Task.case_id == case_id)
        found = session.execute(of_case).all()
    assert len(found) > 2
    assert all(awaits == (unit != CENTRE) for unit, awaits in found)
    take(town, case_id, person=decides)
    assert coming(town, decides) == coming(town, watches) == []
    with town.database.reading() as session:
        assert session.scalars(select(Task.id).where(Task.awaits_papers)).all() == []
