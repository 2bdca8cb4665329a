"""A number that a step asks for, against what the filing said of the same person."""

from collections.abc import Mapping

from engine.catalogue.forms.constructs import BORN_ON, SEX_AS
from engine.catalogue.forms.questions import Component, mapping_of
from engine.typed import Unreadable
from engine.typed.person_numbers import SEXES, Sex, birth_year_of, sex_of


def check_filed(question: Component, number: str, filed: Mapping[str, object]) -> None:
    """Refuse a number that is not of the person whom the dossier tells of.

    What was not filed, or is no sex and no day, is compared with nothing. Raises Unreadable.
    """
    sex, told = sex_of(number), sex_filed(question, filed)
    if sex is not None and told is not None and told != sex:
        raise Unreadable(
            f"số {number} là của người giới tính {SEXES[sex]}, hồ sơ khai giới tính "
            f"{SEXES[told]}: hãy xem lại số, hoặc giới tính đã khai"
        )
    year, born = birth_year_of(number), year_filed(question, filed)
    if year is not None and born is not None and born != year:
        raise Unreadable(
            f"số {number} là của người sinh năm {year}, hồ sơ khai sinh năm {born}: hãy xem lại "
            "số, hoặc ngày sinh đã khai"
        )


def sex_filed(question: Component, filed: Mapping[str, object]) -> Sex | None:
    """The sex that the filing told of the person whose number is asked for."""
    named = mapping_of(question, "properties")
    told = filed.get(str(named[SEX_AS])) if SEX_AS in named else None
    return next((sex for sex in SEXES if sex == told), None)


def year_filed(question: Component, filed: Mapping[str, object]) -> int | None:
    """The year of birth that the filing told of the person whose number is asked for."""
    named = mapping_of(question, "properties")
    told = str(filed.get(str(named[BORN_ON])) or "")[:4] if BORN_ON in named else ""
    return int(told) if told.isascii() and told.isdigit() else None
