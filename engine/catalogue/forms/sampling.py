"""An answer to every question of a form: whether the form takes one at all (R-20). Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.catalogue.forms.answering import Surroundings, options_of, read
from engine.catalogue.forms.births import numbers_named
from engine.catalogue.forms.constructs import construct_of, role_of
from engine.catalogue.forms.filed_before import sex_filed, year_filed
from engine.catalogue.forms.questions import (
    Component,
    kind_of_text,
    mapping_of,
    numbers_by,
    parts_of,
)
from engine.catalogue.forms.sexes import SEX_OF
from engine.typed import Unreadable
from engine.typed.person_numbers import birth_year_of, number_of, sex_of

IDENTIFIERS: Mapping[str, str] = {
    "identity_number": "001090000001",
    "phone": "0912345678",
    "email": "a@vi.du.vn",
    "tax_number": "0101234567",
    "bank_account": "123456789",
    "year": "2000",
}
WOMANS = "001190000001"
"""Of the same year as the other identity number."""
TEXTS = (
    *("Nguyễn Văn A", "A", "NGUYEN VAN A", "a", "12", "1", "1234", "123456", "12345678"),
    *("0123456789", "001090000001", "A1", "AB123456", "B1234567", "12A-34567", "12A-345.67"),
    *(
        "1/2025",
        "01/2025",
        "01/2025/QĐ-UBND",
        "12/BC-UBND",
        "2025",
        "2025-01",
        "10:30",
        "a@vi.du.vn",
    ),
)
"""Texts of which one mostly has the form that a pattern asks for."""
NUMBERS = (1, 0, 2, 5, 10, 20, 100, 1_000, 10_000, 1_000_000)
FILE = "giay-to.pdf"


@dataclass(frozen=True, slots=True)
class Sample:
    """Answers, and the names of the files that go with them, by question."""

    answers: Mapping[str, object]
    files: Mapping[str, list[str]]


def sample(
    form: Component,
    choices: Mapping[str, Iterable[str]],
    *,
    today: date,
    turn: int = 0,
    told: Mapping[str, object] | None = None,
) -> Sample:
    """An answer to each question; those that nothing fits are left open.

    ``choices`` are the values of selects that the product fills, the one to take first. ``turn``
    takes the options after the first, so that other conditions come true; ``told``: the answers of
    the filing, for the form of a step.
    """
    files: dict[str, list[str]] = {}
    filled = {key: list(values) for key, values in choices.items()}
    answers = _answers(form, _Taking(filled, today, turn, files, told or {}))
    return Sample(answers, files)


@dataclass(frozen=True, slots=True)
class _Taking:
    filled: Mapping[str, list[str]]
    today: date
    turn: int
    files: dict[str, list[str]]
    told: Mapping[str, object]

    @property
    def around(self) -> Surroundings:
        choices = {key: frozenset(values) for key, values in self.filled.items()}
        return Surroundings(self.today, choices, {})


def _answers(component: Component, how: _Taking) -> dict[str, object]:
    found: dict[str, object] = {}
    for part in parts_of(component):
        role = role_of(part)
        if role == "groups":
            found |= _answers(part, how)
        elif role == "repeats" and part.get("path"):
            found[str(part["path"])] = [_answers(part, how)]
        elif role == "asks" and part.get("key"):
            value = _answer(part, how)
            if value is not None:
                found[str(part["key"])] = value
    return found


def _answer(question: Component, how: _Taking) -> object:
    row = construct_of(question)
    if row is None or question.get("readonly") or question.get("disabled"):
        return None
    if row.control == "file":
        accepted = str(question.get("accept") or "").split(",")
        ending = next((one.strip() for one in accepted if one.strip().startswith(".")), ".pdf")
        how.files[str(question["key"])] = [f"giay-to{ending.lower()}"]
        return None
    fits = (one for one in _CANDIDATES[row.type](question, how) if _fits(question, one, how))
    return next(fits, None)


def _fits(question: Component, value: object, how: _Taking) -> bool:
    try:
        return read(question, value, how.around) is not None
    except Unreadable:
        return False


def _texts(question: Component, how: _Taking) -> Iterable[object]:
    kind = kind_of_text(question)
    sex, year = sex_filed(question, how.told), year_filed(question, how.told)
    if sex or year:
        yield number_of(sex=sex or "nam", year=year or how.today.year)
    if kind is not None:
        yield from (IDENTIFIERS[kind.code], WOMANS)
    yield from TEXTS
    rules = mapping_of(question, "validate")
    yield "a" * int(rules.get("minLength") or 1)
    yield "1" * int(rules.get("minLength") or 1)
    yield "1" * int(rules.get("maxLength") or 1)


def _numbers(question: Component, _: _Taking) -> Iterable[object]:
    rules, step = mapping_of(question, "validate"), question.get("increment")
    yield from NUMBERS
    yield from (one for one in (rules.get("min"), rules.get("max"), step) if one is not None)
    if rules.get("min") is not None and step:
        least, by = Decimal(str(rules["min"])), Decimal(str(step))
        yield float((least // by + 1) * by)


def _days(question: Component, how: _Taking) -> Iterable[object]:
    time = "T08:30" if question.get("subtype") == "datetime" else ""
    bounds = mapping_of(question, "properties")
    if numbers_named(question):
        yield str(birth_year_of(IDENTIFIERS["identity_number"])) + "-01-01"
    for one in (how.today.isoformat(), bounds.get("notBefore"), bounds.get("notAfter")):
        if one:
            yield f"{one}{time}"


def _one_of(question: Component, how: _Taking) -> Iterable[object]:
    if numbers_by(question, SEX_OF):
        yield sex_of(IDENTIFIERS["identity_number"])
    known = how.filled.get(str(question["key"]))
    options = list(known) if known is not None else options_of(question, how.around)
    at = 0 if known is not None or not options else how.turn % len(options)
    yield from (*options[at:], *options[:at])


def _some_of(question: Component, how: _Taking) -> Iterable[object]:
    yield from ([one] for one in _one_of(question, how))


_CANDIDATES: Mapping[str, Callable[[Component, _Taking], Iterable[Any]]] = {
    "textfield": _texts,
    "textarea": _texts,
    "number": _numbers,
    "datetime/date": _days,
    "datetime/datetime": _days,
    "datetime/time": lambda *_: ["08:30"],
    "checkbox": lambda *_: [True],
    "radio": _one_of,
    "select": _one_of,
    "checklist": _some_of,
    "taglist": _some_of,
}
"""What is tried of each construct that asks, in order; a test holds it against the table."""
