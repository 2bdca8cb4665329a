"""What acts decide by, pages show: limits, hours, desks, ends (cases P10 to P13 and P27)."""

from datetime import timedelta

from sqlalchemy import select

from api.cli.cases import OPERATOR
from engine.cases.act.task_act import Ending
from engine.cases.complete import complete_task
from engine.cases.deliver_message import deliver_message
from engine.cases.receive import receive_case
from engine.jobs.timers import fire_due_timers
from engine.queries.case_file import case_file
from engine.queries.tracking import track
from engine.queries.views.case import CaseFile
from engine.queries.views.tracking import TrackView
from engine.store.cases import Case, ClockInterval, Task
from tests.integration.jobs.procedures import (
    MANIFEST,
    act_on,
    faults,
    file,
    install,
    statuses,
    task,
)
from tests.integration.workflow.diagrams import MESSAGE, TERMINATE, boundary, flows, node, nodes
from tests.integration.workflow.diagrams import timer as due_in
from tests.rulebook import Rulebook, at
from tests.town import CITIZEN, PROVINCE, Town

PARTS = (
    nodes("start:s end:e"),
    task("a", '<tthc:act kind="receive"/>'),
    task("b"),
    task("c"),
    node("end", "rut", TERMINATE, name="Người nộp rút hồ sơ"),
    node("end", "het_han", TERMINATE, name="Quá hạn nộp tiền"),
    boundary("xin_rut", "b", MESSAGE),
    boundary("han", "c", due_in("PT2H")),
    flows("s>a>b>c>e xin_rut>rut han>het_han"),
)
LIFE = """
[[waits]]
element = "b"
kind = "financial_duty"
status = 6
note = "Chờ nộp thuế"
[[endings]]
element = "rut"
kind = "withdrawn"
[[endings]]
element = "het_han"
kind = "stopped"
"""


def filed(town: Town) -> str:
    """A case that waits for its tax after the reception, and may end early."""
    install(town, *PARTS, procedure_toml=(MANIFEST.format(code="9.000001") + LIFE).encode())
    case_id = file(town).case_id
    with town.act() as session:
        receive_case(
            session,
            task_id=town.task(case_id).id,
            person=town.desk(town.task(case_id)),
            ending=Ending(),
            store=town.documents,
            now=town.now,
        )
    return case_id


def pages(town: Town, case_id: str) -> tuple[CaseFile, TrackView]:
    """What the applicant reads: the file and the tracking page."""
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        return (
            case_file(session, ref=ref, person=CITIZEN, now=town.now),
            track(session, ref=ref, now=town.now),
        )


def withdraw(town: Town, case_id: str) -> None:
    ref = town.case(case_id).submission_number
    with town.act() as session:
        deliver_message(session, ref=ref, name="m1", payload={}, actor=OPERATOR, now=town.now)


def test_a_wait_that_a_withdrawal_ends_tells_of_no_status_that_never_stood(town: Town) -> None:
    case_id = filed(town)
    town.wait(days=1)
    withdraw(town, case_id)
    assert statuses(town, case_id) == [2, 6, 7, 8]
    assert faults(town, case_id) == []


def test_a_case_that_was_withdrawn_says_so_and_promises_nothing(town: Town) -> None:
    case_id = filed(town)
    town.wait(days=1)
    withdraw(town, case_id)
    town.wait(days=30)
    seen, tracked = pages(town, case_id)
    assert seen.where_words.startswith("Hồ sơ đã dừng xử lý lúc ")
    assert "Người nộp rút hồ sơ" in seen.where_words
    assert (seen.ended, seen.solved) == (True, False)
    assert (seen.due.at, seen.due.urgency) == (None, "none")
    assert "đúng hạn" not in seen.due.words
    assert tracked.headline == "Hồ sơ đã dừng xử lý"
    assert [row.state for row in tracked.steps] == ["done", "done"]
    assert "nhận kết quả" not in " ".join(row.sentence for row in tracked.steps)
    assert tracked.due.urgency == "none"


def test_a_case_that_a_timer_ended_says_where_and_was_never_solved_on_time(town: Town) -> None:
    case_id = filed(town)
    with town.act() as session:
        row = session.scalars(select(Task).where(Task.element_id == "b")).one()
        complete_task(session, task_id=row.id, person=town.desk(row), ending=Ending(), now=town.now)
    town.wait(hours=3)
    assert fire_due_timers(town.database, now=town.now).fired == 1
    seen, tracked = pages(town, case_id)
    assert statuses(town, case_id) == [2, 6, 4, 8]
    assert "Quá hạn nộp tiền" in seen.where_words
    assert "chưa bắt đầu" not in seen.where_words
    assert seen.due.words == "đã kết thúc, không có kết quả"
    assert tracked.ended


def test_a_first_step_that_leads_into_a_wait_tells_of_the_wait_alone(town: Town) -> None:
    assert statuses(town, filed(town)) == [2, 6]


