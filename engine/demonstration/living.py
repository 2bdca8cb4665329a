"""Make the demonstration's dossiers: each act by its use-case, under a clock of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.accounts import Person, Post
from engine.accounts.signing_in import made_person
from engine.cases.claim import claim_task
from engine.catalogue.packages import current_digest, manifests_on, package
from engine.catalogue.scenarios import Scenario, read_scenarios
from engine.demonstration.going_on import going_on
from engine.demonstration.planning import Planned, Shown, plan, taking
from engine.errors import WalkFailed
from engine.organisation.holders import held_on
from engine.organisation.tree import setting_of
from engine.ports import DocumentStore
from engine.publishing.walk import CITIZEN, Walk
from engine.routing.as_it_stands import day_of
from engine.routing.definitions import definition_of
from engine.routing.step_forms import TAKER, TAKER_NAME, TAKER_NUMBER, TAKER_PAPER
from engine.store.accounts import Account
from engine.store.cases import Case, Task
from engine.store.counted_rows import count_rows
from engine.store.organisation import Appointment, Officer
from engine.typed.person_numbers import birth_year_of
from engine.worktime import ZONE, Span, Unit, due

SEED = 62
CROWD = 7
"""How many dossiers stand at each step of the procedure that a newcomer is led through."""
OWN_EACH = 8
"""Of so many of its dossiers one belongs to the demonstration's citizen."""
RECEPTION = "can_bo_mot_cua"
"""The position that files at the counter for whoever stands there."""
OFTEN = 4
"""How much more often than another of a desk the officer of the start page does a step."""
COUNTED_AFTER = (10, 100)
"""Dossiers after which PostgreSQL counts the rows: all come in one transaction, which its own
daemon doesn't see, and what it takes for empty it reads whole at each act."""
OF_CASES = ("cases", "dossiers", "tasks", "case_events", "clock_intervals", "timers", "outbox")
FEW_MINUTES = timedelta(minutes=7)
BY_ANOTHER = "7"
"""The end of the numbers of dossiers whose result another than the owner takes."""
ANOTHER = {
    TAKER: "other",
    TAKER_NAME: "Nguyễn Thị Thu",
    TAKER_NUMBER: "040190012345",
    TAKER_PAPER: "Giấy giới thiệu số 15/GT của khối, xóm nơi chủ hồ sơ ở",
}


@dataclass
class Cast:
    """Who plays: the officers of each desk, the demo citizen, and the draw between them."""

    session: Session
    day: date
    rng: Random
    desks: dict[tuple[str, str, str], list[Person]] = field(default_factory=dict)

    def officers(self, province: str, unit: str, position: str) -> list[Person]:
        """The officers of a desk, first the one whom the start page names."""
        desk = (province, unit, position)
        if desk not in self.desks:
            self.desks[desk] = _officers(self.session, desk, self.day)
        return self.desks[desk]

    def citizen(self) -> Person:
        """The demonstration's first citizen; where there is none, nobody in particular."""
        query = select(Account).where(Account.demo, Account.kind == "citizen")
        found = self.session.scalars(query.order_by(Account.username).limit(1)).one_or_none()
        if found is None:
            return CITIZEN
        return Person(
            account_id=found.id,
            kind="citizen",
            name=found.full_name,
            username=found.username,
            honorific=found.honorific,
            phone=found.phone,
            identity_number=found.identity_number,
        )


