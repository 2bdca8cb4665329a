"""A trial of what changes a configuration, on SQLite: nobody waits for it.

SQLite has one writer, so a trial would keep every filing out for as long as it goes on. It writes
into tables of its own connection instead (``TEMPORARY``): they stand before those of the database,
with the province's rows as they are when it begins, and are gone when it is rolled back.
"""

from functools import lru_cache

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.schema import CreateIndex, CreateTable

from engine.store import catalogue, organisation, rules
from engine.store.access import AccessGrant, AwaitingConfirmation
from engine.store.base import Base, table_of

_KEPT: tuple[type[Base], ...] = (
    organisation.Province,
    organisation.WorkCalendar,
    organisation.Unit,
    organisation.Position,
    organisation.Officer,
    organisation.Appointment,
    organisation.Substitution,
    organisation.ServingUnit,
    organisation.FocalPerson,
    organisation.UnitSuccession,
    organisation.UnitRenaming,
    organisation.DeskMove,
    catalogue.Procedure,
    catalogue.ProcedureDocument,
    catalogue.ProcedureResult,
    catalogue.ProcedureFee,
    catalogue.ResultType,
    catalogue.Sector,
    catalogue.LegalBasis,
    rules.Area,
    rules.AreaUnit,
    rules.BeneficiaryAccount,
    AccessGrant,
    AwaitingConfirmation,
)
"""What a trial may change."""
_LOGS: tuple[type[Base], ...] = (organisation.ConfigurationChange, catalogue.ProcedureImport)
"""What it only adds to: begun empty."""


def write_beside(connection: Connection, province_code: str) -> None:
    """From here on the transaction writes beside the database, about this province alone."""
    for statement in _making(connection.dialect):
        connection.exec_driver_sql(statement)
    for entity in _KEPT:
        table = table_of(entity)
        whose = "code" if entity is organisation.Province else "province_code"
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        # Names of the house's own tables: nothing of it comes from outside.
        connection.exec_driver_sql(
            f"INSERT INTO temp.{table.name} ({columns}) "  # noqa: S608
            f"SELECT {columns} FROM main.{table.name} WHERE {whose} = ?",
            (province_code,),
        )


@lru_cache(1)
def _making(dialect: Dialect) -> tuple[str, ...]:
    tables = [table_of(entity) for entity in (*_KEPT, *_LOGS)]
    return tuple(statement for table in tables for statement in _of_table(table, dialect))


def _of_table(table: Table, dialect: Dialect) -> list[str]:
    # What a row refers to may not be beside it; acts check that before the database does.
    made = str(CreateTable(table, include_foreign_key_constraints=[]).compile(dialect=dialect))
    indexes = (str(CreateIndex(one).compile(dialect=dialect)) for one in table.indexes)
    return [made.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1), *indexes]
