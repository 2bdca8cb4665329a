"""A case takes the limit that its package has for such a case.

Decided at the reception, and when a step ends that the package names.
"""

from collections.abc import Mapping

from engine.cases.act.case_act import CaseAct
from engine.catalogue.limit_rows import read_by
from engine.facts import topics
from engine.facts.events_of_clocks import LimitTaken
from engine.routing.solving_time import due_as_it_ran, ran
from engine.workflow import Step


def take_limit_of_step(act: CaseAct, step: Step, answers: Mapping[str, object]) -> bool:
    """The end of a step decides; whether anything changed.

    A case that was received before is due anew, pauses counted. What a phase takes is due from the
    moment at which the process has moved on: ``tell_limit``.
    """
    if not any(row.after == step.element_id for row in act.package.manifest.limits):
        return False
    stands = act.stands.with_limit(_read(act, answers), after=step.element_id, now=act.now)
    kept = stands.row["own_limits"]
    if kept == act.as_changed["own_limits"]:
        return False
    act.change(own_limits=kept)
    if act.as_changed["due_at"] is not None and act.stands.limit.since is None:
        act.change(due_at=due_as_it_ran(act.stands, ran(act.session, act.case)))
    return True


def tell_limit(act: CaseAct, answers: Mapping[str, object], *, moved: bool = False) -> None:
    """Record the limit that the case has now, why, and until when; ``moved``: the outside too.

    ``moved`` says that the process has gone on from the step that decided: a phase that begins with
    it is counted from now on, whatever stood still until now.
    """
    limit = act.stands.limit
    if moved and limit.since == act.now and not act.run.finished:
        act.change(due_at=act.stands.due_from(act.now))
    row, due_at = limit.row, act.as_changed["due_at"]
    names = act.stands.limit_names(_read(act, answers))
    act.record(
        LimitTaken(
            row=limit.number,
            variant=row.variant if row else None,
            clock=row.clock if row else "statutory",
            phase=row.phase if row else None,
            amount=str(limit.span.amount),
            unit=limit.span.unit,
            same_day=limit.same_day,
            basis=limit.basis,
            read=read_by(row, names) if row else {},
            due_at=due_at,
        )
    )
    if moved:
        act.announce(topics.LimitTaken(due_at=due_at.isoformat() if due_at else None))


def _read(act: CaseAct, answers: Mapping[str, object]) -> dict[str, object]:
    return {**act.dossier.case, **answers}
