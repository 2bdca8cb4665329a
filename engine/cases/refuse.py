"""The one-stop officer refuses a filing at its reception, with the reason on a slip."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast, get_args

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.acts.on_steps import RECEIVE
from engine.cases.act.task_act import TaskAct, check_state, open_task
from engine.cases.issuing_slips import slip_of
from engine.errors import (
    AuthorityMissing,
    AuthorityNotAsked,
    AuthorityUnclear,
    CauseUnknown,
    NotAtReception,
)
from engine.facts.events_of_refusals import CaseRefused, Cause
from engine.life import Status
from engine.routing.as_it_stands import day_of
from engine.routing.consulted import other_agencies
from engine.typed.given import LAW, basis_given, meant_given, reason_given

KIND = "refuse"
SLIP = "PTC"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 17.1"


@dataclass(frozen=True, slots=True)
class Refused:
    """A filing that was refused by this slip."""

    case_ref: str
    number: str


def refuse_case(
    session: Session,
    *,
    task_id: str,
    person: Person,
    reason: str,
    basis: str,
    cause: str,
    authority_unit: str | None = None,
    authority: str | None = None,
    now: datetime,
) -> Refused:
    """End the filing without a reception (decree 118/2025 art. 17.1c): form 03, status 3.

    ``cause``: the dossier does not qualify, or it is another agency's matter, which is then named
    (art. 17.2a): ``authority_unit`` of the province, or ``authority`` by its name. After the
    reception a refusal is a result, inside the solving time (art. 19.3). Raises TaskNotFound,
    NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed, NotAtReception, NotInThisState, ReasonMissing,
    BasisMissing, CauseUnknown, AuthorityMissing, AuthorityUnclear, AuthorityNotAsked,
    TextUnreadable.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act = opened.act
    if opened.step.act != RECEIVE:
        raise NotAtReception
    check_state(act, KIND)
    named = _named(opened, authority_unit or None, authority, now)
    refused = CaseRefused(
        number="",
        reason=reason_given(reason),
        legal_basis=basis_given(basis, what=LAW),
        cause=_cause(cause, named),
        authority=named,
    )
    act.stop(Status.REFUSED, reason="từ chối tiếp nhận", basis=BASIS)
    refused = replace(refused, number=slip_of(act, SLIP))
    act.record(refused)
    act.save()
    return Refused(act.stands.ref, refused.number)


def _named(opened: TaskAct, unit: str | None, name: str | None, now: datetime) -> str | None:
    """The agency's name: of a unit that was chosen, or as it was typed."""
    typed = meant_given("authority", "Cơ quan ngoài tỉnh", name) or None
    if unit is None:
        if typed is not None and not _names_an_agency(typed):
            raise AuthorityUnclear(name=typed[:60])
        return typed
    setting = opened.act.setting
    here = (opened.task["unit_code"], opened.act.case["competent_unit"])
    if typed is not None or unit not in other_agencies(setting, here, day_of(now)):
        raise AuthorityUnclear(name=(typed or unit)[:60])
    return setting.unit_name(unit)


def _names_an_agency(typed: str) -> bool:
    """Names of agencies have several words, and one that begins with a capital letter that is not
    all of them: “ubnd nào đó” and “Sở” name none.
    """
    words = typed.split()
    return len(words) > 1 and any(word[0].isupper() for word in words)


def _cause(given: str, authority: str | None) -> Cause:
    if given not in get_args(Cause):
        raise CauseUnknown(given=given[:60])
    if given == "wrong_authority" and authority is None:
        raise AuthorityMissing
    if given != "wrong_authority" and authority is not None:
        raise AuthorityNotAsked(name=authority[:60])
    return cast("Cause", given)
