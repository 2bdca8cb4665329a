"""A case stopped for want of a value: the administrator gives it, with a reason and a paper."""

import re
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.cases.act.case_act import CaseAct
from engine.cases.mending import open_stopped
from engine.cases.retry_case import free_timers
from engine.catalogue.forms import questions
from engine.errors import ValueUnknown, ValueUnreadable
from engine.facts.events_of_incidents import ValueGiven
from engine.store.base import table_of
from engine.store.cases import Dossier
from engine.typed.given import basis_given, reason_given, words_given

KINDS = ("text", "number", "boolean")
LONGEST = 1_000
"""Signs of a value: what a variable of a process can hold."""
OF_THE_FILING = "case."
"""Begins the name of an answer of the filing, as expressions write it; others are variables."""
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,6})?")
_TRUTH = {"true": True, "đúng": True, "có": True, "false": False, "sai": False, "không": False}
_dossier = table_of(Dossier)
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
    """Set an answer of the filing (``case.…``) or a variable of the process, and try again.

    ``kind``: text, number or boolean. What a timer met is tried at the next tick, what an officer
    met when they end the step again. Raises CaseNotFound, ProvinceAdminOnly, NoIncident,
    ReasonMissing, BasisMissing, TextUnreadable, ValueUnreadable, ValueUnknown.
    """
    doing = "ghi giá trị còn thiếu"
    act = open_stopped(session, admin=admin, ref=ref, now=now, doing=doing)
    words, basis = reason_given(reason), basis_given(paper, "paper")
    given = read(words_given("value", "Giá trị", value, longest=LONGEST), kind)
    key = words_given("name", "Tên giá trị", name, longest=LONGEST)
    if key.startswith(OF_THE_FILING):
        _put_answer(act, key.removeprefix(OF_THE_FILING), given)
    else:
        _put_variable(act, key, given)
    act.record(
        ValueGiven(
            name=key,
            value=str(_whole(given)) if isinstance(given, Decimal) else given,
            reason=words,
            paper=basis,
            incidents=free_timers(act),
        )
    )
    act.save()


def read(value: str, kind: str) -> Given:
    """The value that was typed. Raises ValueUnreadable."""
    text = value.strip()
    if kind == "text" and text:
        return text
    if kind == "number" and _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if kind == "boolean" and text.lower() in _TRUTH:
        return _TRUTH[text.lower()]
    raise ValueUnreadable(value=text or "(trống)")


def _put_answer(act: CaseAct, key: str, given: Given) -> None:
    form = act.package.form(act.package.manifest.filing_form) or {}
    if key not in {str(one["key"]) for one in questions(form)}:
        raise ValueUnknown(name=f"{OF_THE_FILING}{key}")
    same = (_dossier.c.province_code == act.key[0]) & (_dossier.c.case_id == act.key[1])
    answers = act.connection.execute(select(_dossier.c.answers).where(same)).scalar_one()
    kept = _whole(given) if isinstance(given, Decimal) else given
    changed = {**answers, key: kept}
    act.connection.execute(update(_dossier).where(same).values(answers=changed))


def _whole(given: Decimal) -> int | float:
    """A number as answers keep it."""
    return int(given) if given == given.to_integral_value() else float(given)


def _put_variable(act: CaseAct, name: str, given: Given) -> None:
    if name not in act.definition.variables_read:
        raise ValueUnknown(name=name)
    act.run.give({name: given})
    act.moved()
