"""Messages from outside reach the case that waits for them, once, or are refused as a whole."""

import pytest

from api.cli.cases import OPERATOR
from engine.cases.deliver_message import deliver_message
from engine.errors import CaseNotFound, Refusal
from engine.jobs.acting import acting
from engine.queries.case_file import case_file
from engine.queries.incidents import open_incidents
from engine.workflow import Delivered
from engine.workflow.running.incidents import (
    MessageAmbiguous,
    MessageNotAwaited,
    NotScalar,
    VariableMissing,
)
from tests.integration.jobs.procedures import (
    elements,
    end,
    faults,
    file,
    file_before,
    install,
    task,
)
from tests.integration.jobs.test_incidents import CAUSES
from tests.integration.workflow.diagrams import (
    MESSAGE,
    boundary,
    document,
    flows,
    node,
    nodes,
    process,
)
from tests.town import CITIZEN, Town

PAYLOAD = '<bpmn:extensionElements><tthc:payload variables="da_thu"/></bpmn:extensionElements>'
PAID = (
    nodes("start:s end:e"),
    node("catch", "cho", PAYLOAD + MESSAGE, name="Chờ thu phí"),
    node("xor", "x", default="x__z"),
    task("y"),
    task("z"),
    flows("s>cho>x>y>e x>z>e", x__y="da_thu"),
)


def deliver(
    town: Town, case_id: str, name: str = "m1", *, element_id: str | None = None, **payload: object
) -> Delivered:
    """An outside system sends a message to the case."""
    with town.act() as session:
        return deliver_message(
            session,
            ref=town.case(case_id).submission_number,
            name=name,
            payload=payload,  # type: ignore[arg-type] # a test may send nonsense
            actor=OPERATOR,
            now=town.now,
            element_id=element_id,
        )


def test_a_message_moves_the_case_it_is_for_and_no_other(town: Town) -> None:
    install(town, *PAID)
    case_id, other = file(town).case_id, file(town).case_id
    assert elements(town, case_id) == []
    told = deliver(town, case_id, da_thu=True, ho_so=other)
    assert (told.element_id, told.taken, told.ignored) == ("cho", ("da_thu",), ("ho_so",))
    assert elements(town, case_id) == ["y"]
    assert elements(town, other) == []
    assert faults(town, case_id) == faults(town, other) == []
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        shown = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    assert shown.timeline[0].sentence.endswith("chuyển thông điệp vào hồ sơ: Chờ thu phí")


def test_a_message_that_comes_again_is_refused_and_changes_nothing(town: Town) -> None:
    install(town, *PAID)
    case_id = file(town).case_id
    deliver(town, case_id, da_thu=True)
    before = town.case(case_id)
    with pytest.raises(MessageNotAwaited):
        deliver(town, case_id, da_thu=False)
    after = town.case(case_id)
    assert (after.version, after.event_seq) == (before.version, before.event_seq)
    assert elements(town, case_id) == ["y"]


def test_what_is_no_routing_value_never_enters_the_state(town: Town) -> None:
    install(town, *PAID)
    case_id = file(town).case_id
    with pytest.raises(NotScalar):
        deliver(town, case_id, da_thu={"typename": "UUID"})
    assert deliver(town, case_id, da_thu=True).taken == ("da_thu",)


def test_a_message_for_an_unknown_case_is_refused(town: Town) -> None:
    with pytest.raises(CaseNotFound), town.act() as session:
        deliver_message(session, ref="H00-1", name="m1", payload={}, actor=OPERATOR, now=town.now)


def test_when_several_events_wait_the_sender_says_which(town: Town) -> None:
    install(
        town,
        nodes("start:s and:g end:e end:f end:h"),
        task("a"),
        task("b"),
        boundary("x1", "a", MESSAGE),
        boundary("x2", "b", MESSAGE, interrupting=False),
        task("k"),
        flows("s>g>a>e g>b>f x1>k>h x2>k"),
    )
    case_id = file(town).case_id
    with pytest.raises(MessageAmbiguous):
        deliver(town, case_id)
    deliver(town, case_id, element_id="x1")
    assert elements(town, case_id) == ["b", "k"]
    assert elements(town, case_id, "cancelled") == ["a"]
    assert faults(town, case_id) == []


@pytest.mark.parametrize("cause", CAUSES)
def test_a_message_that_meets_an_incident_is_refused_and_changes_nothing(
    town: Town, cause: str
) -> None:
    parts, files = CAUSES[cause]
    install(
        town,
        nodes("start:s end:e"),
        task("a"),
        boundary("han", "a", MESSAGE),
        parts,
        flows("s>a>e han>x"),
        **files,
    )
    loai = "dat_dai" if cause == "workflow.expression_failed" else "khac"
    case_id = file_before(town, loai=loai).case_id
    before = town.case(case_id)
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            deliver(town, case_id)
    assert refused.value.code == cause
    after = town.case(case_id)
    assert (after.state, after.event_seq) == (before.state, before.event_seq)
    assert elements(town, case_id) == ["a"]
    assert faults(town, case_id) == []


@pytest.mark.parametrize("cause", CAUSES)
def test_a_filing_that_meets_an_incident_is_refused_and_leaves_nothing(
    town: Town, cause: str
) -> None:
    parts, files = CAUSES[cause]
    install(town, nodes("start:s end:e"), parts, flows("s>x"), **files)
    with pytest.raises(Refusal) as refused:
        file(town, loai="dat_dai" if cause == "workflow.expression_failed" else "khac")
    assert refused.value.code == cause
    with town.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM cases").scalar() == 0


TWICE = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("inside", ["repeated", "called"])
def test_an_incident_inside_a_repetition_or_a_called_process_keeps_every_token(
    town: Town, cause: str, inside: str
) -> None:
    parts, files = CAUSES[cause]
    body = nodes("start:ss end:e") + task("a") + parts + flows("ss>a>x")
    if inside == "repeated":
        whole = node("sub", "sp", TWICE + body, name="Mỗi đơn vị")
    else:
        whole = node("call", "sp", calledElement="q", name="Liên thông")
        files = {**files, "q_bpmn": document(process(body, id="q"))}
    install(town, nodes("start:s end:f"), whole, flows("s>sp>f"), **files)
    loai = "dat_dai" if cause == "workflow.expression_failed" else "khac"
    case_id = file_before(town, loai=loai).case_id
    before, tasks = town.case(case_id), elements(town, case_id)
    with pytest.raises(Refusal) as refused:
        end(town, case_id, "a")
    assert refused.value.code == cause
    assert town.case(case_id).state == before.state
    assert elements(town, case_id) == tasks
    assert faults(town, case_id) == []


def test_a_message_that_the_process_can_not_take_further_leaves_an_incident(town: Town) -> None:
    install(town, *PAID)
    case_id = file(town).case_id
    ref = town.case(case_id).submission_number
    with pytest.raises(VariableMissing), acting(town.database, lambda: town.now) as session:
        deliver_message(session, ref=ref, name="m1", payload={}, actor=OPERATOR, now=town.now)
    with town.database.reading() as session:
        (row,) = open_incidents(session)
    assert row.ref == ref
    assert "phải có giá trị “da_thu”" in row.message
    assert faults(town, case_id) == []
