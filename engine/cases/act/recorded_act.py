"""What an act notes of a case while it goes on, and how all of it is written at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from engine.access import papers_are
from engine.audit import Actor, ChainHead, chained
from engine.audit import Event as ChainedEvent
from engine.cases.act import rows, writing
from engine.facts.base import Event, Topic, payload
from engine.facts.events_of_incidents import IncidentPassed
from engine.store.audit import CaseEvent
from engine.store.base import Base
from engine.store.database import connection_of
from engine.store.in_hand import take_in_hand
from engine.store.jobs import OutboxMessage
from engine.store.rows import CaseChanges, CaseRow, TaskChanges, TaskEnd, TaskRow

NUMBER_TO_COME = "(số hồ sơ)"
"""Stands in events and messages for the number that the case gets at the end of the act."""


def _numbered(told: Mapping[str, object], number: str) -> Mapping[str, object]:
    return {key: number if one == NUMBER_TO_COME else one for key, one in told.items()}


class RecordedAct:
    """An act on a locked case, with what it wants written at its end."""

    def __init__(self, session: Session, case: CaseRow, *, actor: Actor, now: datetime) -> None:
        self.session = session
        self.connection: Connection = connection_of(session)
        self.case = case
        take_in_hand(case["code"] or case["submission_number"])
        self.key = (case["province_code"], case["id"])
        """The case's primary key."""
        self.actor = actor
        self.now = now
        self.changes: CaseChanges = {}
        self._events: list[ChainedEvent] = []
        self._messages: list[tuple[str, Mapping[str, object]]] = []
        self.clocks: list[dict[str, Any]] = []
        self._ended: list[TaskRow] = []
        self._changed_tasks: list[Mapping[str, Any]] = []
        self._rows: list[tuple[type[Base], Sequence[Mapping[str, Any]]]] = []
        self._number: Callable[[], CaseChanges] | None = None

    @property
    def as_changed(self) -> CaseRow:
        """The case's row as this act leaves it so far."""
        return {**self.case, **self.changes}

    def change(self, **columns: Unpack[CaseChanges]) -> None:
        """Change columns of the case row. Status, clocks and dates: ``turn`` alone."""
        self.changes.update(columns)

    def record(self, event: Event) -> None:
        """Add an event to the case's audit chain."""
        self._events.append(ChainedEvent(event.kind, self.actor, payload(event)))

    def number_last(self, give: Callable[[], CaseChanges]) -> None:
        """Have the case numbered when all else is done, so that nobody waits meanwhile for the
        counter; ``give`` takes the number. What tells it says ``NUMBER_TO_COME`` until then.
        """
        self._number = give

    def _numbered(self) -> None:
        if self._number is None:
            return
        given = self._number()
        self.change(**given)
        number = given.get("code") or given["submission_number"]
        self._events = [replace(one, data=_numbered(one.data, number)) for one in self._events]
        self._messages = [(topic, _numbered(told, number)) for topic, told in self._messages]

    def announce(self, topic: Topic) -> None:
        """Put a message for the outside into the outbox."""
        self._messages.append((topic.topic, payload(topic)))

    def finish_task(self, task: TaskRow, end: TaskEnd) -> None:
        """End a task as done by the actor."""
        done: TaskRow = {**task, "state": "done", "completed_at": self.now, "followed": True, **end}
        self._ended.append(done)

    @property
    def ended(self) -> Sequence[TaskRow]:
        """The tasks that this act ends as done."""
        return self._ended

    def change_task(self, task_id: str, **columns: Unpack[TaskChanges]) -> None:
        """Change columns of an open task's row now."""
        writing.update_tasks(self.connection, self.key[0], [task_id], columns)
        self._changed_tasks.append({"id": task_id, **columns})

    def write(self, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows of another table together with the act."""
        self._rows.append((entity, rows))

    def to_write(self, entity: type[Base]) -> list[Mapping[str, Any]]:
        """The rows of that table which this act is going to write."""
        return [row for of, rows in self._rows if of is entity for row in rows]

    def _write(
        self,
        tasks: list[TaskRow],
        gone: list[str],
        timers: list[dict[str, Any]],
        *,
        finished: bool,
    ) -> None:
        """Write the notes with new tasks, cancelled tasks and changed timers."""
        head = ChainHead(self.case["event_seq"], self.case["event_hash"])
        events, head = chained(
            head, self._events, province_code=self.key[0], case_id=self.key[1], at=self.now
        )
        self.changes |= {"event_seq": head.seq, "event_hash": head.hash}
        together = writing.case_changes(self.key, self.changes)
        together.put(writing.TASKS, [*self._ended, *tasks])
        together.put(writing.ROWS[CaseEvent], events)
        if len(self._messages) > len(self._events):
            # They are numbered alike: a message without an event would take another act's number.
            raise RuntimeError("an act tells the outside what it does not record")
        messages = rows.messages(self.key, self._messages, head.seq, self.now)
        together.put(writing.ROWS[OutboxMessage], messages)
        for entity, added in self._rows:
            together.put(writing.ROWS[entity], added)
        if not finished:
            together.put(writing.TIMERS, timers)
        to = self.connection
        together.send(to)
        writing.update_tasks(
            to, self.key[0], gone, {"state": "cancelled", "completed_at": self.now}
        )
        writing.put_clocks(to, self.clocks)
        if finished:
            writing.delete_timers(to, self.key)
            writing.unfollow(to, self.key)
        before, after = self._papers_come(self.case), self._papers_come(self.as_changed)
        if before or after:
            sender = self.as_changed["receiving_unit"] if after else None
            writing.await_papers(to, self.key, sent_by=sender)

    @staticmethod
    def _papers_come(case: CaseRow) -> bool:
        return papers_are(case["papers_to"], case["papers_until"]) == "come"

    def _pass_incidents(self, timers: list[dict[str, Any]], *, finished: bool) -> None:
        """What held a timer that runs no more is nobody's work any longer."""
        if finished:
            writing.delete_timers(self.connection, self.key)
        else:
            writing.put_timers(self.connection, timers)
        ids = writing.resolve_incidents(self.connection, self.key, at=self.now, by=self.actor.name)
        if ids:
            self.change(open_incidents=self.case["open_incidents"] - len(ids))
            self.record(IncidentPassed(incidents=tuple(ids)))
