"""A column among many values, on both databases."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from engine.store.among import FEW, among, pair_among
from engine.store.base import table_of
from engine.store.database import Database
from engine.store.organisation import Province

_province = table_of(Province)


def found(database: Database, condition: ColumnElement[bool]) -> Collection[str]:
    """The codes of the provinces for which it holds, and as text what it is for each."""
    with database.reading() as session:
        where = {*session.scalars(select(_province.c.code).where(condition))}
        told = session.execute(select(_province.c.code, condition.label("holds"))).all()
    assert where == {row.code for row in told if row.holds}
    return where


def test_few_and_many_values_and_pairs_of_them(database: Database) -> None:
    more = {f"x{place}" for place in range(FEW + 1)}
    names = {"a": "Một", "b": "Hai", "c": "Một"}
    with database.writing() as session:
        for code, name in names.items():
            rest = {"full_name": name, "agency_code": "x", "calendar_code": "x", "details": {}}
            session.add(Province(code=code, name=name, **rest))
    code, name = _province.c.code, _province.c.name
    assert found(database, among(code, {"c", "a", "z"})) == {"a", "c"}
    assert found(database, among(code, {"c", "a", *more})) == {"a", "c"}
    assert found(database, among(code, {"it's", "{a}", 'a,"b'})) == set()
    assert found(database, among(code, {"it's", "{a}", 'a,"b', *more})) == set()
    assert found(database, among(code, ())) == set()
    # Both columns are there, but not together.
    pairs = {("a", "Một"), ("b", "Một"), ("c", "Hai")}
    assert found(database, pair_among(code, name, pairs)) == {"a"}
    assert found(database, pair_among(code, name, {("b", "Hai"), ("c", "Một")})) == {"b", "c"}
    many = {(one, "Một") for one in more}
    assert found(database, pair_among(code, name, pairs | many)) == {"a"}
    assert found(database, pair_among(code, name, {("b", "Hai"), ("c", "Một")} | many)) == {
        "b",
        "c",
    }