class LivingDossier(Walk):
    """A dossier that is taken as far as its plan says."""

    replayed = True

    def __init__(
        self, planned: Planned, cast: Cast, *, store: DocumentStore, filer: Person, now: datetime
    ) -> None:
        super().__init__(
            cast.session,
            province_code=planned.province_code,
            procedure_code=planned.procedure_code,
            scenario=planned.scenario,
            store=store,
        )
        self.planned, self.cast, self.now, self._filer = planned, cast, now, filer

    def live(self) -> None:
        """File it, take its steps, and leave it where it stands now. Raises WalkFailed."""
        planned = self.planned
        if planned.done == 0:
            self.submit()
        for _ in islice(self.steps(), planned.done):
            pass
        if planned.claimed:
            wanted = planned.scenario.steps[planned.done]
            task = self.open_task(wanted, planned.done + 1)
            person = self.cast.officers(self.province_code, task.unit_code, task.position_code)[0]
            at = min(self.now, self._working(task, task.created_at + FEW_MINUTES))
            claim_task(self.session, task_id=task.id, person=person, now=at)

    def filer(self) -> Person:
        if self.scenario.channel == "online" and not self.scenario.assisted:
            return self._filer
        return self._at(self.receiving, RECEPTION)

    def officer(self, task: Task, now: datetime) -> Person:  # noqa: ARG002 - the cast is today's
        people = self.cast.officers(self.province_code, task.unit_code, task.position_code)
        holder = (one for one in people if one.officer_id == task.officer_id)
        return next(holder, None) or self._at(task.unit_code, task.position_code)

    def counter(self, now: datetime, *, other: bool = False) -> Person:
        if other:
            return super().counter(now, other=other)
        return self._at(self.case.receiving_unit, RECEPTION)

    def _checked(self, task: Task, answers: Mapping[str, object]) -> Mapping[str, object]:
        """Some results are fetched by another, with a letter of introduction."""
        given = super()._checked(task, answers)
        by_another = task.act == "return" and TAKER not in given
        if not by_another or not self.case.submission_number.endswith(BY_ANOTHER):
            return given
        return {**given, **ANOTHER}

    def later(self, now: datetime, task: Task) -> datetime:
        left = self.scenario.steps[len(self.taken) :]
        hours = taking(self.planned.hours.get(left[0].element) if left else None, self.planned.pace)
        calendar = self.setting.calendar_of(task.unit_code)
        return min(self.now, due(calendar, now, Span(hours, Unit.WORKING_HOURS)))

    def _at(self, unit: str, position: str) -> Person:
        """Mostly the officer of the start page: they shall have something to look back on."""
        people = self.cast.officers(self.province_code, unit, position)
        if not people:
            reason = f"không ai giữ vị trí {position}, {self.setting.unit_name(unit)}"
            raise WalkFailed(step="phân vai", reason=reason)
        return self.cast.rng.choice([people[0]] * OFTEN + people)

    def _working(self, task: Task, at: datetime) -> datetime:
        calendar = self.setting.calendar_of(task.unit_code)
        return due(calendar, at, Span(Decimal(0), Unit.WORKING_HOURS))


def posted(session: Session, province_code: str, position: str, day: date) -> Iterator[Person]:
    """The accounts of who holds a position anywhere in the province, by user name."""
    query = (
        select(Account)
        .join(
            Appointment,
            (Appointment.province_code == Account.province_code)
            & (Appointment.officer_id == Account.officer_id),
        )
        .where(
            Account.province_code == province_code,
            Appointment.position_code == position,
            held_on(day),
        )
        .order_by(Account.username)
    )
    for account in session.scalars(query):
        yield made_person(session, account, day)


def cases_exist(session: Session) -> bool:
    """Whether anybody has filed anything."""
    return session.scalar(select(Case.id).limit(1)) is not None


def cases_there(session: Session) -> int:
    """How many cases there are, those among them that acts on others opened."""
    return session.scalar(select(func.count()).select_from(Case)) or 0


