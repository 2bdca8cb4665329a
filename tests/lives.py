"""Random lives of cases: whoever may do something does it some day, by the table of acts itself.

A new act joins by its row: what it takes is made up by the kind of each input, so only a new kind
of input needs a line here.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from engine.access.roles import ROLE_OF_POSITION
from engine.accounts import Person
from engine.acts import ACTS
from engine.acts.inputs import InputKind
from engine.acts.on_steps import RECEIVE
from engine.cases.acts import do
from engine.cases.adding_files import FiledDocument
from engine.cases.judging_papers import JudgedPaper
from engine.catalogue.scenarios import ScenarioStep, read_scenarios
from engine.errors import Refusal
from engine.jobs.timers import fire_due_timers
from engine.jobs.waking import tell_late, wake_due_cases
from engine.life import LIFE, Status
from engine.publishing.folders import read_package_folder
from engine.queries.case_rows import CaseRows, find_case
from engine.queries.offering import acts_now
from engine.queries.views.case import ActView, InputView
from engine.routing.step_forms import AUTHORISED as PAPER_PASSES
from engine.routing.step_forms import PASSES, TAKER
from engine.store.cases import Case, Task
from engine.store.consultations import Consultation
from engine.store.meetings import Meeting
from engine.store.organisation import Appointment, Officer
from engine.worktime import ZONE
from tests import shipped
from tests.acceptance.test_late_cases import technical
from tests.integration.jobs.procedures import file as file_installed
from tests.integration.jobs.procedures import install
from tests.integration.jobs.procedures import task as installed_task
from tests.integration.workflow.diagrams import flows, nodes
from tests.papers import AUTHORISED, PDF
from tests.town import CITIZEN, FLAGSHIP, MAIN_PATH, PROVINCE, STEPS, Town

ONWARD = frozenset(kind for kind, act in ACTS.items() if act.ends_step) | {
    *("answer_supplement", "resume", "give_back", "hand_over", "return_papers"),
}
"""What takes a case further."""
WAYS_OUT = ONWARD | {"record_payment"}
"""Some of these must always be offered to somebody: a fee that is owed holds the result."""
MOST_OPEN = 4
"""Cases that go on side by side."""
LIKELY: Mapping[str, float] = {
    kind: 8 if kind in ONWARD else 0.2 if act.final else 4 for kind, act in ACTS.items()
}
"""How often what is offered is done: most days a case goes on, few end it."""
FIRST = 40
"""The same for what was never done yet."""
LEADS = {"propose_halt": "resume", "approve_halt": "resume"}
"""What leads to an act is as likely as one that was never done, until that one was."""
WITH_FEE = "trich_luc_ho_tich"
"""A package that has a fee; the flagship is free."""
WAYS = (("online", 4), ("counter", 4), ("represented", 2), ("fee", 3), ("unreturned", 1))
"""How dossiers are filed, and how often."""
TYPED: Mapping[str, tuple[str | None, ...]] = {
    "hour": ("8 giờ", "14:30", "sáng sớm"),
    "amount": (None, "1.000", "35.000", "nhiều"),
    "taker_name": (None, None, None, "Vi Thị Lan"),
    "taker_number": (None, None, None, "040185099999"),
    "taker_paper": (None, None, None, "Giấy giới thiệu số 7"),
}
"""What people write where words alone are none."""
WORDS = (None, "Theo quy định.", "Bản gửi bị mờ, chụp lại.", "Công văn số 12/CV", "\u2066Ẩn\u2069")
"""What people write elsewhere; the last is refused."""
GOOD = WORDS[1:-1]
"""What they write most days."""


@dataclass(frozen=True, slots=True)
class Making:
    """Who makes something up, about which step of which case, on which day."""

    rng: Random
    rows: CaseRows
    element: str | None
    now: datetime
    posts: frozenset[str] = frozenset()
    """The units in which somebody has a post."""


AFTER_THE_END = 0.2
"""How often something is done in a case that has ended."""
UNRETURNED = (
    nodes("start:s end:e"),
    installed_task("a", '<tthc:act kind="receive"/>'),
    installed_task("b", '<tthc:act kind="store_result"/>'),
    flows("s>a>b>e"),
)
"""A process whose result no step returns."""
FEE_CODE = "2.000635"
OF_FEE = {
    one.element: one
    for one in read_scenarios(read_package_folder(shipped.FOLDERS / WITH_FEE))[0].steps
}
"""What the main path of the package with a fee does at each step."""
OF_OWNER = {
    "nop_thay": "uy_quyen",
    "nguoi_nop_so_dinh_danh": "040185012345",
    "chu_ho_so_ho_ten": "Lê Văn Thành",
    "chu_ho_so_so_dinh_danh": "040060001234",
    "chu_ho_so_ngay_sinh": "1960-03-02",
}
"""What the flagship's form tells of an owner for whom another files."""


