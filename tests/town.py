"""A ward of the demonstration with its people: the ``given`` of most tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator, administrator
from engine.accounts import Person, Post
from engine.accounts.posts import holdings_of
from engine.acts.on_steps import COMPLETE
from engine.administration.people.confirming import awaiting, confirm
from engine.cases.act.moved import Moved
from engine.cases.act.task_act import Ending
from engine.cases.acts import end_step
from engine.cases.adding_files import FiledDocument
from engine.cases.change_channel import change_channel
from engine.cases.claim import claim_task
from engine.cases.submit import Filing, Submitted, submit_case
from engine.catalogue.manifest import Channel
from engine.organisation.holders import held_on
from engine.organisation.tree import setting_of
from engine.ports import DocumentStore
from engine.publishing.folders import read_package_folder
from engine.routing.read_before import shown_now
from engine.store.cases import Case, Task
from engine.store.database import Database
from engine.store.organisation import Appointment, Officer
from engine.worktime import ZONE
from tests.papers import PDF, with_papers
from tests.played import scenarios

PROVINCE = "nghe_an"
FLAGSHIP = "2.002755"
WARD = "phuong_truong_vinh"
CENTRE = "phuong_truong_vinh_ttphcc"

CITIZEN = Person(
    account_id="c" * 32, kind="citizen", name="Lê Thị Mai", username="congdan", honorific="chị"
)
FLAGSHIP_FOLDER = Path(__file__).parent.parent / "processes" / "nghe_an" / "tro_cap_mot_lan"
MAIN_PATH = scenarios(read_package_folder(FLAGSHIP_FOLDER))[0]
STEPS = {step.element: step for step in MAIN_PATH.steps}
OF_THE_DOSSIER = ("ngay_hop", "ngay_van_ban")
"""Days that its steps tell: here that of the filing, and nothing lies before it."""


def clerk_at(unit_code: str, province_code: str = PROVINCE) -> Person:
    """An officer of the centre: who files what comes over its counter or by post."""
    return Person(
        account_id="d" * 32,
        kind="officer",
        name="Trần Thị Hoa",
        username="hoa",
        province_code=province_code,
        officer_id="d" * 32,
        posts=(Post(unit_code, unit_code, "can_bo_mot_cua", "Cán bộ một cửa"),),
    )


class Town:
    """Acts on one database with the demonstration's officers. ``now`` moves only by ``wait``."""

    def __init__(self, database: Database, documents: DocumentStore) -> None:
        self.database = database
        self.documents = documents
        self.now = datetime(2025, 12, 4, 9, 15, tzinfo=ZONE)

    def wait(self, **length: float) -> None:
        """Let time pass: ``wait(hours=2)``."""
        self.now += timedelta(**length)

    @contextmanager
    def act(self) -> Iterator[Session]:
        """One act's transaction."""
        with self.database.writing() as session:
            yield session

    def file(self, *, person: Person = CITIZEN, **changes: Any) -> Submitted:
        """A citizen files the flagship online at the ward; ``changes`` are fields of Filing.

        With a file for every component that the filing owes, unless ``documents`` are given.
        """
        with self.act() as session:
            return self.file_in(session, person=person, **changes)

    def file_in(self, session: Session, *, person: Person = CITIZEN, **changes: Any) -> Submitted:
        """The same within somebody's transaction."""
        filing = Filing(
            **{
                "province_code": PROVINCE,
                "procedure_code": FLAGSHIP,
                "channel": "online",
                "receiving_unit": CENTRE,
                "returning_unit": CENTRE,
                "answers": MAIN_PATH.answers,
                **changes,
            }
        )
        if "documents" not in changes:
            filing = with_papers(session, filing, self.now)
        return submit_case(
            session, person=person, filing=filing, store=self.documents, now=self.now
        )

    def task(self, case_id: str, element_id: str | None = None) -> Task:
        """The open task of a case (at that element)."""
        query = select(Task).where(Task.case_id == case_id, Task.state == "open")
        if element_id is not None:
            query = query.where(Task.element_id == element_id)
        with self.database.reading() as session:
            return session.scalars(query).one()

    def case(self, case_id: str) -> Case:
        """The case as it is now."""
        with self.database.reading() as session:
            return session.scalars(select(Case).where(Case.id == case_id)).one()

    def officers(self, unit_code: str, position_code: str) -> list[Person]:
        """Everyone who holds the desk, in name order."""
        with self.database.reading() as session:
            setting = setting_of(session, PROVINCE)
            rows = session.execute(
                select(Officer.id, Officer.full_name, Officer.honorific)
                .join(Appointment, Appointment.officer_id == Officer.id)
                .where(
                    Appointment.unit_code == unit_code,
                    Appointment.position_code == position_code,
                    held_on(self.now.astimezone(ZONE).date()),
                )
                .order_by(Officer.full_name)
            ).all()
        post = Post(
            unit_code,
            setting.unit_name(unit_code),
            position_code,
            setting.positions[position_code],
        )
        return [
            Person(
                account_id=row.id,
                kind="officer",
                name=row.full_name,
                username=row.id,
                honorific=row.honorific,
                province_code=PROVINCE,
                officer_id=row.id,
                posts=(post,),
            )
            for row in rows
        ]

    def officer(self, username: str) -> Person:
        """The officer with this user name and the posts of today, as if just signed in."""
        with self.database.reading() as session:
            row = session.scalars(select(Officer).where(Officer.username == username)).one()
            day = self.now.astimezone(ZONE).date()
            posts, grants = holdings_of(session, PROVINCE, row.id, day)
        return Person(
            account_id=row.id,
            kind="officer",
            name=row.full_name,
            username=row.username,
            honorific=row.honorific,
            province_code=PROVINCE,
            officer_id=row.id,
            posts=posts,
            grants=grants,
            day=day,
        )

    def administrator(self, username: str) -> Administrator:
        """The officer as the administrator that today's posts make of them."""
        with self.database.reading() as session:
            return administrator(self.officer(username), setting_of(session, PROVINCE))

    def confirm(self, awaiting_id: str | None) -> None:
        """Another administrator lets what waits be."""
        with self.act() as session:
            other = self.administrator("hieu.ph")
            waits = {one.id: one.seen for one in awaiting(session, admin=other, now=self.now)}
            told = {"awaiting_id": awaiting_id or "", "seen": waits.get(awaiting_id or "", "")}
            confirm(session, admin=other, **told, now=self.now)

    def desk(self, task: Task) -> Person:
        """The first officer at the task's desk."""
        return self.officers(task.unit_code, task.position_code)[0]

    def claim(self, task: Task, person: Person | None = None) -> None:
        """The officer takes the task."""
        with self.act() as session:
            claim_task(session, task_id=task.id, person=person or self.desk(task), now=self.now)

    def switch(self, case_id: str, person: Person, channel: Channel) -> None:
        """The officer moves the case to another channel."""
        ref = self.case(case_id).submission_number
        with self.act() as session:
            change_channel(
                session,
                ref=ref,
                person=person,
                channel=channel,
                reason="Dữ liệu dân cư lệch với giấy tờ",
                basis="NĐ 118/2025/NĐ-CP, Điều 17.1b",
                now=self.now,
            )

    def end(
        self,
        task: Task,
        *,
        outcome: str | None = None,
        answers: dict[str, object] | None = None,
        comment: str | None = None,
        person: Person | None = None,
        ending: Ending | None = None,
    ) -> Moved:
        """End a task by its own act; by default with what the main path chooses."""
        if ending is None:
            ending = self.usual_ending(task, outcome, answers, comment)
        with self.act() as session:
            seen = ending.seen or shown_now(session, COMPLETE, (task.province_code, task.case_id))
            return end_step(
                session,
                task_id=task.id,
                person=person or self.desk(task),
                ending=replace(ending, seen=seen),
                documents=[FiledDocument(None, "ket-qua.pdf", PDF)],
                store=self.documents,
                now=self.now,
            )

    def usual_ending(
        self,
        task: Task,
        outcome: str | None = None,
        answers: dict[str, object] | None = None,
        comment: str | None = None,
    ) -> Ending:
        """What the main path chooses at a step, where nothing else is given."""
        usual = STEPS[task.element_id]
        filed = self.case(task.case_id).submitted_at.astimezone(ZONE).date()
        told = {
            key: filed.isoformat() if key in OF_THE_DOSSIER else value
            for key, value in (usual.answers or {}).items()
        }
        return Ending(
            outcome or usual.outcome,
            answers or told,
            comment or usual.comment,
            assignee=None,
        )

    def until(self, case_id: str, element_id: str | None) -> None:
        """Take the main path until the element is open; to the end for ``None``."""
        while True:
            with self.database.reading() as session:
                task = session.scalars(
                    select(Task).where(Task.case_id == case_id, Task.state == "open")
                ).one_or_none()
            if task is None or task.element_id == element_id:
                return
            self.end(task)