def bring_to_life(
    session: Session,
    *,
    store: DocumentStore,
    crowded: tuple[str, str],
    now: datetime,
    seed: int = SEED,
    most: int | None = None,
) -> int:
    """Make the dossiers, all in this transaction; how many.

    ``crowded`` is the province and the code of the procedure with a crowd at each step; ``most``
    draws so many of all.
    """
    now = now.replace(second=0, microsecond=0)
    shown = shown_procedures(session, day=now.astimezone(ZONE).date(), crowded=crowded)
    cast = Cast(session, now.astimezone(ZONE).date(), Random(seed))  # noqa: S311 - nothing secret
    citizen = cast.citizen()
    planned, made = plan(shown, now=now, seed=seed, most=most), 0
    for number, one in enumerate(planned):
        own = (one.province_code, one.procedure_code) == crowded and number % OWN_EACH == 0
        filer = citizen if own else CITIZEN
        if own:
            people = people_of(session, one.province_code, one.procedure_code, now)
            one = replace(one, scenario=named(one.scenario, people, citizen))  # noqa: PLW2901
        with going_on(session, str(one)):
            LivingDossier(one, cast, store=store, filer=filer, now=now).live()
            made += 1
        if number in COUNTED_AFTER:
            count_rows(session, OF_CASES)
    return made


def people_of(session: Session, province: str, procedure: str, now: datetime) -> Mapping[str, str]:
    """Which question of a procedure's form asks for which of its people."""
    key = {"province_code": province, "procedure_code": procedure}
    digest = current_digest(session, **key, day=day_of(now))
    return package(session, province, digest).manifest.people


def named(
    told: Scenario, people: Mapping[str, str], her: Person, who: str = "submitter"
) -> Scenario:
    """The scenario with her own name and number as its submitter's, or its owner's."""
    number = her.identity_number or "040185000001"
    hers = {people.get(f"{who}_name"): her.name, people.get(f"{who}_identity_number"): number}
    mine = {key: value for key, value in hers.items() if key}
    born, year = people.get("owner_date_of_birth"), birth_year_of(number)
    for_herself = who == "owner" or not told.answers.get(people.get("owner_identity_number", ""))
    if born and born in told.answers and year and for_herself:
        mine[born] = f"{year}-06-20"
    return replace(told, answers={**told.answers, **mine})


def shown_procedures(session: Session, *, day: date, crowded: tuple[str, str]) -> list[Shown]:
    """Every published procedure with scenarios, by province and code."""
    codes = sorted((province, manifest.code) for province, manifest in manifests_on(session, day))
    shown = [_shown(session, *code, day, CROWD if code == crowded else 1) for code in codes]
    return [one for one in shown if one.scenarios]


def _shown(session: Session, province: str, procedure: str, day: date, crowd: int) -> Shown:
    digest = current_digest(session, province_code=province, procedure_code=procedure, day=day)
    published = package(session, province, digest)
    setting = setting_of(session, province)
    scenarios = [one for one in read_scenarios(published.files) if plain(one)]
    hours = {element: step.hours for element, step in definition_of(published).steps.items()}
    place = scenarios[0].commune if scenarios else ""
    calendar = setting.calendar_of(place) if place in setting.units else setting.calendar
    told = published.manifest
    return Shown(
        province, procedure, scenarios, hours, calendar, crowd, told.waits, told.valid_from
    )


def _officers(session: Session, desk: tuple[str, str, str], day: date) -> list[Person]:
    province, unit, position = desk
    setting = setting_of(session, province)
    post = Post(unit, setting.unit_name(unit), position, setting.positions.get(position, position))
    rows = session.execute(
        select(Officer, Account.id)
        .join(
            Appointment,
            (Appointment.province_code == Officer.province_code)
            & (Appointment.officer_id == Officer.id),
        )
        .outerjoin(
            Account,
            (Account.province_code == Officer.province_code) & (Account.officer_id == Officer.id),
        )
        .where(
            Appointment.province_code == province,
            Appointment.unit_code == unit,
            Appointment.position_code == position,
            held_on(day),
        )
        .order_by(Officer.username)
    ).all()
    return [
        Person(
            account_id=account or officer.id,
            kind="officer",
            name=officer.full_name,
            username=officer.username,
            honorific=officer.honorific,
            province_code=province,
            officer_id=officer.id,
            posts=(post,),
        )
        for officer, account in rows
    ]


def plain(scenario: Scenario) -> bool:
    """Whether nothing but a supplement stands beside its way: ``turns`` shows the other acts."""
    beside = {step.act for step in scenario.steps} - {None}
    return beside <= {"ask_supplement", "answer_supplement"}