def test_the_limit_that_a_case_took_stands_wherever_a_limit_stands(rulebook: Rulebook) -> None:
    nine_days = {"clock": "committed", "amount": 72, "unit": "working_hours"}
    rulebook.rule("ha_tinh", "time_limit", nine_days)
    seen = rulebook.seen(rulebook.received("ha_tinh").id)
    assert seen.limit_words == "72 giờ làm việc = 9 ngày làm việc"
    assert seen.limit_basis in seen.deadlines[-1].explanation[1]
    assert seen.due.at == at("2025-07-15 08:00")
    assert "quy định riêng của địa phương" not in seen.limit_basis


def test_used_time_is_measured_and_stands_still_with_its_clock(town: Town) -> None:
    case_id = filed(town)
    town.wait(days=1)
    assert pages(town, case_id)[0].used_words == "0 phút làm việc"


def test_hours_of_a_rule_give_one_due_time_on_row_and_page(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "step_hours", {"hours": 2}, element="B2")
    rulebook.rule("ha_tinh", "step_hours", {"hours": 3}, element="B3")
    case = rulebook.received("ha_tinh")
    row = rulebook.task(case.id)
    assert row.element_id == "B2"
    assert row.due_at == rulebook.now + timedelta(hours=2)
    seen = rulebook.seen(case.id, desk=row)
    assert seen.task is not None
    assert seen.task.hours == 2
    assert seen.task.due.at == row.due_at
    assert "10:00" in seen.task.explanation[-1]
    foreseen = [outcome.next_words or "" for outcome in seen.task.outcomes]
    assert any("11:00" in words for words in foreseen), foreseen
    step = next(step for step in seen.steps if step.element_id == "B3")
    assert step.hours == 3


TWO_WAITS = (
    nodes("start:s end:e"),
    task("a", '<tthc:act kind="receive"/>'),
    task("b"),
    task("c"),
    task("d"),
    flows("s>a>b>c>d>e"),
)


def finish(town: Town, case_id: str) -> None:
    """Someone at the desk ends the open step."""
    row = town.task(case_id)
    with town.act() as session:
        complete_task(session, task_id=row.id, person=town.desk(row), ending=Ending(), now=town.now)


def received(town: Town, manifest: str, parts: tuple[str, ...]) -> str:
    install(town, *parts, procedure_toml=(MANIFEST.format(code="9.000001") + manifest).encode())
    case_id = file(town).case_id
    row = town.task(case_id)
    with town.act() as session:
        receive_case(
            session,
            task_id=row.id,
            person=town.desk(row),
            ending=Ending(),
            store=town.documents,
            now=town.now,
        )
    return case_id


def test_a_second_wait_after_the_first_says_what_is_waited_for_and_loses_no_time(
    town: Town,
) -> None:
    waits = "".join(
        f'[[waits]]\nelement = "{step}"\nkind = "financial_duty"\nnote = "{note}"\n'
        for step, note in (("b", "Chờ thuế"), ("c", "Chờ lệ phí trước bạ"))
    )
    case_id = received(town, waits, TWO_WAITS)
    town.wait(days=1)
    finish(town, case_id)
    assert "Chờ lệ phí trước bạ" in pages(town, case_id)[0].deadlines[-1].explanation[-2]
    assert town.task(case_id).due_at is None
    town.wait(days=1)
    finish(town, case_id)
    assert statuses(town, case_id) == [2, 6, 4]
    # All 40 hours were left on Thursday; they run from Saturday, so from Monday morning on.
    assert town.case(case_id).due_at == at("2025-12-12 17:30")
    assert faults(town, case_id) == []


def test_work_beside_a_wait_leaves_its_clock_as_it_is(town: Town) -> None:
    parts = (
        nodes("start:s end:e"),
        task("a", '<tthc:act kind="receive"/>'),
        node("and", "chia"),
        task("b"),
        task("c"),
        node("and", "gop"),
        flows("s>a>chia>b>gop>e chia>c>gop"),
    )
    wait = '[[waits]]\nelement = "b"\nkind = "financial_duty"\nnote = "Chờ thuế"\n'
    case_id = received(town, wait, parts)
    with town.database.reading() as session:
        query = select(ClockInterval).where(ClockInterval.case_id == case_id)
        before = [(row.clock, row.started_at, row.stopped_at) for row in session.scalars(query)]
    town.wait(days=1)
    row = town.task(case_id, "c")
    with town.act() as session:
        complete_task(session, task_id=row.id, person=town.desk(row), ending=Ending(), now=town.now)
    with town.database.reading() as session:
        after = [(row.clock, row.started_at, row.stopped_at) for row in session.scalars(query)]
    assert after == before
    assert statuses(town, case_id) == [2, 6]
    assert faults(town, case_id) == []


