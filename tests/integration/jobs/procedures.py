"""Small procedures of the demonstration's ward, written in a line or two and filed as real cases.

They are put straight into the catalogue: some of them are so faulty that nobody could publish them.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engine.audit.chain import SYSTEM
from engine.cases.act import locking
from engine.cases.act.case_act import CaseAct
from engine.cases.act.task_act import Ending
from engine.cases.acts import end_step
from engine.cases.submit import Submitted
from engine.cases.vouching.verify import case_faults
from engine.catalogue.packages import digest_of
from engine.store.base import table_of
from engine.store.cases import Task
from engine.store.catalogue import Package, PackageFile, Procedure
from engine.store.jobs import OutboxMessage, Timer
from engine.store.organisation import Appointment, Province, Unit
from tests.integration.workflow.diagrams import document, node, process
from tests.town import CENTRE, PROVINCE, Town

DIVISION = "phong_moi_1"
DESK = '<tthc:assignment unit="{unit}" position="can_bo_mot_cua"/>'
MANIFEST = """
code = "{code}"
name = "Thủ tục thử"
short_name = "Thử"
sector = "Thử"
level = "commune"
[decision]
number = "1/QĐ"
date = 2025-01-01
[time_limit]
amount = 40
unit = "working_hours"
[filing]
channels = ["online"]
[filing.people]
owner_name = "ten"
"""
FORM = {
    "type": "default",
    "id": "filing",
    "schemaVersion": 18,
    "components": [
        {"type": "textfield", "key": "ten", "label": "Họ tên", "id": "f1"},
        {"type": "textfield", "key": "loai", "label": "Loại", "id": "f2"},
    ],
}


def task(id: str, inside: str = "", *, unit: str = "receiving") -> str:  # noqa: A002 - as in BPMN
    """A task of the one-stop desk; ``inside`` are more extension elements."""
    desk = DESK.format(unit=unit)
    extensions = (
        f'<bpmn:extensionElements>{desk}<tthc:duration hours="4"/>{inside}</bpmn:extensionElements>'
    )
    return node("user", id, extensions, name=f"Bước {id}")


def install(town: Town, *parts: str, code: str = "9.000001", **files: bytes) -> str:
    """Put a procedure into the catalogue; its code. ``files`` are more files, ``_`` for ``.``."""
    package = {
        "procedure.toml": MANIFEST.format(code=code).encode(),
        "process.bpmn": document(process(*parts)),
        "forms/filing.json": msgspec.json.encode(FORM),
        **{name.replace("_", "."): data for name, data in files.items()},
    }
    with town.act() as session:
        _insert(session, code, package)
    return code


def _insert(session: Session, code: str, files: Mapping[str, bytes]) -> None:
    key = {"province_code": PROVINCE, "digest": digest_of(files)}
    connection = session.connection()
    names = {"name": "Thủ tục thử", "short_name": "Thử", "sector": "Thử", "level": "commune"}
    connection.execute(
        insert(table_of(Procedure)), {"province_code": PROVINCE, "code": code, **names}
    )
    connection.execute(
        insert(table_of(Package)),
        {
            **key,
            "procedure_code": code,
            "version": 1,
            "diagram": "<svg/>",
            "valid_from": date(2025, 1, 1),
            "published_at": datetime(2025, 1, 1, tzinfo=UTC),
            "published_by": "tests",
        },
    )
    connection.execute(
        insert(table_of(PackageFile)),
        [{**key, "path": path, "content": content} for path, content in files.items()],
    )


def file(town: Town, code: str = "9.000001", **answers: object) -> Submitted:
    """File a case of a small procedure."""
    return town.file(
        procedure_code=code,
        receiving_unit=CENTRE,
        returning_unit=CENTRE,
        answers={"ten": "Lê Thị Mai", **answers},
    )


def open_division(town: Town) -> None:
    """The province sets up the division that nobody had thought of, with somebody in it."""
    (officer, *_) = town.officers(CENTRE, "can_bo_mot_cua")
    post = {"unit_code": DIVISION, "position_code": "can_bo_mot_cua"}
    since = {"province_code": PROVINCE, "valid_from": date(2025, 1, 1)}
    unit = {"code": DIVISION, "kind": "phong_moi", "level": "commune", "parent_code": CENTRE}
    named = {"name": "Phòng mới", "short_name": "Phòng mới"}
    with town.act() as session:
        connection = session.connection()
        connection.execute(insert(table_of(Unit)), {**since, **unit, **named})
        connection.execute(
            insert(table_of(Appointment)), {**since, **post, "officer_id": officer.officer_id}
        )
        session.execute(update(Province).values(epoch=Province.epoch + 1))


def file_before(town: Town, **answers: object) -> Submitted:
    """File while the division is there that a later act then doesn't find."""
    open_division(town)
    filed = file(town, **answers)  # type: ignore[arg-type]  # answers, no other procedure
    with town.act() as session:
        session.execute(delete(Appointment).where(Appointment.unit_code == DIVISION))
        session.execute(delete(Unit).where(Unit.code == DIVISION))
        session.execute(update(Province).values(epoch=Province.epoch + 1))
    return filed


def waiting(town: Town, case_id: str) -> list[Timer]:
    """The timer rows of a case that run, the soonest first."""
    query = (
        select(Timer)
        .where(Timer.case_id == case_id, Timer.due_at.is_not(None))
        .order_by(Timer.due_at)
    )
    with town.database.reading() as session:
        return list(session.scalars(query))


def elements(town: Town, case_id: str, state: str = "open") -> list[str]:
    """The elements of a case's tasks in that state."""
    query = select(Task.element_id).where(Task.case_id == case_id, Task.state == state)
    with town.database.reading() as session:
        return sorted(session.scalars(query))


def statuses(town: Town, case_id: str) -> list[object]:
    """The statuses that the portal was told, in their order."""
    query = (
        select(OutboxMessage.payload)
        .where(OutboxMessage.case_id == case_id, OutboxMessage.topic == "status_changed")
        .order_by(OutboxMessage.seq)
    )
    with town.database.reading() as session:
        return [told["status"] for told in session.scalars(query)]


def faults(town: Town, case_id: str) -> list[str]:
    """What verify says of the case."""
    with town.database.reading() as session:
        return case_faults(session, session.merge(town.case(case_id), load=False))


def act_on(town: Town, session: Session, case_id: str) -> CaseAct:
    """An act of the system on a case."""
    locked = locking.lock_case(session, PROVINCE, case_id)
    assert locked is not None
    return CaseAct(
        session,
        locked.case,
        epoch=locked.epoch,
        actor=SYSTEM,
        now=town.now,
    )


def end(town: Town, case_id: str, element_id: str | None = None) -> None:
    """The one-stop officer ends an open task (at that element) of the case."""
    query = select(Task).where(Task.case_id == case_id, Task.state == "open")
    if element_id is not None:
        query = query.where(Task.element_id == element_id)
    with town.database.reading() as session:
        row = session.scalars(query.order_by(Task.id)).first()
    assert row is not None
    with town.act() as session:
        end_step(
            session,
            task_id=row.id,
            person=town.desk(row),
            ending=Ending(),
            store=town.documents,
            now=town.now,
        )
