"""One act on many tasks: each in a transaction of its own, with an answer of its own."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from api.http.idempotency import first_answer
from api.http.parts import now, parts
from api.http.transaction import reading, writing
from engine.accounts import Person
from engine.acts.act import Act
from engine.cases.acts import do
from engine.errors import FormOpenedAgain, Refusal
from engine.queries.many_tasks import names_of

DONE = "done"


@dataclass(frozen=True, slots=True)
class OneDone:
    """What became of one task: ``code`` is ``done``, or the code of the refusal.

    ``ref`` and ``step`` name it where the person may know: its case, and the step that it is.
    """

    task_id: str
    ref: str | None
    step: str | None
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ManyDone:
    """What became of each task, in the order in which they were named; ``done``: how many were."""

    done: int
    results: tuple[OneDone, ...]


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody does to each of several tasks: ``do`` says what to tell of one.

    ``name`` tells it from what else may be done under the same key.
    """

    name: str
    do: Callable[[Session, str], str]


def by_act(who: Person, act: Act, given: Mapping[str, Any]) -> Doing:
    """An act of the table, with the same inputs for each task."""

    def acted(session: Session, task_id: str) -> str:
        do(
            session,
            act.kind,
            target=task_id,
            person=who,
            given=given,
            store=parts().documents,
            now=now(),
        )
        return act.told

    return Doing(act.kind, acted)


def do_each(
    who: Person,
    doing: Doing,
    task_ids: Sequence[str],
    *,
    key: str | None,
    sent: str,
) -> ManyDone:
    """Do it to each of the tasks; one that is refused leaves the others alone.

    Under a ``key`` what was done once isn't done again and has its first answer; what was refused
    is tried again. ``sent`` tells requests of one key apart. Raises IdempotencyMismatch,
    FormOpenedAgain.
    """
    ids = tuple(dict.fromkeys(task_ids))
    with reading() as session:
        known = names_of(session, person=who, task_ids=ids)
    one = _Each(who, doing, key, sent)
    results = tuple(one.done(task_id, known.get(task_id)) for task_id in ids)
    return ManyDone(sum(result.code == DONE for result in results), results)


@dataclass(frozen=True, slots=True)
class _Each:
    who: Person
    doing: Doing
    key: str | None
    sent: str

    def done(self, task_id: str, known: tuple[str, str] | None) -> OneDone:
        ref, step = known or (None, None)
        try:
            return self._once(OneDone(task_id, ref, step, DONE, ""))
        except FormOpenedAgain:
            raise  # none of them is done
        except Refusal as refusal:
            return OneDone(task_id, ref, step, refusal.code, str(refusal))

    def _once(self, answer: OneDone) -> OneDone:
        with writing() as session:

            def act() -> dict[str, Any]:
                told = self.doing.do(session, answer.task_id)
                return asdict(replace(answer, message=told))

            if self.key is None:
                return OneDone(**act())
            key = f"{self.key}.{_short(self.doing.name, answer.task_id)}"
            return OneDone(**first_answer(session, self.who, key=key, sent=self.sent, act=act))


def _short(*names: str) -> str:
    return hashlib.sha256(" ".join(names).encode()).hexdigest()[:32]
