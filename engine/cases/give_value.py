"""A case stopped for want of a value: the administrator gives it, with a reason and a paper."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.cases.act.case_act import CaseAct
from engine.cases.mending import open_stopped
from engine.cases.naming_people import people_anew
from engine.cases.retry_case import free_timers
from engine.catalogue.adjusting import adjustable
from engine.catalogue.forms import keys_of_communes, questions
from engine.catalogue.forms.answering import Surroundings
from engine.catalogue.forms.answering import read as read_answer
from engine.catalogue.forms.questions import label_of
from engine.errors import PeopleOfTheFirst, ValueThere, ValueUnknown, ValueUnreadable
from engine.facts.events_of_incidents import RepairProposed, ValueGiven
from engine.fees.subjects import filing_form
from engine.routing.as_it_stands import day_of
from engine.store.base import table_of
from engine.store.cases import Dossier
from engine.store.searching import found_by
from engine.typed import Unreadable
from engine.typed.given import basis_given, reason_given, words_given
from engine.typed.numbers import number_of, number_written, plain
from engine.typed.text import Typed, text_of

KINDS = ("text", "number", "boolean")
LONGEST = 1_000
"""Signs of a value: what a variable of a process can hold."""
OF_THE_FILING = "case."
"""Begins the name of an answer of the filing, as expressions write it; others are variables."""
TRUTH = {True: "đúng", False: "sai"}
_TRUTH = {"true": True, "đúng": True, "có": True, "false": False, "sai": False, "không": False}
_dossier = table_of(Dossier)
NOTHING: tuple[object, ...] = (None, "", [], {})
Given = str | bool | Decimal


def give_value(
    session: Session,
    *,
    admin: Administrator,
    ref: str,
    name: str,
    value: str,
    kind: str,
    reason: str | None,
    paper: str | None,
    now: datetime,
) -> None:
    """Propose an answer of the filing (``case.…``) or a variable of the process.

    ``kind``: text, number or boolean. It is set by a second person (``confirm_repair``); then what
    a timer met is tried at the next tick, what an officer met when they end the step again.
    Raises CaseNotFound, ProvinceAdminOnly, NoIncident, RepairWaits,
    ReasonMissing, BasisMissing, TextUnreadable, ValueUnreadable, ValueUnknown, ValueThere,
    PeopleOfTheFirst, OwnDossier.
    """
    act = open_stopped(session, admin=admin, ref=ref, now=now)
    words, basis = reason_given(reason), basis_given(paper, "paper")
    text = words_given("value", "Giá trị", value, longest=LONGEST)
    given = read(Typed(text) if isinstance(value, Typed) else text, kind)
    key = words_given("name", "Tên giá trị", name, longest=LONGEST)
    _check(act, key, given)
    told = RepairProposed(
        name=key, typed=_written(given), value_kind=str(kind), reason=words, paper=basis
    )
    act.record(told)
    act.save()


def _written(given: Given) -> str:
    """What the second person reads, and what is read again when they confirm."""
    if isinstance(given, bool):
        return TRUTH[given]
    return number_written(given) if isinstance(given, Decimal) else str(given)


def put_value(act: CaseAct, key: str, given: Given, *, reason: str, paper: str) -> None:
    """Set the value, and let what waited for it be tried again.

    Raises ValueUnknown, PeopleOfTheFirst, ValueUnreadable.
    """
    if key.startswith(OF_THE_FILING):
        kept = _answer(act, key.removeprefix(OF_THE_FILING), given)
        _put_answer(act, key.removeprefix(OF_THE_FILING), kept)
    else:
        set_to = str(given) if isinstance(given, str) else given
        kept = plain(set_to) if isinstance(set_to, Decimal) else set_to
        _put_variable(act, key, set_to)
    act.record(
        ValueGiven(
            name=key,
            value=_told(kept),
            reason=reason,
            paper=paper,
            incidents=free_timers(act),
        )
    )


def _told(kept: object) -> str | bool:
    if isinstance(kept, str | bool):
        return kept
    return number_written(kept) if isinstance(kept, int | float | Decimal) else str(kept)


def _check(act: CaseAct, key: str, given: Given) -> None:
    """Whether it could be set. Raises ValueUnknown, PeopleOfTheFirst, ValueUnreadable."""
    if key.startswith(OF_THE_FILING):
        _answer(act, key.removeprefix(OF_THE_FILING), given)
    elif key not in act.definition.variables_read:
        raise ValueUnknown(name=key)


def read(value: str, kind: str) -> Given:
    """The value that was typed (``Typed``) or sent. Raises ValueUnreadable."""
    try:
        text = text_of(value)
        if kind == "number":
            return number_of(value)
    except Unreadable as wrong:
        raise ValueUnreadable(value=value.strip() or "(trống)", reason=str(wrong)) from None
    if kind == "text" and text:
        return Typed(text) if isinstance(value, Typed) else text
    if kind == "boolean" and text.lower() in _TRUTH:
        return _TRUTH[text.lower()]
    reason = "ghi đúng hoặc sai" if kind == "boolean" else "hãy ghi giá trị"
    raise ValueUnreadable(value=text or "(trống)", reason=reason)


def _answer(act: CaseAct, key: str, given: Given) -> object:
    """The answer as the question of the filing keeps it: one that is missing, or that its applicant
    could adjust, since fee, limit, units and owner were told by the others at the filing.

    Who the people are says the filing of the first case: what corrects its result tells the same.
    Raises ValueUnknown, ValueThere, PeopleOfTheFirst, ValueUnreadable.
    """
    form = filing_form(act.package) or {}
    question = next((one for one in questions(form) if str(one["key"]) == key), None)
    if question is None:
        raise ValueUnknown(name=f"{OF_THE_FILING}{key}")
    if act.case["corrects"] is not None and key in act.package.manifest.people.values():
        raise PeopleOfTheFirst(label=label_of(question))
    free = adjustable(act.package, form, received=act.case["received_at"] is not None)
    if _answers(act).get(key) not in NOTHING and key not in dict(free):
        raise ValueThere(label=label_of(question))
    day = day_of(act.now)
    communes = frozenset(unit.code for unit in act.setting.communes(day))
    around = Surroundings(day, dict.fromkeys(keys_of_communes(form), communes), {})
    raw = plain(given) if isinstance(given, Decimal) else given
    try:
        kept = read_answer(question, raw, around)
    except Unreadable as wrong:
        raise ValueUnreadable(value=str(raw), reason=str(wrong)) from None
    if kept is None:
        raise ValueUnreadable(value=str(raw), reason="câu hỏi này không nhận giá trị như vậy")
    return kept


def _of_case(act: CaseAct) -> ColumnElement[bool]:
    return (_dossier.c.province_code == act.key[0]) & (_dossier.c.case_id == act.key[1])


def _answers(act: CaseAct) -> Mapping[str, object]:
    found = act.connection.execute(select(_dossier.c.answers).where(_of_case(act))).scalar_one()
    return cast("Mapping[str, object]", found)


def _put_answer(act: CaseAct, key: str, kept: object) -> None:
    changed = {**_answers(act), key: kept}
    same = _of_case(act)
    act.connection.execute(update(_dossier).where(same).values(answers=changed))
    if key in act.package.manifest.people.values():
        people = people_anew(act, changed)
        told = {"applicant": people, **found_by(people)}
        act.connection.execute(update(_dossier).where(same).values(told))
        act.change(applicant_name=str(people["owner_name"]))


def _put_variable(act: CaseAct, name: str, given: Given) -> None:
    if name not in act.definition.variables_read:
        raise ValueUnknown(name=name)
    act.run.give({name: given})
    act.moved()
