"""``motcua walk`` fails when a dossier ends otherwise than its scenario says."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.catalogue.scenarios import Scenario
from engine.errors import WalkFailed
from engine.publishing.walk import Walk
from engine.publishing.walked import WalkedStep
from engine.store.cases import Case
from engine.worktime import ZONE
from tests.shipped import publish
from tests.town import PROVINCE, Town

PERMIT, FOLDER = "1.013225", "giay_phep_nha_o"


def walked(
    town: Town, scenario: Scenario, procedure: str = PERMIT
) -> tuple[list[WalkedStep], Case]:
    with town.act() as session:
        walk = Walk(
            session,
            province_code=PROVINCE,
            procedure_code=procedure,
            scenario=scenario,
            store=town.documents,
        )
        for _ in walk.steps():
            pass
        assert walk.case.status == scenario.expected.status
        return walk.taken, walk.case


@pytest.fixture
def scenario(town: Town) -> Scenario:
    """A permit filed online, free of charge."""
    return publish(town, FOLDER)


def test_a_scenario_that_says_what_happens_passes(town: Town, scenario: Scenario) -> None:
    assert (scenario.expected.end, scenario.expected.fee) == ("Ket_thuc", Decimal(0))
    walked(town, scenario)


@pytest.mark.parametrize(
    ("expected", "reason"),
    [
        ({"end": "Ket_thuc_tu_choi"}, "không kết thúc tại Ket_thuc_tu_choi"),
        ({"fee": Decimal(75000)}, "phí, lệ phí .*: 0, kịch bản mong 75"),
        ({"status": 9}, "trạng thái: 10, kịch bản mong 9"),
        ({"working_hours": Decimal(79)}, "tổng giờ: 80, kịch bản mong 79"),
        ({"path": ("B1", "B2")}, "đường đi B1 B2 B3"),
    ],
)
def test_a_scenario_that_expects_another_end_fails_with_what_was_found(
    town: Town, scenario: Scenario, expected: dict[str, Any], reason: str
) -> None:
    wrong = replace(scenario, expected=replace(scenario.expected, **expected))
    with pytest.raises(WalkFailed, match=reason):
        walked(town, wrong)


def test_a_walk_waits_where_its_scenario_says_that_the_citizen_pays_later(town: Town) -> None:
    taken, case = walked(town, publish(town, "bien_dong_dat_dai"), "1.013831")
    done = {step.element_id: step for step in taken}
    paid = datetime(2025, 12, 22, 10, tzinfo=ZONE)
    assert (done["B5"].status, done["B6"].status) == (6, 4)
    assert done["B5"].done_at < datetime(2025, 12, 9, tzinfo=ZONE)
    assert (done["B6"].done_at, done["B7"].done_at) == (paid, paid)
    assert case.due_at is not None
    assert case.due_at > paid
