"""Paper taken while the system was out: a slip, two people, and times that only become earlier."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engine.cases.adding_files import FiledDocument
from engine.cases.confirm_outage_slip import CONFIRM, confirm_outage_slip, decline_outage_slip
from engine.cases.take_outage_slip import take_outage_slip
from engine.cases.vouching.verify import Verified, every_fault
from engine.errors import (
    NoSlipWaits,
    NotTheLead,
    NotYourDesk,
    OutageUnknown,
    ReasonMissing,
    Refusal,
    SecondPersonNeeded,
    SlipNotEarlier,
    SlipNumberTaken,
    SlipOutsideOutage,
    SlipTakenAlready,
    SlipUnclear,
    SlipWithoutEffect,
    TextUnreadable,
)
from engine.queries.outage_slips import slips_to_confirm
from engine.store.cases import ClockInterval
from engine.store.organisation import Officer
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_forms_act_once import KEY
from tests.acceptance.test_papers_on_their_way import on_paper
from tests.acceptance.test_supplements import at, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.papers import PDF
from tests.read_before import hidden_in, read_now, told_by
from tests.rulebook import Rulebook
from tests.town import Town
from web.frame.wording import officer_day

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OUT = {
    "from_day": "2025-12-03",
    "from_hour": "08:00",
    "until_day": "2025-12-03",
    "until_hour": "15:30",
    "what": "Mất đường truyền",
}
CODE = "2025-12-03T08:00"
CLERK, HEAD = "bao.pq", "dung.hn"


def out(town: Town, **changes: str) -> None:
    """The province records the outage by a rule of two administrators."""
    rules = Rulebook(town.database, town.documents)
    rules.now = town.now
    rules.rule("nghe_an", "outage", OUT | changes, procedure=None, valid_from=date(2025, 12, 4))


def on_slip(town: Town) -> str:
    """A dossier that came on paper in the outage, was filed and received afterwards."""
    out(town)
    case_id = on_paper(town)
    town.wait(minutes=10)
    return case_id


def take(town: Town, case_id: str, **changes: object) -> None:
    given = {
        "person": town.officer(CLERK),
        "outage": CODE,
        "slip_number": "17",
        "slip_day": "3/12/2025",
        "slip_hour": "10 giờ",
        "slip_files": [FiledDocument(None, "phieu.pdf", PDF)],
        "store": town.documents,
        **changes,
    }
    ref = town.case(case_id).submission_number
    with town.act() as session:
        take_outage_slip(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def confirm(town: Town, case_id: str, person: str = HEAD) -> None:
    ref, seen = town.case(case_id).submission_number, read_now(town, CONFIRM, case_id)
    with town.act() as session:
        confirm_outage_slip(session, ref=ref, person=town.officer(person), seen=seen, now=town.now)


def decline(town: Town, case_id: str, reason: str = "Phiếu bị tẩy xóa") -> None:
    ref = town.case(case_id).submission_number
    with town.act() as session:
        head = town.officer(HEAD)
        decline_outage_slip(session, ref=ref, person=head, reason=reason, now=town.now)


def test_a_confirmed_slip_lets_the_case_be_received_and_due_from_its_moment(town: Town) -> None:
    case_id = on_slip(town)
    due = town.case(case_id).due_at
    assert due is not None
    take(town, case_id)
    assert "tells outage_slip_taken number=17 unit=phuong_truong_vinh_ttphcc" in after(
        town, case_id
    )
    assert town.case(case_id).due_at == due
    town.wait(minutes=10)
    confirm(town, case_id)
    found = town.case(case_id)
    assert found.submitted_at == found.received_at == at(3, 10)
    assert found.due_at is not None
    assert found.due_at < due
    assert due - found.due_at <= timedelta(days=3)
    assert "outage_slip_confirmed" in after(town, case_id)
    assert faults(town, case_id) == []


@ONE
def test_the_clocks_keep_the_stretches_in_which_they_ran(town: Town) -> None:
    case_id = on_slip(town)
    query = select(ClockInterval.clock, ClockInterval.started_at, ClockInterval.stopped_at)
    with town.database.reading() as session:
        before = set(map(tuple, session.execute(query.where(ClockInterval.case_id == case_id))))
    take(town, case_id)
    confirm(town, case_id)
    with town.database.reading() as session:
        assert set(map(tuple, session.execute(query))) == before


@ONE
def test_verify_lists_the_case_among_those_whose_times_were_corrected(town: Town) -> None:
    case_id = on_slip(town)
    take(town, case_id)
    count = Verified()
    with town.database.reading() as session:
        assert list(every_fault(session, count)) == []
    assert count.by_slip == []
    confirm(town, case_id)
    with town.database.reading() as session:
        assert list(every_fault(session, count)) == []
    (told,) = count.by_slip
    assert "phiếu giấy số 17" in told
    assert str(town.case(case_id).code) in told


@ONE
def test_a_late_case_stays_late(town: Town) -> None:
    case_id = on_slip(town)
    town.now = at(30, 9)
    assert town.case(case_id).due_at < town.now  # type: ignore[operator]
    take(town, case_id)
    confirm(town, case_id)
    assert town.case(case_id).late_since is not None
    assert faults(town, case_id) == []


REFUSED: list[tuple[dict[str, object], type[Refusal]]] = [
    ({"slip_number": " . "}, SlipUnclear),
    ({"slip_files": []}, SlipUnclear),
    ({"slip_number": "1" * 41}, TextUnreadable),
    ({"slip_day": "hôm qua"}, TextUnreadable),
    ({"outage": "2025-12-01T08:00"}, OutageUnknown),
    ({"slip_hour": "15 giờ 31"}, SlipOutsideOutage),
    ({"slip_day": "2/12/2025"}, SlipOutsideOutage),
]


@ONE
def test_a_slip_is_whole_and_of_a_recorded_outage(town: Town) -> None:
    case_id = on_slip(town)
    for changes, refusal in REFUSED:
        with pytest.raises(refusal):
            take(town, case_id, **changes)


@ONE
def test_a_moment_that_is_not_before_the_filing_is_refused(town: Town) -> None:
    out(town, until_day="2025-12-04", until_hour="12:00")
    case_id = on_paper(town)
    with pytest.raises(SlipNotEarlier):
        take(town, case_id, slip_day="4/12/2025", slip_hour="9 giờ 15")
    take(town, case_id, slip_day="4/12/2025", slip_hour="9 giờ 14")


@ONE
def test_a_slip_is_of_one_dossier_of_its_unit_and_a_dossier_has_one(town: Town) -> None:
    case_id = on_slip(town)
    take(town, case_id)
    with pytest.raises(SlipTakenAlready):
        take(town, case_id, slip_number="18")
    other = on_paper(town)
    with pytest.raises(SlipNumberTaken, match=str(town.case(case_id).code)):
        take(town, other)
    decline(town, case_id)
    take(town, other)


@ONE
def test_two_people_and_neither_of_them_a_stranger(town: Town) -> None:
    case_id = on_slip(town)
    with pytest.raises(NoSlipWaits):
        confirm(town, case_id)
    with pytest.raises(NotYourDesk):
        take(town, case_id, person=town.officer("nam.hs"))
    take(town, case_id)
    with pytest.raises(ReasonMissing):
        decline(town, case_id, " ")
    with pytest.raises(NotTheLead):
        confirm(town, case_id, CLERK)
    decline(town, case_id)
    with pytest.raises(NoSlipWaits):
        confirm(town, case_id)


@ONE
def test_who_took_the_slip_does_not_confirm_it(town: Town) -> None:
    case_id = on_slip(town)
    director = town.officers("phuong_truong_vinh_ttphcc", "giam_doc_ttphcc")[0]
    with town.database.reading() as session:
        name = session.get_one(Officer, ("nghe_an", director.officer_id)).username
    take(town, case_id, person=town.officer(name))
    with pytest.raises(SecondPersonNeeded):
        confirm(town, case_id, name)


@ONE
def test_a_slip_that_waits_is_listed_for_whoever_may_confirm_it(app: Flask, town: Town) -> None:
    """A head of a unit that has it, or an administrator of the province, who reads it meanwhile."""
    case_id = on_slip(town)
    head, admin = Api(app, f"{HEAD}@nghe_an"), Api(app, "quan.dm@nghe_an")
    clerk, other = Api(app, f"{CLERK}@nghe_an"), Api(app, "nam.hs@nghe_an")
    ref = str(town.case(case_id).code)
    assert head.get("/oversight/outage-slips").json == []
    assert admin.client.get(f"/ho-so/{ref}").status_code == 404
    take(town, case_id)
    for one, home in ((head, "/viec"), (admin, "/quan-tri")):
        (row,) = one.get("/oversight/outage-slips").json
        assert (row["ref"], row["number"]) == (ref, "17")
        assert ref in one.client.get("/phieu-mat-he-thong").text
        assert "lúc mất hệ thống chờ" in one.client.get(home).text
        assert f"/ho-so/{ref}/xac-nhan-phieu" in one.client.get(f"/ho-so/{ref}").text
    for stranger in (clerk, other):  # who took it, though they stand in for a head elsewhere
        assert stranger.get("/oversight/outage-slips").json == []
        assert "lúc mất hệ thống chờ" not in stranger.client.get("/viec").text
    before = town.case(case_id)
    page = admin.client.get(f"/ho-so/{ref}").text
    moved = {"hs": ref, "khoa": KEY.findall(page)[0], "csrf_token": admin.token}
    moved |= hidden_in(page, f"/ho-so/{ref}/xac-nhan-phieu")
    question = admin.client.post(f"/ho-so/{ref}/xac-nhan-phieu", data=moved, follow_redirects=True)
    assert town.case(case_id).received_at == before.received_at
    done = admin.client.post(
        f"/ho-so/{ref}/xac-nhan-phieu", data={**moved, "xac-nhan": "1"}, follow_redirects=True
    )
    found = town.case(case_id)
    for at_first, now in (
        (before.received_at, found.received_at),
        (before.due_at, found.due_at),
    ):
        assert at_first is not None
        assert now is not None
        assert f"{officer_day(at_first)} → {officer_day(now)}" in question.text
    assert "đã trả kết quả" not in question.text
    assert (done.status_code, done.request.path) == (200, "/phieu-mat-he-thong")
    assert "Đã xác nhận. Thời hạn tính từ lúc ghi trên phiếu." in done.text
    back = admin.client.get(question.request.full_path)
    assert (back.status_code, f"/ho-so/{ref}" in back.text) == (200, False)
    assert head.get("/oversight/outage-slips").json == []
    assert admin.client.get(f"/ho-so/{ref}").status_code == 404
    assert faults(town, case_id) == []


@ONE
def test_who_took_a_slip_has_it_in_no_list(town: Town) -> None:
    case_id = on_slip(town)
    director = town.officers("phuong_truong_vinh_ttphcc", "giam_doc_ttphcc")[0]
    take(town, case_id, person=director)
    with town.database.reading() as session:
        assert slips_to_confirm(session, person=director) == ()
        assert len(slips_to_confirm(session, person=town.officer(HEAD))) == 1


@ONE
def test_what_moved_the_due_time_since_is_not_undone(town: Town) -> None:
    case_id = on_slip(town)
    take(town, case_id)
    extend(town, case_id)
    with pytest.raises(SlipWithoutEffect):
        confirm(town, case_id)
    decline(town, case_id)
    online = received(town)
    with pytest.raises(SlipWithoutEffect):
        take(town, online)


@ONE
def test_pages_and_api_offer_it_only_where_an_outage_is_recorded(app: Flask, town: Town) -> None:
    clerk, head = Api(app, f"{CLERK}@nghe_an"), Api(app, f"{HEAD}@nghe_an")
    plain = on_paper(town)
    assert "phieu-mat-he-thong" not in clerk.client.get(f"/ho-so/{town.case(plain).code}").text
    case_id = on_slip(town)
    ref = town.case(case_id).code
    page = clerk.client.get(f"/ho-so/{ref}").text
    assert form_of(page, "phieu-mat-he-thong").startswith(f"/ho-so/{ref}/")
    assert "Mất đường truyền" in page
    take(town, case_id)
    assert f"/ho-so/{ref}/xac-nhan-phieu" in head.client.get(f"/ho-so/{ref}").text
    done = head.post(f"/cases/{ref}/confirm-outage-slip", told_by(head, ref, CONFIRM))
    assert done.status_code < 300
    assert "được nhận từ 10:00 thứ Tư 03/12/2025" in head.client.get(f"/ho-so/{ref}").text
