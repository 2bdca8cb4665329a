"""A rule changes what is the office's, never what is the applicant's; the filing says where."""

from datetime import date

from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.queries.case_rows import find_case
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.as_received import reception
from tests.rulebook import PROVINCES, Rulebook

BASIS = LegalBasis("Quyết định", "1/QĐ", date(2025, 7, 1), "Điều 1")
LAND, LAND_FOLDER = "1.013831", "bien_dong_dat_dai"


def standing(book: Rulebook, case_id: str) -> CaseAsItStands:
    with book.database.reading() as session:
        return find_case(session, book.case(case_id).submission_number).stands


def test_hours_of_a_rule_are_never_the_applicants_own(rulebook: Rulebook) -> None:
    """While a case waits for its applicant, no hours of the office run (law: the clock stops)."""
    book = rulebook
    scenario = book.publish("ha_tinh", LAND_FOLDER)
    case_id = book.file("ha_tinh", procedure=LAND, answers=scenario.answers)
    drawn = standing(book, case_id)
    wait = next(iter(drawn.package.manifest.waits))
    other = next(e for e, step in drawn.definition.steps.items() if e != wait and step.hours)
    hours = [
        Rule(e, "step_hours", Scope(element=e), e, {"hours": 2}, date(2025, 7, 1), None, BASIS)
        for e in (wait, other)
    ]
    ruled = drawn.with_rules(hours)
    assert (drawn.step(wait).hours, ruled.step(wait).hours) == (None, None)
    assert drawn.step(other).hours != ruled.step(other).hours == 2


def test_a_rule_that_leaves_it_to_the_commune_asks_the_filing_which_one(
    rulebook: Rulebook,
) -> None:
    rulebook.rule("ha_tinh", "competence", {"holder": "commune", "mode": "delegation"})
    case_id = rulebook.file("ha_tinh")
    moved = standing(rulebook, case_id).decided_by("so_xay_dung")
    with rulebook.database.reading() as session:
        epoch = moved.setting.epoch
        answers = {"xa": PROVINCES["ha_tinh"]}
        found = reception(session, moved, answers, now=rulebook.now, epoch=epoch)
    assert found.stands.row["competent_unit"] == PROVINCES["ha_tinh"]
