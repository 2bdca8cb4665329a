"""Somebody leaves: their work is moved, their places end, then the account closes for good.

All of it or nothing, in one act. What they did keeps their name: the account and the officer stay.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.codes import take_back_code
from engine.administration.accounts.account_act import AccountAct, state_of
from engine.administration.accounts.leaving import (
    HeldTask,
    Leaving,
    drafts_of,
    held_rows,
    leaving_of,
)
from engine.administration.people.officers import refuse_one_administrator
from engine.cases.reassign import reassign_task
from engine.errors import ReasonMissing, SuccessorUnfit, WorkNotMoved
from engine.organisation.loading import PROVINCE_ADMIN
from engine.store.access import AwaitingConfirmation
from engine.store.accounts import Account
from engine.store.organisation import Appointment, Officer
from engine.typed.given import reason_given
from engine.typed.text import says_something

SHOWN = 5


def close_account(
    session: Session,
    *,
    admin: Administrator,
    username: str,
    successor: str | None,
    reason: str | None,
    now: datetime,
) -> None:
    """Move the open work and the drafts to the successor, end what the officer holds, close.

    Raises EntryNotFound, OwnPost, OperatorOnly, NotAdministrator, ProvinceAdminOnly,
    OutsideYourUnits, AccountClosed, ReasonMissing, WorkNotMoved with the list while work or drafts
    lie with them and nobody is named (EntryInvalid where both are missing), SuccessorUnfit for who
    isn't at all those desks, OneAdministrator, WorkStillOpen when a desk would be left empty with
    work.
    """
    act = AccountAct(session, admin=admin, now=now)
    officer = act.officer(username)
    act.require_over(officer)
    account = act.account(officer)
    successor = successor if successor != username else None  # nobody takes over from themselves
    found = leaving_of(act, officer)
    if (found.tasks or found.drafts) and not successor and not says_something(reason or ""):
        act.fault("reason", str(ReasonMissing("lý do")))
        act.fault("successor", str(_not_moved(found)))
        act.refuse_faults()
    words = reason_given(reason)
    if found.tasks or found.drafts:
        _move(act, account, found, successor, words)
    _end_places(act, officer)
    act.tell(account, state_of(account), "left", reason=words, successor=successor or None)
    account.disabled_at, account.disabled_why = now, "left"
    take_back_code(session, account)
    act.save()


def _move(
    act: AccountAct, account: Account, found: Leaving, successor: str | None, reason: str
) -> None:
    if not successor or act.admin.person is None:
        raise _not_moved(found)
    to = act.officer(successor)
    heir = act.account_of(to)
    unfit = [task.ref for task in found.tasks if to.username not in task.takers]
    if unfit or heir is None or heir.disabled_at is not None:
        raise SuccessorUnfit(who=to.full_name, tasks=unfit)
    for task in found.tasks:
        _reassign(act, task, to, reason)
    for draft in drafts_of(act, account.id):
        draft.account_id = heir.id
    act.session.flush()


def _not_moved(found: Leaving) -> WorkNotMoved:
    return WorkNotMoved(
        who=found.full_name,
        tasks=[task.ref for task in found.tasks],
        drafts=list(found.drafts),
        shown=_shown(found),
    )


def _reassign(act: AccountAct, task: HeldTask, to: Officer, reason: str) -> None:
    assert act.admin.person is not None  # noqa: S101 - asked before
    reassign_task(
        act.session,
        task_id=task.task_id,
        person=act.admin.person,
        colleague=to.id,
        reason=reason,
        now=act.now,
    )


def _shown(found: Leaving) -> str:
    refs = [task.ref for task in found.tasks]
    told = [f"việc ở hồ sơ {', '.join(refs[:SHOWN])}{' …' if refs[SHOWN:] else ''}"] if refs else []
    return "; ".join([*told, *([f"{len(found.drafts)} bản nháp"] if found.drafts else [])])


def _end_places(act: AccountAct, officer: Officer) -> None:
    """Posts, substitutions and roles end today; what hasn't begun never does."""
    governs = False
    for row in held_rows(act, officer):
        governs |= isinstance(row, Appointment) and row.position_code == PROVINCE_ADMIN
        act.end(row, act.today)
    waiting = select(AwaitingConfirmation).where(
        AwaitingConfirmation.province_code == act.province_code,
        AwaitingConfirmation.officer_id == officer.id,
    )
    for row in act.session.scalars(waiting):
        act.remove(row)
    if governs:
        act.session.flush()
        refuse_one_administrator(act, act.today)
