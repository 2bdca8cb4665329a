"""Walk a scenario through the real acts, with the officers who hold the desks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import of_act, reaches_of
from engine.accounts import Grant, Person, Post
from engine.acts import ACTS
from engine.acts.act import Act
from engine.acts.inputs import COLLEAGUE, DELEGATE, QUESTION_ASKED, REFERENCE
from engine.acts.on_steps import COMPLETE
from engine.cases.act.task_act import Ending
from engine.cases.acts import do, end_step
from engine.cases.adding_files import FiledDocument
from engine.cases.record_payment import record_payment
from engine.cases.submit import Filing, submit_case
from engine.cases.vouching.verify import case_faults
from engine.catalogue.components import components
from engine.catalogue.forms.replaying import as_it_happened
from engine.catalogue.packages import PublishedPackage, current_digest, package
from engine.catalogue.scenario_acts import unreadable
from engine.catalogue.scenarios import MESSAGE, Scenario, ScenarioStep
from engine.errors import NoCauseClaimed, Refusal, WalkFailed
from engine.fees.owing import counting
from engine.fees.subjects import filing_form
from engine.organisation.tree import CENTRE_KIND, Setting, setting_of
from engine.ports import DocumentStore
from engine.publishing.by_itself import passing_time
from engine.publishing.delivering import bring_message
from engine.publishing.doers import (
    asked_officer,
    at_counter,
    at_desk,
    colleague,
    delegate,
    head_over,
    read_by_now,
    waiting_question,
    what_was_read,
)
from engine.publishing.expecting import Ended, check_end, fail_at_end
from engine.publishing.given import FILE, PAPER, files_asked, given_to
from engine.publishing.telling import telling
from engine.publishing.walked import WalkedStep, come
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.routing.definitions import definition_of
from engine.routing.meetings_waiting import waiting_meetings
from engine.routing.owing import owing_of, payments_of
from engine.routing.read_before import goes_by_reading
from engine.routing.step_forms import AUTHORISED, PASSES, TAKER
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.store.lateness import LatenessCause
from engine.store.rows import CaseRow
from engine.store.rules import CaseFee
from engine.workflow import Definition, restore
from engine.worktime import ZONE, Span, Unit, due

TECHNICAL = "1" * 32
BY_ITSELF = "tự chạy khi đến giờ"
MOST_BY_ITSELF = 200
"""How often a case may go on by itself: a cycle never ends."""
CITIZEN = Person(account_id="0" * 32, kind="citizen", name="Người nộp", username="nguoi-nop")


class Walk:
    """One scenario on one database. Iterate over ``steps``; the checks come at the end."""

    replayed = False
    """Whether steps are taken at other moments than those that the scenario was thought of for."""

    def __init__(
        self,
        session: Session,
        *,
        province_code: str,
        procedure_code: str,
        scenario: Scenario,
        store: DocumentStore,
    ) -> None:
        self.session = session
        self.province_code = province_code
        self.procedure_code = procedure_code
        self.scenario = scenario
        self.store = store
        self.setting: Setting = setting_of(session, province_code)
        self.case_id = ""
        self.taken: list[WalkedStep] = []
        self.clock = scenario.received_at
        self.by_itself = 0

    def steps(self) -> Iterator[WalkedStep]:
        """File the dossier and take every step. Raises WalkFailed, saying where and why."""
        if not self.case_id:
            self.submit()
        for wanted in self.scenario.steps:
            yield self.step(wanted)
        self._check_end()

    def step(self, wanted: ScenarioStep) -> WalkedStep:
        """Take one step more, or do an act beside the way. Raises WalkFailed."""
        number = len(self.taken) + 1
        self.pass_until(max(self.clock, wanted.at or self.clock))
        if wanted.act == MESSAGE:
            self.taken.append(step := self.came(wanted, number))
            return step
        task, now = self._task_of(wanted, number), self.clock
        take = self._take if wanted.act is None else self._act
        step = take(task, wanted, number, now)
        self.taken.append(step)
        self.clock = self.later(now, task)
        return step

    def pass_until(self, moment: datetime) -> None:
        """What the case does by itself until then: timers of its diagram, reminders, closings.

        Raises WalkFailed.
        """
        self.clock = moment
        try:
            for _ in passing_time(self.session, self.province_code, self.case_id, until=moment):
                self.by_itself += 1
                if self.by_itself > MOST_BY_ITSELF:
                    raise WalkFailed(step=BY_ITSELF, reason=f"quá {MOST_BY_ITSELF} lần")
        except Refusal as refusal:
            if isinstance(refusal, WalkFailed):
                raise
            raise WalkFailed(step=BY_ITSELF, reason=str(refusal)) from refusal

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self.session.get_one(
            Case, (self.province_code, self.case_id), populate_existing=True
        )

    def hours_by_element(self) -> dict[str, Decimal]:
        """Working hours of every step that was taken, once each even if it was taken again."""
        return {step.element_id: step.hours or Decimal(0) for step in self.taken}

    def later(self, now: datetime, task: Task) -> datetime:
        """When the next step is taken: its officer starts when half of this step's time is used."""
        if not task.hours:
            return now
        return due(self.setting.calendar, now, Span(task.hours / 2, Unit.WORKING_HOURS))

    def filer(self) -> Person:
        """Who files the dossier: a citizen online, else an officer of where it is received."""
        if self.scenario.channel == "online" and not self.scenario.assisted:
            return CITIZEN
        unit = self.receiving
        post = Post(unit, self.setting.unit_name(unit), "tiep_nhan", "Cán bộ tiếp nhận")
        return replace(
            CITIZEN,
            kind="officer",
            province_code=self.province_code,
            officer_id=CITIZEN.account_id,
            posts=(post,),
        )

    @property
    def receiving(self) -> str:
        """The unit that receives the dossier."""
        return self.scenario.receiving or self._home

    @property
    def _home(self) -> str:
        """The centre of the scenario's commune, or the commune itself where it has none."""
        told, day = self.scenario, self.scenario.submitted_at.astimezone(ZONE).date()
        centre = self.setting.division(told.commune, CENTRE_KIND, day)
        return centre.code if centre else told.commune

    @property
    def _definition(self) -> Definition:
        return definition_of(self._published)

    @cached_property
    def _published(self) -> PublishedPackage:
        # The same for the whole walk: a case keeps the version that it was filed under.
        digest = current_digest(
            self.session,
            province_code=self.province_code,
            procedure_code=self.procedure_code,
            day=self.scenario.submitted_at.astimezone(ZONE).date(),
        )
        return package(self.session, self.province_code, digest)

    def submit(self) -> None:
        """File the dossier. Raises WalkFailed."""
        told = self.scenario
        filing = Filing(
            province_code=self.province_code,
            procedure_code=self.procedure_code,
            channel=told.channel,
            receiving_unit=self.receiving,
            returning_unit=told.returning or self.receiving,
            answers=told.answers,
            documents=self._papers(),
            applicant_kind=told.applicant_kind,
            owner_tax_number=told.owner_tax_number,
            authorisation=told.authorisation,
            paper_ground=told.paper_ground,
        )
        with telling("nộp hồ sơ"):
            done = submit_case(
                self.session,
                person=self.filer(),
                filing=filing,
                store=self.store,
                now=told.submitted_at,
            )
        self.case_id = done.case_id

    def _papers(self) -> tuple[FiledDocument, ...]:
        """A file for every component that is owed, and for each question that asks for one."""
        published, answers = self._published, self.scenario.answers
        represented = self.scenario.authorisation is not None
        codes = [
            *(
                one.asked.code
                for one in components(published.manifest, represented=represented)
                if one.owed(answers)
            ),
            *files_asked(filing_form(published) or {}, answers),
        ]
        return tuple(FiledDocument(one, FILE, PAPER) for one in codes)

    def open_tasks(self) -> Sequence[Task]:
        """What waits for people now, the earliest first."""
        query = select(Task).where(
            Task.province_code == self.province_code,
            Task.case_id == self.case_id,
            Task.state == "open",
        )
        ordered = query.order_by(Task.created_at, Task.id)
        return self.session.scalars(ordered.execution_options(populate_existing=True)).all()

    def came(self, wanted: ScenarioStep, number: int) -> WalkedStep:
        """The message comes that an event waits for. Raises WalkFailed."""
        definition, element = self._definition, wanted.element
        name = definition.element_names.get(element, "") or element
        for key, shape in unreadable(wanted):
            raise WalkFailed(step=f"{number}. {name}", reason=f"“{key}” phải là {shape}")
        with telling(f"{number}. {name}"):
            bring_message(self.session, definition, self.case, wanted, self.clock)
        return come(number, element, name, status=self.case.status, at=self.clock)

    def _task_of(self, wanted: ScenarioStep, number: int) -> Task:
        """The open task; for an act on the case, which needs none, the last of that step else."""
        last = None
        if wanted.act is not None and ACTS[wanted.act].on == "case":
            query = select(Task).where(
                Task.province_code == self.province_code,
                Task.case_id == self.case_id,
                Task.element_id == wanted.element,
            )
            order = (Task.state == "open").desc(), Task.created_at.desc(), Task.id
            fresh = query.order_by(*order).limit(1).execution_options(populate_existing=True)
            last = self.session.scalars(fresh).first()
        return last or self.open_task(wanted, number)

    def standing_at(self) -> Task | None:
        """The first task that waits, else the last there was."""
        query = select(Task).where(
            Task.province_code == self.province_code, Task.case_id == self.case_id
        )
        last = query.order_by(Task.created_at.desc(), Task.id.desc()).limit(1)
        return next(iter(self.open_tasks()), None) or self.session.scalars(last).first()

    def open_task(self, wanted: ScenarioStep, number: int) -> Task:
        """The open task of that step. Raises WalkFailed."""
        tasks = self.open_tasks()
        for task in tasks:
            if task.element_id == wanted.element:
                return task
        waiting = ", ".join(task.element_id for task in tasks) or "không bước nào"
        reason = f"đang chờ {waiting}, kịch bản muốn làm {wanted.element}"
        raise WalkFailed(step=f"{number}", reason=reason)

    def _take(self, task: Task, wanted: ScenarioStep, number: int, now: datetime) -> WalkedStep:
        officer = self._doer(task, wanted, now)
        self._pay_before(task, now)
        answers = self._checked(task, self._said_on(task, wanted.answers, now))
        reads = goes_by_reading(self._definition, task.element_id)
        seen = read_by_now(self.session, COMPLETE, self.case) if reads else None
        ending = Ending(wanted.outcome, answers, wanted.comment, assignee=None, seen=seen)
        with telling(f"{number}. {task.name}"):
            moved = end_step(
                self.session,
                task_id=task.id,
                person=officer,
                ending=ending,
                documents=(FiledDocument(None, "ket-qua.pdf", PAPER),),
                store=self.store,
                now=now,
            )
        return self._walked(task, officer, number=number, now=now, status=moved.status)

    def _said_on(
        self, task: Task, answers: Mapping[str, object], now: datetime
    ) -> Mapping[str, object]:
        """The answers of the scenario, as they can be given at the moment of the step."""
        if not self.replayed:
            return answers
        step = self._definition.steps[task.element_id]
        form = self._published.form(step.form) if step.form else None
        filed = self.case.submitted_at.astimezone(ZONE).date()
        return as_it_happened(form, answers, today=now.astimezone(ZONE).date(), filed=filed)

    def _checked(self, task: Task, answers: Mapping[str, object]) -> Mapping[str, object]:
        """The answers with what every such step asks where somebody stands in for the owner.

        Unless the scenario says otherwise the paper passes, and who filed takes the result.
        """
        if self.scenario.authorisation is None:
            return answers
        asked = {"receive": {AUTHORISED: PASSES}, "return": {TAKER: "submitter"}}
        return {**asked.get(task.act or "", {}), **answers}

    def _pay_before(self, task: Task, now: datetime) -> None:
        """Pay what is owed where the step needs it, unless the scenario has paid: by a real act."""
        case = row_of(self.case)
        first = task.act == "receive" and self._published.manifest.paid_first
        if (first or task.act == "return") and owing_of(self.session, case).owed:
            with telling(f"nộp phí trước bước {task.name}"):
                record_payment(
                    self.session,
                    ref=case["submission_number"],
                    person=self.counter(now),
                    means="cash",
                    now=now,
                )

    def _act(self, task: Task, wanted: ScenarioStep, number: int, now: datetime) -> WalkedStep:
        """An act beside the way: by who may do it."""
        act = ACTS[wanted.act or ""]
        for name, shape in unreadable(wanted):
            reason = f"“{name}” phải là {shape}"
            raise WalkFailed(step=f"{number}. {act.label}", reason=reason)
        person = self.doer(act, task, now)
        with telling(f"{number}. {act.label}"):
            do(
                self.session,
                act.kind,
                target=task.id if act.on == "task" else self.case.submission_number,
                person=person,
                given=self._unnamed(act, task, now)
                | self._own_number(given_to(act, wanted.answers, now, self.setting.calendar)),
                store=self.store,
                now=now,
            )
        return self._walked(
            task, person, number=number, now=now, status=self.case.status, act=act.kind
        )

    def _own_number(self, given: Mapping[str, object]) -> dict[str, object]:
        """Banks give each transaction a number: that of a scenario is another in each dossier."""
        number = given.get(REFERENCE.name)
        own = {REFERENCE.name: f"{number} {self.case.submission_number}"} if number else {}
        return {**given, **own}

    def _unnamed(self, act: Act, task: Task, now: datetime) -> dict[str, object]:
        """What a scenario would have to name by an id: the last record that counts, the meeting or
        question that waits, somebody else who may do the step.
        """
        day = day_of(now)
        if act.kind == "record_meeting":
            waits = waiting_meetings(self.session, row_of(self.case))
            return {"meeting": waits[0].id if waits else ""}
        if act.kind == "call_off_consultation":
            return {QUESTION_ASKED.name: waiting_question(self.session, self.case)}
        if act.kind == "reassign":
            return {COLLEAGUE.name: colleague(self.session, task, self.case, day)}
        if act.kind == "delegate":
            return {DELEGATE.name: delegate(self.session, task, self.case, day)}
        if act.kind != "correct_payment":
            return what_was_read(self.session, act, self.case)
        records = counting(payments_of(self.session, row_of(self.case)))
        return {"payment": next((r.id for r in reversed(records) if r.kind != "asked"), "")}

    def doer(self, act: Act, task: Task, now: datetime) -> Person:
        """Who does an act beside the way. Raises WalkFailed."""
        day, found = now.astimezone(ZONE).date(), None
        far = reaches_of(of_act(act.kind))
        if "own" in far:
            return self.applicant(now)
        if "late_led" in far:
            late_unit = self.case.late_unit or self.case.competent_unit
            found = head_over(self.session, self.setting, late_unit, day)
        elif "led" in far:
            proposer = self.case.proposed_by
            found = head_over(self.session, self.setting, task.unit_code, day, but=proposer)
        elif "cause_told" in far:
            return self._confirming(act)
        elif "asked" in far:
            found = asked_officer(self.session, self.setting, self.case, day)
        elif "receiving" in far or "returning" in far:
            return self.counter(now, other=act.kind == "correct_payment")
        else:
            return self.officer(task, now)
        if found is None:
            raise WalkFailed(step=act.label, reason="không có ai làm được việc này")
        return found

    def counter(self, now: datetime, *, other: bool = False) -> Person:
        """Somebody at the counter of the case; ``other`` than who recorded money last."""
        day, case = now.astimezone(ZONE).date(), self.case
        found = at_counter(self.session, self.setting, case, day, other=other)
        if found is None:
            raise WalkFailed(step="quầy", reason="không có ai ở quầy làm được việc này")
        return found

    def _confirming(self, act: Act) -> Person:
        """Who confirms a cause of lateness: nobody sees the case for that before one is claimed."""
        if self.session.get(LatenessCause, (self.province_code, self.case_id)) is None:
            raise WalkFailed(step=act.label, reason=str(NoCauseClaimed()))
        return self.technician()

    def technician(self) -> Person:
        """Who confirms for the technical department, in all that stands above the case."""
        *_, top = self.setting.upwards(self.case.receiving_unit)
        return replace(
            CITIZEN,
            account_id=TECHNICAL,
            kind="officer",
            name="Cán bộ kỹ thuật",
            province_code=self.province_code,
            officer_id=TECHNICAL,
            grants=(Grant("technical", top.code, top.name),),
        )

    def applicant(self, now: datetime) -> Person:  # noqa: ARG002 - others cast by the day
        """Who does the applicant's acts."""
        return self.filer()

    def _walked(
        self,
        task: Task,
        who: Person,
        *,
        number: int,
        now: datetime,
        status: int,
        act: str | None = None,
    ) -> WalkedStep:
        post = who.posts[0] if who.posts else None
        return WalkedStep(
            number=number,
            element_id=task.element_id,
            name=task.name,
            level=self._definition.steps[task.element_id].level,
            unit=post.unit_name if post else "",
            position=post.position_title if post else "",
            officer=who.name,
            hours=task.hours,
            due_at=task.due_at,
            done_at=now,
            status=status,
            act=act,
        )

    def officer(self, task: Task, now: datetime) -> Person:
        """Who does the step: the first officer who holds the desk on that day."""
        found = at_desk(self.session, self.setting, task, day_of(now))
        if not found:
            unit = self.setting.unit_name(task.unit_code)
            title = self.setting.positions.get(task.position_code, task.position_code)
            raise WalkFailed(step=task.name, reason=f"không ai giữ vị trí {title}, {unit}")
        return found[0]

    def _doer(self, task: Task, wanted: ScenarioStep, now: datetime) -> Person:
        """Who does the step: the one that the scenario names, if they hold the desk."""
        there = at_desk(self.session, self.setting, task, day_of(now)) if wanted.officer else ()
        named = (one for one in there if one.username == wanted.officer)
        return next(named, None) or self.officer(task, now)

    def _check_end(self) -> None:
        row, wanted = row_of(self.case), self.scenario.expected
        limit = CaseAsItStands(row, self._published, self.setting).limit
        ended = Ended(
            path=tuple(step.element_id for step in self.taken if step.act is None),
            hours=sum(self.hours_by_element().values(), Decimal(0)),
            status=row["status"],
            fee=self.fee(),
            variant=limit.row.variant if limit.row else None,
            due_at=row["due_at"],
            done=self.done() if wanted.end is not None else (),
        )
        check_end(wanted, ended)
        self.session.expire_all()  # the acts have written past what this session has read
        for fault in case_faults(self.session, self.case):
            fail_at_end(fault)

    def fee(self) -> Decimal:
        """What is to pay as it was computed last, in đồng."""
        rows = self.session.execute(
            select(CaseFee.computed_at, CaseFee.due)
            .where(CaseFee.province_code == self.province_code, CaseFee.case_id == self.case_id)
            .order_by(CaseFee.computed_at.desc())
        ).all()
        newest = [row.due for row in rows if row.computed_at == rows[0].computed_at]
        return sum((Decimal(amount) for amount in newest), Decimal(0))

    def done(self) -> list[str]:
        """The elements of the diagram that were done, the end events among them."""
        return restore(self._definition, self.case.state).completed_elements()


def row_of(case: Case) -> CaseRow:
    """The case as acts and queries hold it."""
    return cast("CaseRow", {c.name: getattr(case, c.name) for c in table_of(Case).columns})
