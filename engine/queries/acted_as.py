"""As what a step was ended by somebody who stood in: with manner, post, and in whose place."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import StoredEvent
from engine.facts.events_of_work import TaskCompleted
from engine.facts.reading import Recorded, recorded
from engine.organisation.substitutions import is_substitutes
from engine.store.audit import CaseEvent
from engine.store.base import table_of

ActedAs = Mapping[str, str]
"""Task → the post in which a substitute ended it, as the audit names it."""
NOBODY: ActedAs = {}
_event = table_of(CaseEvent)


def acted_as(history: Iterable[Recorded]) -> ActedAs:
    """Of one case or several, by what happened to them."""
    return {
        told.event.task: told.actor.post
        for told in history
        if isinstance(told.event, TaskCompleted)
        and told.actor is not None
        and told.actor.post is not None
        and is_substitutes(told.actor.post)
    }


def acted_as_in(session: Session, province_code: str, case_ids: Collection[str]) -> ActedAs:
    """Of several cases, by one statement."""
    query = select(*(_event.c.seq, _event.c.at, _event.c.kind, _event.c.body, _event.c.hash)).where(
        _event.c.province_code == province_code,
        _event.c.case_id.in_(case_ids),
        _event.c.kind == TaskCompleted.kind,
    )
    return acted_as(recorded(StoredEvent(*row)) for row in session.execute(query))
