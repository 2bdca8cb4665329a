"""What was decided stays with a unit that is no more, and is read where its work went (R-87)."""

from dataclasses import replace

import pytest

from engine.accounts import Person
from engine.errors import CaseNotFound
from engine.queries.all_cases import all_cases
from engine.queries.case_file import case_file
from engine.queries.views.all_cases import CasesAsked
from tests.acceptance.test_a_commune_goes_up_in_another import (
    carry_out,
    follow,
    midnight,
)
from tests.acceptance.test_a_unit_is_split import LE, OTHER, VINH, split
from tests.town import FLAGSHIP, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLERK, CHAIR, HEAD_THERE = "bao.pq", "dung.hn", "thanh.vv"


def over(town: Town) -> str:
    case_id = town.file().case_id
    town.until(case_id, None)
    return town.case(case_id).code or ""


def opens(town: Town, person: Person, ref: str) -> bool:
    with town.database.reading() as session:
        try:
            case_file(session, ref=ref, person=person, now=town.now)
        except CaseNotFound:
            return False
    return True


def lists(town: Town, person: Person) -> set[str]:
    with town.database.reading() as session:
        page = all_cases(session, person=person, now=town.now, asked=CasesAsked())
    return {row.ref for row in page.rows}


def test_leaders_and_clerks_keep_finished_cases_after_a_merger_from_its_day_on(town: Town) -> None:
    ref = over(town)
    there = town.officer(HEAD_THERE)
    carry_out(town)
    assert not opens(town, there, ref)  # not before the day
    assert lists(town, there) == set()
    midnight(town)
    follow(town)
    there = town.officer(HEAD_THERE)
    assert (opens(town, there, ref), lists(town, there)) == (True, {ref})
    assert opens(town, town.officer(CLERK), ref)


def test_the_past_of_a_split_unit_goes_with_whoever_takes_the_rest(town: Town) -> None:
    ref = over(town)
    carry_out(town, split())
    midnight(town)
    follow(town)
    chair = town.officer(CHAIR)
    assert {post.unit_code for post in chair.posts if post.leads} == {VINH}
    assert (opens(town, chair, ref), lists(town, chair)) == (True, {ref})
    assert opens(town, town.officer(CLERK), ref)


def test_a_part_of_a_split_unit_keeps_the_past_of_the_procedures_it_took(town: Town) -> None:
    ref = over(town)
    part = replace(OTHER, procedures=(FLAGSHIP,), officers=(CHAIR,))
    carry_out(town, split(part))
    midnight(town)
    chair = town.officer(CHAIR)
    assert {post.unit_code for post in chair.posts if post.leads} == {LE}
    assert (opens(town, chair, ref), lists(town, chair)) == (True, {ref})


def test_a_part_that_took_no_procedure_reads_nothing_of_the_past(town: Town) -> None:
    ref = over(town)
    carry_out(town, split(replace(OTHER, officers=(CHAIR,))))
    midnight(town)
    chair = town.officer(CHAIR)
    assert (opens(town, chair, ref), lists(town, chair)) == (False, set())
