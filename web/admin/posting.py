"""What a form of a rule posts, read into what the use-cases take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from api.http import today
from engine.administration.rules.read_rules import RuleView
from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks.fields import read_basis
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.kinds.base import ValueField
from engine.catalogue.rules.rule import LegalBasis
from engine.errors import ReasonMissing
from engine.typed import Typed
from engine.typed.numbers import number_written
from web.forms.days import Days

NONE = "khong-"
"""The box that says that a number is left out begins so."""
YES, NO = "co", "khong"
FILE = "van-ban"
LOCKED = "khoa-don-vi"
"""The box that keeps units from ruling otherwise."""
HOURS = "gio."
"""The control of a step's hours: this, and its element."""


@dataclass(frozen=True, slots=True)
class Rests:
    """The days and the legal basis that were typed.

    ``faults``: what of the days can't be read. Days that would do stand in their places, so that
    the act tells what else is wrong at once; it is refused all the same.
    """

    valid_from: date
    valid_to: date | None
    basis: LegalBasis
    faults: tuple[Fault, ...]


def rests_posted() -> Rests:
    """From when to when, and the basis."""
    days = Days()
    valid_from = days.needed("valid_from", "Từ ngày")
    valid_to = days.read("valid_to", "Đến trước ngày")
    signed = days.needed("basis.date", "Ngày ký văn bản")
    wrong = {one["field"] for one in days.faults}
    if "valid_from" in wrong:
        valid_from, valid_to = today() + timedelta(days=1), None
    if "basis.date" in wrong:
        signed = today()
    said = {name: request.form.get(f"basis.{name}", "") for name in ("kind", "number", "article")}
    faults = tuple(Fault(one["field"], one["message"]) for one in days.faults)
    return Rests(valid_from, valid_to, LegalBasis(date=signed, **said), faults)


def ending_posted() -> dict[str, Any]:
    """From when a rule no longer applies, why, and the document that ends it where there is one.

    What is empty or can't be read is told together. Raises EntryInvalid.
    """
    days, faults = Days(), list[Fault]()
    ends = days.needed("ends", "Từ ngày")
    days.beside({"reason": str(ReasonMissing())})
    said = {name: request.form.get(f"basis.{name}", "") for name in ("kind", "number", "article")}
    dated = request.form.get("basis.date", "")
    basis = None
    if any(one.strip() for one in (said["number"], said["article"], dated)):
        signed = days.needed("basis.date", "Ngày ký văn bản")
        basis = read_basis(LegalBasis(date=signed, **said), faults)
        for one in faults:
            days.told(one.field, one.message)
    days.check()
    return {"ends": ends, "reason": request.form["reason"], "basis": basis}


def value_posted(fields: tuple[ValueField, ...]) -> dict[str, Any]:
    """The raw value of a kind, as its reader takes it."""
    return {one.name: _READ[one.asked](f"value.{one.name}", one) for one in fields}


def _number(control: str, one: ValueField) -> object:
    if one.nothing and request.form.get(NONE + control):
        return None
    return Typed(request.form.get(control, "").strip())


def _text(control: str, one: ValueField) -> object:
    typed = request.form.get(control, "").strip()
    return typed if typed or not one.nothing else None


def _flag(control: str, one: ValueField) -> object:
    said = request.form.get(control)
    if said is None and one.nothing:
        return None
    return {YES: True, NO: False}.get(said or "")


def _choices(control: str, one: ValueField) -> object:
    ticked = request.form.getlist(control)
    return ticked if ticked or not one.nothing else None


def _numbers(control: str, one: ValueField) -> object:
    typed = request.form.get(control, "").replace(",", " ").replace(";", " ").split()
    if not typed:
        return None if one.nothing else []
    return [int(part) if part.isascii() and part.isdigit() else part for part in typed]


_READ: Mapping[str, Any] = {
    "number": _number,
    "text": _text,
    "choice": _text,
    "flag": _flag,
    "choices": _choices,
    "numbers": _numbers,
}


def said_again(view: RuleView) -> MultiDict[str, str]:
    """What a form would have posted for the rule: a draft is changed by typing over it."""
    row, found = view.row, MultiDict[str, str]()
    found["loai"], found["element"] = row.kind, row.element
    for name in ("procedure", "sector", "unit", "area"):
        found[name] = getattr(row, name) or ""
    found["basis.kind"], found["basis.number"] = view.basis_kind, view.basis_number
    found["basis.date"], found["basis.article"] = _day(view.basis_date), view.basis_article
    found["valid_from"], found["valid_to"] = _day(row.valid_from), _day(row.valid_to)
    if view.lock and view.lock.get("fixed"):
        found[LOCKED] = "1"
    for one in KINDS[row.kind].fields:
        _say(found, one, view.value.get(one.name))
    for other in view.beside:
        if other.kind == "step_hours":
            found[HOURS + other.element] = other.words.split(" ", maxsplit=1)[0]
    return found


def _say(found: MultiDict[str, str], one: ValueField, value: Any) -> None:
    name = f"value.{one.name}"
    if value is None and one.asked == "number":
        found[NONE + name] = "1"
    elif one.asked == "choices":
        found.setlist(name, [str(part) for part in value or ()])
    elif one.asked == "numbers":
        found[name] = ", ".join(str(part) for part in value or ())
    elif one.asked == "flag":
        found[name] = YES if value else NO
    elif one.asked == "number":
        found[name] = number_written(Decimal(value))
    else:
        found[name] = "" if value is None else str(value)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
