"""What somebody who leaves still holds: it is moved or ends before their account closes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ROLES, Administrator, Matter, people_of, with_people
from engine.administration.accounts.account_act import AccountAct
from engine.administration.people.waiting import waiting
from engine.organisation.named import named_apart
from engine.organisation.tree import Setting
from engine.routing.desks import Desk
from engine.routing.people_at import people_at
from engine.store.access import AccessGrant
from engine.store.cases import Case, Task
from engine.store.drafts import FormDraft
from engine.store.numbers import NUMBERS
from engine.store.organisation import Appointment, Officer, Substitution


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A piece of work that lies with them; ``takers``: user names of who else is at its desk.

    ``taker_names``: their names with them, as a list shows them.
    """

    task_id: str
    ref: str
    name: str
    unit_code: str
    unit_name: str
    takers: tuple[str, ...]
    taker_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A post, a substitution or a role of theirs from today on; ``kind``: post, stands_in, role."""

    kind: str
    words: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who is at every desk at which work lies with who leaves."""

    username: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """Everything of an officer that somebody must have when they are gone.

    ``places`` end by themselves with the account, ``stood_in_for`` names who goes on standing in at
    their desks. ``takers`` could take all the work. ``drafts`` are titles of forms that they began.
    ``waiting``: what waits for a second person, and falls with the account.
    """

    username: str
    full_name: str
    tasks: tuple[HeldTask, ...]
    drafts: tuple[str, ...]
    places: tuple[HeldPlace, ...]
    stood_in_for: tuple[str, ...]
    takers: tuple[Taker, ...]
    waiting: tuple[str, ...]

    @property
    def work_at(self) -> tuple[tuple[str, str], ...]:
        """Code and name of each unit where work lies that nobody else is there to take."""
        return tuple(
            dict.fromkeys((one.unit_code, one.unit_name) for one in self.tasks if not one.takers)
        )


def leaving(session: Session, *, admin: Administrator, username: str, now: datetime) -> Leaving:
    """What the officer holds. Raises what ``close_account`` does of rights; changes nothing."""
    look = _Look(session, admin=admin, now=now)
    officer = look.officer(username)
    look.require_over(officer)
    return leaving_of(look, officer)


class _Look(AccountAct):
    """The same eyes, and nothing held."""

    locks = False


def leaving_of(act: AccountAct, officer: Officer) -> Leaving:
    """The same, for an act that has asked for the rights."""
    account = act.account(officer)
    names = names_of(act)
    tasks, takers = work_of(act, officer)
    return Leaving(
        username=officer.username,
        full_name=officer.full_name,
        tasks=tasks,
        drafts=tuple(row.title for row in drafts_of(act, account.id)),
        places=tuple(_places(act, officer)),
        stood_in_for=tuple(_substitutes(act, officer, names)),
        takers=takers,
        waiting=tuple(
            one.what_where for one in waiting(act.session, act.setting, officer_id=officer.id)
        ),
    )


def names_of(act: AccountAct) -> dict[str, Officer]:
    """The officers of the province, by id."""
    query = select(Officer).where(Officer.province_code == act.province_code)
    return {row.id: row for row in act.session.scalars(query)}


def work_of(
    act: AccountAct, officer: Officer, desk: Desk | None = None
) -> tuple[tuple[HeldTask, ...], tuple[Taker, ...]]:
    """The open work that lies with them (at one desk), and who could take all of it."""
    names, tasks, everywhere = names_of(act), [], None
    for task, case, *numbers in _tasks(act, officer):
        where = Desk(task.unit_code, task.position_code)
        if desk not in (None, where):
            continue
        by_paper = case.authorisation is not None
        matter = with_people(Matter(act.province_code), *numbers, represented=by_paper)
        here = (act.session, act.province_code, where, case.procedure_code, act.today)
        people = people_at(*here, own=people_of(matter))
        others = {one.officer_id for one in people} - {officer.id}
        everywhere = others if everywhere is None else everywhere & others
        tasks.append(
            HeldTask(
                task_id=task.id,
                ref=case.code or case.submission_number,
                name=task.name,
                unit_code=task.unit_code,
                unit_name=act.setting.unit_name(task.unit_code),
                takers=tuple(sorted(names[one].username for one in others)),
                taker_names=tuple(
                    sorted(named_apart(names[one].full_name, names[one].username) for one in others)
                ),
            )
        )
    takers = sorted((names[one] for one in everywhere or ()), key=lambda row: row.full_name)
    return tuple(tasks), tuple(Taker(row.username, row.full_name) for row in takers)


def drafts_of(act: AccountAct, account_id: str) -> list[FormDraft]:
    """The forms that the account began in the province, which another can go on with."""
    query = select(FormDraft).where(
        FormDraft.account_id == account_id, FormDraft.province_code == act.province_code
    )
    return list(act.session.scalars(query.order_by(FormDraft.saved_at, FormDraft.id)))


def held_rows(act: AccountAct, officer: Officer) -> list[Any]:
    """Appointments, substitutions and grants of the officer that go on or are to come."""
    found: list[Any] = []
    for entity in (Appointment, Substitution, AccessGrant):
        query = select(entity).where(
            entity.province_code == act.province_code,
            entity.officer_id == officer.id,
            entity.valid_to.is_(None) | (entity.valid_to > act.today),
        )
        found += act.session.scalars(query.order_by(entity.valid_from))
    return found


def _tasks(act: AccountAct, officer: Officer) -> list[Any]:
    rows = act.session.execute(
        select(Task, Case, *NUMBERS)
        .join(Case, (Case.province_code == Task.province_code) & (Case.id == Task.case_id))
        .where(
            Task.province_code == act.province_code,
            Task.officer_id == officer.id,
            Task.state == "open",
        )
        .order_by(Case.submitted_at, Task.id)
    )
    return list(rows)


def _places(act: AccountAct, officer: Officer) -> list[HeldPlace]:
    kinds = {Appointment: "post", Substitution: "stands_in", AccessGrant: "role"}
    return [
        HeldPlace(
            kind=kinds[type(row)],
            words=_words(act.setting, row),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in held_rows(act, officer)
    ]


def _words(setting: Setting, row: Any) -> str:
    where = setting.unit_name(row.unit_code)
    if isinstance(row, AccessGrant):
        return f"{ROLES[row.role].title}, {where}"
    title = setting.positions.get(row.position_code, row.position_code)
    sign = f"{row.manner}. " if isinstance(row, Substitution) else ""
    return f"{sign}{title}, {where}"


def _substitutes(act: AccountAct, officer: Officer, names: dict[str, Officer]) -> list[str]:
    rows = act.session.scalars(
        select(Substitution).where(
            Substitution.province_code == act.province_code,
            Substitution.absent_id == officer.id,
            Substitution.valid_to > act.today,
        )
    )
    return [f"{names[row.officer_id].full_name}: {_words(act.setting, row)}" for row in rows]
