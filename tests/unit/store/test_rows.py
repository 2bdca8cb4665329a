"""The types of rows say what the tables say: names, kinds of values, what may be empty."""

from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from engine.store import rows
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.store.rows import CaseChanges, CaseRow, TaskChanges, TaskEnd, TaskRow


def kinds(hint: Any) -> tuple[type, bool]:
    """The plain type of a hint, and whether the value may be empty."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    plain = [part for part in parts if part is not type(None)]
    assert len(plain) == 1, hint
    if get_origin(plain[0]) is Literal:
        plain = [type(get_args(plain[0])[0])]
    origin: type = get_origin(plain[0]) or plain[0]
    return origin, type(None) in parts


def columns(entity: Any) -> dict[str, tuple[type, bool]]:
    """The same of a table's columns, as its class maps them."""
    mapped = get_type_hints(entity)
    return {
        column.key: kinds(get_args(mapped[column.key])[0]) for column in table_of(entity).columns
    }


@pytest.mark.parametrize(("row", "entity"), [(CaseRow, Case), (TaskRow, Task)])
def test_a_row_has_the_columns_of_its_table(row: type, entity: Any) -> None:
    hints = {name: kinds(hint) for name, hint in get_type_hints(row).items()}
    assert hints == columns(entity)


@pytest.mark.parametrize(
    ("part", "whole"), [(CaseChanges, CaseRow), (TaskChanges, TaskRow), (TaskEnd, TaskRow)]
)
def test_what_an_act_may_change_is_part_of_its_row(part: type, whole: type) -> None:
    of_row = get_type_hints(whole)
    for name, hint in get_type_hints(part).items():
        assert kinds(hint)[0] is kinds(of_row[name])[0], name


def test_the_key_of_a_case_and_what_it_was_filed_as_never_change() -> None:
    """When it was filed follows a confirmed slip alone: another moment is a fault of its audit."""
    fixed = {"province_code", "id", "procedure_code", "package_digest", "account_id", "channel"}
    assert not fixed & get_type_hints(CaseChanges).keys()


def test_every_type_here_is_a_row() -> None:
    own = [
        value for value in vars(rows).values() if getattr(value, "__module__", "") == rows.__name__
    ]
    assert own
    assert all(map(is_typeddict, own))
