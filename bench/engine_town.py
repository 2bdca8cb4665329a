"""A town for the engine's benchmark: a database, a desk with its officer, real cases to step."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2s
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import Session

from engine.accounts import Person, Post
from engine.cases.act.task_act import Ending
from engine.cases.acts import end_step
from engine.cases.submit import Filing, submit_case
from engine.catalogue.packages import digest_of
from engine.organisation.loading import load_province
from engine.ports import DocumentStore
from engine.store.audit import CaseEvent
from engine.store.base import Base, table_of
from engine.store.cases import Case, ClockInterval, Dossier, Task
from engine.store.catalogue import Package, PackageFile, Procedure
from engine.store.database import Database
from engine.store.jobs import OutboxMessage
from engine.store.organisation import Appointment, Officer
from engine.store.upgrade import upgrade

HERE = Path(__file__).parent
PROVINCE = "nghe_an"
DESK = ("phuong_truong_vinh_ttphcc", "can_bo_mot_cua")
PROCESSES = {"9.100001": HERE / "engine.bpmn", "9.100002": HERE / "engine_loop.bpmn"}
FIFTEEN, LOOP = PROCESSES
STEPS = 15
BATCH = 5_000
"""Rows that are written at once."""
START = datetime(2025, 12, 4, 2, 15, tzinfo=UTC)
CITIZEN = Person(account_id="c" * 32, kind="citizen", name="Lê Thị Mai", username="bench")
DOSSIER: dict[str, object] = {
    "ten": "Lê Thị Mai",
    "so_dinh_danh": "040099012345",
    "dia_chi": "Số 12, đường Lê Lợi, phường Trường Vinh, tỉnh Nghệ An",
    "noi_dung": "Đề nghị giải quyết theo quy định. " * 20,
}
"""What the citizen files."""
STEP_ANSWERS: dict[str, object] = {
    "so_van_ban": "BB-17/TTPVHCC",
    "y_kien": "Hồ sơ phù hợp quy định, đủ điều kiện giải quyết. " * 4,
}
"""What each step's form submits, to every engine alike."""


def outcome_of(element_id: str, times: int) -> tuple[str, str] | None:
    """The button that ends a step for the so-manieth time: its variable and value.

    The dossier is found incomplete once; everything else goes straight on.
    """
    chosen = {
        "kiem_tra": ("thanh_phan", "du" if times else "thieu"),
        "tham_dinh": ("thuc_te", "can"),
        "xet_duyet": ("duyet", "dong_y"),
        "review": ("duyet", "tra_lai"),
    }
    return chosen.get(element_id)


def form(fields: Iterable[str]) -> bytes:
    """A form-js schema of text fields."""
    asked = [{"type": "textarea", "key": key, "label": key, "id": key} for key in fields]
    return msgspec.json.encode({"type": "default", "components": asked})


MANIFEST = """
code = "{code}"
name = "Thủ tục đo tốc độ"
short_name = "Đo tốc độ"
sector = "Đo"
level = "commune"
[decision]
number = "1/QĐ"
date = 2025-01-01
[time_limit]
amount = 96
unit = "working_hours"
[filing]
channels = ["online"]
[filing.people]
owner_name = "ten"
"""
_task = table_of(Task)
_OPEN = (
    select(_task.c.id, _task.c.element_id)
    .where(
        _task.c.province_code == PROVINCE,
        _task.c.case_id == bindparam("case_id"),
        _task.c.state == "open",
    )
    .order_by(_task.c.element_id)
    .limit(1)
)


HISTORY: tuple[type[Base], ...] = (Case, Dossier, Task, CaseEvent, ClockInterval, OutboxMessage)
"""What is left of a case that has ended."""


class NoDocuments(DocumentStore):
    """Nothing is filed here."""


def prepare(database: Database) -> None:
    """Tables, the province, the two procedures of the benchmark."""
    upgrade(database)
    with database.writing() as session:
        load_province(session, HERE.parent / "processes" / PROVINCE)
        for code, path in PROCESSES.items():
            _catalogue(session, code, path.read_bytes())


def _catalogue(session: Session, code: str, diagram: bytes) -> None:
    """The package as published, without the drawing that a benchmark diagram lacks."""
    files = {
        "procedure.toml": MANIFEST.format(code=code).encode(),
        "process.bpmn": diagram,
        "forms/filing.json": form(DOSSIER),
        "forms/buoc.json": form(STEP_ANSWERS),
    }
    key = {"province_code": PROVINCE, "digest": digest_of(files)}
    names = {"name": "Đo tốc độ", "short_name": "Đo", "sector": "Đo", "level": "commune"}
    rows: list[tuple[type, object]] = [
        (Procedure, {"province_code": PROVINCE, "code": code, **names}),
        (
            Package,
            {
                **key,
                "procedure_code": code,
                "version": 1,
                "diagram": "",
                "valid_from": date(2025, 1, 1),
                "published_at": START,
                "published_by": "bench",
            },
        ),
        (
            PackageFile,
            [{**key, "path": path, "content": content} for path, content in files.items()],
        ),
    ]
    for entity, values in rows:
        session.connection().execute(insert(table_of(entity)), values)  # type: ignore[arg-type]


