"""Who takes work and who ends their place at its desk meet: one of them waits, and is refused.

Else both succeed, and the work lies with somebody who may neither finish nor release it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as done
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine.access import operator
from engine.accounts import Person
from engine.administration.people.officers import end_appointment
from engine.administration.people.substitutes import StandIn, end_substitution, stand_in
from engine.cases.claim import claim_task
from engine.cases.reassign import reassign_task
from engine.cases.take_back import take_back_task
from engine.errors import AssigneeNotAtDesk, NotYourDesk, Refusal, WorkStillOpen
from tests.town import PROVINCE, WARD, Town

DIVISION = f"{WARD}_vhxh"
STAND_IN = StandIn(
    unit_code=DIVISION,
    position_code="chuyen_vien",
    officer="thang.bx",
    manner="TL",
    valid_from=date(2025, 12, 4),
    valid_to=date(2025, 12, 20),
    basis="Giấy phân công số 7/PC-UBND",
)
Act = Callable[[Session], object]


def refused_after(town: Town, first: Act, *waiting: Act) -> list[type[Refusal]]:
    """What acts are told that began while the first had not ended."""

    def alone(act: Act) -> None:
        with town.database.writing() as session:
            act(session)

    with ThreadPoolExecutor(len(waiting)) as others:
        with town.database.writing() as session:
            first(session)
            wait = [others.submit(alone, one) for one in waiting]
            assert not done(wait, timeout=0.5).done, "they wait for the first"
        told = [one.exception(30) for one in wait]
    return [type(one) for one in told if isinstance(one, Refusal)]


@pytest.mark.parametrize("post", [False, True], ids=["substitution", "appointment"])
def test_who_takes_work_and_who_ends_the_place_wait_for_each_other(
    town: Town, *, post: bool
) -> None:
    case_id, today = town.file().case_id, town.now.date()
    town.until(case_id, "B3")
    ending: dict[str, Any] = {"admin": operator(PROVINCE), "now": town.now}
    with town.act() as session:
        stands = stand_in(session, entry=STAND_IN, **ending).id
    ending |= {"day": today}
    taker = "nam.hs" if post else STAND_IN.officer
    person, head, colleague = map(town.officer, (taker, "hanh.tt", "hoai.nt"))
    on: dict[str, Any] = {"task_id": town.task(case_id).id, "now": town.now}

    def take(session: Session) -> None:
        claim_task(session, person=person, **on)

    def give(session: Session, to: Person = person) -> None:
        reassign_task(session, person=head, colleague=to.officer_id or "", reason="Chia", **on)

    def end(session: Session) -> None:
        if post:
            at: dict[str, Any] = {"unit_code": DIVISION, "position_code": "chuyen_vien"}
            end_appointment(session, username=taker, **at, **ending)
        else:
            end_substitution(session, substitution_id=stands, **ending)

    for binds in (take, give):
        assert refused_after(town, binds, end) == [WorkStillOpen]
        with town.act() as session:
            take_back_task(session, person=head, reason="Chia lại", **on)
    assert refused_after(town, end, take, give) == [NotYourDesk, AssigneeNotAtDesk]
    with town.act() as session:
        give(session, colleague)
