"""A case comes to a step that waits for its applicant: its clock stands still until that is done.

Which steps wait, and for what, the package says (``[[waits]]``).
"""

from engine.cases.act.case_act import CaseAct
from engine.cases.parking import park_case, resume_case
from engine.catalogue.manifest import Wait
from engine.catalogue.status import Status
from engine.facts.topics import StatusChanged

CLOCKS = {"financial_duty": "finance"}
"""What is waited for → the clock that runs meanwhile."""


def follow_waits(act: CaseAct) -> None:
    """Stop the case's clock where it now waits; let it go on where it waits no more.

    For every act after which the process stands elsewhere, before it is saved.
    """
    waits = act.package.manifest.waits
    if not waits:
        return
    came_to = next((waits[t.element_id] for t in act.run.ready() if t.element_id in waits), None)
    stood_at = next((w for w in waits.values() if w.status == act.case["status"]), None)
    if came_to is not None and stood_at is None:
        _stop(act, came_to)
    elif came_to is None and stood_at is not None:
        _go_on(act, stood_at)


def _stop(act: CaseAct, wait: Wait) -> None:
    basis = act.package.manifest.time_limit.basis
    park_case(act, clock=CLOCKS[wait.kind], reason=wait.note, legal_basis=basis)
    act.change(status=wait.status)
    act.announce(StatusChanged(status=Status(wait.status)))


def _go_on(act: CaseAct, wait: Wait) -> None:
    basis = act.package.manifest.time_limit.basis
    resume_case(act, clock=CLOCKS[wait.kind], reason="đã thực hiện xong", legal_basis=basis)
    if "status" not in act.changes:
        act.change(status=int(Status.IN_PROGRESS))
        act.announce(StatusChanged(status=Status.IN_PROGRESS))
