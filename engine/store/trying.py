"""A trial on SQLite, of what changes a configuration or of a dossier: nobody waits for it.

SQLite has one writer, so a trial would keep every filing out for as long as it goes on. It writes
into tables of its own connection instead (``TEMPORARY``): they stand before those of the database,
with the province's rows as they are when it begins, and are gone when it is rolled back.
"""

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.schema import CreateIndex, CreateTable

from engine.store import cases, catalogue, jobs, organisation, payments, rules
from engine.store.access import AccessGrant, AwaitingConfirmation
from engine.store.audit import CaseEvent
from engine.store.base import Base, table_of
from engine.store.consultations import Consultation
from engine.store.lateness import LatenessCause
from engine.store.meetings import Meeting
from engine.store.phases import CasePhase

_OF_PROCEDURES: tuple[type[Base], ...] = (catalogue.Procedure, catalogue.ProcedureResult)
"""What a package brings of its procedure, where the catalogue doesn't know it yet."""
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
    *_OF_PROCEDURES,
    catalogue.ProcedureDocument,
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
_RULES: tuple[type[Base], ...] = (rules.LocalRule, rules.RulePeriod, rules.RuleEvent)
"""What a whole configuration brings besides."""
_OF_DOSSIERS: tuple[type[Base], ...] = (
    cases.Case,
    cases.Dossier,
    cases.Task,
    cases.ClockInterval,
    cases.CodeCounter,
    cases.CaseDocument,
    CaseEvent,
    CasePhase,
    rules.CaseRule,
    rules.CaseFee,
    payments.Payment,
    Consultation,
    Meeting,
    LatenessCause,
    jobs.Timer,
    jobs.Incident,
    jobs.OutboxMessage,
)
"""What a dossier that is filed for trial writes: begun empty, for it knows no other dossier."""


def write_beside(connection: Connection, province_code: str) -> None:
    """From here on the transaction writes beside the database, about this province alone."""
    _make(connection, (*_KEPT, *_LOGS))
    _copy(connection, _KEPT, province_code)


def rehearse_beside(
    connection: Connection, province_code: str, procedures: Collection[str] | None
) -> None:
    """The same for dossiers of these procedures, as if there were neither others nor any dossier.

    ``None``: for the province's whole configuration, rules and packages too, and then dossiers.
    """
    whole = (*_KEPT, *_RULES) if procedures is None else _OF_PROCEDURES
    logs = _LOGS if procedures is None else ()
    packages = catalogue.Package, catalogue.FilingClosure
    _make(connection, (*whole, *logs, *_OF_DOSSIERS, *packages, catalogue.PackageFile))
    _copy(connection, whole, province_code)
    _copy(connection, packages, province_code, procedures)
    of_these = "province_code = ? AND digest IN (SELECT digest FROM temp.packages)"
    _copy_rows(connection, catalogue.PackageFile, of_these, province_code)


def _make(connection: Connection, entities: tuple[type[Base], ...]) -> None:
    for statement in _making(connection.dialect, entities):
        connection.exec_driver_sql(statement)


def _copy(
    connection: Connection,
    entities: tuple[type[Base], ...],
    province_code: str,
    procedures: Collection[str] | None = None,
) -> None:
    for entity in entities:
        where = "code = ?" if entity is organisation.Province else "province_code = ?"
        if procedures is not None:
            where += f" AND procedure_code IN ({', '.join('?' * len(procedures))})"
        _copy_rows(connection, entity, where, province_code, *(procedures or ()))


def _copy_rows(connection: Connection, entity: type[Base], where: str, *values: str) -> None:
    table = table_of(entity)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    # Names of the house's own tables: nothing of it comes from outside.
    connection.exec_driver_sql(
        f"INSERT INTO temp.{table.name} ({columns}) "  # noqa: S608
        f"SELECT {columns} FROM main.{table.name} WHERE {where}",
        values,
    )


@lru_cache(3)
def _making(dialect: Dialect, entities: tuple[type[Base], ...]) -> tuple[str, ...]:
    tables = [table_of(entity) for entity in entities]
    return tuple(statement for table in tables for statement in _of_table(table, dialect))


def _of_table(table: Table, dialect: Dialect) -> list[str]:
    # What a row refers to may not be beside it; acts check that before the database does.
    made = str(CreateTable(table, include_foreign_key_constraints=[]).compile(dialect=dialect))
    indexes = (str(CreateIndex(one).compile(dialect=dialect)) for one in table.indexes)
    return [made.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1), *indexes]
