"""What messages brought and what the process computed stands on the case, for officers."""

import msgspec
import pytest

from engine.cases.act.task_act import Ending
from engine.queries.case_file import case_file
from engine.queries.views.case import CaseFile
from tests.integration.jobs.procedures import file, install, task
from tests.integration.jobs.test_messages import PAID, deliver
from tests.integration.workflow.diagrams import flows, node, nodes
from tests.integration.workflow.test_rules import CALL, table
from tests.town import CITIZEN, Town

MANY = "multiInstanceLoopCharacteristics"
IN_TURN = (
    f'<bpmn:{MANY} isSequential="true"><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:{MANY}>'
)

AGAIN = {"x__a": 'case.loai = "hai"'}
CHECKED = {"components": [{"type": "textfield", "key": "so", "label": "Số", "id": "f"}]}


def seen(town: Town, case_id: str, *, officer: bool = True) -> CaseFile:
    """The case's file, as the officer of its desk or as its applicant."""
    person = town.desk(town.task(case_id)) if officer else CITIZEN
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        return case_file(session, ref=ref, person=person, now=town.now)


def test_officers_see_what_a_message_brought(town: Town) -> None:
    install(town, *PAID)
    case_id = file(town).case_id
    deliver(town, case_id, da_thu=True)
    [one] = seen(town, case_id).brought
    assert (one.kind, one.element_name) == ("message", "Chờ thu phí")
    assert [(value.name, value.value) for value in one.values] == [("da_thu", "Có")]
    assert seen(town, case_id, officer=False).brought == ()


def test_officers_see_what_a_decision_table_set(town: Town) -> None:
    parts = (nodes("start:s end:e"), node("rule", "m", CALL, name="Tính phí"), task("b"))
    rule = table(khac="1200000").replace(b"<text>linh_vuc", b"<text>case.loai")
    install(town, *parts, flows("s>m>b>e"), phi_dmn=rule)
    case_id = file(town, loai="khac").case_id
    [one] = seen(town, case_id).brought
    assert (one.kind, one.element_name) == ("rule", "Tính phí")
    assert [value.value for value in one.values] == ["1.200.000"]


@pytest.mark.parametrize("repeated", [True, False])
def test_another_instance_of_a_step_is_not_taken_for_its_second_try(
    town: Town, repeated: bool
) -> None:
    step = task("a", '<tthc:form key="kiem"/>')
    if repeated:
        step = step.replace("</bpmn:extensionElements>", f"</bpmn:extensionElements>{IN_TURN}")
    parts = (nodes("start:s end:e"), step, node("xor", "x", default="x__e"))
    flown = flows("s>a>x>e" if repeated else "s>a>x>e x>a", **({} if repeated else AGAIN))
    install(town, *parts, flown, **{"forms/kiem_json": msgspec.json.encode(CHECKED)})
    case_id = file(town, loai="hai").case_id
    town.end(town.task(case_id), ending=Ending(answers={"so": "1"}))
    shown = seen(town, case_id)
    assert shown.task is not None
    assert shown.task.answers == ({} if repeated else {"so": "1"})