def _file(component: str | None = None) -> FiledDocument:
    return FiledDocument(component, "giay-to.pdf", PDF)


def _text(asked: InputView, of: Making) -> str | None:
    said = of.rng.choice(TYPED.get(asked.name, WORDS if of.rng.random() < 0.3 else GOOD))
    return said or ("Lý do." if asked.required and of.rng.random() < 0.9 else said)


def _chosen(asked: InputView, of: Making) -> str | None:
    """Of units one in which, or below which, somebody can answer."""
    choices = [one for one in asked.choices if asked.name != "unit" or _staffed(one.value, of)]
    return of.rng.choice(choices or asked.choices).value if asked.choices else None


def _staffed(unit: str, of: Making) -> bool:
    return any(unit in of.rows.setting.led_from(post) for post in of.posts)


def _usual(of: Making) -> ScenarioStep | None:
    """What the package's main path does at the step."""
    told = STEPS if of.rows.package.manifest.code == FLAGSHIP else OF_FEE
    return told.get(of.element or "")


def _day(asked: InputView, of: Making) -> str:
    """A failure has been, all else is to come; some days are neither."""
    days = range(-9, 2) if asked.name == "failed_on" else range(-1, 25)
    return f"{of.now + timedelta(days=of.rng.choice(days)):%d/%m/%Y}"


def _answers(_: InputView, of: Making) -> dict[str, object]:
    usual, step = _usual(of), of.rows.stands.definition.steps.get(of.element or "")
    asked = {RECEIVE: {PAPER_PASSES: PASSES}, "return": {TAKER: "submitter"}}
    represented = step is not None and of.rows.case["authorisation"] is not None
    more = asked.get(step.act or "", {}) if step is not None and represented else {}
    return {**(usual.answers if usual else {}), **more}


def _outcome(_: InputView, of: Making) -> str | None:
    outcomes = of.rows.stands.definition.steps[of.element].outcomes if of.element else ()
    told = _usual(of)
    usual = told.outcome if told else None
    others = [one.value for one in outcomes]
    return usual if of.rng.random() < 0.7 or not others else of.rng.choice(others)


def _judged(asked: InputView, of: Making) -> list[JudgedPaper]:
    said = ((one.value, of.rng.choice(one.may_be)) for one in asked.choices)
    return [JudgedPaper(code, one, None if one == "pass" else "Nộp lại.") for code, one in said]  # type: ignore[arg-type]


MADE: Mapping[InputKind, Callable[[InputView, Making], object]] = {
    "outcome": _outcome,
    "answers": _answers,
    "text": _text,
    "files": lambda *_: [_file()],
    "scans": lambda asked, _: [_file(one.value) for one in asked.choices],
    "reasons": lambda *_: {},
    "day": _day,
    "choice": _chosen,
    "officer": _chosen,
    "seen": _chosen,
    "judged": _judged,
    "supplied": lambda asked, _: [_file(one.value) for one in asked.choices],
    "on_hand": lambda asked, of: [one.value for one in asked.choices if of.rng.random() < 0.2],
    "rated": lambda asked, _: {one.value: "neutral" for one in asked.choices[:2]},
}


def is_late(case: Case, now: datetime) -> bool:
    """Whether the case is late by its first due time, or was once."""
    runs, due_at = LIFE[Status(case.status)].counts, case.first_due_at or case.due_at
    over = runs and due_at is not None and now > due_at
    marked = case.late_first_since is not None or case.counted_late_since is not None
    return over or (marked and case.due_at is not None)


