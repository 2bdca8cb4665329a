"""Whoever decides returns what was prepared, though the diagram draws no way back."""

import pytest
from flask import Flask

from engine.cases.return_work import return_work
from engine.cases.sign_off import sign_off
from engine.errors import NotEarlier, ReasonMissing
from tests.acceptance.test_refusals_after_appraisal import at_signature, of_desk
from tests.integration.jobs.procedures import faults
from tests.left import after, lines
from tests.town import Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHY = "Ghi sai ngày mất, lập lại"


def give_back(town: Town, case_id: str, **changes: object) -> None:
    """Whoever signs returns it."""
    task = town.task(case_id)
    given = {"person": town.desk(task), "step_again": "B2", "reason": WHY, **changes}
    with town.act() as session:
        return_work(session, task_id=task.id, now=town.now, **given)  # type: ignore[arg-type]


def test_the_work_lies_at_an_earlier_step_with_the_reason_and_the_clock_runs_on(
    app: Flask, town: Town
) -> None:
    case_id = at_signature(town)
    give_back(town, case_id)
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 10:15, due
          04/12 17:30
        task B2 phuong_truong_vinh_vp/cong_chuc_ho_tich due 04/12 14:25
        cancelled B4
        runs case since 04/12 10:15 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        audit Hoàng Nghĩa Dũng: work_returned element=B4 name=Ký trích lục khai tử reason=Ghi
          sai ngày mất, lập lại step=B2 step_name=Kiểm tra giấy báo tử
    """)
    assert faults(town, case_id) == []
    desk = of_desk(app, town, case_id)
    assert WHY in desk.client.get(f"/ho-so/{town.case(case_id).code}").text


@ONE
def test_it_says_why_and_goes_to_a_step_that_was_done_after_the_reception(town: Town) -> None:
    case_id = at_signature(town)
    with pytest.raises(ReasonMissing):
        give_back(town, case_id, reason=".")
    for step in ("B1", "B4", "B5", ""):
        with pytest.raises(NotEarlier):
            give_back(town, case_id, step_again=step)


@ONE
def test_a_list_of_what_waits_for_a_signature_sends_step_againo(town: Town) -> None:
    case_id = at_signature(town)
    task = town.task(case_id)
    with town.act() as session:
        sign_off(
            session,
            task_id=task.id,
            person=town.desk(task),
            decision="send_back",
            comment=WHY,
            seen=None,
            now=town.now,
        )
    assert town.task(case_id).element_id != "B4"
