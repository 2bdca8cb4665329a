"""Dossiers of the demonstration that went another way than their diagram's, by real acts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from engine.catalogue.packages import current_digest, manifests_on, package
from engine.catalogue.scenarios import Scenario, dated
from engine.demonstration.going_on import going_on
from engine.demonstration.living import (
    SEED,
    Cast,
    shown_procedures,
)
from engine.demonstration.planning import Planned, Shown, plan
from engine.demonstration.turned import OF_LATE, TurnedDossier
from engine.ports import DocumentStore
from engine.publishing.walk import CITIZEN
from engine.routing.deciding import decides
from engine.routing.definitions import definition_of
from engine.worktime import ZONE

EACH = 5
"""How many dossiers of every kind a province has."""
AFTER_RECEPTION = 2
"""From this step on something was done that can be done again."""
LATE_BY = timedelta(days=28)
"""So much earlier such a dossier was filed: the same day of the week."""


TURNS: Sequence[tuple[int, tuple[str, ...]]] = (
    (0, ("ask_supplement",)),
    (1, ("ask_supplement",)),
    (0, ("refuse",)),
    (1, ("consult",)),
    (1, ("consult", "answer_consultation")),
    (2, ("invite",)),
    (2, ("invite", "record_meeting")),
    (2, ("propose_halt",)),
    (2, ("propose_halt", "approve_halt")),
    (2, ("claim_lateness_cause",)),
    (2, ("claim_lateness_cause", "confirm_lateness_cause")),
    (2, ("apologise",)),
    (1, ("invite", "apologise")),
    (2, ("apologise", "ask_supplement", "answer_supplement")),
    (2, ("claim_lateness_cause", "withdraw")),
    (1, ("ask_supplement", "answer_supplement", "withdraw")),
    (1, ("ask_supplement", "answer_supplement", "withdraw", "return_papers", "give_back")),
    (1, ("transfer",)),
    (1, ("ask_supplement", "answer_supplement", "report_lost")),
    (-1, ("correct_result",)),
    (1, ("consult", "call_off_consultation")),
    (2, ("claim_lateness_cause", "transfer")),
    (1, ("reissue_code",)),
)
"""How many steps are done before (below nought: so many before the end), and the acts then."""


MONEY: Sequence[tuple[int, tuple[str, ...]]] = (
    (1, ("ask_payment",)),
    (1, ("ask_payment", "record_payment")),
    (-1, ("ask_payment",)),
    (1, ("record_payment", "withdraw", "refund_payment", "return_papers", "give_back")),
)
"""The same about fees."""


DECIDING: Sequence[tuple[str, ...]] = (("return_work",), ("refuse_result", "hand_over"))
"""At the step that decides, of a procedure whose diagram draws no way back from there."""


def bring_turns(
    session: Session,
    *,
    store: DocumentStore,
    crowded: tuple[str, str],
    now: datetime,
    seed: int = SEED,
    each: int = EACH,
) -> int:
    """Make such dossiers in every province, of its first procedure that takes files, of its first
    that has a fee, and of its first whose deciding step draws no way back; how many.
    """
    now = now.replace(second=0, microsecond=0)
    day = now.astimezone(ZONE).date()
    cast = Cast(session, day, Random(seed))  # noqa: S311 - nothing secret
    shown = shown_procedures(session, day=day, crowded=crowded)
    bringing = {
        (province, manifest.code)
        for province, manifest in manifests_on(session, day)
        if any(one.how == "file" and one.required and not one.when for one in manifest.documents)
    }
    firsts = {
        one.province_code: one
        for one in reversed(shown)
        if (one.province_code, one.procedure_code) in bringing
    }
    paying = {one.province_code: one for one in reversed(shown) if one.scenarios[0].expected.fee}
    deciding = {
        one.province_code: (one, done)
        for one in reversed(shown)
        if (done := _deciding(session, one, day)) is not None
    }
    wanted = [
        (_planned(one, done, late=acts[0] in OF_LATE, seed=nth, now=now), acts)
        for of, turns in ((firsts, TURNS), (paying, MONEY))
        for one in of.values()
        for done, acts in turns
        for nth in range(each)
    ]
    wanted += [
        (_planned(one, done, late=False, seed=nth, now=now), acts)
        for one, done in deciding.values()
        for acts in DECIDING
        for nth in range(each)
    ]
    made = 0
    for planned, acts in wanted:
        with going_on(session, f"{planned}, {', '.join(acts)}"):
            TurnedDossier(planned, cast, store=store, filer=CITIZEN, now=now).turn(acts)
            made += 1
    return made


def _deciding(session: Session, one: Shown, day: date) -> int | None:
    """How many steps of the main way are done before the one that decides; ``None``: the diagram
    draws a way back from there, or nothing lies before it.
    """
    place = {"province_code": one.province_code, "procedure_code": one.procedure_code}
    digest = current_digest(session, day=day, **place)
    definition = definition_of(package(session, one.province_code, digest))
    for done, step in enumerate(one.scenarios[0].steps):
        if step.act is None and decides(definition, step.element):
            drawn = any(way.kind == "back" for way in definition.steps[step.element].choices)
            return None if drawn or done < AFTER_RECEPTION else done
    return None


def _planned(one: Shown, done: int, *, late: bool, seed: int, now: datetime) -> Planned:
    """A dossier that stands after so many steps, in nobody's hands yet."""
    main = replace(one, scenarios=one.scenarios[:1], crowd=1)
    place = done if done >= 0 else len(main.scenarios[0].steps) + done
    found = next(way for way in plan([main], now=now, seed=seed) if way.done == place)
    told = found.scenario
    if late and (told.submitted_at - LATE_BY).astimezone(ZONE).date() > one.since:
        found = replace(found, scenario=_earlier(told))
    return replace(found, claimed=False)


def _earlier(told: Scenario) -> Scenario:
    """The scenario as much earlier as makes it late, its days with it."""
    return replace(
        told,
        submitted_at=told.submitted_at - LATE_BY,
        received_at=told.received_at - LATE_BY,
        answers=dated(told.answers, told, -LATE_BY),
        steps=tuple(
            replace(step, answers=dated(step.answers or {}, told, -LATE_BY)) for step in told.steps
        ),
    )
