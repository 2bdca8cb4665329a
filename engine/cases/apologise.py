"""The head apologises for a late result, by a signed paper; once it may name a new day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_late_heads
from engine.cases.act.led_task import open_led_task
from engine.cases.adding_files import FiledDocument, add_documents
from engine.cases.issuing_slips import slip_of
from engine.cases.naming_days import close_of_working_day
from engine.catalogue.rules.law import term_of
from engine.errors import (
    AlreadyDecided,
    ApologyTooEarly,
    ExtensionAfterLate,
    ExtensionOnce,
    ExtensionTooLate,
    ExtensionTooLong,
    NewDayMissing,
    NewDayNotLater,
    NewDayTooFar,
    NoDueTime,
    NotForCorrections,
    NotLate,
    NotTheLead,
    SignedMissing,
    TimeRunsHere,
)
from engine.facts import topics
from engine.facts.events_of_apologies import Apologised, DueExtended
from engine.ports import DocumentStore
from engine.routing.as_it_stands import day_of
from engine.routing.deciding import decided, open_steps
from engine.routing.extending import farthest_new_day, may_apologise, may_extend
from engine.typed.given import basis_given, day_given, reason_given
from engine.worktime.wording import day_text, due_text

KIND, LATE = "apologise", "apologise_late"
SLIP = "XLGH"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 19.6"
LABEL = "Ngày hẹn trả mới"
FARTHEST = timedelta(days=365)
"""A day beyond this is a slip of the keys; how far an extension reaches is a local rule."""


@dataclass(frozen=True, slots=True)
class Apology:
    """A signed apology; ``due_at`` is the due time in force now."""

    case_ref: str
    number: str
    due_at: datetime


def apologise(
    session: Session,
    *,
    task_id: str,
    person: Person,
    reason: str,
    paper: str,
    signed: Sequence[FiledDocument] = (),
    new_day: str | None = None,
    store: DocumentStore,
    now: datetime,
) -> Apology:
    """Apologise by a signed paper (form 04), with a new day as long as that is allowed.

    An extension is made once, at the latest so many days before the due day as the law says (decree
    118/2025 art. 19.6: one); afterwards, and once the result is signed, there is only the apology,
    from the day on which the case is due.
    Raises TaskNotFound, NotTheLead (also where it fell late with another unit), TaskAlreadyDone,
    NotInThisState, NoDueTime, ReasonMissing, BasisMissing, SignedMissing, AlreadyDecided,
    NotForCorrections, ExtensionOnce, ExtensionAfterLate, ExtensionTooLate, NewDayMissing,
    NewDayNotLater, NewDayTooFar, DayOff, ExtensionTooLong, ApologyTooEarly,
    TextUnreadable, FileRefused.
    """
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, due_at = opened.act, opened.act.case["due_at"]
    if due_at is None:
        raise NoDueTime
    said = _signed(reason, paper, signed)
    after = _new_due(act, due_at, new_day)
    told = _told(act, said, signed, store)
    if after is None:
        _apologise(act, Apologised(due_at=due_at, **told))
    else:
        _extend(act, DueExtended(before=due_at, after=after, **told))
    act.save()
    return Apology(act.stands.ref, told["number"], after or due_at)


def apologise_late(
    session: Session,
    *,
    ref: str,
    person: Person,
    reason: str,
    paper: str,
    signed: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> Apology:
    """Apologise by a signed paper for a case that was late, once its time no longer runs or it is
    another unit's (decree 118/2025 art. 19.6, requirement R-35): no new day comes of it.

    By the head of the unit with which it fell late. Raises CaseNotFound, NotTheLead,
    NotInThisState, NotLate, TimeRunsHere, ReasonMissing, BasisMissing, SignedMissing,
    TextUnreadable, FileRefused.
    """
    act = open_for_late_heads(session, ref=ref, person=person, now=now, kind=LATE)
    due_at = act.case["late_since"] or act.case["due_at"]
    if due_at is None or not act.stands.missed(now):
        raise NotLate
    if act.stands.state.counts and not act.stands.late_elsewhere(now):
        raise TimeRunsHere
    told = _told(act, _signed(reason, paper, signed), signed, store)
    _apologise(act, Apologised(due_at=due_at, **told))
    act.save()
    return Apology(act.stands.ref, told["number"], due_at)


def _signed(reason: str, paper: str, signed: Sequence[FiledDocument]) -> tuple[str, str]:
    """The reason and the paper's number. Raises ReasonMissing, BasisMissing, SignedMissing."""
    why, named = reason_given(reason), basis_given(paper, "paper")
    if not signed:
        raise SignedMissing
    return why, named


