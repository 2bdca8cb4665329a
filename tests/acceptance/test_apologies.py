"""An extension: once, by a signed apology, at the latest a day before; the first due is kept."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from engine.cases.adding_files import FiledDocument
from engine.cases.apologise import Apology, apologise
from engine.errors import (
    ApologyTooEarly,
    ExtensionOnce,
    ExtensionTooLate,
    ExtensionTooLong,
    NewDayMissing,
    NewDayNotLater,
    NewDayTooFar,
    NotInThisState,
    NotTheLead,
    SignedMissing,
    TextUnreadable,
)
from engine.worktime import ZONE
from tests.acceptance.test_supplements import answer, ask, at, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.papers import PDF
from tests.rulebook import Rulebook
from tests.town import Town

PAPER = "Văn bản 15/UBND-VHXH ngày 20/12/2025"


def extend(town: Town, case_id: str, **changes: object) -> None:
    """The head of the unit apologises for the step that is open and names Monday 29/12."""
    given = {
        "person": town.officer("hanh.tt"),
        "reason": "Phải xác minh thêm",
        "paper": PAPER,
        "signed": [FiledDocument(None, "xin-loi.pdf", PDF)],
        "new_day": "29/12/2025",
        **changes,
    }
    task_id = town.task(case_id).id
    with town.act() as session:
        apologise(session, task_id=task_id, store=town.documents, now=town.now, **given)  # type: ignore[arg-type]


def test_an_extension_keeps_the_first_due_time_beside_the_new_one(town: Town) -> None:
    """Time point 11: the old value, who, why, by which paper and basis."""
    case_id = received(town)
    extend(town, case_id)
    left = after(town, case_id).replace("\n  ", " ")
    assert "due 29/12 17:30" in left
    assert "tells due_extended due_at=29/12 17:30 number=0001/2025/XLGH-H41.102.01" in left
    assert "due_extended after=29/12 17:30 before=22/12 09:15" in left
    assert f"paper={PAPER} reason=Phải xác minh thêm" in left
    assert "legal_basis=NĐ 118/2025/NĐ-CP, Điều 19.6" in left
    first = town.case(case_id).first_due_at
    assert first == datetime.fromisoformat("2025-12-22T09:15+07:00")
    assert faults(town, case_id) == []


def test_a_case_is_extended_once_and_then_only_apologised_for(town: Town) -> None:
    case_id = received(town)
    extend(town, case_id)
    with pytest.raises(ExtensionOnce):
        extend(town, case_id, new_day="05/01/2026")
    with pytest.raises(ApologyTooEarly, match="29/12/2025"):
        extend(town, case_id, new_day=None)
    town.now = at(29, 8)
    extend(town, case_id, new_day=None)
    assert "tells apologised number=0002/2025/XLGH-H41.102.01" in after(town, case_id)


def test_the_last_day_for_an_extension_is_the_day_before_it_is_due(town: Town) -> None:
    """Law L19: due on Monday 22/12 at 09:15, extended until the end of Sunday 21/12."""
    case_id = received(town)
    town.now = at(21, 23, 59)
    extend(town, case_id)
    other = town.file().case_id  # not late
    assert town.case(other).first_due_at is None


@pytest.mark.parametrize("moment", [at(22, 0, 1), at(24, 8)])
def test_past_it_there_is_an_apology_without_a_new_day(town: Town, moment: datetime) -> None:
    case_id = received(town)
    town.now = moment
    with pytest.raises(ExtensionTooLate, match="21/12/2025"):
        extend(town, case_id)
    extend(town, case_id, new_day="")
    assert "due\n  22/12 09:15" in after(town, case_id)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"signed": []}, SignedMissing),
        ({"new_day": " "}, NewDayMissing),
        ({"new_day": "22/12/2025"}, NewDayNotLater),
        ({"new_day": "19/12/2025"}, NewDayNotLater),
        ({"new_day": "mai"}, TextUnreadable),
        ({"new_day": "29/12/2090"}, NewDayTooFar),
    ],
)
def test_a_new_day_is_later_and_its_paper_is_signed(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    """Trap 4: a typed due time never wins without its paper and reason."""
    case_id = received(town)
    with pytest.raises(refusal):
        extend(town, case_id, **changes)


def test_a_province_may_say_how_far_an_extension_reaches(rulebook: Rulebook) -> None:
    """No text fixes it: off unless a rule says it, with its legal basis."""
    rulebook.rule("ha_tinh", "extension_most_days", {"days": 10})
    case = rulebook.received("ha_tinh")
    assert case.due_at is not None
    task = rulebook.task(case.id)
    desk = rulebook.officer(task)
    head = replace(desk, posts=(replace(desk.posts[0], leads=True),))
    day = case.due_at.astimezone(ZONE).date()

    def named(days: int) -> Apology:
        with rulebook.database.writing() as session:
            return apologise(
                session,
                task_id=task.id,
                person=head,
                reason="Phải xác minh thêm",
                paper=PAPER,
                signed=[FiledDocument(None, "xin-loi.pdf", PDF)],
                new_day=(day + timedelta(days=days)).isoformat(),
                store=rulebook.documents,
                now=rulebook.now,
            )

    with pytest.raises(ExtensionTooLong, match="3901/QĐ-UBND"):
        named(11)
    assert named(10).due_at >= case.due_at + timedelta(days=9)


def test_only_the_head_of_the_unit_apologises(town: Town) -> None:
    case_id = received(town)
    clerk = town.officers("phuong_truong_vinh_vhxh", "chuyen_vien")[0]
    with pytest.raises(NotTheLead):
        extend(town, case_id, person=clerk)


def test_what_stands_still_is_not_extended_and_a_supplement_restarts_the_due_time_in_force(
    town: Town,
) -> None:
    case_id = received(town)
    extend(town, case_id)
    ask(town, case_id)
    with pytest.raises(NotInThisState):
        extend(town, case_id, new_day=None)
    town.wait(days=1)
    answer(town, case_id)
    case = town.case(case_id)
    assert case.first_due_at is None, "the time starts from zero (art. 19.5)"
    assert case.extended_at is not None
    assert faults(town, case_id) == []


def test_the_page_shows_both_due_times_and_the_slip_is_printed(app: Flask, town: Town) -> None:
    case_id = received(town)
    ref, head = town.case(case_id).code, Api(app, "hanh.tt@nghe_an")
    address = form_of(head.client.get(f"/ho-so/{ref}").text, "xin-loi")
    sent = {"hs": ref, "csrf_token": head.token, "reason": "Phải xác minh", "paper": PAPER}
    file = (io.BytesIO(PDF), "xin-loi.pdf")
    done = head.client.post(
        address, data={**sent, "new_day": "29/12/2025", "chac-chan": "1", "signed": file}
    )
    assert done.status_code == 303, done.text
    town.now += timedelta(minutes=5)
    page = head.client.get(f"/ho-so/{ref}").text
    assert "hẹn lần đầu" in page
    assert "Hạn đầu là" in page
    slip = head.client.get(f"/ho-so/{ref}/phieu/gia-han").text
    assert "0001/2025/XLGH-H41.102.01" in slip
    assert ["trễ hẹn" in slip, "NGƯỜI" in slip, "THỦ TRƯỞNG" in slip] == [False, False, True]
    assert PAPER in slip