@dataclass
class Lives:
    """Some cases of one town, from day to day.

    ``done`` counts the acts that were done, ``roles`` who did any, ``filed`` the ways of filing.
    """

    town: Town
    seed: int
    done: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    filed: Counter[str] = field(default_factory=Counter)
    people: Sequence[Person] = ()
    told: str = ""

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.people = tuple(everybody(self.town))
        self.fee = shipped.publish(self.town, WITH_FEE)
        install(self.town, *UNRETURNED)

    def day(self) -> str:
        """Let time pass and the worker work, then somebody does something; the case's id."""
        self.town.now += timedelta(minutes=self.rng.choice((5, 90, 600, 1500, 4000, 9000)))
        for job in (wake_due_cases, tell_late, fire_due_timers):
            job(self.town.database, now=self.town.now)
        open_ones = self.open_cases()
        if len(open_ones) < MOST_OPEN and (not open_ones or self.rng.random() < 0.3):
            return self.file()
        over = self.over_cases() if self.rng.random() < AFTER_THE_END else []
        case_id = self.rng.choice(over or open_ones)
        self.act(case_id)
        return case_id

    def file(self) -> str:
        """A dossier comes in one of the ways; its id."""
        names = [one for one, _ in WAYS]
        rare = [weight / (1 + self.filed[one]) for one, weight in WAYS]
        (way,) = self.rng.choices(names, rare)
        self.filed[way] += 1
        if way == "online":
            return self.town.file().case_id
        clerk = self.town.officer("bao.pq")
        if way == "counter":
            given = {"channel": "counter", "papers": ["giay_to_chung_minh"], "documents": []}
            return self.town.file(person=clerk, **given).case_id
        if way == "represented":
            told = {**MAIN_PATH.answers, **OF_OWNER}
            return self.town.file(answers=told, authorisation=AUTHORISED).case_id
        if way == "unreturned":
            return file_installed(self.town).case_id
        code, told = FEE_CODE, self.fee.answers
        given = {"procedure_code": code, "channel": "counter", "answers": told}
        return self.town.file(person=clerk, **given).case_id

    def act(self, case_id: str) -> None:
        """Somebody does what is offered, or tries what is not; a refusal changes nothing."""
        offered = list(self.offered(case_id))
        before = self.town.case(case_id)
        if not offered or self.rng.random() < 0.1:
            self.try_at_random(before)
            return
        kinds = sorted({view.kind for _, _, view in offered})
        (kind,) = self.rng.choices(kinds, [self.likely(one) for one in kinds])
        person, rows, view = self.rng.choice([one for one in offered if one[2].kind == kind])
        element = next((t["element_id"] for t in rows.tasks if t["id"] == view.task_id), None)
        posts = frozenset(post.unit_code for one in self.people for post in one.posts)
        making = Making(self.rng, rows, element, self.town.now, posts)
        given = {one.name: MADE[one.kind](one, making) for one in view.inputs}
        self.do(view.kind, view.task_id, before, person, given)

    def likely(self, kind: str) -> float:
        """How likely an act is next: what was never done comes first, then what was done least."""
        if not self.done[kind] or not self.done[LEADS.get(kind, kind)]:
            return FIRST
        return LIKELY[kind] if kind in ONWARD else LIKELY[kind] / (1 + self.done[kind])

    def try_at_random(self, case: Case) -> None:
        """An act of the table, by anybody, with nothing given."""
        kind = self.rng.choice(sorted(ACTS))
        with self.town.database.reading() as session:
            task = session.scalars(select(Task.id).where(Task.case_id == case.id)).first()
        given = {one.name: None for one in ACTS[kind].inputs if one.required}
        person = self.rng.choice(self.people)
        if not given:
            self.do(kind, task, case, person, given)

    def do(
        self, kind: str, task_id: str | None, case: Case, person: Person, given: Mapping[str, Any]
    ) -> None:
        """Do it; what is refused leaves the case as it was."""
        target = (task_id or "") if ACTS[kind].on == "task" else case.submission_number
        self.told = f"{person.name} {kind} {dict(given)} at {self.town.now} on {case.status}"
        store, now = self.town.documents, self.town.now
        try:
            with self.town.act() as session:
                do(session, kind, target=target, person=person, given=given, store=store, now=now)
        except Refusal:
            assert self.town.case(case.id).event_seq == case.event_seq, self.told
        else:
            self.done[kind] += 1
            stays = is_late(self.town.case(case.id), now) or not is_late(case, now)
            assert stays, f"late no more: {self.told}"
            self.roles.update(roles_of(person))

    def offered(self, case_id: str) -> Iterator[tuple[Person, CaseRows, ActView]]:
        """What is offered to whom: who has to do with where the case is today."""
        with self.town.database.reading() as session:
            rows = find_case(session, self.town.case(case_id).submission_number, self.town.now)
            near = self.near(rows)
            for person in self.people:
                if person.officer_id and not near(person):
                    continue
                for view in acts_now(session, rows, person=person, now=self.town.now):
                    yield person, rows, view

    def near(self, rows: CaseRows) -> Callable[[Person], bool]:
        """Whether an officer may have to do with the case today: holds a task of it or is at its
        desk, is at a counter of it, leads a unit over it, owes minutes, is asked, or confirms.
        """
        case, tasks = rows.case, [task for task in rows.tasks if task["state"] == "open"]
        holders = {task["officer_id"] for task in tasks}
        desks = {(task["unit_code"], task["position_code"]) for task in tasks}
        counters = {case["receiving_unit"], case["returning_unit"], *self.inviting(case["id"])}
        units = {case["competent_unit"], *counters, *(task["unit_code"] for task in rows.tasks)}
        taking = case["papers_to"]
        above = {one.code for unit in units for one in rows.setting.upwards(unit)}
        asked = self.asked(case["id"])

        def may_have(person: Person) -> bool:
            return (
                bool(person.grants)
                or person.officer_id in holders
                or any(
                    (post.unit_code, post.position_code) in desks
                    or post.unit_code in counters
                    or rows.setting.agency_unit(post.unit_code) == taking
                    or not asked.isdisjoint(rows.setting.led_from(post.unit_code))
                    or (post.leads and post.unit_code in above)
                    for post in person.posts
                )
            )

        return may_have

    def inviting(self, case_id: str) -> frozenset[str]:
        """The units that owe the minutes of a meeting."""
        query = select(Meeting.unit_code).where(
            Meeting.case_id == case_id, Meeting.recorded_at.is_(None)
        )
        with self.town.database.reading() as session:
            return frozenset(session.scalars(query))

    def asked(self, case_id: str) -> frozenset[str]:
        """The units that owe an opinion."""
        query = select(Consultation.unit_code).where(
            Consultation.case_id == case_id, Consultation.answered_at.is_(None)
        )
        with self.town.database.reading() as session:
            return frozenset(session.scalars(query))

    def open_cases(self) -> list[str]:
        """Whose life goes on, in the order in which they were filed."""
        return [case_id for case_id, ended in self._cases() if not ended]

    def over_cases(self) -> list[str]:
        """The last that have ended: what is rated, corrected, given back."""
        return [case_id for case_id, ended in self._cases() if ended][-MOST_OPEN:]

    def _cases(self) -> list[tuple[str, bool]]:
        with self.town.database.reading() as session:
            rows = session.execute(select(Case.id, Case.status).order_by(Case.submission_number))
            return [(row.id, LIFE[Status(row.status)].ended) for row in rows]


def roles_of(person: Person) -> Iterator[str]:
    """The roles of a person by their posts and grants; a citizen's is their kind."""
    if person.officer_id is None:
        yield person.kind
    yield from (grant.role for grant in person.grants)
    for post in person.posts:
        yield "head" if post.leads else ROLE_OF_POSITION.get(post.position_code, "specialist")


def everybody(town: Town) -> Iterator[Person]:
    """The applicant, and every officer of the province who holds a post; one confirms causes."""
    yield CITIZEN
    yield technical(town)
    day = town.now.astimezone(ZONE).date()
    with town.database.reading() as session:
        query = (
            select(Officer.username)
            .join(Appointment, Appointment.officer_id == Officer.id)
            .where(Officer.province_code == PROVINCE, Appointment.valid_from <= day)
            .distinct()
            .order_by(Officer.username)
        )
        names = [name for name in session.scalars(query) if name]
    for name in names:
        yield town.officer(name)
