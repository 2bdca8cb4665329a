"""Who decides: the fixed unit, else the commune of the filing, else the highest of the level."""

from datetime import date, timedelta

import pytest

from engine.errors import CompetentUnknown
from engine.routing.competence import area_of, competent_unit
from tests.unit.routing.district import FOUNDED, TODAY, manifest, setting, unit

ABOLISHED = date(2026, 1, 1)
HERE = setting(
    unit("tinh", level="province"),
    unit("so", "tinh", level="province"),
    unit("xa", "tinh"),
    unit("ttphcc", "xa"),
    unit("xa_ben", "tinh"),
    unit("xa_cu", "tinh", valid_to=ABOLISHED),
    areas={},
)


def decides(answers: dict[str, object], day: date = TODAY, **given: object) -> str:
    return competent_unit(manifest(**given), HERE, answers=answers, receiving="ttphcc", day=day)


def test_a_fixed_unit_decides_whatever_commune_the_filing_names() -> None:
    assert decides({"xa": "xa_ben"}, competent="so") == "so"


def test_the_commune_that_the_filing_is_about_decides_not_the_one_that_receives() -> None:
    assert decides({"xa": "xa_ben"}) == "xa_ben"


@pytest.mark.parametrize("answers", [{}, {"xa": None}, {"xa": ""}, {"khac": "xa_ben"}])
def test_a_filing_that_names_no_commune_is_decided_by_the_one_that_receives(
    answers: dict[str, object],
) -> None:
    assert decides(answers) == "xa"
    assert area_of(manifest(), answers) is None


def test_a_form_that_asks_for_no_commune_names_none_even_where_an_answer_has_its_name() -> None:
    assert area_of(manifest(area_field=None), {"xa": "xa_ben"}) is None
    assert decides({"xa": "xa_ben"}, area_field=None) == "xa"


def test_the_default_is_the_highest_unit_of_the_level_above_the_place_that_receives() -> None:
    assert decides({}, level="commune") == "xa"
    assert decides({}, level="province") == "tinh"


def test_an_abolished_unit_decides_until_its_last_day_and_not_after() -> None:
    assert decides({"xa": "xa_cu"}, ABOLISHED - timedelta(days=1)) == "xa_cu"
    with pytest.raises(CompetentUnknown) as refused:
        decides({"xa": "xa_cu"}, ABOLISHED)
    assert refused.value.details["procedure"] == "giấy phép"


def test_a_unit_decides_from_its_first_day_and_not_before() -> None:
    assert decides({}, FOUNDED) == "xa"
    with pytest.raises(CompetentUnknown):
        decides({}, FOUNDED - timedelta(days=1))


@pytest.mark.parametrize("level", ["central", ""])
def test_nobody_decides_where_no_unit_above_has_the_level(level: str) -> None:
    with pytest.raises(CompetentUnknown):
        decides({}, level=level)


def test_a_commune_that_is_not_of_the_province_decides_nothing() -> None:
    with pytest.raises(CompetentUnknown):
        decides({"xa": "xa_tinh_khac"})
