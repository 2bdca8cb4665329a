"""Where a case is filed and where its result is returned: what the form asks besides its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from engine.catalogue.forms import keys_of_communes
from engine.queries.views.parts import UnitName
from engine.queries.views.service import ServicePage
from web.forms.fields import Component

FILING, RETURNING = "noi-nop", "noi-tra"
PLACE = "noi"
"""The address names a commune or centre under this: the place whose rules the page shows."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The receiving and the returning centre, which need not be the same, and the own answers."""

    receiving: str
    returning: str
    answers: Mapping[str, object]


def form_with_places(found: ServicePage, counter: str | None = None) -> dict[str, object]:
    """The procedure's form with questions for the receiving and the returning centre.

    ``counter`` is the centre that receives over its own counter: then nobody is asked where. A
    procedure whose form names a commune is received by that commune's centre unless said otherwise.
    """
    own = cast("Sequence[Component]", found.form.get("components", ()))
    asked = [] if counter else [_where_to_file(found)]
    heading = "Nơi nộp và nơi trả kết quả" if asked else "Nơi trả kết quả"
    return {
        **found.form,
        "components": [
            *own,
            {"type": "text", "text": f"## {heading}"},
            *asked,
            _where_to_return(found.centres),
        ],
    }


def chosen_places(found: ServicePage, answers: Mapping[str, object], counter: str | None) -> Chosen:
    """The centres that checked answers name; ``counter`` is the one that receives over its own."""
    centres = {place.commune_code: place.centre_code for place in found.places}
    home = centres.get(str(answers.get(_area_of(found) or "")))
    receiving = str(counter or answers.get(FILING) or home)
    return Chosen(
        receiving=receiving,
        returning=str(answers.get(RETURNING, receiving)),
        answers={key: answers[key] for key in answers if key not in {FILING, RETURNING}},
    )


def places_chosen(found: ServicePage) -> dict[str, object]:
    """What the place that the page was opened for already answers."""
    area, terms = _area_of(found), found.terms
    if area is None:
        return {FILING: terms.receiving.code} if terms.receiving else {}
    return {area: terms.commune.code} if terms.commune else {}


def _area_of(found: ServicePage) -> str | None:
    return next(iter(keys_of_communes(found.form)), None)


def _where_to_file(found: ServicePage) -> Component:
    area = _area_of(found)
    blank = "Bỏ trống thì Trung tâm của xã, phường đã chọn ở trên nhận"
    return {
        "type": "select",
        "key": FILING,
        "label": "Trung tâm nhận hồ sơ",
        "description": blank if area else "Trung tâm kiểm tra rồi chuyển đến cơ quan giải quyết",
        "values": _options(found.centres),
        "validate": {"required": area is None},
    }


def _where_to_return(centres: Sequence[UnitName]) -> Component:
    return {
        "type": "select",
        "key": RETURNING,
        "label": "Trung tâm trả bản giấy",
        "description": "Bỏ trống thì trả ở Trung tâm nhận hồ sơ",
        "values": _options(centres),
    }


def _options(centres: Sequence[UnitName]) -> list[dict[str, str]]:
    return [{"value": one.code, "label": one.name} for one in centres]
