"""Four eyes: where a rule says so, whoever did a step that prepares a case doesn't decide it."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from engine.accounts import Person
from engine.cases.act.task_act import Ending
from engine.errors import PreparedItYourself
from engine.queries.case_file import case_file
from engine.queries.signing import signing_page
from engine.queries.views.case import CaseFile
from engine.store.cases import Task
from tests.acceptance.test_refusals_after_appraisal import refuse
from tests.acceptance.test_supplements import received
from tests.acceptance.test_what_is_decided import lead
from tests.integration.jobs.procedures import faults
from tests.rulebook import Rulebook
from tests.town import PROVINCE, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HANDS_OUT, BEFORE, SIGNS = "B8", "B12", "B13"


def prepared(town: Town, *, rule: bool = True) -> tuple[str, Person]:
    """A case that waits for its signature, and its preparer, who leads there too."""
    if rule:
        rulebook = Rulebook(town.database, town.documents)
        rulebook.now = town.now
        rulebook.rule(PROVINCE, "signs_apart", {"apart": True}, procedure=None)
    case_id = received(town)
    town.until(case_id, BEFORE)
    preparer = town.desk(town.task(case_id))
    town.end(town.task(case_id), person=preparer, ending=Ending("dong_y", assignee=None))
    assert town.task(case_id).element_id == SIGNS
    return case_id, replace(lead(town, case_id), officer_id=preparer.officer_id)


def seen(town: Town, case_id: str, person: Person) -> CaseFile:
    with town.database.reading() as session:
        return case_file(session, ref=str(town.case(case_id).code), person=person, now=town.now)


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
def test_without_a_rule_whoever_holds_the_post_signs(town: Town) -> None:
    case_id, preparer = prepared(town, rule=False)
    town.end(town.task(case_id), person=preparer, ending=Ending("dong_y", assignee=None))
    assert town.task(case_id).element_id != SIGNS
