"""An act that the process could not take further: noted, so that its door can open an incident.

The act itself is refused and rolled back, and the incident needs a transaction of its own: whoever
opened the act's (``engine.jobs.acting``) asks ``stop_of`` and calls ``open_incident``.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.errors import ActOutOfTime, ActTooDear, NobodyToAssign, Refusal
from engine.workflow.running.incidents import OF_THE_DIAGRAM, NoFlowChosen, NoRuleHit

STOPS = (
    ActOutOfTime,
    ActTooDear,
    NobodyToAssign,
    NoFlowChosen,
    NoRuleHit,
    *OF_THE_DIAGRAM,
)
"""What the same act can't mend: data, the diagram or the organisation stops the case."""
_NOTED = "motcua_stopped"


@dataclass(frozen=True, slots=True)
class Stop:
    """Which case stopped, as the act saw it, and why."""

    province_code: str
    case_id: str
    version: int
    error: Refusal

    @property
    def key(self) -> tuple[str, str]:
        """The case's primary key."""
        return self.province_code, self.case_id


@dataclass(frozen=True, slots=True)
class NotingStops:
    """Notes on the session what stops the case meanwhile; the refusal goes on."""

    session: Session
    key: tuple[str, str]
    version: int

    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, STOPS):
            self.session.info[_NOTED] = Stop(*self.key, self.version, error)


def stop_of(session: Session) -> Stop | None:
    """What stopped the act of this session, if the process did."""
    found: Stop | None = session.info.get(_NOTED)
    return found
