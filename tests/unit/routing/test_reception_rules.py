"""Which rules a reception takes, and who then decides."""

from datetime import date

import pytest

from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope, Site
from engine.routing.local_rules import NOWHERE, Standing, circumstances_of, received_under
from tests.unit.routing.district import TODAY, manifest, setting, unit

BASIS = LegalBasis("Quyết định", "1/QĐ", date(2025, 7, 1), "Điều 1")
HERE = setting(unit("tinh"), unit("xa", "tinh"), unit("ttphcc", "xa"), unit("so", "tinh"), areas={})
FILED = Standing(manifest(), "xa", "ttphcc")


def rule(rule_id: str, kind: str, unit: str | None = None) -> Rule:
    value = {"holder": "unit" if unit else "commune", "unit": unit, "mode": "own"}
    return Rule(rule_id, kind, Scope(), "", value, TODAY, None, BASIS)


def met(*rules: Rule) -> Resolved:
    return Resolved(TODAY, 7, {one.key: one for one in rules})


def received(
    found: Resolved, there: Resolved | None = None, **answers: object
) -> tuple[set[str], str | None]:
    """The ids of the rules that are taken, and who decides; ``there``: what the new unit meets."""
    asked = []

    def meets(standing: Standing) -> Resolved:
        asked.append(standing)
        assert there is not None, "nobody moved"
        return there

    taken, decides = received_under(found, meets, FILED, answers)
    assert (taken.day, taken.epoch) == (TODAY, 7)
    assert all(one == Standing(FILED.manifest, decides, "ttphcc") for one in asked)
    return {one.id for one in taken.winners.values()}, decides


def test_without_a_rule_of_competence_the_unit_of_the_filing_decides_by_its_rules() -> None:
    assert received(met(rule("h", "step_hours")), xa="so") == ({"h"}, "xa")


def test_a_rule_of_competence_moves_the_case_and_the_other_rules_are_the_new_units() -> None:
    here = met(rule("c", "competence", "so"), rule("h", "step_hours"))
    assert received(here, met(rule("h2", "step_hours"))) == ({"c", "h2"}, "so")


def test_the_rule_that_moved_the_case_is_taken_though_the_new_unit_has_one_of_its_own() -> None:
    here = met(rule("c", "competence", "so"))
    there = met(rule("c2", "competence", "tinh"), rule("h2", "step_hours"))
    assert received(here, there) == ({"c", "h2"}, "so")


def test_a_rule_that_names_no_unit_lets_the_commune_of_the_filing_decide() -> None:
    here = met(rule("c", "competence"), rule("h", "step_hours"))
    assert received(here, met(rule("h2", "step_hours")), xa="so") == ({"c", "h2"}, "so")


@pytest.mark.parametrize("answers", [{}, {"xa": "xa"}])
def test_a_case_that_stays_where_it_is_keeps_the_rules_that_it_met(
    answers: dict[str, object],
) -> None:
    here = met(rule("c", "competence"), rule("h", "step_hours"))
    assert received(here, **answers) == ({"c", "h"}, "xa")


def test_rules_look_at_the_unit_that_decides_and_at_the_one_that_received() -> None:
    case = circumstances_of(HERE, FILED)
    assert (case.procedure, case.sector) == ("1.1", "xd")
    assert case.competent == Site(("xa", "tinh"))
    assert case.receiving == Site(("ttphcc", "xa", "tinh"))


def test_where_nobody_said_who_receives_it_is_the_unit_that_decides() -> None:
    case = circumstances_of(HERE, Standing(manifest(), "xa", None))
    assert case.receiving == case.competent == Site(("xa", "tinh"))


def test_where_nobody_is_named_only_what_the_whole_province_has_applies() -> None:
    case = circumstances_of(HERE, Standing(manifest(), None, None))
    assert case.competent == case.receiving == NOWHERE
    assert case.places == ("*",)
