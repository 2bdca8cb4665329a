"""Who may read a case, and which acts somebody may do on it now. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from engine.access.asking import Matter, may
from engine.access.rights import of_act
from engine.access.roles import ROLES
from engine.accounts import Person
from engine.acts import ACTS, ending_act
from engine.acts.act import Act, Condition
from engine.acts.inputs import CHOSEN
from engine.acts.on_steps import ON_STEPS, RECEIVE
from engine.life import state

Reader = Literal["officers", "applicant", "public"]
"""As whom somebody reads a case: one who works on it, its applicant, anyone who has its code."""


def reads_case_as(person: Person, matter: Matter) -> Reader | None:
    """As whom the person may open the file of a case; ``None``: they may not.

    Nobody reads their own case as its officer.
    """
    by = may(person, "cases.read", matter)
    if by is None:
        return None
    return "officers" if by.holding else "applicant"


Papers = Literal["stay", "wait", "come"]
"""The papers of a dossier stay where they are, wait to be sent on, or are on their way."""


def papers_are(to: str | None, until: datetime | None) -> Papers:
    """How it is with the papers of a case (``papers_to``, ``papers_until`` of its row)."""
    if to is None:
        return "stay"
    return "wait" if until is not None else "come"


def takers(competent: str, receiving: str, others: Collection[str]) -> set[str]:
    """The units whose officers may take the papers of a case; never the one that sent them.

    ``others``: those that have or had a step of it, and the competent unit's own centres.
    """
    return {competent, *others} - {receiving}


@dataclass(frozen=True, slots=True)
class OpenTask:
    """An open task, as far as acts depend on it; ``act`` is what its diagram names."""

    officer_id: str | None
    act: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A case, with one of its open tasks or none, as far as acts depend on it.

    ``supplements``: how often one was asked for; ``owes``: its process is over and its result still
    owed; ``proposed_by`` who proposed to suspend or stop it, while that waits; ``due``, ``owed``,
    ``kept``: its fees in đồng; ``fee_first``: its result waits for a fee; ``corrects``: it corrects
    the result of another; ``received``: it was, so there is a receipt;
    ``records``: a payment or refund of it counts; ``late``: it is, or was,
    ``missed``: by a due time, ``late_elsewhere``: with another unit than decides it now; ``cause``:
    the state of its cause, ``cause_by`` who claimed it;
    ``slip_open``: a slip of an outage could be taken, ``slip_by``: who took the one that waits;
    ``correctable``: its result is given, and no correction of it goes on; ``papers_held``: some lie
    on paper in it, ``papers_lacking``: some were lost, and there is no copy;
    ``has_destinations``: it could go to another unit;
    ``answer_over``: the applicant's time for a supplement is over;
    ``rating_closed``: its rating may be changed no more; ``decided``: its result is signed;
    ``deciding``: the task's step takes the decision; ``prepared``: the viewer did a step before it,
    for which another decides.
    """

    matter: Matter
    status: int
    supplements: int
    task: OpenTask | None = None
    owes: bool = False
    proposed_by: str | None = None
    papers: Papers = "stay"
    due: int = 0
    owed: int = 0
    fee_first: bool = False
    kept: int = 0
    records: bool = False
    corrects: bool = False
    received: bool = False
    late: bool = False
    missed: bool = False
    late_elsewhere: bool = False
    cause: str | None = None
    cause_by: str | None = None
    slip_open: bool = False
    slip_by: str | None = None
    correctable: bool = False
    papers_held: bool = False
    papers_lacking: bool = False
    has_destinations: bool = False
    answer_over: bool = False
    rating_closed: bool = False
    decided: bool = False
    deciding: bool = False
    prepared: bool = False


def offered(seen: Seen, person: Person) -> tuple[Act, ...]:
    """The acts that the person may do now: on the task if one is given, else on the case itself."""
    acts = _of_state(seen.status, on_task=seen.task is not None)
    return tuple(act for act in acts if _may(act, seen, person))


def offered_in_list(seen: Seen, person: Person) -> tuple[Act, ...]:
    """Those of ``offered`` that handle the step, as far as its desk and its holder decide alone.

    A list reads no more of its cases, and offers nothing that the case itself does not: what looks
    at its fees, its decision or its times, or takes somebody or something of it, says the case.
    """
    acts = _told_in_lists(seen.status)
    return tuple(act for act in acts if _may(act, seen, person))


@cache
def _told_in_lists(status: int) -> tuple[Act, ...]:
    return tuple(
        act
        for act in _of_state(status, on_task=True)
        if act in ON_STEPS
        and _OF_DESKS.issuperset(act.only_if)
        and not any(one.required and one.kind in CHOSEN for one in act.inputs)
    )


