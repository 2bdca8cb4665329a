"""Statements compiled once write what SQLAlchemy itself would write."""

from decimal import Decimal

import pytest
from sqlalchemy import insert, select

from engine.cases.act.locking import TASK_COLUMNS
from engine.store.accounts import Account
from engine.store.base import table_of
from engine.store.cases import Task
from engine.store.prepared import Prepared
from tests.town import PROVINCE, Town


def test_every_type_of_a_task_arrives_as_it_was_given(town: Town) -> None:
    case_id = town.file().case_id
    row = dict.fromkeys(TASK_COLUMNS) | {
        "province_code": PROVINCE,
        "case_id": case_id,
        "element_id": "B1",
        "name": "100 % “đúng”",
        "unit_code": "u",
        "position_code": "p",
        "state": "done",
        "hours": Decimal("2.50"),
        "created_at": town.now,
        "due_at": None,
        "answers": {"ý kiến": ["một", 2, None]},
        "followed": True,
        "awaits_papers": False,
    }
    rows = [row | {"id": "1"}, row | {"id": "2", "answers": None}]
    with town.act() as session:
        Prepared(insert(table_of(Task))).run(session.connection(), rows)
    with town.database.reading() as session:
        found = session.scalars(select(Task).where(Task.unit_code == "u").order_by(Task.id)).all()
        bare = session.scalar(select(Task.id).where(Task.answers.is_(None), Task.id == "2"))
    assert [{name: getattr(task, name) for name in TASK_COLUMNS} for task in found] == rows
    assert bare == "2", "no value is NULL, not the JSON word null"


def test_a_value_that_nobody_gives_is_refused_when_compiled(town: Town) -> None:
    with pytest.raises(ValueError, match="demo"), town.act() as session:
        Prepared(insert(table_of(Account))).run(session.connection(), [{"id": "1"}])
