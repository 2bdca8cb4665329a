"""Four eyes: where a rule says so, whoever did a step that prepares a case doesn't decide it."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from engine.accounts import Person
from engine.cases.act.task_act import Ending
from engine.cases.reassign import reassign_task
from engine.errors import PreparedItYourself, TakerPrepared
from engine.queries.case_file import case_file
from engine.queries.case_rows import find_case
from engine.queries.signing import signing_page
from engine.queries.views.case import CaseFile
from engine.routing.signing_apart import keeps_apart
from engine.store.accounts import Account
from engine.store.cases import Case, Task
from engine.store.organisation import Appointment
from engine.workflow import Outcome
from tests.acceptance.test_corrections import correct, linked_to
from tests.acceptance.test_refusals_after_appraisal import refuse
from tests.acceptance.test_supplements import received
from tests.acceptance.test_what_is_decided import lead
from tests.integration.jobs.procedures import faults
from tests.rulebook import Rulebook
from tests.town import PROVINCE, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HANDS_OUT, BEFORE, SIGNS = "B8", "B12", "B13"


def before_signing(town: Town, *, rule: bool = True) -> tuple[str, Person]:
    """A case at the last step that prepares its result, and who is to do that."""
    if rule:
        rulebook = Rulebook(town.database, town.documents)
        rulebook.now = town.now
        rulebook.rule(PROVINCE, "signs_apart", {"apart": True}, procedure=None)
    case_id = received(town)
    town.until(case_id, BEFORE)
    return case_id, town.desk(town.task(case_id))


def prepared(town: Town, *, rule: bool = True) -> tuple[str, Person]:
    """A case that waits for its signature, and its preparer, who leads there too."""
    case_id, preparer = before_signing(town, rule=rule)
    town.end(town.task(case_id), person=preparer, ending=Ending("dong_y", assignee=None))
    assert town.task(case_id).element_id == SIGNS
    return case_id, replace(lead(town, case_id), officer_id=preparer.officer_id)


def under_own_account(town: Town, person: Person) -> Person:
    """As signed in: the audit names the account."""
    query = select(Account.id).where(Account.officer_id == person.officer_id)
    with town.database.reading() as session:
        return replace(person, account_id=session.scalars(query).one())


def seen(town: Town, case_id: str, person: Person) -> CaseFile:
    with town.database.reading() as session:
        return case_file(session, ref=str(town.case(case_id).code), person=person, now=town.now)


def appoint(town: Town, person: Person, *, unit_code: str, position_code: str) -> None:
    """The person holds that post too, from today."""
    post = {"unit_code": unit_code, "position_code": position_code}
    day = town.now.date()
    with town.act() as session:
        session.add(
            Appointment(
                province_code=PROVINCE, officer_id=person.officer_id, valid_from=day, **post
            )
        )


@ONE
def test_who_prepared_is_told_so_and_another_signs(town: Town) -> None:
    case_id, preparer = prepared(town)
    with pytest.raises(PreparedItYourself, match="Soát"):
        town.end(town.task(case_id), person=preparer, ending=Ending("dong_y", assignee=None))
    with pytest.raises(PreparedItYourself):
        refuse(town, case_id, person=preparer)
    theirs, others = seen(town, case_id, preparer), seen(town, case_id, lead(town, case_id))
    assert theirs.task is not None
    assert others.task is not None
    assert {one.kind for one in theirs.task.outcomes} == {"back"}
    assert (theirs.task.prepared is None, others.task.prepared) == (False, None)
    offered = [{act.kind for act in file.acts} for file in (theirs, others)]
    assert ["refuse_result" in acts for acts in offered] == [False, True]
    with town.database.reading() as session:
        lists = [
            signing_page(session, person=person, now=town.now).rows
            for person in (preparer, lead(town, case_id))
        ]
    assert [row.agree for rows in lists for row in rows] == [None, "Ký kết quả"]
    assert "bạn đã làm bước “Soát kết quả”" in str(lists[0][0].opens)
    town.end(town.task(case_id), person=lead(town, case_id), ending=Ending("dong_y", assignee=None))
    assert town.task(case_id).element_id != SIGNS
    assert faults(town, case_id) == []


@ONE
def test_who_handed_the_work_out_has_prepared_nothing(town: Town) -> None:
    case_id, _ = prepared(town)
    leader = replace(lead(town, case_id), officer_id="9" * 32)
    for element, found in ((HANDS_OUT, None), (BEFORE, "Soát kết quả")):
        did = (Task.case_id == case_id) & (Task.element_id == element)
        with town.act() as session:
            session.execute(update(Task).where(did).values(completed_by=leader.officer_id))
        theirs = seen(town, case_id, leader).task
        assert theirs is not None
        assert theirs.prepared == found


@ONE
def test_who_prepared_may_send_it_back(town: Town) -> None:
    case_id, preparer = prepared(town)
    back = next(one for one in seen(town, case_id, preparer).task.outcomes)  # type: ignore[union-attr]
    town.end(town.task(case_id), person=preparer, ending=Ending(back.value, None, "Chưa đạt", None))
    assert town.task(case_id).element_id != SIGNS


@ONE
def test_the_decision_is_given_to_nobody_who_prepared_it(town: Town) -> None:
    """What is offered is taken: neither is who may not sign, though they hold the post."""
    case_id, preparer = prepared(town)
    head, task = lead(town, case_id), town.task(case_id)
    post = {"unit_code": task.unit_code, "position_code": task.position_code}
    appoint(town, preparer, **post)
    (act,) = (one for one in seen(town, case_id, head).acts if one.kind == "reassign")
    offered = {one.value for asked in act.inputs for one in asked.choices or ()}
    assert preparer.officer_id not in offered
    assert offered, "others of the desk are"
    given = {"colleague": preparer.officer_id, "reason": "Đi họp"}
    with town.act() as session, pytest.raises(TakerPrepared, match="Soát"):
        reassign_task(session, task_id=task.id, person=head, now=town.now, **given)


@ONE
@pytest.mark.parametrize("rule", [True, False])
def test_who_was_chosen_before_and_ends_the_preparing_now_is_not_given_it(
    town: Town, rule: bool
) -> None:
    """The very act that prepares counts, though its row is written with the new task's."""
    case_id, preparer = before_signing(town, rule=rule)
    chosen = {SIGNS: preparer.officer_id}
    with town.act() as session:
        stands = find_case(session, str(town.case(case_id).code)).stands
        session.execute(update(Case).where(Case.id == case_id).values(assigned=chosen))
    desk = stands.desk(SIGNS, town.now.date())
    appoint(town, preparer, unit_code=desk.unit_code, position_code=desk.position_code)
    town.end(town.task(case_id), person=preparer, ending=Ending("dong_y", assignee=None))
    assert town.task(case_id).element_id == SIGNS
    assert town.task(case_id).officer_id == (None if rule else preparer.officer_id)


