"""Where a case is filed, decided and returned, from what the form was answered."""

from datetime import date

from engine.catalogue.forms import questions
from engine.queries.views.parts import UnitName
from engine.queries.views.service import FilingTerms, Place, ServiceCard, ServicePage, Told
from web.forms.places import FILING, RETURNING, chosen_places, form_with_places

PLACES = (
    Place("p1", "phường Một", "p1_tt", "Trung tâm phường Một"),
    Place("p2", "xã Hai", "p2_tt", "Trung tâm xã Hai"),
)
CENTRES = (
    UnitName("p1_tt", "Trung tâm phường Một"),
    UnitName("p2_tt", "Trung tâm xã Hai"),
    UnitName("tinh_tt", "Trung tâm tỉnh"),
)
CARD = ServiceCard("nghe_an", "1", "Thủ tục", "thủ tục", "Lĩnh vực", "3 ngày làm việc", online=True)
TERMS = FilingTerms(
    commune=None,
    receiving=None,
    competent=None,
    competence=None,
    channels=("online",),
    channels_told=Told("trực tuyến", None, local=False),
    online_level=None,
    online_words=None,
    closed=None,
    online_elsewhere=None,
    limit=Told("3 ngày làm việc", None, local=False),
    statutory=None,
    limits=(),
    package_limit=None,
    cut_off=None,
    paper=None,
    agency_needs_ground=True,
    paper_grounds=(),
    no_slip=None,
    fees=(),
)
WITH_AREA = {"components": [{"type": "select", "key": "xa", "valuesKey": "communes"}]}
WITHOUT_AREA = {"components": [{"type": "textfield", "key": "ten"}]}


def service(form: dict[str, object]) -> ServicePage:
    places = PLACES if form is WITH_AREA else ()
    return ServicePage(
        CARD,
        "1/QĐ",
        date(2025, 1, 1),
        form,
        {},
        places,
        CENTRES,
        documents=(),
        stages=(),
        fee_words="",
        demo_notes=(),
        terms=TERMS,
    )


def test_the_centre_of_the_commune_of_the_answers_receives_and_returns() -> None:
    chosen = chosen_places(service(WITH_AREA), {"xa": "p2", "ten": "A"}, None)
    assert (chosen.receiving, chosen.returning) == ("p2_tt", "p2_tt")
    assert chosen.answers == {"xa": "p2", "ten": "A"}


def test_a_counter_receives_for_another_commune_and_a_third_centre_returns() -> None:
    answers = {"xa": "p2", RETURNING: "p1_tt"}
    chosen = chosen_places(service(WITH_AREA), answers, "tinh_tt")
    assert (chosen.receiving, chosen.returning) == ("tinh_tt", "p1_tt")
    assert RETURNING not in chosen.answers


def test_a_citizen_may_file_at_one_centre_and_get_the_result_at_another() -> None:
    answers = {"xa": "p2", FILING: "p1_tt", RETURNING: "tinh_tt"}
    chosen = chosen_places(service(WITH_AREA), answers, None)
    assert (chosen.receiving, chosen.returning) == ("p1_tt", "tinh_tt")
    assert chosen.answers == {"xa": "p2"}


def test_a_procedure_whose_form_names_no_commune_asks_where_it_is_filed() -> None:
    asked = {one["key"]: one for one in questions(form_with_places(service(WITH_AREA)))}
    assert asked[FILING]["validate"] == {"required": False}
    asked = {one["key"]: one for one in questions(form_with_places(service(WITHOUT_AREA)))}
    assert asked[FILING]["validate"] == {"required": True}
    chosen = chosen_places(service(WITHOUT_AREA), {"ten": "A", FILING: "p1_tt"}, None)
    assert (chosen.receiving, chosen.returning) == ("p1_tt", "p1_tt")
    assert chosen.answers == {"ten": "A"}


def test_a_counter_does_not_ask_where_it_is_filed() -> None:
    asked = [one["key"] for one in questions(form_with_places(service(WITHOUT_AREA), "p1_tt"))]
    assert FILING not in asked
    assert RETURNING in asked
