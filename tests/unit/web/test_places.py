"""Where a case is filed, decided and returned, from what the form was answered."""

from datetime import date

from engine.queries.views import Place, ServiceCard, ServicePage
from web.forms import questions
from web.places import FILING, RETURNING, chosen_places, form_with_places

PLACES = (
    Place("p1", "phường Một", "p1_tt", "Trung tâm phường Một"),
    Place("p2", "xã Hai", "p2_tt", "Trung tâm xã Hai"),
)
CARD = ServiceCard("nghe_an", "1", "Thủ tục", "thủ tục", "Lĩnh vực", "3 ngày làm việc", online=True)
WITH_AREA = {"components": [{"type": "select", "key": "xa", "valuesKey": "communes"}]}
WITHOUT_AREA = {"components": [{"type": "textfield", "key": "ten"}]}


def service(form: dict[str, object]) -> ServicePage:
    return ServicePage(CARD, "1/QĐ", date(2025, 1, 1), form, PLACES, (), (), "", ())


def test_the_commune_of_the_answers_decides_and_its_centre_receives_and_returns() -> None:
    chosen = chosen_places(service(WITH_AREA), {"xa": "p2", "ten": "A"}, None)
    assert (chosen.competent, chosen.receiving, chosen.returning) == ("p2", "p2_tt", "p2_tt")
    assert chosen.answers == {"xa": "p2", "ten": "A"}


def test_a_counter_receives_for_another_commune_and_a_third_centre_returns() -> None:
    answers = {"xa": "p2", RETURNING: "p1_tt"}
    chosen = chosen_places(service(WITH_AREA), answers, "tinh_tt")
    assert (chosen.competent, chosen.receiving, chosen.returning) == ("p2", "tinh_tt", "p1_tt")
    assert RETURNING not in chosen.answers


def test_a_procedure_of_a_department_asks_where_it_is_filed() -> None:
    assert FILING not in [one["key"] for one in questions(form_with_places(service(WITH_AREA)))]
    asked = {one["key"]: one for one in questions(form_with_places(service(WITHOUT_AREA)))}
    assert asked[FILING]["validate"] == {"required": True}
    chosen = chosen_places(service(WITHOUT_AREA), {"ten": "A", FILING: "p1"}, None)
    assert (chosen.competent, chosen.receiving) == ("p1", "p1_tt")
    assert chosen.answers == {"ten": "A"}
