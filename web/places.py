"""Where a case is filed, decided and returned: what the form asks besides its own questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from engine.queries.views import Place, ServicePage
from web.forms import Component, key_of_choices

COMMUNES = "communes"
"""The ``valuesKey`` of the question that names the competent commune."""
FILING, RETURNING = "noi-nop", "noi-tra"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The three units of a case, which need not be the same, and the answers without them."""

    competent: str
    receiving: str
    returning: str
    answers: Mapping[str, object]


def form_with_places(found: ServicePage) -> dict[str, object]:
    """The procedure's form with a question for the returning centre.

    A procedure that no commune decides has no question of its own that names one; then the form
    asks where it is filed.
    """
    own = cast("Sequence[Component]", found.form.get("components", ()))
    asked = [] if _area_of(found) else [_where_to_file(found.places)]
    return {
        **found.form,
        "components": [
            *own,
            {"type": "text", "text": "## Nơi nộp và nơi trả kết quả" if asked else _RETURN_HEADING},
            *asked,
            _where_to_return(found.places),
        ],
    }


def chosen_places(found: ServicePage, answers: Mapping[str, object], counter: str | None) -> Chosen:
    """The units that checked answers name; ``counter`` is the centre that receives over its own."""
    area = _area_of(found)
    centres = {place.commune_code: place.centre_code for place in found.places}
    commune = str(answers[area or FILING])
    return Chosen(
        competent=commune,
        receiving=counter or centres[commune],
        returning=str(answers.get(RETURNING, centres[commune])),
        answers={key: answers[key] for key in answers if key not in {FILING, RETURNING}},
    )


_RETURN_HEADING = "## Nơi trả kết quả"


def _area_of(found: ServicePage) -> str | None:
    return key_of_choices(found.form, COMMUNES)


def _where_to_file(places: Sequence[Place]) -> Component:
    return {
        "type": "select",
        "key": FILING,
        "label": "Xã, phường tiếp nhận hồ sơ",
        "description": "Trung tâm ở đây kiểm tra hồ sơ rồi chuyển đến cơ quan giải quyết",
        "values": [{"value": one.commune_code, "label": one.commune_name} for one in places],
        "validate": {"required": True},
    }


def _where_to_return(places: Sequence[Place]) -> Component:
    return {
        "type": "select",
        "key": RETURNING,
        "label": "Trung tâm trả bản giấy",
        "description": "Bỏ trống thì trả ở Trung tâm của xã, phường đã chọn",
        "values": [{"value": one.centre_code, "label": one.centre_name} for one in places],
    }