def test_a_filing_whose_process_ends_at_once_has_ended(town: Town) -> None:
    parts = (
        nodes("start:s end:e"),
        node("xor", "g", default="g__a"),
        task("a", '<tthc:act kind="receive"/>'),
        node("end", "tu_choi", TERMINATE, name="Không đủ điều kiện"),
        flows("s>g>a>e g>tu_choi", g__tu_choi='case.loai = "x"'),
    )
    ends = '[[endings]]\nelement = "tu_choi"\nkind = "refused"\n'
    install(town, *parts, procedure_toml=(MANIFEST.format(code="9.000001") + ends).encode())
    case_id = file(town, loai="x").case_id
    seen, tracked = pages(town, case_id)
    assert statuses(town, case_id) == [3]
    assert (seen.ended, tracked.headline) == (True, "Hồ sơ không được tiếp nhận")
    assert faults(town, case_id) == []


def test_the_end_that_was_reached_last_says_how_the_case_ended(town: Town) -> None:
    parts = (
        nodes("start:s end:e"),
        task("a", '<tthc:act kind="receive"/>'),
        task("b"),
        node("end", "rut"),
        boundary("nhac", "b", MESSAGE, interrupting=False),
        flows("s>a>b>e nhac>rut"),
    )
    case_id = received(town, '[[endings]]\nelement = "rut"\nkind = "withdrawn"\n', parts)
    withdraw(town, case_id)
    finish(town, case_id)
    assert statuses(town, case_id) == [2, 8]


def test_a_case_that_ended_without_a_result_explains_no_due_time(town: Town) -> None:
    case_id = filed(town)
    withdraw(town, case_id)
    seen, tracked = pages(town, case_id)
    assert tracked.explanation == ()
    assert [row.explanation for row in seen.deadlines] == [()]


def test_before_its_reception_a_case_is_foreseen_as_the_reception_takes_it(
    rulebook: Rulebook,
) -> None:
    nine_days = {"clock": "committed", "amount": 72, "unit": "working_hours"}
    rulebook.rule("ha_tinh", "time_limit", nine_days)
    rulebook.rule("ha_tinh", "step_hours", {"hours": 2}, element="B2")
    case_id = rulebook.file("ha_tinh")
    seen = rulebook.seen(case_id, desk=rulebook.task(case_id))
    assert seen.limit_words == "72 giờ làm việc = 9 ngày làm việc"
    assert seen.task is not None
    assert "trước 10:00" in (seen.task.outcomes[0].next_words or "")
    rulebook.end(case_id)
    assert rulebook.task(case_id).due_at == at("2025-07-02 10:00")


def test_a_late_case_is_late_by_the_working_time_since_it_was_due(town: Town) -> None:
    case_id = received(town, "", TWO_WAITS)
    due_at = town.case(case_id).due_at
    assert due_at is not None
    town.now = due_at + timedelta(minutes=1)
    assert [one.due.words for one in pages(town, case_id)] == ["hồ sơ trả chậm 1 phút"] * 2
    town.now = due_at + timedelta(days=1, minutes=1)
    assert [one.due.words for one in pages(town, case_id)] == ["hồ sơ trả chậm 1 ngày làm việc"] * 2


def test_used_time_grows_while_the_clock_runs(town: Town) -> None:
    case_id = received(town, "", TWO_WAITS)
    town.wait(hours=2)
    assert pages(town, case_id)[0].used_words == "2 giờ làm việc"


def test_a_case_received_after_the_cut_off_hour_has_used_its_whole_limit_when_it_is_due(
    rulebook: Rulebook,
) -> None:
    rulebook.rule("ha_tinh", "cut_off", {"hour": "15:00"}, procedure=None)
    case_id = rulebook.file("ha_tinh")
    rulebook.now = rulebook.now.replace(hour=15, minute=30)
    rulebook.end(case_id)
    rulebook.now = rulebook.now.replace(hour=17)
    assert rulebook.seen(case_id).used_words == "0 phút làm việc"
    due_at = rulebook.case(case_id).due_at
    assert due_at is not None
    rulebook.now = due_at
    seen = rulebook.seen(case_id)
    assert seen.used_words in seen.limit_words


def test_a_legal_act_is_never_passed_over_whatever_a_rule_says(town: Town) -> None:
    case_id = received(town, "", TWO_WAITS)
    with town.act() as session:
        act = act_on(town, session, case_id)
        skip = {"value": {"skip": True}, "rule": "r", "basis": "Điều 1"}
        act.change(rules={"step_skipped": {"a": skip, "b": skip}})
        assert not act.stands.passes_over("a")
        assert not act.stands.passes_over("b")  # the package does not leave it open


def test_a_case_that_was_solved_and_not_received_is_no_life(town: Town) -> None:
    case_id = received(town, "", TWO_WAITS)
    with town.act() as session:
        stored = session.get_one(Case, (PROVINCE, case_id))
        stored.received_at = None
    assert any("chưa ghi ngày tiếp nhận" in fault for fault in faults(town, case_id))


def test_a_case_that_waits_is_where_it_is_and_not_at_its_end(town: Town) -> None:
    seen, _ = pages(town, filed(town))
    assert "đang làm bước 2" in seen.where_words
    assert not seen.ended
