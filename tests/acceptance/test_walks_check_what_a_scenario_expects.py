"""``motcua walk`` fails when a dossier ends otherwise than its scenario says."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from engine.errors import WalkFailed
from engine.publishing.scenarios import Scenario
from engine.publishing.walk import Walk
from tests.shipped import publish
from tests.town import PROVINCE, Town

PERMIT, FOLDER = "1.013225", "giay_phep_nha_o"


def walked(town: Town, scenario: Scenario) -> Walk:
    with town.act() as session:
        walk = Walk(
            session,
            province_code=PROVINCE,
            procedure_code=PERMIT,
            scenario=scenario,
            store=town.documents,
        )
        for _ in walk.steps():
            pass
        assert walk.case.status == scenario.expected.status
        return walk


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
