"""An officer goes to another desk from a day on; the work that lies with them is handed over."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS, Administrator
from engine.administration.accounts.account_act import AccountAct
from engine.administration.accounts.leaving import HeldTask, Taker, work_of
from engine.administration.people.held_posts import check_kind, posts_held, require_ending
from engine.administration.people.meant import position_meant, unit_meant
from engine.administration.people.officers import (
    OfficerEntry,
    check_officer,
    put_officer,
    refuse_one_administrator,
)
from engine.administration.people.waiting import waiting
from engine.cases.reassign import reassign_task
from engine.cases.take_back import take_back_task
from engine.errors import EntryNotFound
from engine.organisation.loading import PROVINCE_ADMIN
from engine.routing.desks import Desk
from engine.store.organisation import Appointment, Officer, Substitution


@dataclass(frozen=True, slots=True)
class Post:
    """Which post of whom."""

    username: str
    unit_code: str
    position_code: str


@dataclass(frozen=True, slots=True)
class Moving:
    """A post that is given up for another from a day on, by which decision.

    ``colleague``: the user name of who takes the open work; ``None``: it goes back to the desk.
    """

    post: Post
    to_unit: str
    to_position: str
    day: date
    paper: str
    title: str | None = None
    colleague: str | None = None


@dataclass(frozen=True, slots=True)
class BeforeMoving:
    """What lies with them at the desk, who could take all of it, who stands in for them there."""

    full_name: str
    post_words: str
    tasks: tuple[HeldTask, ...]
    takers: tuple[Taker, ...]
    stood_in_for: tuple[str, ...]
    coming: str | None = None
    """Where a move goes that was entered and has not come yet; another one takes its place."""
    waiting: tuple[str, ...] = ()
    """What of theirs waits for a second person."""


class _Look(AccountAct):
    """The same eyes, and nothing held."""

    locks = False


def before_moving(
    session: Session, *, admin: Administrator, post: Post, now: datetime
) -> BeforeMoving:
    """The list that somebody looks at first. Raises what ``move_officer`` does of rights."""
    act = _Look(session, admin=admin, now=now)
    officer = _officer(act, post)
    held = _held(act, officer, post, act.today)
    tasks, takers = work_of(act, officer, Desk(post.unit_code, post.position_code))
    title = held.title or act.setting.positions[post.position_code]
    coming = _coming(act, held)
    return BeforeMoving(
        full_name=officer.full_name,
        post_words=f"{title}, {act.setting.unit_name(post.unit_code)}",
        tasks=tasks,
        takers=takers,
        stood_in_for=tuple(
            f"{session.get_one(Officer, (act.province_code, row.officer_id)).full_name}, đến trước"
            f" {row.valid_to:%d/%m/%Y}"
            for row in _stand_ins(act, officer, post, act.today)
        ),
        coming=_told(act, coming) if coming else None,
        waiting=tuple(
            one.what_where for one in waiting(session, act.setting, officer_id=officer.id)
        ),
    )


def move_officer(
    session: Session, *, admin: Administrator, entry: Moving, now: datetime
) -> str | None:
    """End the post on the day, give the other one, hand over the work that is open now.

    A move of this post that was entered before and has not come is replaced.

    Who stands in for them at the old desk does so no longer. A new post that signs waits for a
    second person; the answer is under which id. Raises EntryNotFound, OutsideYourUnits,
    ProvinceAdminOnly, OwnPost, OneAdministrator, EntryInvalid, WorkStillOpen (nobody else is at the
    desk), and what handing over does.
    """
    act = AccountAct(session, admin=admin, now=now)
    entry = act.read(entry)
    officer, entry = _officer(act, entry.post), _with_unit(act, entry)
    if entry.to_unit in act.setting.units:
        _require(act, entry.to_unit, entry.to_position)
    held = _held(act, officer, entry.post, act.today)
    coming = _coming(act, held)
    if coming is None:
        held = _held(act, officer, entry.post, entry.day)
    else:
        act.require("organisation.posts", coming.unit_code)
    given = _given(officer, coming or held, entry)
    if coming is not None:
        act.end(coming, coming.valid_from)
        session.flush()
    _check(act, given, entry)
    act.refuse_faults()
    _hand_over(act, officer, entry)
    act.change(held, {"valid_to": max(entry.day, held.valid_from)})
    for row in _stand_ins(act, officer, entry.post, entry.day):
        act.end(row, entry.day)
    waits = put_officer(act, given)
    if entry.post.position_code == PROVINCE_ADMIN:
        session.flush()
        refuse_one_administrator(act, max(entry.day, act.today))
    act.save()
    return waits


def _officer(act: AccountAct, post: Post) -> Officer:
    _require(act, post.unit_code, post.position_code)
    require_ending(act, post.position_code)
    officer = act.officer(post.username)
    act.refuse_own(officer.id)
    return officer


def _with_unit(act: AccountAct, entry: Moving) -> Moving:
    """The unit and the position by their codes, also where names were told."""
    unit = unit_meant(act, "to_unit", entry.to_unit, entry.day)
    none = f"Không có đơn vị nào tên hoặc mã “{unit}”."
    act.check(unit in act.setting.units, "to_unit", none if unit else "Hãy ghi đơn vị.")
    position = position_meant(act, "to_position", entry.to_position)
    return replace(entry, to_unit=unit, to_position=position)


def _require(act: AccountAct, unit: str, position: str) -> None:
    act.require("organisation.posts", unit)
    if position in ADMIN_POSITIONS:
        act.require("organisation.admin_posts")


def _held(act: AccountAct, officer: Officer, post: Post, day: date) -> Appointment:
    posts = posts_held(act, officer.id, post.unit_code, post.position_code, since=day)
    found = next(iter(posts), None)
    if found is None:
        raise EntryNotFound(what=f"vị trí này của {post.username}")
    return found


def _coming(act: AccountAct, held: Appointment) -> Appointment | None:
    """The post that begins where this one ends, on a day to come: a move that was entered."""
    if held.valid_to is None or held.valid_to <= act.today:
        return None
    query = select(Appointment).where(
        Appointment.province_code == act.province_code,
        Appointment.officer_id == held.officer_id,
        Appointment.valid_from == held.valid_to,
    )
    return act.session.scalars(query).first()


def _told(act: AccountAct, coming: Appointment) -> str:
    title = coming.title or act.setting.positions[coming.position_code]
    return f"{title}, {act.setting.unit_name(coming.unit_code)}, từ {coming.valid_from:%d/%m/%Y}"


def _given(officer: Officer, held: Appointment, entry: Moving) -> OfficerEntry:
    return OfficerEntry(
        username=officer.username,
        full_name=officer.full_name,
        unit_code=entry.to_unit,
        position_code=entry.to_position,
        valid_from=entry.day,
        valid_to=held.valid_to,
        title=entry.title,
        paper=entry.paper,
    )


def _check(act: AccountAct, given: OfficerEntry, entry: Moving) -> None:
    if given.unit_code in act.setting.units:
        check_officer(act, given)
    else:
        check_kind(act, given.unit_code, given.position_code)
    act.check(entry.paper, "paper", "Hãy ghi quyết định: số, ngày.")
    act.check(entry.day >= act.today, "day", "Từ ngày: từ hôm nay trở đi.")
    same = (entry.post.unit_code, entry.post.position_code) == (entry.to_unit, entry.to_position)
    act.check(not same, "to_unit", "Vị trí mới phải khác vị trí đang giữ.")


def _stand_ins(act: AccountAct, officer: Officer, post: Post, day: date) -> list[Substitution]:
    query = select(Substitution).where(
        Substitution.province_code == act.province_code,
        Substitution.absent_id == officer.id,
        Substitution.unit_code == post.unit_code,
        Substitution.position_code == post.position_code,
        Substitution.valid_to > day,
    )
    return list(act.session.scalars(query.order_by(Substitution.valid_from)))


def _hand_over(act: AccountAct, officer: Officer, entry: Moving) -> None:
    """Work that is open now goes to the colleague, or to the desk; the operator hands nothing.

    Before the place ends: whoever takes work locks its case, then the place, and so does this.
    """
    person = act.admin.person
    tasks, _ = work_of(act, officer, Desk(entry.post.unit_code, entry.post.position_code))
    if person is None:
        return
    told = {"person": person, "reason": entry.paper, "now": act.now}
    for task in tasks:
        if entry.colleague:
            to = act.officer(entry.colleague).id
            reassign_task(act.session, task_id=task.task_id, colleague=to, **told)  # type: ignore[arg-type]
        else:
            take_back_task(act.session, task_id=task.task_id, **told)  # type: ignore[arg-type]