def copy_rows(session: Session, table: Table, case_id: str, count: int) -> None:
    """Add so many copies of the case's rows under new keys."""
    of_case = table.columns["id" if table.name == "cases" else "case_id"]
    found = session.connection().execute(select(table).where(of_case == case_id))
    rows = [row._asdict() for row in found]
    for begin in range(0, count, BATCH):
        copies = range(begin, min(begin + BATCH, count))
        session.connection().execute(
            insert(table), [_renamed(row, copy) for copy in copies for row in rows]
        )


def _renamed(row: dict[str, Any], copy: int) -> dict[str, Any]:
    """The row as one of another case; keys spread over the index as random ones do."""
    named = ("id", "case_id", "code", "submission_number")
    # A timer is called as the state of its case calls it.
    named = named[1:] if "element_id" in row and "incident_id" in row else named
    keys = {name: row[name] for name in named if row.get(name)}
    return row | {
        name: blake2s(f"{key} {copy}".encode(), digest_size=16).hexdigest()
        for name, key in keys.items()
    }


class BenchTown:
    """Files cases and steps them by the verbs of the product, one transaction each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = START
        self.officer = self._officer()
        self._times: Counter[tuple[str, str]] = Counter()

    def _officer(self) -> Person:
        with self.database.reading() as session:
            row = session.execute(
                select(Officer.id, Officer.full_name)
                .join(Appointment, Appointment.officer_id == Officer.id)
                .where(Appointment.unit_code == DESK[0], Appointment.position_code == DESK[1])
                .order_by(Officer.full_name)
            ).first()
        assert row is not None, "the province has lost its one-stop officer"
        post = Post(DESK[0], "Trung tâm", DESK[1], "Cán bộ một cửa")
        return Person(
            account_id=row.id,
            kind="officer",
            name=row.full_name,
            username="bench",
            province_code=PROVINCE,
            officer_id=row.id,
            posts=(post,),
        )

    def file(self, procedure_code: str = FIFTEEN) -> str:
        """File a case; its id."""
        filing = Filing(
            province_code=PROVINCE,
            procedure_code=procedure_code,
            channel="online",
            receiving_unit=DESK[0],
            returning_unit=DESK[0],
            answers=DOSSIER,
        )
        with self.database.writing() as session:
            filed = submit_case(
                session, person=CITIZEN, filing=filing, store=NoDocuments(), now=self.now
            )
        return filed.case_id

    def open_task(self, case_id: str) -> tuple[str, str] | None:
        """An open task of the case and its element; ``None`` at the end."""
        with self.database.reading() as session:
            row = session.connection().execute(_OPEN, {"case_id": case_id}).one_or_none()
        return None if row is None else (row.id, row.element_id)

    def _read(self, case_id: str) -> dict[str, Any]:
        """What whoever decides has read of the case, by its mark; nothing in a tree of before
        (``bench/before.py``), whose steps ask for none.
        """
        if find_spec("engine.routing.read_before") is None:
            return {}
        shown_now = import_module("engine.routing.read_before").shown_now
        with self.database.reading() as session:
            return {"seen": shown_now(session, "complete", (PROVINCE, case_id))}

    def step(self, case_id: str) -> float | None:
        """One step of the case, committed: its seconds; ``None`` when the case has ended."""
        task = self.open_task(case_id)
        if task is None:
            return None
        task_id, element_id = task
        chosen = outcome_of(element_id, self._times[case_id, element_id])
        self._times[case_id, element_id] += 1
        ending = Ending(chosen[1] if chosen else None, STEP_ANSWERS, **self._read(case_id))
        self.now += timedelta(milliseconds=1)
        begun = perf_counter()
        with self.database.writing() as session:
            end_step(
                session,
                task_id=task_id,
                person=self.officer,
                ending=ending,
                store=NoDocuments(),
                now=self.now,
            )
        return perf_counter() - begun

    def walk(self, count: int, seed: int) -> tuple[int, float]:
        """Take so many cases to their end, in random turns: steps and the seconds they took."""
        live = [self.file() for _ in range(count)]
        chance = random.Random(seed)
        steps, spent = 0, 0.0
        while live:
            place = chance.randrange(len(live))
            taken = self.step(live[place])
            if taken is None:
                live.pop(place)
                continue
            steps, spent = steps + 1, spent + taken
        assert steps == count * STEPS, f"{steps} steps for {count} cases"
        return steps, spent

    def fill(self, count: int) -> None:
        """Add copies of an ended case, and let the database learn what its tables look like.

        A database that has seen a dozen cases reads whole tables instead of indexes, and has
        planned its statements for that.
        """
        case_id = self.file()
        while self.step(case_id) is not None:
            pass
        with self.database.writing() as session:
            for entity in HISTORY:
                copy_rows(session, table_of(entity), case_id, count)
        with self.database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()

    def state_size(self, steps: int) -> int:
        """Bytes of a case's state after so many steps."""
        case_id = self.file()
        for _ in range(steps):
            self.step(case_id)
        with self.database.reading() as session:
            state = session.scalars(select(Case.state).where(Case.id == case_id)).one()
        return len(state)

    def loop_cost(self, before: int, measured: int = 20) -> float:
        """Seconds of a step after so many rounds of rework."""
        case_id = self.file(LOOP)
        for _ in range(before * 2):
            self.step(case_id)
        return sum(self.step(case_id) or 0.0 for _ in range(measured * 2))
