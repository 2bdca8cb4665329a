"""A day of birth against the number of the same person, and against the age that a form names."""

from collections.abc import Mapping
from datetime import date

from engine.catalogue.forms.questions import Component, label_of, mapping_of, numbers_by
from engine.feel import FeelError, compile_expression, refuse_over_budget
from engine.typed import Unreadable
from engine.typed.dates import span_of
from engine.typed.person_numbers import birth_year_of

BORN_AS, YOUNGER, WHEN, SAID = "bornAs", "youngerThan", "youngerThanWhen", "youngerThanMessage"


def numbers_named(question: Component) -> list[str]:
    """The questions for the number of the person whose birth this one asks for."""
    return numbers_by(question, BORN_AS)


def check_birth(
    question: Component, kept: str, answers: Mapping[str, object], *, today: date
) -> None:
    """Refuse a day of birth that is not the person's, or of somebody who is too old for this.

    Of several numbers the first that is answered counts; a month or year that may do is taken.
    Raises Unreadable.
    """
    told = (answers.get(one) for one in numbers_named(question))
    number = next((str(one) for one in told if one), "")
    year = birth_year_of(number)
    if year is not None and year != int(kept[:4]):
        raise Unreadable(
            f"không khớp số định danh {number}: số này là của người sinh năm {year}, "
            "hãy xem lại ngày sinh và số định danh"
        )
    properties = mapping_of(question, "properties")
    years = str(properties.get(YOUNGER) or "")
    if not (years.isascii() and years.isdigit()) or not _asked(question, answers):
        return
    if _birthday(span_of(kept)[1], int(years)) <= today:
        raise Unreadable(str(properties.get(SAID) or f"phải chưa đủ {years} tuổi"))


def _birthday(born: date, years: int) -> date:
    """The day on which they are so old: of the 29th of February the 1st of March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _asked(question: Component, answers: Mapping[str, object]) -> bool:
    """Whether the age is asked for beside these answers. Raises ActTooDear, ActOutOfTime."""
    condition = mapping_of(question, "properties").get(WHEN)
    if not isinstance(condition, str):
        return True
    try:
        return compile_expression(condition.removeprefix("=")).evaluate(dict(answers)) is True
    except FeelError as error:
        refuse_over_budget(error, element_name=label_of(question), expression=condition)
        return False  # what the upload would have refused keeps nobody from filing
