"""Dossiers of the demonstration that were filed another way than by the citizen alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.catalogue.applicants import BY_PAPER, FOR_WHOM, Authorisation
from engine.catalogue.scenarios import Scenario
from engine.demonstration.going_on import going_on
from engine.demonstration.living import (
    SEED,
    Cast,
    LivingDossier,
    named,
    people_of,
    shown_procedures,
)
from engine.demonstration.people import name
from engine.demonstration.planning import Planned, Shown, plan
from engine.ports import DocumentStore
from engine.publishing.walk import CITIZEN
from engine.routing.as_it_stands import day_of
from engine.typed.person_numbers import birth_year_of

EACH = 3
"""How many dossiers of every kind a province has, at other steps of their way."""
PAPER_AGE = timedelta(days=6)
RECEIVED = 2
"""Steps that are done of a dossier that is certainly received."""


def bring_filers(
    session: Session,
    *,
    store: DocumentStore,
    crowded: tuple[str, str],
    now: datetime,
    seed: int = SEED,
    each: int = EACH,
) -> int:
    """Dossiers that representatives filed, that officers helped to file, that enterprises own.

    In every province, of its first procedure whose form asks for whom one files.
    """
    now = now.replace(second=0, microsecond=0)
    day = day_of(now)
    cast = Cast(session, day, Random(seed))  # noqa: S311 - nothing secret
    asking = asking_for_whom(session, day=day, crowded=crowded)
    her = cast.citizen()
    made = 0
    for shown in asking.values():
        main = replace(shown, scenarios=shown.scenarios[:1], crowd=1)
        people = people_of(session, shown.province_code, shown.procedure_code, now)
        for nth in range(each):
            ways = plan([main], now=now, seed=seed + nth)
            for change in (_represented, _helped, _of_enterprise, _of_agency):
                way = ways[min(nth, len(ways) - 1)]
                changed = replace(
                    way, scenario=change(way.scenario, people, cast.rng), claimed=False
                )
                made += _live(changed, cast, store, now)
        ways = plan([main], now=now, seed=seed)
        received = next(way for way in ways if way.done >= RECEIVED)
        for number, told in enumerate(_of_citizen(received.scenario, people, her, cast.rng)):
            changed = replace(received, scenario=told, claimed=False)
            made += _live(changed, cast, store, now, filer=CITIZEN if number else her)
    return made


def asking_for_whom(
    session: Session, *, day: date, crowded: tuple[str, str]
) -> Mapping[str, Shown]:
    """Of every province a procedure whose form asks for whom one files online."""
    return {
        one.province_code: one
        for one in sorted(
            shown_procedures(session, day=day, crowded=crowded),
            key=lambda one: (one.province_code, one.procedure_code) == crowded,
        )
        if FOR_WHOM in one.scenarios[0].answers and one.scenarios[0].channel == "online"
    }


def _live(
    planned: Planned, cast: Cast, store: DocumentStore, now: datetime, filer: Person = CITIZEN
) -> int:
    made = 0
    with going_on(cast.session, str(planned)):
        LivingDossier(planned, cast, store=store, filer=filer, now=now).live()
        made = 1
    return made  # noqa: RET504 - nought where it failed


def standing_after(shown: Shown, done: int, *, now: datetime, seed: int = SEED) -> Planned:
    """A dossier of its first scenario after so many steps, in nobody's hands yet."""
    main = replace(shown, scenarios=shown.scenarios[:1], crowd=1)
    found = next(way for way in plan([main], now=now, seed=seed) if way.done == done)
    return replace(found, claimed=False)


def _of_citizen(
    told: Scenario, people: Mapping[str, str], her: Person, rng: Random
) -> Iterator[Scenario]:
    """Two of the demonstration's citizen: her own, whose papers she may use again, and one that
    another filed for her.
    """
    yield named(told, people, her)
    yield named(_represented(told, people, rng), people, her, "owner")


def _represented(told: Scenario, people: Mapping[str, str], rng: Random) -> Scenario:
    """Somebody else files it at the counter, by an authorisation."""
    number = f"040{rng.randrange(100, 200)}{rng.randrange(10**6):06}"
    owner = {people.get("owner_name"): name(rng, "nam")}
    owner[people.get("owner_identity_number")] = number
    owner[people.get("owner_date_of_birth")] = f"{birth_year_of(number)}-06-20"
    known = {key: one for key, one in owner.items() if key}
    if people.get("owner_date_of_birth") not in told.answers:
        known.pop(people.get("owner_date_of_birth", ""), None)
    answers = {**told.answers, **known}
    day = (told.submitted_at - PAPER_AGE).date()
    paper = Authorisation(paper="Giấy ủy quyền", number=f"{rng.randrange(10, 99)}/UQ", day=day)
    return replace(
        told, channel="counter", answers={**answers, FOR_WHOM: BY_PAPER}, authorisation=paper
    )


def _helped(told: Scenario, *_: object) -> Scenario:
    """An officer helps to file it online."""
    return replace(told, assisted=True)


def _of_enterprise(told: Scenario, *_: object) -> Scenario:
    """It is of an enterprise."""
    return replace(told, applicant_kind="enterprise", owner_tax_number="2901234567")


def _of_agency(told: Scenario, *_: object) -> Scenario:
    """It is of a state agency, which files online."""
    return replace(told, applicant_kind="state_agency", owner_tax_number="H41.99")
