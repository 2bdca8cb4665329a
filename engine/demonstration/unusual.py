"""Rare dossiers of the demonstration, by real acts, in every province.

A state agency files on paper by a lawful ground (R-09), an official is an applicant (R-10), copies
are certified while one waits (R-12), a dossier came on paper while the system was out, and a local
rule that was mistyped leaves a dossier at a desk with nobody, for the repair desk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.accounts.name_number import name_number
from engine.administration.rules.approve_rule import approve_rule, submit_rule
from engine.administration.rules.draft_rule import draft_rule
from engine.administration.rules.seen_rules import mark_of_decision
from engine.cases.adding_files import FiledDocument
from engine.cases.take_outage_slip import take_outage_slip
from engine.catalogue.packages import PublishedPackage, current_digest, package
from engine.catalogue.rules.checks import Draft
from engine.catalogue.rules.rule import LegalBasis
from engine.catalogue.rules.scope import Scope
from engine.catalogue.scenarios import Scenario, moved_to
from engine.demonstration.filers import asking_for_whom, standing_after
from engine.demonstration.going_on import going_on
from engine.demonstration.living import (
    RECEPTION,
    SEED,
    Cast,
    LivingDossier,
    named,
    posted,
    shown_procedures,
)
from engine.demonstration.planning import Planned, Shown
from engine.organisation.loading import PROVINCE_ADMIN
from engine.ports import DocumentStore
from engine.publishing.given import PAPER
from engine.publishing.walk import CITIZEN
from engine.routing.as_it_stands import day_of
from engine.routing.definitions import definition_of
from engine.worktime import Span, Unit, due

SINCE = timedelta(days=60)
"""So long ago the provinces said why agencies may file on paper."""
GROUNDS = {
    "ban_goc": "luật quy định phải nộp bản gốc",
    "mat_nha_nuoc": "hồ sơ có bí mật nhà nước, không gửi qua mạng",
}
OUT = ("08:00", "15:30")
"""The hours of an outage, on the day before a dossier of it was filed."""
SLIP_OPEN = timedelta(days=14)
"""So long slips of it can still be taken."""
STUCK = timedelta(days=14)
"""So long ago the dossier was filed that stands still."""
DONE = 2
"""Steps that are done of the others."""


def _hours(shown: Shown) -> Decimal:
    return sum((hours or Decimal() for hours in shown.hours.values()), Decimal())


def bring_unusual(
    session: Session,
    *,
    store: DocumentStore,
    crowded: tuple[str, str],
    now: datetime,
    seed: int = SEED,
) -> int:
    """Make them; how many. A province needs two administrators: one writes rules, one approves."""
    now = now.replace(second=0, microsecond=0)
    cast, made = Cast(session, day_of(now), Random(seed)), 0  # noqa: S311 - nothing secret
    every = shown_procedures(session, day=day_of(now), crowded=crowded)
    instant = {one.province_code: one for one in sorted(every, key=_hours, reverse=True)}
    for shown in asking_for_whom(session, day=day_of(now), crowded=crowded).values():
        admins = list(posted(session, shown.province_code, PROVINCE_ADMIN, day_of(now)))
        if len(admins) > 1:
            two = [Administrator(shown.province_code, p.name, p.account_id, p) for p in admins]
            quickest = instant.get(shown.province_code)
            there = _Province(cast, store, shown, quickest, two, now)
            for one in there.every:
                with going_on(session, f"{shown.province_code} {one.__name__}"):
                    made += one()
    return made


@dataclass
class _Province:
    """A province with the procedure by which it shows them, and its administrators."""

    cast: Cast
    store: DocumentStore
    shown: Shown
    instant: Shown | None
    admins: list[Administrator]
    now: datetime

    @property
    def every(self) -> tuple[Callable[[], int], ...]:
        """What makes one dossier each."""
        return (self.of_agency, self.of_official, self.at_once, self.in_an_outage, self.stuck)

    def of_agency(self) -> int:
        """An agency's dossier on paper, by a ground of the catalogue that two people made."""
        at = self.now - SINCE
        for code, ground in GROUNDS.items():
            self._rule("paper_ground", {"code": code, "ground": ground}, Scope(), (at, None))
        way = standing_after(self.shown, DONE, now=self.now)
        told = replace(way.scenario, channel="counter", applicant_kind="state_agency")
        told = replace(told, owner_tax_number="H41.99", paper_ground=next(iter(GROUNDS)))
        return self._live(way, told)

    def of_official(self) -> int:
        """An official's own dossier, at the counter where they work: their number was told."""
        way = standing_after(self.shown, 0, now=self.now)
        filed = LivingDossier(way, self.cast, store=self.store, filer=CITIZEN, now=self.now)
        people = self.cast.officers(self.shown.province_code, filed.receiving, RECEPTION)
        if not people:
            return 0
        official, number = people[0], f"0400850{self.cast.rng.randrange(10**5):05}"
        name_number(
            self.cast.session,
            admin=self.admins[0],
            username=official.username,
            number=number,
            now=way.scenario.submitted_at,
        )
        theirs = replace(official, identity_number=number)
        return self._live(way, named(way.scenario, self._published.manifest.people, theirs))

    def at_once(self) -> int:
        """What takes least is done while one waits: no receipt, by a rule of the province (decree
        118/2025 art. 17.4, requirement R-12)."""
        if self.instant is None:
            return 0
        scope = Scope(procedure=self.instant.procedure_code)
        self._rule("no_slip", {"no_slip": True}, scope, (self.now - SINCE, None))
        return self._live(way := standing_after(self.instant, 1, now=self.now), way.scenario)

    def in_an_outage(self) -> int:
        """A dossier that came on a slip while the system was out; a second person is waited for."""
        way = standing_after(self.shown, DONE, now=self.now)
        told = replace(way.scenario, channel="counter")
        changed = replace(way, scenario=told, claimed=False)
        filed = LivingDossier(changed, self.cast, store=self.store, filer=CITIZEN, now=self.now)
        day, (began, ended) = _before(told.submitted_at), OUT
        value = {"from_day": day.isoformat(), "from_hour": began}
        value |= {"until_day": day.isoformat(), "until_hour": ended}
        value |= {"what": "Mất đường truyền đến trung tâm dữ liệu của tỉnh"}
        held = (told.submitted_at, self.now + SLIP_OPEN)
        self._rule("outage", value, Scope(unit=filed.receiving), held)
        filed.live()
        take_outage_slip(
            self.cast.session,
            ref=filed.case.submission_number,
            person=filed.counter(self.now),
            outage=f"{day.isoformat()}T{began}",
            slip_number="17",
            slip_day=f"{day:%d/%m/%Y}",
            slip_hour="10:00",
            slip_files=[FiledDocument(None, "phieu-giay.pdf", PAPER)],
            store=self.store,
            now=self.now,
        )
        return 1

    def stuck(self) -> int:
        """A dossier at a desk with nobody: the rule of the day of its reception says a wrong one.

        The rule holds for that day alone, so that it stops no other.
        """
        steps = definition_of(self._published).steps
        way = standing_after(self.shown, DONE, now=self.now)
        element = way.scenario.steps[DONE].element
        desk = steps[element].assignment
        if steps[element].act is not None or desk is None:
            return 0
        told = moved_to(way.scenario, day_of(self.now - STUCK))
        received = due(
            self.shown.calendar,
            told.submitted_at + timedelta(days=1),
            Span(Decimal(0), Unit.WORKING_HOURS),
        )
        value = {"unit": desk.unit, "division": desk.division, "position": RECEPTION}
        scope = Scope(procedure=self.shown.procedure_code, element=element)
        self._rule("assignment", value, scope, (received, received + timedelta(days=1)))
        return self._live(way, replace(told, received_at=received))

    @cached_property
    def _published(self) -> PublishedPackage:
        key = {"province_code": self.shown.province_code}
        key |= {"procedure_code": self.shown.procedure_code}
        digest = current_digest(self.cast.session, day=day_of(self.now), **key)
        return package(self.cast.session, self.shown.province_code, digest)

    def _rule(
        self,
        kind: str,
        value: Mapping[str, object],
        scope: Scope,
        valid: tuple[datetime, datetime | None],
    ) -> None:
        """One administrator writes the rule down, another approves it, the day before it holds."""
        since, until = valid
        session, at = self.cast.session, since - timedelta(days=1)
        draft = Draft(
            kind=kind,
            scope=scope,
            value=value,
            valid_from=day_of(since),
            valid_to=day_of(until) if until else None,
            basis=LegalBasis("Quyết định", "MH-21/QĐ-UBND", _before(since), "Điều 1"),
        )
        file = FiledDocument(None, "quyet-dinh.pdf", PAPER)
        first, second = self.admins[:2]
        made = draft_rule(session, admin=first, draft=draft, file=file, store=self.store, now=at)
        submit_rule(session, admin=first, rule_id=made.id, now=at)
        seen = mark_of_decision(session, second.province_code, made.id)
        approve_rule(session, admin=second, rule_id=made.id, seen=seen, now=at)

    def _live(self, way: Planned, told: Scenario) -> int:
        changed = replace(way, scenario=told, claimed=False)
        LivingDossier(changed, self.cast, store=self.store, filer=CITIZEN, now=self.now).live()
        return 1


def _before(moment: datetime) -> date:
    return day_of(moment - timedelta(days=1))