@ONE
def test_without_a_rule_whoever_holds_the_post_signs(town: Town) -> None:
    case_id, preparer = prepared(town, rule=False)
    town.end(town.task(case_id), person=preparer, ending=Ending("dong_y", assignee=None))
    assert town.task(case_id).element_id != SIGNS


@ONE
def test_who_prepared_a_result_does_not_sign_its_correction(town: Town) -> None:
    case_id, preparer = prepared(town)
    opener = under_own_account(town, lead(town, case_id))
    town.until(case_id, None)
    town.wait(hours=1)
    correct(town, case_id, again=SIGNS, person=opener)
    linked = linked_to(town, case_id)
    for person, step in ((preparer, "Soát"), (opener, "Mở hồ sơ đính chính")):
        with pytest.raises(PreparedItYourself, match=step):
            town.end(town.task(linked), person=person, ending=Ending("dong_y", assignee=None))


@ONE
def test_who_did_again_what_came_back_has_prepared_it(town: Town) -> None:
    """Whoever did a step before it was done anew by another has no part in what is signed."""
    case_id, preparer = prepared(town)
    back = next(one for one in seen(town, case_id, preparer).task.outcomes)  # type: ignore[union-attr]
    town.end(town.task(case_id), person=preparer, ending=Ending(back.value, None, "Chưa đạt", None))
    town.wait(hours=1)
    town.until(case_id, SIGNS)
    anew = Task.completed_by == preparer.officer_id
    with town.act() as session:
        last = session.scalars(
            select(Task.id)
            .where(anew, Task.case_id == case_id, Task.element_id == BEFORE)
            .order_by(Task.completed_at.desc())
        ).first()
        session.execute(update(Task).where(Task.id == last).values(completed_by="9" * 32))
    theirs = seen(town, case_id, preparer).task
    assert theirs is not None
    assert theirs.prepared != "Soát kết quả"


@pytest.mark.parametrize(
    ("kinds", "prepared_step", "apart"),
    [
        (("forward", "back"), "Soát", False),
        (("forward",), "Soát", True),
        (("forward",), None, False),
    ],
)
def test_who_can_only_send_back_still_has_a_part(
    kinds: tuple[str, ...], prepared_step: str | None, apart: bool
) -> None:
    outcomes = [Outcome(value=one, label=one, kind=one) for one in kinds]  # type: ignore[arg-type]
    assert keeps_apart(outcomes, prepared_step) is apart
