"""A dossier is withdrawn, adjusted, stopped or extended until the decision: the signature of its
result, not its storing (decree 118/2025 art. 21).
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.accounts import Person
from engine.accounts.proofs import Proof, receipt_code
from engine.cases.withdraw import withdraw_by_secret
from engine.errors import AlreadyDecided
from engine.queries.case_file import case_file
from engine.queries.tracking import track
from tests.acceptance.test_adjustments import adjust
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_halts import approve, ask_again, propose
from tests.acceptance.test_supplements import ask, received
from tests.acceptance.test_transfers import transfer
from tests.acceptance.test_withdrawals import KEY, withdraw
from tests.integration.jobs.procedures import faults
from tests.shipped import FOLDERS, publish
from tests.town import CITIZEN, FLAGSHIP_FOLDER, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SIGNS, STORES = "B13", "B14"


def by_secret(town: Town, case_id: str) -> None:
    """Whoever has the receipt gives the case up."""
    ref = town.case(case_id).submission_number
    proof = Proof(key=KEY, receipt=receipt_code(KEY, case_id))
    with town.act() as session:
        withdraw_by_secret(session, ref=ref, proof=proof, now=town.now)


def lead(town: Town, case_id: str) -> Person:
    """Whoever leads the unit of the open step."""
    person = town.desk(town.task(case_id))
    return replace(person, posts=(replace(person.posts[0], leads=True),))


ACTS: dict[str, Callable[[Town, str], object]] = {
    "withdraw": withdraw,
    "withdraw by the receipt": by_secret,
    "adjust": adjust,
    "transfer": transfer,
    "ask for a supplement": ask,
    "ask for another": lambda town, case_id: ask_again(town, case_id, person=lead(town, case_id)),
    "propose a halt": propose,
    "approve a halt": lambda town, case_id: approve(town, case_id, person=lead(town, case_id)),
    "extend": lambda town, case_id: extend(town, case_id, person=lead(town, case_id)),
}


@ONE
def test_once_the_result_is_signed_nothing_is_for_the_time_before_it(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, SIGNS)
    with town.database.reading() as session:
        before = track(session, ref=town.case(case_id).submission_number, now=town.now)
    assert before.may_withdraw
    town.end(town.task(case_id))
    assert town.task(case_id).element_id == STORES
    for name, act in ACTS.items():
        with pytest.raises(AlreadyDecided) as refused:
            act(town, case_id)
        assert "Kết quả đã được ký" in str(refused.value), name
    due_at = town.case(case_id).due_at
    assert due_at is not None
    town.now = due_at
    extend(town, case_id, person=lead(town, case_id), new_day=None)
    case = town.case(case_id)
    assert (case.status, case.first_due_at) == (4, None)
    assert faults(town, case_id) == []


@ONE
def test_what_is_refused_is_not_offered(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, STORES)
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        clerk = town.officers("phuong_truong_vinh_ttphcc", "can_bo_mot_cua")[0]
        for person in (CITIZEN, clerk):
            file = case_file(session, ref=ref, person=person, now=town.now)
            offered = {act.kind for act in file.acts}
            assert not offered & {"withdraw", "adjust", "transfer", "propose_halt"}
        assert not track(session, ref=ref, now=town.now).may_withdraw


@ONE
def test_a_diagram_says_which_steps_come_after_the_signature(town: Town) -> None:
    """A stamp between signature and storing: the shipped process with B12 marked as such."""
    folder = FLAGSHIP_FOLDER.name
    text = (FOLDERS / folder / "process.bpmn").read_text("utf-8")
    head, mark, tail = text.partition('<bpmn:userTask id="B12"')
    marked = tail.replace("<bpmn:extensionElements>", "<bpmn:extensionElements><tthc:decided/>", 1)
    publish(town, folder, {"process.bpmn": f"{head}{mark}{marked}".encode()})
    case_id = received(town)
    town.until(case_id, "B12")
    with pytest.raises(AlreadyDecided):
        withdraw(town, case_id)
    town.end(town.task(case_id), outcome="tra_lai", comment="Sai số quyết định")
    withdraw(town, case_id)
    assert town.case(case_id).status == 7
