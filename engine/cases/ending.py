"""A process may end before any result is returned: refused, withdrawn, or stopped.

The package says which end event is which (``[[endings]]``); an end that it says nothing of stops
the case. Whoever moved the case there, a person, a timer or a message, the portal learns of it.
"""

from engine.cases.act.case_act import CaseAct
from engine.catalogue.manifest import ENDED_STATUS
from engine.catalogue.status import Status
from engine.facts.events_of_ending import CaseEnded
from engine.facts.topics import StatusChanged

STOPPED = "stopped"
_CLOCKS = ("answer", "case")


def close_ended(act: CaseAct) -> None:
    """Give a case whose process ended without a result its final status; its clocks stop.

    For every act after which the process stands elsewhere, before it is saved.
    """
    if not act.run.finished or act.case["finished_at"] or "finished_at" in act.changes:
        return
    reached = (e for e in act.package.manifest.endings.values() if act.run.times_done(e.element))
    ending = next(reached, None)
    kind = STOPPED if ending is None else ending.kind
    status = ENDED_STATUS[kind]
    act.change(status=status, finished_at=act.now)
    for clock in _CLOCKS:
        act.stop_clock(clock)
    element = None if ending is None else ending.element
    act.record(CaseEnded(ending=kind, element=element, status=Status(status)))
    act.announce(StatusChanged(status=Status(status)))
