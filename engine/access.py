"""Who may do what. Pure: values in, a verdict out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Literal

from engine.accounts import Person, Post
from engine.acts import ACTS, RECEIVE, Act, Condition, Right, ending_act
from engine.errors import NotAdministrator
from engine.life import state
from engine.organisation.loading import PROVINCE_ADMIN
from engine.organisation.tree import Setting

Reader = Literal["officers", "applicant", "public"]
"""As whom somebody reads a case: one who works on it, its applicant, anyone who has its code."""


def reads_case_as(
    person: Person,
    *,
    province_code: str,
    account_id: str | None,
    units: Collection[str],
    led_by: Collection[str] = (),
    procedure_code: str,
) -> Reader | None:
    """As whom the person may open the file of a case; ``None``: they may not.

    The applicant who filed it may; so may an officer who holds a post, or stands in for one that
    covers the procedure, in one of ``units``: the receiving, competent and returning unit and
    every unit that a task of the case went to; and so may who leads one of those from ``led_by``.
    Nobody reads their own case as its officer.
    """
    if account_id is not None and person.account_id == account_id:
        return "applicant"
    works_on_it = person.province_code == province_code and any(
        (post.unit_code in units or (post.leads and post.unit_code in led_by))
        and post.covers(procedure_code)
        for post in person.posts
    )
    return "officers" if works_on_it else None


UNIT_ADMIN = "quan_tri_don_vi"
ADMIN_POSITIONS = frozenset({PROVINCE_ADMIN, UNIT_ADMIN})
"""Posts that administer. They are appointed, dated and stood in for like any other post."""


@dataclass(frozen=True, slots=True)
class Administrator:
    """Someone who may change the configuration: of the whole province, or of some agencies.

    ``agencies`` are unit codes; whatever stands below them is theirs too. ``account_id`` is
    ``None`` for the operator at the command line.
    """

    province_code: str
    name: str
    account_id: str | None
    whole: bool
    agencies: frozenset[str] = frozenset()

    def may_administer(self, unit_code: str, setting: Setting) -> bool:
        """Whether the unit is within their rights."""
        return self.whole or setting.within(unit_code, self.agencies)


def administrator(person: Person, setting: Setting) -> Administrator:
    """What the person may administer in the province by today's posts. Raises NotAdministrator.

    A unit's administrator sits in its office; the rights are for the agency that the office is
    part of. Standing in for an administrator in some procedures only gives no such right.
    """
    posts = [p for p in person.posts if p.position_code in ADMIN_POSITIONS and p.procedures is None]
    if person.province_code != setting.province_code or not posts:
        raise NotAdministrator
    return Administrator(
        province_code=setting.province_code,
        name=person.name,
        account_id=person.account_id,
        whole=any(post.position_code == PROVINCE_ADMIN for post in posts),
        agencies=frozenset(setting.agency_unit(post.unit_code) for post in posts),
    )


def operator(province_code: str) -> Administrator:
    """Whoever has the command line of the installation may do everything."""
    return Administrator(province_code, "motcua (dòng lệnh)", None, whole=True)


def may_read_configuration(person: Person, province_code: str) -> bool:
    """Every officer of a province may read its catalogues, processes, fees and organisation."""
    return person.officer_id is not None and person.province_code == province_code


def confirming_post(person: Person) -> Post | None:
    """The post by which the person confirms for the technical department that systems failed."""
    return next((post for post in person.posts if post.position_code == PROVINCE_ADMIN), None)


@dataclass(frozen=True, slots=True)
class OpenTask:
    """An open task, as far as acts depend on it; ``act`` is what its diagram names.

    ``led_by``: the units whose heads lead the task's unit (``Setting.led_from``).
    """

    unit_code: str
    position_code: str
    officer_id: str | None
    act: str | None
    led_by: tuple[str, ...] = ()


Papers = Literal["stay", "wait", "come"]
"""The papers of a dossier stay where they are, wait to be sent on, or are on their way."""


def papers_are(to: str | None, until: datetime | None) -> Papers:
    """How it is with the papers of a case (``papers_to``, ``papers_until`` of its row)."""
    if to is None:
        return "stay"
    return "wait" if until is not None else "come"


@dataclass(frozen=True, slots=True)
class Seen:
    """A case, with one of its open tasks or none, as far as acts depend on it.

    ``account_id`` is of who filed it, ``supplements`` how often one was asked for,
    ``proposed_by`` who proposed to suspend or stop the case, while that waits; ``owed_by``: the
    unit that returns the result of a case whose process is over; ``takers``: the units that may
    take the papers of the dossier; ``consulted``: the person's unit is asked for an opinion;
    ``late``: the case is or ended late, ``led_by`` whose heads answer for that, ``cause`` the state
    of its cause and ``cause_by`` who claimed it.
    """

    province_code: str
    procedure_code: str
    receiving_unit: str
    status: int
    account_id: str | None
    supplements: int
    proposed_by: str | None = None
    task: OpenTask | None = None
    owed_by: str | None = None
    papers: Papers = "stay"
    takers: frozenset[str] = frozenset()
    consulted: bool = False
    late: bool = False
    led_by: frozenset[str] = frozenset()
    cause: str | None = None
    cause_by: str | None = None


def post_at(
    person: Person,
    *,
    unit_code: str,
    position_code: str,
    procedure_code: str,
    holder: str | None = None,
) -> Post | None:
    """The post by which the person works at the desk on cases of the procedure.

    ``holder``: with whom the work lies; in their place, where the person stands in for them.
    """
    desk = (unit_code, position_code)
    here = [
        post
        for post in person.posts
        if (post.unit_code, post.position_code) == desk and post.covers(procedure_code)
    ]
    in_place = (post for post in here if holder is not None and post.absent_id == holder)
    return next(chain(in_place, here), None)


def post_in(person: Person, *, unit_code: str, procedure_code: str) -> Post | None:
    """A post of the person in the unit that covers the procedure, at whatever desk."""
    here = (post for post in person.posts if post.unit_code == unit_code)
    return next((post for post in here if post.covers(procedure_code)), None)


def posts_in(person: Person, *, units: Collection[str], procedure_code: str) -> Post | None:
    """A post of the person in one of the units that covers the procedure."""
    here = (post for post in person.posts if post.unit_code in units)
    return next((post for post in here if post.covers(procedure_code)), None)


def leading_post(person: Person, *, led_by: Collection[str], procedure_code: str) -> Post | None:
    """The post by which the person leads one of the units in cases of the procedure."""
    leading = (post for post in person.posts if post.leads and post.unit_code in led_by)
    return next((post for post in leading if post.covers(procedure_code)), None)


def takers(competent: str, receiving: str, others: Collection[str]) -> set[str]:
    """The units whose officers may take the papers of a case; never the one that sent them.

    ``others``: those that have or had a step of it, and the competent unit's own centres.
    """
    return {competent, *others} - {receiving}


def offered(seen: Seen, person: Person) -> tuple[Act, ...]:
    """The acts that the person may do now: on the task if one is given, else on the case itself."""
    on = "case" if seen.task is None else "task"
    return tuple(act for act in ACTS.values() if act.on == on and _may(act, seen, person))


def filed_it(person: Person, account_id: str | None) -> bool:
    """Whether the person filed the case that this account filed."""
    return account_id is not None and person.account_id == account_id


def _may(act: Act, seen: Seen, person: Person) -> bool:
    if act.kind not in state(seen.status).acts:
        return False
    if act.ends_step and (seen.task is None or act != ending_act(seen.task.act)):
        return False
    officer = person.province_code == seen.province_code and person.officer_id is not None
    if not (officer or filed_it(person, seen.account_id)):
        return False
    return bool(_RIGHTS[act.right](seen, person)) and all(
        _CONDITIONS[condition](seen, person) for condition in act.only_if
    )


def _at_desk(seen: Seen, person: Person) -> Post | None:
    if seen.task is None:
        return None
    task = seen.task
    return post_at(
        person,
        unit_code=task.unit_code,
        position_code=task.position_code,
        procedure_code=seen.procedure_code,
        holder=task.officer_id,
    )


def _leading(seen: Seen, person: Person) -> Post | None:
    if seen.task is None:
        return None
    return leading_post(person, led_by=seen.task.led_by, procedure_code=seen.procedure_code)


def _in_receiving_unit(seen: Seen, person: Person) -> Post | None:
    return post_in(person, unit_code=seen.receiving_unit, procedure_code=seen.procedure_code)


def _in_returning_unit(seen: Seen, person: Person) -> Post | None:
    if seen.owed_by is None:
        return None
    return post_in(person, unit_code=seen.owed_by, procedure_code=seen.procedure_code)


def _holder(seen: Seen) -> str | None:
    return seen.task.officer_id if seen.task else None


def _in_place_of_holder(seen: Seen, person: Person) -> bool:
    """Whether the work lies with somebody in whose place the person works today."""
    holder, post = _holder(seen), _at_desk(seen, person)
    return holder is not None and post is not None and post.absent_id == holder


_RIGHTS: Mapping[Right, Callable[[Seen, Person], object]] = {
    "desk": _at_desk,
    "receiving": _in_receiving_unit,
    "taking": lambda seen, person: posts_in(
        person, units=seen.takers, procedure_code=seen.procedure_code
    ),
    "consulted": lambda seen, _: seen.consulted,
    "returning": _in_returning_unit,
    "leading": _leading,
    "desk_or_leading": lambda seen, person: _at_desk(seen, person) or _leading(seen, person),
    "answering": lambda seen, person: leading_post(
        person, led_by=seen.led_by, procedure_code=seen.procedure_code
    ),
    "confirming": lambda _, person: confirming_post(person),
    "applicant_or_receiving": lambda seen, person: (
        filed_it(person, seen.account_id) or _in_receiving_unit(seen, person)
    ),
}
_CONDITIONS: Mapping[Condition, Callable[[Seen, Person], bool]] = {
    "free": lambda seen, person: _holder(seen) is None or _in_place_of_holder(seen, person),
    "mine": lambda seen, person: _holder(seen) == person.officer_id,
    "not_others": lambda seen, person: (
        _holder(seen) in (None, person.officer_id) or _in_place_of_holder(seen, person)
    ),
    "with_other": lambda seen, person: _holder(seen) not in (None, person.officer_id),
    "beyond_claim": lambda seen, person: (
        _holder(seen) not in (None, person.officer_id)
        or (_holder(seen) is None and _at_desk(seen, person) is None)
    ),
    "at_reception": lambda seen, _: seen.task is not None and seen.task.act == RECEIVE,
    "first_supplement": lambda seen, _: not seen.supplements,
    "asked_before": lambda seen, _: seen.supplements > 0,
    "nothing_proposed": lambda seen, _: seen.proposed_by is None,
    "proposed_by_other": lambda seen, person: (
        seen.proposed_by is not None and seen.proposed_by != person.officer_id
    ),
    "papers_wait": lambda seen, _: seen.papers == "wait",
    "papers_come": lambda seen, _: seen.papers == "come",
    "late": lambda seen, _: seen.late,
    "cause_open": lambda seen, _: seen.cause not in ("claimed", "confirmed"),
    "cause_of_other": lambda seen, person: (
        seen.cause == "claimed" and seen.cause_by != person.officer_id
    ),
}
