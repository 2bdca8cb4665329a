"""The parts of the engine whose changes the tests must notice, each with the tests that are asked.

The tests of an area are asked in this order and stop at the first failure: what is quick and near
comes first. On SQLite only; the statements are the same on both databases.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the engine: its folder, and files or folders of tests."""

    folder: str
    tests: tuple[str, ...]

    def files(self) -> list[str]:
        """The modules of the area, as paths from the root."""
        found = sorted((ROOT / self.folder).rglob("*.py"))
        return [path.relative_to(ROOT).as_posix() for path in found]


AREAS = {
    "worktime": Area("engine/worktime", ("tests/unit/worktime", "tests/unit/deadlines")),
    "deadlines": Area("engine/deadlines", ("tests/unit/deadlines",)),
    "fees": Area(
        "engine/fees",
        (
            "tests/unit/rules/test_fees.py",
            "tests/unit/rules/test_base_fees.py",
            "tests/unit/rules/test_fee_items.py",
            "tests/unit/rules/test_fee_inputs.py",
        ),
    ),
    "routing": Area(
        "engine/routing",
        (
            "tests/unit/routing",
            "tests/integration/routing",
            "tests/acceptance/test_what_rules_leave_behind.py",
            "tests/acceptance/test_fees_and_limits_of_a_package.py",
            "tests/acceptance/test_one_truth.py",
            "tests/acceptance/test_rules_reach_steps_and_competence_of_running_cases.py",
            "tests/acceptance/test_rules_ask_the_case_as_it_stands.py",
            "tests/acceptance/test_local_rules.py",
            "tests/acceptance/test_a_head_assigns.py",
            "tests/acceptance/test_heads_hand_work_around.py",
        ),
    ),
    "rules": Area(
        "engine/catalogue/rules",
        (
            "tests/unit/rules",
            "tests/acceptance/test_what_rules_leave_behind.py",
            "tests/acceptance/test_local_rules.py",
        ),
    ),
    "life": Area(
        "engine/life",
        (
            "tests/unit/life",
            "tests/test_docs.py",
            "tests/acceptance/test_what_waits_and_timers_leave_behind.py",
            "tests/acceptance/test_what_endings_leave_behind.py",
        ),
    ),
    "cases": Area(
        "engine/cases",
        (
            "tests/unit/cases",
            "tests/acceptance/test_what_each_act_leaves_behind.py",
            "tests/acceptance/test_what_waits_and_timers_leave_behind.py",
            "tests/acceptance/test_what_endings_leave_behind.py",
            "tests/acceptance/test_what_rules_leave_behind.py",
            "tests/acceptance/test_filed_anywhere.py",
            "tests/acceptance/test_required_documents.py",
            "tests/acceptance/test_tampering.py",
            "tests/acceptance/test_one_truth.py",
            "tests/acceptance/test_heads_hand_work_around.py",
            "tests/acceptance/test_cases_that_stand_still.py",
            "tests/integration/jobs/test_messages.py",
            "tests/integration/jobs/test_incidents.py",
            "tests/integration/jobs/test_timers.py",
        ),
    ),
}
