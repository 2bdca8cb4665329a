"""What can't go on: a person's act is refused as a whole, a timer's case waits in an incident."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.cli.cases import OPERATOR
from engine.cases.act import kept_runs
from engine.cases.retry_case import retry_case
from engine.errors import CaseNotFound, NoIncident, Refusal
from engine.jobs.timers import fire_due_timers
from engine.queries.case_file import case_file
from engine.queries.incidents import IncidentRow, open_incidents
from engine.store.jobs import Incident, OutboxMessage
from engine.workflow.running.run import Run
from tests.integration.jobs.procedures import (
    elements,
    end,
    faults,
    file,
    file_before,
    install,
    open_division,
    task,
    waiting,
)
from tests.integration.workflow.diagrams import boundary, flows, node, nodes, timer
from tests.integration.workflow.test_rules import CALL, table
from tests.town import CITIZEN, PROVINCE, Town

RULES = table(dat_dai="1").replace(b"<text>linh_vuc", b"<text>case.loai")
TWO_HITS = RULES.replace(
    b"</decisionTable>",
    b"<rule id='x'><inputEntry><text>-</text></inputEntry><outputEntry><text>2</text></outputEntry>"
    b"</rule></decisionTable>",
)
GATE = node("xor", "x", name="Đủ điều kiện?") + task("y") + task("z")
ABSENT = '<tthc:assignment unit="receiving" division="phong_moi" position="can_bo_mot_cua"/>'
NOBODY = node(
    "user", "x", f"<bpmn:extensionElements>{ABSENT}</bpmn:extensionElements>", name="Bước phòng mới"
)
CAUSES = {
    "workflow.condition_not_boolean": (
        GATE + flows("x>y>e x>z>e", x__y="case.loai", x__z="false"),
        {},
    ),
    "workflow.no_flow_chosen": (
        GATE + flows("x>y>e x>z>e", x__y='case.loai = "1"', x__z='case.loai = "2"'),
        {},
    ),
    "workflow.variable_missing": (
        GATE + flows("x>y>e x>z>e", x__y="chua_ghi = 1", x__z="chua_ghi = 2"),
        {},
    ),
    "workflow.no_rule_hit": (
        node("rule", "x", CALL, name="Tính phí") + task("y") + flows("x>y>e"),
        {"phi_dmn": RULES},
    ),
    "workflow.expression_failed": (
        node("rule", "x", CALL, name="Tính phí") + task("y") + flows("x>y>e"),
        {"phi_dmn": TWO_HITS},
    ),
    "nobody_to_assign": (NOBODY + flows("x>e"), {}),
}
AT_A_TIMER = nodes("start:s end:e") + task("a") + boundary("han", "a", timer("PT2H"))


def by_timer(town: Town, cause: str) -> str:
    """A case whose timer meets the cause when it fires in two hours."""
    parts, files = CAUSES[cause]
    install(town, AT_A_TIMER, parts, flows("s>a>e han>x"), **files)
    loai = "dat_dai" if cause == "workflow.expression_failed" else "khac"
    return file_before(town, loai=loai).case_id


def incidents(town: Town) -> tuple[IncidentRow, ...]:
    """The incidents that wait."""
    with town.database.reading() as session:
        return open_incidents(session)


def retry(town: Town, case_id: str) -> None:
    """An operator says that the cause is mended."""
    with town.act() as session:
        retry_case(session, ref=town.case(case_id).submission_number, actor=OPERATOR, now=town.now)


@pytest.mark.parametrize("cause", CAUSES)
def test_an_act_that_meets_it_is_refused_and_changes_nothing(town: Town, cause: str) -> None:
    parts, files = CAUSES[cause]
    install(town, nodes("start:s end:e") + task("a"), parts, flows("s>a>x"), **files)
    loai = "dat_dai" if cause == "workflow.expression_failed" else "khac"
    case_id = file_before(town, loai=loai).case_id
    before = town.case(case_id)
    for _ in range(2):  # the second time from what the first one left in the process
        with pytest.raises(Refusal) as refused:
            end(town, case_id)
    assert refused.value.code == cause
    assert refused.value.details["element_id"] == "x"
    after = town.case(case_id)
    assert (after.state, after.event_seq) == (before.state, before.event_seq)
    assert elements(town, case_id) == ["a"]
    assert faults(town, case_id) == []


@pytest.mark.parametrize("cause", CAUSES)
def test_a_timer_that_meets_it_leaves_the_case_in_an_incident_with_place_and_reason(
    town: Town, cause: str
) -> None:
    case_id = by_timer(town, cause)
    before = town.case(case_id)
    town.wait(hours=3)
    assert fire_due_timers(town.database, now=town.now).incidents == 1
    (incident,) = incidents(town)
    assert (incident.code, incident.element_id) == (cause, "x")
    assert incident.element_name in incident.message
    after = town.case(case_id)
    assert (after.state, after.open_incidents) == (before.state, 1)
    assert elements(town, case_id) == ["a"]
    assert len(waiting(town, case_id)) == 1, "the token and its timer are still there"
    assert faults(town, case_id) == []


def test_a_poisoned_case_never_stops_the_others(town: Town) -> None:
    """Trap 5."""
    poisoned = by_timer(town, "workflow.condition_not_boolean")
    install(town, AT_A_TIMER, task("b"), flows("s>a>e han>b>e"), code="9.000002")
    town.wait(minutes=1)
    healthy = [file(town, "9.000002").case_id for _ in range(3)]
    town.wait(hours=3)
    ticked = fire_due_timers(town.database, now=town.now)
    assert (ticked.fired, ticked.incidents, ticked.busy) == (3, 1, 0)
    assert all(elements(town, case_id) == ["b"] for case_id in healthy)
    assert elements(town, poisoned) == ["a"]
    ticked = fire_due_timers(town.database, now=town.now)
    assert (ticked.fired, ticked.incidents, ticked.busy) == (0, 0, 0), "and costs nothing more"


def test_a_fault_of_our_own_is_an_incident_too(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Trap 5: nothing is swallowed."""
    case_id = by_timer(town, "nobody_to_assign")

    def broken(*_: object) -> list[str]:
        raise KeyError("x")

    town.wait(hours=3)
    monkeypatch.setattr(Run, "fire_timers", broken)
    assert fire_due_timers(town.database, now=town.now).incidents == 1
    (incident,) = incidents(town)
    assert incident.code == "internal"
    assert "KeyError" in caplog.text
    assert faults(town, case_id) == []


