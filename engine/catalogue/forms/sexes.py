"""Whether somebody is a man or a woman against the number of the same person."""

from collections.abc import Mapping

from engine.catalogue.forms.questions import Component, mapping_of, numbers_by
from engine.typed import Unreadable
from engine.typed.person_numbers import SEXES, sex_of

SEX_OF, OF_SEX = "sexOf", "ofSex"


def check_number(question: Component, number: str) -> None:
    """Refuse the number of a man where a woman's is asked for, or the other way round.

    Raises Unreadable.
    """
    found, asked = sex_of(number), mapping_of(question, "properties").get(OF_SEX)
    if found is not None and asked in SEXES and found != asked:
        raise Unreadable(
            f"số này là của người giới tính {SEXES[found]}, ở đây ghi số định danh của người giới "
            f"tính {SEXES[asked]}"
        )


def check_sex(question: Component, kept: str, answers: Mapping[str, object]) -> None:
    """Refuse a sex that is not the person's; of several numbers the first that is answered counts.

    An answer that is neither a man nor a woman is compared with nothing. Raises Unreadable.
    """
    told = (answers.get(one) for one in numbers_by(question, SEX_OF))
    number = next((str(one) for one in told if one), "")
    found = sex_of(number)
    if found is not None and kept in SEXES and found != kept:
        raise Unreadable(
            f"không khớp số định danh {number}: số này là của người giới tính {SEXES[found]}, "
            "hãy xem lại giới tính và số định danh"
        )
