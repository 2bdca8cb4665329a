"""The province's centre returns the results of all units, by rights of its own (R-40)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from engine.accounts import Grant, Person
from engine.audit.chain import SYSTEM
from engine.errors import CaseNotFound
from engine.facts.events_of_work import ResultReturned, TakerKind
from engine.facts.reading import Recorded
from engine.life import Status
from engine.queries.case_file import case_file
from engine.queries.own_cases import own_cases
from engine.queries.result_words import given_words
from engine.queries.returning import results
from engine.queries.tracking import track
from engine.queries.views.returning import ResultsPage
from engine.routing.step_forms import TAKER
from engine.store.access import AccessGrant
from engine.worktime import ZONE
from engine.worktime.wording import day_text
from tests.acceptance.test_supplements import received
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.town import CENTRE, CITIZEN, PROVINCE, Town

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
    assert row.decided_by == "Sở Nội vụ", "whose desk signed, not the commune that solved it"
    (found,) = listed(town, central(town), search=code.lower()).rows
    assert found == row
    (clerk, *_) = town.officers(CENTRE, "can_bo_mot_cua")
    assert listed(town, clerk).rows == (row,)
    assert listed(town, clerk, unit="khac").rows == ()


def test_who_waits_reads_that_it_is_early_and_then_how_it_was_given(town: Town) -> None:
    """Decree 118/2025 art. 22.5: announced before its day. Nobody has what was only just posted."""
    case_id = ready(town)
    case = town.case(case_id)
    assert case.due_at is not None
    early = f"Đã có kết quả, sớm hơn ngày hẹn {day_text(case.due_at.astimezone(ZONE).date())}"
    with town.database.reading() as session:
        assert track(session, ref=str(case.code), now=town.now).headline == early
        (own,) = own_cases(session, person=CITIZEN, now=town.now)
    assert own.headline == early
    town.end(town.task(case_id), answers={TAKER: "post"})
    with town.database.reading() as session:
        seen = track(session, ref=str(case.code), now=town.now)
    assert (seen.headline, seen.lead) == (
        "Hồ sơ đã trả kết quả",
        "Kết quả đã được gửi cho bạn qua bưu chính.",
    )


def test_a_result_on_its_day_or_late_is_not_called_early(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, "B14")
    due_at = town.case(case_id).due_at
    assert due_at is not None
    town.now = due_at - timedelta(minutes=5)
    town.end(town.task(case_id))
    with town.database.reading() as session:
        seen = track(session, ref=str(town.case(case_id).code), now=town.now)
    assert seen.headline == "Đã có kết quả"


@pytest.mark.parametrize(
    ("taker", "words"),
    [
        ("owner", None),
        ("post", "Phiếu từ chối đã được gửi cho bạn qua bưu chính."),
        ("electronic", "Phiếu từ chối là bản điện tử: bạn mở hoặc tải ngay trên mạng."),
        ("submitter", "Người nộp thay chủ hồ sơ đã nhận phiếu từ chối."),
        ("other", "Người được ủy quyền đã nhận phiếu từ chối."),
    ],
)
def test_each_way_of_giving_has_its_words(taker: TakerKind, words: str | None) -> None:
    event = ResultReturned(due_at=None, taker=taker)
    told = Recorded(1, datetime(2025, 12, 4, tzinfo=ZONE), event.kind, SYSTEM, event, {})
    assert given_words([told], refused=True) == words


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
    assert all(word in page for word in ("Số định danh", "Địa chỉ", "Điện thoại")), "to whom"
    task_id = town.task(case_id).id
    assert f'action="/viec/{task_id}/xong?ve=tra-ket-qua"' in page
    sent = {"csrf_token": desk.token, "hs": code, "xac-nhan": "1", "outcome": ""}
    done = desk.client.post(f"/viec/{task_id}/xong?ve=tra-ket-qua", data=sent)  # the second
    assert (done.status_code, done.location) == (303, "/tra-ket-qua")
    assert town.case(case_id).status == Status.RETURNED
    assert faults(town, case_id) == []
    assert "Đã trả" in desk.client.get(f"/tra-ket-qua?q={code}").text
    assert Api(app, f"hoai.nt@{PROVINCE}").client.get("/tra-ket-qua").status_code == 403
