"""Messages from outside that a dossier of a scenario waits for: nobody acts, they come."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from engine.audit import Actor
from engine.cases.deliver_message import deliver_message
from engine.catalogue.scenarios import MESSAGE, ScenarioStep
from engine.store.cases import Case
from engine.workflow import Awaited, Definition, Run, restore
from engine.workflow.running.incidents import MessageNotAwaited

OUTSIDE = Actor(account_id=None, name="Hệ thống ngoài")


def messages_awaited(run: Run) -> Mapping[str, Awaited]:
    """The messages that the diagram waits for now, by the event that does."""
    return {one.element_id: one for one in run.awaited() if one.kind == "message"}


def made_up(awaited: Awaited) -> ScenarioStep:
    """Its message where no scenario tells of it: all that it may say is true."""
    answers = dict.fromkeys(awaited.accepts, True)
    return ScenarioStep(awaited.element_id, None, answers, None, act=MESSAGE)


def bring_message(
    session: Session, definition: Definition, case: Case, wanted: ScenarioStep, now: datetime
) -> None:
    """Hand over the message that the event waits for. Raises MessageNotAwaited, and what
    ``deliver_message`` does."""
    awaited = messages_awaited(restore(definition, case.state)).get(wanted.element)
    if awaited is None:
        raise MessageNotAwaited(name=definition.element_names.get(wanted.element, wanted.element))
    deliver_message(
        session,
        ref=case.submission_number,
        name=awaited.name,
        payload=cast("Mapping[str, str | int | bool]", wanted.answers),
        actor=OUTSIDE,
        now=now,
        element_id=wanted.element,
    )
