"""What no shipped scenario does, a scenario can do all the same: but for slips of an outage, which
need a rule of the province."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.catalogue.scenarios import ScenarioStep, read_scenarios
from engine.publishing.folders import read_package_folder
from engine.publishing.walk import Walk
from engine.store.audit import CaseEvent
from tests.shipped import FOLDERS, publish
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASKED = {"unit": "so_noi_vu", "content": "Có đúng hồ sơ lưu không?", "answer_by": 0}
DONE = ("consultation_called_off", "work_returned", "result_refused", "result_returned")


def act(element: str, kind: str, **given: object) -> ScenarioStep:
    return ScenarioStep(element, None, given, None, act=kind)


def test_a_scenario_calls_off_a_question_returns_work_and_hands_over(town: Town) -> None:
    publish(town, "khai_tu")
    found = read_scenarios(read_package_folder(FOLDERS / "khai_tu"))
    told = next(one for one in found if any(s.act == "refuse_result" for s in one.steps))
    received, checked, refused = told.steps
    steps = (
        *(received, act("B2", "consult", **ASKED, manner="electronic")),
        *(act("B2", "call_off_consultation", reason="Đã tự tra được."), checked),
        *(act("B4", "return_work", step_again="B2", reason="Xem lại giấy báo tử."), checked),
        *(refused, act("B4", "hand_over")),
    )
    expected = replace(told.expected, status=10, path=("B1", "B2", "B2"))
    with town.act() as session:
        walk = Walk(
            session,
            province_code=PROVINCE,
            procedure_code="1.000656",
            scenario=replace(told, steps=steps, expected=expected),
            store=town.documents,
        )
        list(walk.steps())
        kinds = session.scalars(select(CaseEvent.kind).where(CaseEvent.case_id == walk.case_id))
        assert set(DONE) <= set(kinds)