def test_once_the_cause_is_mended_the_case_goes_on_where_it_stood(town: Town) -> None:
    case_id = by_timer(town, "nobody_to_assign")
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    open_division(town)
    retry(town, case_id)
    assert fire_due_timers(town.database, now=town.now).fired == 1
    assert elements(town, case_id) == ["x"]
    assert incidents(town) == ()
    assert town.case(case_id).open_incidents == 0
    assert faults(town, case_id) == []


def test_trying_again_too_early_meets_the_incident_again(town: Town) -> None:
    case_id = by_timer(town, "nobody_to_assign")
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    retry(town, case_id)
    town.wait(minutes=1)
    assert fire_due_timers(town.database, now=town.now).incidents == 1
    assert [row.at for row in incidents(town)] == [town.now]


def test_the_same_cause_at_the_same_place_is_one_incident(town: Town) -> None:
    parts, _ = CAUSES["nobody_to_assign"]
    second = boundary("han2", "a", timer("PT5H"))
    install(town, AT_A_TIMER, second, parts, flows("s>a>e han>x han2>x"))
    case_id = file_before(town).case_id
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    assert len(incidents(town)) == 1
    assert town.case(case_id).open_incidents == 1


def test_an_officer_may_go_on_meanwhile_and_the_incident_is_over(town: Town) -> None:
    case_id = by_timer(town, "nobody_to_assign")
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    end(town, case_id)
    assert incidents(town) == ()
    assert town.case(case_id).open_incidents == 0


def test_the_case_file_tells_what_happened(town: Town) -> None:
    case_id = by_timer(town, "nobody_to_assign")
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    open_division(town)
    town.wait(hours=1)
    retry(town, case_id)
    fire_due_timers(town.database, now=town.now)
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        shown = case_file(session, ref=ref, person=town.officer("bao.pq"), now=town.now)
        outside = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    told = [row.sentence for row in reversed(shown.timeline)]
    assert told[1].startswith("Hệ thống dừng hẹn giờ vì sự cố tại “Bước phòng mới”")
    assert told[2].endswith("cho chạy lại bước tự động đã gặp sự cố")
    assert told[3] == "Hệ thống chuyển hồ sơ khi hết thời gian chờ: han"
    assert [row.kind for row in outside.timeline] == ["timers_fired", "case_submitted"]


def test_a_case_without_an_incident_can_not_be_tried_again(town: Town) -> None:
    case_id = by_timer(town, "nobody_to_assign")
    with pytest.raises(NoIncident):
        retry(town, case_id)
    with pytest.raises(CaseNotFound), town.act() as session:
        retry_case(session, ref="H00-1", actor=OPERATOR, now=town.now)


def test_an_incident_is_announced_in_the_case_s_order(town: Town) -> None:
    case_id = by_timer(town, "nobody_to_assign")
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    query = (
        select(OutboxMessage.topic)
        .where(OutboxMessage.case_id == case_id)
        .order_by(OutboxMessage.seq)
    )
    with town.database.reading() as session:
        assert list(session.scalars(query)) == ["case_submitted", "incident_opened"]
        assert session.scalars(select(Incident.resolved_at)).all() == [None]


def test_runs_of_refused_acts_are_not_kept(town: Town) -> None:
    parts, _ = CAUSES["nobody_to_assign"]
    install(town, nodes("start:s end:e") + task("a"), parts, flows("s>a>x"))
    case_id = file_before(town).case_id
    with pytest.raises(Refusal):
        end(town, case_id)
    case = town.case(case_id)
    key = (PROVINCE, case_id)
    assert kept_runs.RUNS.take(key, version=case.version, state=case.state) is None
    open_division(town)
    end(town, case_id)
    assert elements(town, case_id) == ["x"]
    town.wait(hours=1)
    assert town.now - town.case(case_id).submitted_at == timedelta(hours=1)
