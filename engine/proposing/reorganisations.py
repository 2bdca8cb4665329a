"""Reorganisations that are proposed: a unit with all below it goes up in another from a day on."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.one_person import same_person
from engine.administration.reorganising.carry_out import (
    RIGHT,
    carry_out,
    refuse_incomplete,
    whole_plan,
)
from engine.administration.reorganising.mapping import Fault, Wish
from engine.administration.reorganising.named import in_codes
from engine.administration.reorganising.rules_carried import Maker
from engine.administration.reorganising.rules_touched import Touched
from engine.administration.reorganising.touched import touched
from engine.administration.reorganising.undo import undo, why_not
from engine.errors import DayPassed, ProposalNotFound, UndoneByOthers
from engine.organisation.changes import Change, write_down
from engine.organisation.tree import setting_of
from engine.proposing.acts import sees
from engine.proposing.kept import content_of as kept_content
from engine.proposing.review import Content, Review, in_one_form, plan_in, told_in_one_file
from engine.proposing.rights import Publisher
from engine.publishing.differing import Difference
from engine.routing.as_it_stands import day_of
from engine.store.proposals import Proposal, Reorganisation
from engine.typed.given import reason_given
from engine.worktime.wording import day_text

FILE = "reorganisation.json"
_LABELS = {
    "": "Kế hoạch",
    "old": "Đơn vị kết thúc",
    "new": "Đơn vị nhận",
    "choices": "Nơi nhận việc của từng đơn vị",
    "parts": "Các đơn vị được chia ra",
    "name": "Tên đơn vị mới",
    "short_name": "Tên gọi tắt",
    "agency_code": "Mã định danh",
}


def content_of(wish: Wish) -> Content:
    """What a wish proposes, as one file. Raises TextUnreadable."""
    wish = in_one_form(wish, _LABELS)
    return told_in_one_file("reorganisation", wish.old, FILE, wish)


def wish_of(content: Content) -> Wish:
    """The wish that a proposal holds."""
    return plan_in(content, FILE, Wish)


def require_right(session: Session, who: Publisher) -> None:
    """Raise ProvinceAdminOnly for who may not reorganise."""
    who.admin.require(RIGHT, setting_of(session, who.province_code))


def rehearsed(session: Session, *, who: Publisher, wish: Wish, now: datetime) -> Review:
    """The dry run: what a proposal of the wish would show.

    Raises ProvinceAdminOnly, DayPassed, PlanIncomplete, TextUnreadable.
    """
    require_right(session, who)
    content = content_of(read_wish(session, who.province_code, wish))
    return review_reorganisation(session, who.province_code, content, basis="(văn bản)", now=now)


def read_wish(session: Session, province_code: str, wish: Wish) -> Wish:
    """The wish by codes, whatever names it told.

    Raises PlanIncomplete where several are meant, with all else that is wrong.
    """
    read, faults = in_codes(session, setting_of(session, province_code), wish)
    if faults:
        refuse_incomplete(_with_the_rest(session, province_code, read, faults))
    return read


def faults_beside(session: Session, province_code: str, wish: Wish) -> tuple[Fault, ...]:
    """What is wrong with a plan whose day nobody can read yet, but for what hangs on the day.

    ``wish.day`` is any day to come.
    """
    setting = setting_of(session, province_code)
    read, faults = in_codes(session, setting, wish)
    found = _with_the_rest(session, province_code, read, faults)
    return tuple(one for one in found if one.field != "old")


def _with_the_rest(
    session: Session, province_code: str, wish: Wish, faults: tuple[Fault, ...]
) -> tuple[Fault, ...]:
    """These faults, and those of the plan on other fields."""
    plan = whole_plan(session, setting_of(session, province_code), wish)
    told = {one.field for one in faults}
    return (*faults, *(one for one in plan.faults if one.field not in told))


def name_of(session: Session, province_code: str, wish: Wish) -> str:
    """What the proposal is called."""
    name = setting_of(session, province_code).unit_name
    if wish.parts:
        parts = (one.name or name(one.code) for one in wish.parts)
        return f"chia {name(wish.old)} thành {', '.join(parts)}"
    return f"{name(wish.old)} vào {name(wish.new)}"


def plans_waiting(session: Session, province_code: str, unit_code: str) -> tuple[Proposal, ...]:
    """The plans that wait for a second person and touch the unit: it ends, or takes over.

    A plan for the unit above touches those below it.
    """
    setting = setting_of(session, province_code)
    above = {one.code for one in setting.upwards(unit_code)}
    rows = session.scalars(
        select(Proposal)
        .where(
            Proposal.province_code == province_code,
            Proposal.kind == "reorganisation",
            Proposal.state == "proposed",
        )
        .order_by(Proposal.made_at, Proposal.id)
    )
    return tuple(row for row in rows if above & _units_of(wish_of(kept_content(session, row))))


def _units_of(wish: Wish) -> set[str]:
    return {wish.old, wish.new, *wish.choices.values(), *(one.code for one in wish.parts)}


def review_reorganisation(
    session: Session, province_code: str, content: Content, *, basis: str, now: datetime
) -> Review:
    """Everything that it touches, and where each goes. Raises DayPassed, PlanIncomplete."""
    wish, setting = wish_of(content), setting_of(session, province_code)
    if wish.day < day_of(now):
        raise DayPassed(day=day_text(wish.day))
    plan = whole_plan(session, setting, wish)
    refuse_incomplete(plan.faults)
    found = touched(session, setting, plan, basis=basis)
    return Review(content, wish.day, setting.epoch, None, tuple(map(_difference, found)))


def _difference(one: Touched) -> Difference:
    kind = "case" if one.running else "organisation"
    return Difference(kind, one.what, one.key, one.where, before=one.before, after=one.after)  # type: ignore[arg-type]


def put_reorganisation_in_force(
    session: Session, who: Publisher, row: Proposal, content: Content, *, now: datetime
) -> None:
    """Carry it out; its cases follow from the day on. Raises what ``carry_out`` does."""
    plan, epoch = carry_out(
        session,
        admin=who.admin,
        wish=wish_of(content),
        basis=row.basis,
        by=Maker(row.made_by, row.made_by_name),
        now=now,
    )
    session.add(
        Reorganisation(
            province_code=row.province_code,
            proposal_id=row.id,
            day=plan.wish.day,
            units=dict(plan.to),
            epoch=epoch,
        )
    )


def undo_reorganisation(
    session: Session, *, who: Publisher, proposal_id: str, reason: str, now: datetime
) -> Proposal:
    """Take an approved reorganisation back, as long as nobody went on with a case that moved.

    By who proposed or approved it. Raises ProposalNotFound, UndoneByOthers, ProvinceAdminOnly,
    NotToBeUndone, ReasonMissing, TextUnreadable.
    """
    row = session.get(Proposal, (who.province_code, proposal_id))
    if row is None or not sees(who, row):
        raise ProposalNotFound
    found = session.get(Reorganisation, (who.province_code, proposal_id), with_for_update=True)
    if found is None:
        raise ProposalNotFound
    if not _theirs(session, who, row):
        raise UndoneByOthers
    undo(session, admin=who.admin, row=found, reason=reason_given(reason), now=now)
    after: Mapping[str, object] = {"proposal": row.id, "reason": found.reason}
    write_down(
        session,
        province_code=who.province_code,
        account_id=who.account_id,
        name=who.name,
        changes=[Change("undone", "reorganisations", row.subject, None, after)],
        now=now,
    )
    return row


def _theirs(session: Session, who: Publisher, row: Proposal) -> bool:
    made = same_person(session, row.made_by, who.account_id)
    return made or same_person(session, row.decided_by, who.account_id)


def is_undone(session: Session, row: Proposal) -> bool:
    """Whether it was a reorganisation that somebody took back."""
    if row.kind != "reorganisation" or row.state != "approved":
        return False
    found = session.get(Reorganisation, (row.province_code, row.id))
    return found is not None and found.undone_at is not None


def undone(session: Session, who: Publisher, row: Proposal) -> tuple[str | None, bool]:
    """Who took it back and why, in words; and whether they may take it back now."""
    found = session.get(Reorganisation, (row.province_code, row.id))
    if found is None:
        return None, False
    if found.undone_at is not None:
        return f"{found.undone_by_name} hoàn tác: {found.reason}", False
    may = _theirs(session, who, row) and who.admin.may(
        RIGHT, setting_of(session, row.province_code)
    )
    return None, may and why_not(session, found) is None
