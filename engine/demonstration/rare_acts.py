"""Dossiers of the demonstration whose people did what few ever do: scenarios with acts beside."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from engine.catalogue.packages import current_digest, package, versions_on
from engine.catalogue.scenarios import Scenario, moved_to, read_scenarios
from engine.demonstration.going_on import going_on
from engine.demonstration.living import SEED, Cast, LivingDossier, plain
from engine.demonstration.people import other_people
from engine.demonstration.planning import NOTHING, Planned
from engine.ports import DocumentStore
from engine.publishing.walk import CITIZEN
from engine.routing.as_it_stands import day_of
from engine.routing.definitions import definition_of

OVER = timedelta(days=30)
"""So long ago lies the last moment that such a scenario tells."""
WEEK = timedelta(days=7)
PACE = Decimal("0.5")


def bring_rare_acts(
    session: Session, *, store: DocumentStore, now: datetime, seed: int = SEED
) -> int:
    """Each scenario of a package in force that has acts beside its way, lately; how many."""
    now = now.replace(second=0, microsecond=0)
    cast, made = Cast(session, day_of(now), Random(seed)), 0  # noqa: S311 - nothing secret
    for version in versions_on(session, day_of(now)):
        province, code = version.province_code, version.manifest.code
        digest = current_digest(
            session, province_code=province, procedure_code=code, day=day_of(now)
        )
        published = package(session, province, digest)
        hours = {element: step.hours for element, step in definition_of(published).steps.items()}
        for told in read_scenarios(published.files):
            lately = _lately(told, now, cast.rng)
            if plain(told) or day_of(lately.submitted_at) < version.valid_from:
                continue
            whole = len(told.steps)
            way = Planned(province, code, lately, whole, claimed=False, pace=PACE, hours=hours)
            with going_on(session, str(way)):
                LivingDossier(way, cast, store=store, filer=CITIZEN, now=now).live()
                made += 1
    return made


def _lately(told: Scenario, now: datetime, rng: Random) -> Scenario:
    """The scenario about other people, on its days of the week, so late that all of it is over."""
    last = max(step.at or told.received_at for step in told.steps)
    weeks = (now - OVER - last) // WEEK
    moved = moved_to(told, day_of(told.submitted_at) + weeks * WEEK)
    return replace(moved, answers=other_people(moved.answers, rng), expected=NOTHING)