def _told(
    act: CaseAct, said: tuple[str, str], signed: Sequence[FiledDocument], store: DocumentStore
) -> dict[str, Any]:
    files = add_documents(act, signed, role="issued", store=store)
    reason, paper = said
    return {
        "number": slip_of(act, SLIP),
        "reason": reason,
        "paper": paper,
        "legal_basis": BASIS,
        "documents": files,
    }


def _new_due(act: CaseAct, due_at: datetime, typed: str | None) -> datetime | None:
    """The new due time; ``None`` where there is only an apology to make."""
    signed = decided(act.stands, open_steps(act.session, act.key))
    may = may_extend(act.stands, decided=signed, now=act.now)
    if (typed or "").strip():
        if not may:
            _refuse_extension(act, due_at, signed=signed)
        return _day_named(act, due_at, typed)
    if may:
        raise NewDayMissing
    _check_apology(act, due_at)
    return None


def _refuse_extension(act: CaseAct, due_at: datetime, *, signed: bool) -> None:
    """Why no new day may be named."""
    if act.case["corrects"] is not None:
        raise NotForCorrections(act="gia hạn")
    if signed:
        raise AlreadyDecided(act="gia hạn")
    if act.case["extended_at"] is not None:
        raise ExtensionOnce
    if act.case["late_since"] is not None:
        raise ExtensionAfterLate(due=due_text(act.case["late_since"]))
    raise ExtensionTooLate(last=day_text(last_day(act, due_at) or day_of(due_at)))


def _day_named(act: CaseAct, due_at: datetime, typed: str | None) -> datetime:
    """The new due time: the day is a working day, later, and no farther than it may be."""
    day = day_given("new_day", LABEL, typed)
    if day > day_of(act.now) + FARTHEST:
        raise NewDayTooFar(last=day_text(day_of(act.now) + FARTHEST))
    farthest = farthest_new_day(act.stands, act.now)
    if farthest is not None and day > farthest[0]:
        raise ExtensionTooLong(last=day_text(farthest[0]), basis=farthest[1])
    if day <= day_of(due_at):
        raise NewDayNotLater(due=day_text(day_of(due_at)))
    return close_of_working_day(act.stands.calendar, day, field="new_day", label=LABEL)


def _check_apology(act: CaseAct, due_at: datetime) -> None:
    """Whether it is late, and here: where it fell late before, that head apologises."""
    if act.stands.late_elsewhere(act.now):
        raise NotTheLead(unit=act.setting.unit_name(act.stands.late_unit))
    if not may_apologise(act.stands, act.now):
        raise ApologyTooEarly(due=due_text(due_at))


def last_day(act: CaseAct, due_at: datetime) -> date | None:
    """The last day on which the case may be extended; ``None``: no term is fixed."""
    term = term_of(act.taken, "extension_notice_days", day_of(act.now))
    return None if term is None else day_of(due_at) - timedelta(days=term.value["days"])


def _extend(act: CaseAct, told: DueExtended) -> None:
    first = act.case["first_due_at"] or told.before
    act.change(due_at=told.after, first_due_at=first, extended_at=act.now)
    act.record(told)
    act.announce(topics.DueExtended(number=told.number, due_at=told.after.isoformat()))


def _apologise(act: CaseAct, told: Apologised) -> None:
    act.record(told)
    act.announce(topics.Apologised(number=told.number))
