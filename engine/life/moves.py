"""From one status to the next: which clocks stop and start, what is parked, what is dated. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.life.table import ENDINGS, LIFE, WAITS, Clock, Going, State, Status


class NotInTheLife(ValueError):
    """A status was to follow another that it never follows: a fault of the program."""


@dataclass(frozen=True, slots=True)
class Change:
    """What follows from a change of status.

    ``due``: the solving time begins ``anew``, or goes on with what was ``left``; ``None``: the due
    time stays as it is. ``resumes``: the clock whose standing still ends now.
    """

    before: State
    after: State
    stops: Clock | None
    starts: Clock | None
    parks: bool
    unparks: bool
    due: Going | None
    dates: tuple[str, ...]
    """Columns of the case that become the moment of the change, unless they are set already."""


def change(before: Status, after: Status, *, received: bool) -> Change:
    """What follows when ``after`` follows ``before``. Raises NotInTheLife.

    ``received``: whether the case was received already; a dossier that is supplemented before its
    reception has no solving time yet.
    """
    old, new = LIFE[before], LIFE[after]
    if after not in old.to:
        msg = f"{old.name} ({before}) is never followed by {new.name} ({after})"
        raise NotInTheLife(msg)
    same = old.runs is new.runs
    return Change(
        before=old,
        after=new,
        stops=None if same else old.runs,
        starts=None if same else new.runs,
        parks=new.parked and not old.parked,
        unparks=old.parked and not new.parked,
        due=_due(old, new, received=received),
        dates=_dates(new),
    )


def settled(
    status: Status, *, received: bool, waits_for: str | None, worked: bool
) -> Status | None:
    """The status of a case whose process came to rest, when it is another; else ``None``.

    ``waits_for``: the kind of wait that the process came to. ``worked``: an officer took up the
    case or ended a step of it. Nothing stands still before the reception, or after solving.
    """
    if not received or LIFE[status].over or status is Status.SUSPENDED:
        return None
    if waits_for is not None:
        wanted = WAITS[waits_for]
        return None if wanted is status else wanted
    if status in WAITS.values() or (worked and status is Status.RECEIVED):
        return Status.IN_PROGRESS
    return None


def way_to_end(kind: str, status: Status) -> Sequence[Status]:
    """The statuses that a case in ``status`` goes through when its process ends without a result.

    Only a filing can be refused. After reception a refusal is a result, which is stored and
    returned; a process that ends there without one has been stopped.
    """
    way = ENDINGS[kind]
    return way if way[0] in LIFE[status].to else ENDINGS["stopped"]


def _due(old: State, new: State, *, received: bool) -> Going | None:
    if new.counts and not old.counts:
        return old.goes_on
    # What is stored while the applicant pays was due so much later, though no clock runs again.
    return old.goes_on if new.solved and old.parked and received else None


def _dates(new: State) -> tuple[str, ...]:
    if new.counts:
        return ("received_at",)
    dates = ("finished_at",) if new.over else ()
    return (*dates, "returned_at") if new.ended and new.solved else dates