@cache
def _of_state(status: int, *, on_task: bool) -> tuple[Act, ...]:
    on, kinds = "task" if on_task else "case", state(status).acts
    return tuple(act for act in ACTS.values() if act.on == on and act.kind in kinds)


def of_applicants(kind: str) -> bool:
    """Whether the act is also for people who are no officers."""
    return of_act(kind) in ROLES["citizen"].reaches


def _may(act: Act, seen: Seen, person: Person) -> bool:
    if act.ends_step and (seen.task is None or act != ending_act(seen.task.act)):
        return False
    return may(person, of_act(act.kind), seen.matter) is not None and all(
        _CONDITIONS[condition](seen, person) for condition in act.only_if
    )


_OF_DESKS: frozenset[Condition] = frozenset(
    {"free", "mine", "not_others", "with_other", "beyond_claim"}
)


def _holder(seen: Seen) -> str | None:
    return seen.task.officer_id if seen.task else None


def _in_place_of_holder(seen: Seen, person: Person) -> bool:
    """Whether the work lies with somebody in whose place the person works today."""
    holder, by = _holder(seen), may(person, of_act("claim"), seen.matter)
    return holder is not None and by is not None and by.absent_id == holder


def _at_no_desk(seen: Seen, person: Person) -> bool:
    """Whether the person ends the step by a role that is at no desk, as a central counter is."""
    right = of_act(ending_act(seen.task.act if seen.task else None).kind)
    by = may(person, right, seen.matter)
    return by is not None and by.at_no_desk


_CONDITIONS: Mapping[Condition, Callable[[Seen, Person], bool]] = {
    "free": lambda seen, person: _holder(seen) is None or _in_place_of_holder(seen, person),
    "mine": lambda seen, person: _holder(seen) == person.officer_id,
    "not_others": lambda seen, person: (
        _holder(seen) in (None, person.officer_id)
        or _in_place_of_holder(seen, person)
        or _at_no_desk(seen, person)
    ),
    "with_other": lambda seen, person: _holder(seen) not in (None, person.officer_id),
    "beyond_claim": lambda seen, person: (
        _holder(seen) not in (None, person.officer_id)
        or (_holder(seen) is None and may(person, of_act("claim"), seen.matter) is None)
    ),
    "at_reception": lambda seen, _: seen.task is not None and seen.task.act == RECEIVE,
    "first_supplement": lambda seen, _: not seen.supplements,
    "own_dossier": lambda seen, _: not seen.corrects,
    "result_owed": lambda seen, _: seen.owes,
    "asked_before": lambda seen, _: seen.supplements > 0,
    "nothing_proposed": lambda seen, _: seen.proposed_by is None,
    "proposed_by_other": lambda seen, person: (
        seen.proposed_by is not None and seen.proposed_by != person.officer_id
    ),
    "fee_due": lambda seen, _: seen.due > 0,
    "fee_owed": lambda seen, _: seen.owed > 0,
    "fee_kept": lambda seen, _: seen.kept > 0,
    "money_recorded": lambda seen, _: seen.records,
    "papers_wait": lambda seen, _: seen.papers == "wait",
    "papers_come": lambda seen, _: seen.papers == "come",
    "late": lambda seen, _: seen.late,
    # The head of an open step apologises there, as long as the time runs.
    "late_in_the_past": lambda seen, _: (
        seen.missed and (seen.late_elsewhere or not state(seen.status).counts)
    ),
    "cause_open": lambda seen, _: seen.cause not in ("claimed", "confirmed"),
    "has_destinations": lambda seen, _: seen.has_destinations,
    "nothing_owed": lambda seen, _: not seen.fee_first,
    "received": lambda seen, _: seen.received,
    "papers_held": lambda seen, _: seen.papers_held,
    "papers_here": lambda seen, _: seen.papers_held and seen.papers != "come",
    "papers_lacking": lambda seen, _: seen.papers_lacking,
    "slip_open": lambda seen, _: seen.slip_open,
    "slip_of_other": lambda seen, person: (
        seen.slip_by is not None and seen.slip_by != person.officer_id
    ),
    "correctable": lambda seen, _: seen.correctable,
    "undecided": lambda seen, _: not seen.decided,
    "deciding": lambda seen, _: seen.deciding,
    "prepared_by_other": lambda seen, _: not seen.prepared,
    "answer_open": lambda seen, _: not seen.answer_over,
    "rating_open": lambda seen, _: not seen.rating_closed,
    "cause_of_other": lambda seen, person: (
        seen.cause == "claimed" and seen.cause_by != person.officer_id
    ),
}
