"""No state of the life without an act that leads on, and a role that has it."""

from collections.abc import Collection, Mapping

import pytest

from engine.access import of_act
from engine.access.roles import ROLES
from engine.acts import ACTS
from engine.life import LIFE, Status
from tests.lives import ONWARD

ACTS_OF = {status: row.acts for status, row in LIFE.items()}
OPEN = [status for status, row in LIFE.items() if not row.ended]


def dead_ends(acts_of: Mapping[Status, Collection[str]]) -> set[Status]:
    """The states in which no role has any act that takes a case further."""
    held = {right for role in ROLES.values() for right in role.reaches}
    onward = {kind for kind in ONWARD if kind in ACTS and of_act(kind) in held}
    return {status for status in OPEN if onward.isdisjoint(acts_of[status])}


def test_every_state_that_is_no_end_has_an_act_of_somebody_that_leads_on() -> None:
    assert dead_ends(ACTS_OF) == set()


@pytest.mark.parametrize("status", OPEN)
def test_a_state_whose_acts_are_taken_away_is_found(status: Status) -> None:
    left = {**ACTS_OF, status: set(ACTS_OF[status]) - ONWARD}
    assert dead_ends(left) == {status}
