"""Three provinces with one procedure, their admins, and the acts that tests of rules need."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine.access import UNIT_ADMIN, Administrator
from engine.accounts import Person, Post
from engine.acts.on_steps import COMPLETE
from engine.administration.rules.apply_rule import Applied, DryRun, apply_to_running, dry_run
from engine.administration.rules.approve_rule import approve_rule, submit_rule
from engine.administration.rules.draft_rule import draft_rule
from engine.administration.rules.end_rule import approve_end, propose_end
from engine.administration.rules.rule_rows import RuleSaved
from engine.administration.rules.seen_rules import mark_of_decision
from engine.cases.act.moved import Moved
from engine.cases.act.task_act import Ending
from engine.cases.acts import end_step
from engine.cases.adding_files import FiledDocument
from engine.cases.change_channel import change_channel
from engine.cases.claim import claim_task
from engine.cases.submit import Filing, submit_case
from engine.catalogue.rules.checks import Draft
from engine.catalogue.rules.rule import LegalBasis
from engine.catalogue.rules.scope import Scope
from engine.catalogue.scenarios import Scenario
from engine.organisation.holders import officers_at
from engine.organisation.loading import PROVINCE_ADMIN, load_province
from engine.organisation.tree import setting_of
from engine.ports import DocumentStore
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.queries.case_file import case_file
from engine.queries.views.case import CaseFile
from engine.routing.read_before import shown_now
from engine.store.cases import Case, Task
from engine.store.database import Database
from engine.store.rules import BeneficiaryAccount, CaseFee, CaseRule
from engine.store.upgrade import upgrade
from engine.worktime import ZONE
from processes import root
from tests.papers import with_papers
from tests.played import scenarios
from tests.town import clerk_at

PERMIT = "1.013225"
PERMIT_FOLDER = "giay_phep_nha_o"
PROVINCES = {
    "nghe_an": "phuong_truong_vinh",
    "ha_tinh": "phuong_thanh_sen",
    "dak_lak": "phuong_tuy_hoa",
}
"""Each province with a ward of it."""
CITIZEN = Person(account_id="c" * 32, kind="citizen", name="Lê Thị Mai", username="congdan")
DECISION = FiledDocument(None, "quyet-dinh.pdf", b"%PDF-1.4\n% a decision\n%%EOF\n")


def prepare_three(database: Database) -> None:
    """Tables, three provinces, and the building permit in each."""
    upgrade(database)
    for province in PROVINCES:
        with database.writing() as session:
            load_province(session, root() / province)
            publish_package(
                session,
                province_code=province,
                files=read_package_folder(root() / province / PERMIT_FOLDER),
                published_by="tests",
                now=datetime(2025, 7, 1, tzinfo=UTC),
                valid_from=date(2025, 7, 1),
            )


def at(text: str) -> datetime:
    """A moment on the clock of Việt Nam: ``at("2025-12-04 09:15")``."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def admin(province: str, name: str = "Đinh Thị Lan Anh", *units: str) -> Administrator:
    """An administrator of the province, or of these units."""
    key = name.encode().hex()[:32].ljust(32, "0")
    posts = tuple(Post(one, one, UNIT_ADMIN, "Quản trị đơn vị") for one in units)
    whole = (Post("ttphcc_tinh", "Trung tâm", PROVINCE_ADMIN, "Quản trị cấp tỉnh"),)
    person = Person(key, "officer", name, name, None, province, key, posts or whole)
    return Administrator(province, name, key, person)


def basis(number: str = "3901/QĐ-UBND", day: date = date(2025, 7, 1)) -> LegalBasis:
    """A decision of the province."""
    return LegalBasis("Quyết định", number, day, "mục 14")


def opened_to_skipping(province: str, folder: str, element: str) -> dict[str, bytes]:
    """The diagram of a package with one step that local rules may skip."""
    diagram = read_package_folder(root() / province / folder)["process.bpmn"].decode()
    begin = diagram.index(f'<bpmn:userTask id="{element}"')
    at_extensions = diagram.index("<bpmn:extensionElements>", begin)
    end = at_extensions + len("<bpmn:extensionElements>")
    opened = f'{diagram[:end]}<tthc:open skip="true"/>{diagram[end:]}'
    return {"process.bpmn": opened.encode()}


