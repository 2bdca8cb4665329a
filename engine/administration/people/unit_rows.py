"""What has been written about a unit, whatever table it stands in."""

from sqlalchemy import Table, select

from engine.administration.configuring import ConfigurationAct
from engine.administration.people.row_words import SUBJECTS
from engine.store.base import Base, table_of
from engine.store.organisation import Unit
from engine.store.rules import LocalRule


def rows_naming(act: ConfigurationAct, code: str) -> tuple[str, ...]:
    """What rows name the unit, in words, each kind once; rules that apply there too."""
    tables = [one.name for one in Base.metadata.sorted_tables if _names(act, one, code)]
    there = (LocalRule.province_code == act.province_code) & (LocalRule.place == f"unit:{code}")
    if act.session.scalar(select(LocalRule.id).where(there).limit(1)) is not None:
        tables.append(LocalRule.__tablename__)
    return tuple(dict.fromkeys(SUBJECTS.get(one, one) for one in tables))


def _names(act: ConfigurationAct, table: Table, code: str) -> bool:
    """Whether a row of the table refers to the unit."""
    for key in table.foreign_key_constraints:
        if key.referred_table is not table_of(Unit):
            continue
        mine = next(one for one in key.columns if one.name != "province_code")
        query = select(mine).where(table.c.province_code == act.province_code, mine == code)
        if act.session.execute(query.limit(1)).first() is not None:
            return True
    return False
