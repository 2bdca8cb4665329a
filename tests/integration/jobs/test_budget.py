"""An act that costs more than any may waits in an incident of its own words; nothing is stuck."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count

import pytest

from engine.cases import receive
from engine.cases.act.task_act import Ending
from engine.cases.acts import end_step
from engine.catalogue.forms import checked
from engine.catalogue.manifest import FeeTable
from engine.errors import ActOutOfTime, ActTooDear, FeeUndecided, Refusal
from engine.feel import act_budget, limits
from engine.fees.tables import base_fees
from engine.jobs.acting import acting
from engine.jobs.timers import fire_due_timers
from engine.workflow.running.incidents import EndlessRun
from engine.workflow.running.run import Run
from tests.integration.jobs.procedures import elements, faults, file, install, task
from tests.integration.jobs.test_incidents import incidents, retry
from tests.integration.workflow.diagrams import (
    ANY_ERROR,
    boundary,
    flows,
    node,
    nodes,
    timer,
    when,
)
from tests.integration.workflow.test_rules import CALL, table
from tests.town import Town

MANY = ", ".join("-1" for _ in range(3_200))
DEAR = f"some i in 1..100000 satisfies i in ({MANY})"
DAY = date(2025, 12, 4)
CHEAP = "count(for i in 1..20000 return i) = 20000"


RESULT = '<bpmn:extensionElements><tthc:result variable="y"/></bpmn:extensionElements>'


def script(text: str) -> str:
    return node(
        "script",
        "x",
        f"{RESULT}<bpmn:script>{text}</bpmn:script>",
        name="Tính",
        scriptFormat="feel",
    )


def repeated(text: str) -> str:
    inside = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>"
        f"{text}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    )
    return task("x").replace("</bpmn:userTask>", f"{inside}</bpmn:userTask>")


DMN = table(dat_dai="1").replace(b"<text>linh_vuc", f"<text>if {DEAR} then 1 else 2".encode())
WAYS: dict[str, tuple[str, Mapping[str, bytes]]] = {
    "script": (script(DEAR) + flows("s>a>x>e"), {}),
    "script whose error event would go on": (
        script(DEAR) + boundary("b", "x", ANY_ERROR) + flows("s>a>x>e b>e"),
        {},
    ),
    "condition": (
        node("xor", "x", name="Chọn", default="x__e")
        + task("z")
        + flows("s>a>x>e x>z>e", x__z=DEAR),
        {},
    ),
    "timer": (
        node("catch", "x", timer(f'if {DEAR} then "P1D" else "P2D"'), name="Chờ")
        + flows("s>a>x>e"),
        {},
    ),
    "conditional event": (
        node("catch", "x", when(DEAR), name="Chờ") + flows("s>a>x>e"),
        {},
    ),
    "number of instances": (repeated(f"if {DEAR} then 1 else 2") + flows("s>a>x>e"), {}),
    "decision": (node("rule", "x", CALL, name="Tính") + flows("s>a>x>e"), {"phi_dmn": DMN}),
}


def act(town: Town, case_id: str) -> None:
    """The officer ends the open step, as a door does it."""
    row = town.task(case_id)
    with acting(town.database, lambda: town.now) as session:
        end_step(
            session,
            task_id=row.id,
            person=town.desk(row),
            ending=Ending(),
            store=town.documents,
            now=town.now,
        )


@pytest.mark.parametrize("way", WAYS)
def test_wherever_it_is_computed_the_act_is_refused_and_the_case_waits(
    town: Town, way: str
) -> None:
    parts, files = WAYS[way]
    install(town, nodes("start:s end:e") + task("a"), parts, **files)
    case_id = file(town).case_id
    with pytest.raises(ActTooDear) as refused:
        act(town, case_id)
    assert refused.value.details["element_id"] == "x"
    [incident] = incidents(town)
    assert (incident.code, incident.element_id) == ("act_too_dear", "x")
    assert "phải tính toán quá nhiều" in incident.message
    assert elements(town, case_id) == ["a"]
    assert faults(town, case_id) == []


def test_a_dear_condition_of_a_form_and_a_dear_fee_pay_from_the_same_budget() -> None:
    asked = {"type": "textfield", "key": "a", "label": "A", "conditional": {"hide": f"={DEAR}"}}
    form = {"components": [asked]}
    with act_budget(), pytest.raises(ActTooDear):
        checked(form, {"a": "x"}, today=DAY)
    fees = FeeTable(file="phi.dmn", decision="phi", inputs={})
    files = {"phi.dmn": table(dat_dai="1").replace(b"<text>linh_vuc", f"<text>{DEAR}".encode())}
    told = {"channel": "online", "day": DAY, "areas": (), "subjects": (), "answers": {}}
    with act_budget(), pytest.raises((ActTooDear, FeeUndecided)) as refused:
        base_fees(fees, files, **told)
    assert isinstance(refused.value, ActTooDear), refused.value


def test_what_the_clock_stopped_is_tried_again_unchanged(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(town, nodes("start:s end:e") + task("a"), script(CHEAP), task("z"), flows("s>a>x>z>e"))
    case_id = file(town).case_id
    seconds = count(step=2.0)
    monkeypatch.setattr(limits, "thread_time", lambda: next(seconds))
    with pytest.raises(ActOutOfTime):
        act(town, case_id)
    [incident] = incidents(town)
    assert "không phải sửa gì" in incident.message
    monkeypatch.undo()
    act(town, case_id)
    assert elements(town, case_id) == ["z"]
    assert incidents(town) == ()
    assert faults(town, case_id) == []


def test_a_timer_that_the_clock_stopped_is_tried_again_unchanged(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = boundary("han", "a", timer("PT2H"))
    install(
        town, nodes("start:s end:e") + task("a") + late, script(CHEAP), task("z"),
        flows("s>a>e han>x>z>e"),
    )  # fmt: skip
    case_id = file(town).case_id
    town.wait(hours=3)
    seconds = count(step=2.0)
    monkeypatch.setattr(limits, "thread_time", lambda: next(seconds))
    assert fire_due_timers(town.database, now=town.now).incidents == 1
    monkeypatch.undo()
    retry(town, case_id)
    assert fire_due_timers(town.database, now=town.now).fired == 1
    assert elements(town, case_id) == ["z"]


def test_timers_that_are_due_at_once_for_ever_end_in_an_incident(town: Town) -> None:
    waits = node("catch", "x", timer("PT0S"), name="Chờ") + node("xor", "g", name="Lại")
    waits += node("xor", "h", name="Xong?", default="h__g")
    install(town, nodes("start:s end:e") + task("a"), waits, flows("s>a>g>x>h>g h>e", h__e="false"))
    case_id = file(town).case_id
    act(town, case_id)
    town.wait(hours=1)
    assert fire_due_timers(town.database, now=town.now).incidents == 1
    assert incidents(town)[0].code == "act_too_dear"


def test_a_cycle_of_moments_that_was_missed_for_months_fires_once(town: Town) -> None:
    again = boundary("nhac", "a", timer("R/PT0.000001S", "timeCycle"), interrupting=False)
    install(town, nodes("start:s end:e") + task("a") + again, task("z"), flows("s>a>e nhac>z>e"))
    case_id = file(town).case_id
    town.wait(days=90)
    fire_due_timers(town.database, now=town.now)
    assert elements(town, case_id) == ["a", "z"]


def test_the_code_of_a_case_is_taken_when_the_diagram_has_been_stepped(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    given, stepped = receive.case_code, Run.complete

    def code(*args: object, **named: object) -> str:
        order.append("code")
        return given(*args, **named)  # type: ignore[arg-type]

    def complete(*args: object, **named: object) -> None:
        order.append("step")
        stepped(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(receive, "case_code", code)
    monkeypatch.setattr(Run, "complete", complete)
    case_id = town.file().case_id
    act(town, case_id)
    assert order == ["step", "code"]
    assert town.case(case_id).code
    assert faults(town, case_id) == []


def test_a_diagram_of_many_instances_in_one_another_is_stopped(town: Town) -> None:
    inner = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>1000"
        "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    )
    step = node("script", "i", RESULT + "<bpmn:script>1</bpmn:script>" + inner, scriptFormat="feel")
    inside = nodes("start:is end:ie") + step + flows("is>i>ie") + inner
    install(town, nodes("start:s end:e") + task("a"), node("sub", "x", inside), flows("s>a>x>e"))
    case_id = file(town).case_id
    with pytest.raises((ActTooDear, EndlessRun)):
        act(town, case_id)
    assert elements(town, case_id) == ["a"]


def test_time_goes_on_for_the_others(town: Town) -> None:
    install(town, nodes("start:s end:e") + task("a"), script(DEAR), flows("s>a>x>e"))
    case_id = file(town).case_id
    with pytest.raises(Refusal):
        act(town, case_id)
    town.now += timedelta(minutes=1)
    assert town.file().submission_number