class Rulebook:
    """Acts on one database with three provinces. ``now`` moves only when a test sets it."""

    def __init__(self, database: Database, documents: DocumentStore) -> None:
        self.database = database
        self.documents = documents
        self.now = at("2025-07-02 08:00")
        self.maker = {p: admin(p) for p in PROVINCES}
        self.checker = {p: admin(p, "Đặng Xuân Hùng") for p in PROVINCES}

    def draft(self, province: str, **given: Any) -> RuleSaved:
        """Enter a rule; fields of Scope, Draft, and ``maker``, ``rule_id``."""
        maker = given.pop("maker", self.maker[province])
        rule_id = given.pop("rule_id", None)
        scope = Scope(
            procedure=given.pop("procedure", PERMIT),
            sector=given.pop("sector", None),
            unit=given.pop("unit", None),
            area=given.pop("area", None),
            element=given.pop("element", ""),
        )
        fields: dict[str, Any] = {"valid_to": None, "basis": basis(), **given}
        with self.database.writing() as session:
            return draft_rule(
                session,
                admin=maker,
                draft=Draft(scope=scope, **fields),
                file=DECISION,
                store=self.documents,
                now=self.now,
                rule_id=rule_id,
            )

    def approve(
        self, province: str, rule_id: str, checker: Administrator | None = None
    ) -> RuleSaved:
        """Submit and approve a draft."""
        given: dict[str, Any] = {"rule_id": rule_id, "now": self.now}
        with self.database.writing() as session:
            submit_rule(session, admin=self.maker[province], **given)
        with self.database.writing() as session:
            given["seen"] = mark_of_decision(session, province, rule_id)
            return approve_rule(session, admin=checker or self.checker[province], **given)

    def rule(self, province: str, kind: str, value: Mapping[str, Any], **given: Any) -> str:
        """An approved rule for the permit, in the whole province unless said; its id."""
        given = {"valid_from": self.now.date(), **given}
        saved = self.draft(province, kind=kind, value=value, **given)
        self.approve(province, saved.id)
        return saved.id

    def propose_end(
        self, rule_id: str, ends: date, province: str = "ha_tinh", **given: Any
    ) -> RuleSaved:
        """The maker proposes that a rule end early; ``admin``, ``reason``, ``basis`` may differ."""
        given = {"admin": self.maker[province], "reason": "Nghị quyết mới", **given}
        with self.database.writing() as session:
            return propose_end(session, rule_id=rule_id, ends=ends, now=self.now, **given)

    def approve_end(
        self, rule_id: str, province: str = "ha_tinh", checker: Administrator | None = None
    ) -> RuleSaved:
        """The checker lets it end."""
        admin = checker or self.checker[province]
        with self.database.writing() as session:
            seen = mark_of_decision(session, province, rule_id)
            return approve_end(session, admin=admin, rule_id=rule_id, seen=seen, now=self.now)

    def look(self, rule_id: str, province: str = "ha_tinh") -> DryRun:
        """What the rule would change in running cases."""
        given: dict[str, Any] = {"admin": self.checker[province], "rule_id": rule_id}
        with self.database.reading() as session:
            return dry_run(session, **given, now=self.now)

    def apply(self, rule_id: str, digest: str | None = None, province: str = "ha_tinh") -> Applied:
        """Apply the rule to running cases as a dry run (one made now unless said) showed them."""
        seen = digest or self.look(rule_id, province).digest
        given: dict[str, Any] = {"admin": self.checker[province], "rule_id": rule_id}
        with self.database.writing() as session:
            return apply_to_running(session, **given, digest=seen, now=self.now)

    def scenario(self, province: str, folder: str) -> Scenario:
        """The first scenario of a shipped package."""
        files = read_package_folder(root() / province / folder)
        return scenarios(files, self.now.astimezone(ZONE).date())[0]

    def publish(self, province: str, folder: str, changes: Mapping[str, bytes] = {}) -> Scenario:
        """Publish a shipped package, with other files, from today; its first scenario."""
        files = {**read_package_folder(root() / province / folder), **changes}
        with self.database.writing() as session:
            publish_package(
                session,
                province_code=province,
                files=files,
                published_by="tests",
                now=self.now,
                valid_from=self.now.date(),
            )
        return scenarios(files)[0]

    def file(
        self,
        province: str,
        *,
        unit: str | None = None,
        channel: str = "online",
        procedure: str = PERMIT,
        answers: Mapping[str, object] | None = None,
        **changes: Any,
    ) -> str:
        """A citizen files the permit at a ward now (or another procedure); the case's id.

        With the papers that the package asks for, unless ``documents`` are given; ``person`` may
        be another, other changes are fields of Filing.
        """
        commune = unit or PROVINCES[province]
        clerk = clerk_at(f"{commune}_ttphcc", province)
        person = changes.pop("person", CITIZEN if channel == "online" else clerk)
        usual = self.scenario(province, PERMIT_FOLDER).answers
        filing = Filing(
            province_code=province,
            procedure_code=procedure,
            channel=channel,  # type: ignore[arg-type]  # one of the channels
            receiving_unit=f"{commune}_ttphcc",
            returning_unit=f"{commune}_ttphcc",
            answers=answers or {**usual, "xa": commune},
            **changes,
        )
        with self.database.writing() as session:
            if "documents" not in changes:
                filing = with_papers(session, filing, self.now)
            done = submit_case(
                session, person=person, filing=filing, store=self.documents, now=self.now
            )
        return done.case_id

    def task(self, case_id: str, element: str | None = None) -> Task:
        """The open task of a case (at that element)."""
        query = select(Task).where(Task.case_id == case_id, Task.state == "open")
        if element is not None:
            query = query.where(Task.element_id == element)
        with self.database.reading() as session:
            return session.scalars(query).one()

    def tasks(self, case_id: str) -> list[Task]:
        """Every task that the case had, oldest first."""
        with self.database.reading() as session:
            query = select(Task).where(Task.case_id == case_id).order_by(Task.created_at)
            return list(session.scalars(query))

    def usual(self, element: str) -> dict[str, Any]:
        """How the permit's first scenario ends a step."""
        steps = self.scenario("ha_tinh", PERMIT_FOLDER).steps
        step = next(step for step in steps if step.element == element)
        return {"outcome": step.outcome, "answers": step.answers, "comment": step.comment}

    def open_elements(self, case_id: str) -> set[str]:
        """Where the case stands."""
        with self.database.reading() as session:
            query = select(Task.element_id).where(Task.case_id == case_id, Task.state == "open")
            return set(session.scalars(query))

    def case(self, case_id: str) -> Case:
        """The case as it is now."""
        with self.database.reading() as session:
            return session.scalars(select(Case).where(Case.id == case_id)).one()

    def seen(self, case_id: str, desk: Task | None = None) -> CaseFile:
        """The case's file as its applicant reads it, or an officer at the desk of a task."""
        person = CITIZEN if desk is None else self.officer(desk)
        ref = self.case(case_id).submission_number
        with self.database.reading() as session:
            return case_file(session, ref=ref, person=person, now=self.now)

    def fees(self, case_id: str) -> list[tuple[Decimal, Decimal, Decimal]]:
        """Full, exempted and due amount of every fee row, oldest first."""
        with self.database.reading() as session:
            rows = session.scalars(
                select(CaseFee).where(CaseFee.case_id == case_id).order_by(CaseFee.computed_at)
            )
            return [(row.full, row.exempted, row.due) for row in rows]

    def taken(self, case_id: str) -> list[CaseRule]:
        """What the case took from rules."""
        with self.database.reading() as session:
            return list(session.scalars(select(CaseRule).where(CaseRule.case_id == case_id)))

    def end(self, case_id: str, element: str | None = None, **ending: Any) -> Moved:
        """Someone at the desk of the open task (at that element) ends it."""
        task = self.task(case_id, element)
        with self.database.writing() as session:
            seen = shown_now(session, COMPLETE, (task.province_code, case_id))
            return end_step(
                session,
                task_id=task.id,
                person=self.officer(task),
                ending=Ending(**{"assignee": None, "seen": seen, **ending}),
                store=self.documents,
                now=self.now,
            )

    def claim(self, case_id: str) -> None:
        """Someone at the desk takes the open task."""
        task = self.task(case_id)
        with self.database.writing() as session:
            claim_task(
                session, task_id=task.id, person=self.officer(task, known=True), now=self.now
            )

    def switch(self, case_id: str, channel: str) -> None:
        """The receiving officer moves the case to another channel."""
        case = self.case(case_id)
        post = Post(case.receiving_unit, case.receiving_unit, "can_bo_mot_cua", "Cán bộ")
        person = replace(self.officer(self.task(case_id)), posts=(post,))
        with self.database.writing() as session:
            change_channel(
                session,
                ref=case.submission_number,
                person=person,
                channel=channel,  # type: ignore[arg-type]  # one of the channels
                reason="Dữ liệu dân cư lệch với giấy tờ",
                basis="NĐ 118/2025/NĐ-CP, Điều 17.1b",
                now=self.now,
            )

    def received(self, province: str, **where: Any) -> Case:
        """A case that is filed and received now."""
        case_id = self.file(province, **where)
        self.end(case_id)
        return self.case(case_id)

    def officer(self, task: Task, *, known: bool = False) -> Person:
        """Someone at the task's desk; ``known``: an officer of the province who holds it."""
        with self.database.reading() as session:
            setting = setting_of(session, task.province_code)
        title = setting.positions[task.position_code]
        unit = setting.unit_name(task.unit_code)
        post = Post(task.unit_code, unit, task.position_code, title)
        desk = (task.province_code, task.unit_code, task.position_code)
        with self.database.reading() as session:
            held = session.execute(officers_at(*desk, self.now.date())).first()
        return Person(
            account_id="f" * 32,
            kind="officer",
            name="Nguyễn Thị Hạnh",
            username="hanh",
            province_code=task.province_code,
            officer_id=held[0] if held and known else "f" * 32,
            posts=(post,),
        )

    def open_account(self, province: str, unit: str, valid_from: date) -> None:
        """The unit gets a beneficiary account."""
        with self.database.writing() as session:
            session.add(
                BeneficiaryAccount(
                    province_code=province,
                    unit_code=unit,
                    kind="le_phi",
                    valid_from=valid_from,
                    bank="Kho bạc Nhà nước",
                    number="3511.0.1234567",
                    name=unit,
                )
            )
