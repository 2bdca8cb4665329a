"""What a configuration consists of: one section for each table, in the order of their references.

A new table of configuration is one more line in ``SECTIONS``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column

from engine.access import ROLES
from engine.catalogue.manifest import CHANNELS
from engine.catalogue.registers import ACCOUNT_KINDS, FEE_KINDS, LEVELS, ONLINE_LEVELS
from engine.catalogue.rules.kinds import KINDS
from engine.organisation.substitutions import MANNERS
from engine.store.access import AccessGrant
from engine.store.base import Base, table_of
from engine.store.catalogue import (
    LegalBasis,
    Package,
    Procedure,
    ProcedureDocument,
    ProcedureFee,
    ProcedureResult,
    ResultType,
    Sector,
)
from engine.store.organisation import (
    Appointment,
    DeskMove,
    FocalPerson,
    Officer,
    Position,
    ServingUnit,
    Substitution,
    Unit,
    UnitRenaming,
    UnitSuccession,
)
from engine.store.rules import (
    Area,
    AreaUnit,
    BeneficiaryAccount,
    LocalRule,
    RuleEvent,
    RulePeriod,
)

OFFICER_COLUMNS = {"officer_id": "officer", "absent_id": "absent"}
"""Columns that refer to an officer by id → the column of the file, which has the user name."""


@dataclass(frozen=True)
class Section:
    """A CSV file for the rows of one table. ``keys`` are the file's columns that name a row.

    ``hidden`` columns are not written: they follow from the others. Rows of a section that is not
    ``removable`` are referred to by what happened (cases, accounts), so an import never takes them
    away.
    """

    path: str
    entity: type[Base]
    keys: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    removable: bool = True
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The values that a column is limited to."""

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """The table's columns that the file has, in the order of the table."""
        hidden = {"province_code", *self.hidden}
        return tuple(c for c in table_of(self.entity).columns if c.name not in hidden)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the file's columns."""
        return tuple(OFFICER_COLUMNS.get(column.name, column.name) for column in self.columns)


SECTIONS: tuple[Section, ...] = (
    Section("organisation/units.csv", Unit, ("code",), removable=False, choices={"level": LEVELS}),
    Section("organisation/successions.csv", UnitSuccession, ("old_code", "new_code", "day")),
    Section("organisation/renamings.csv", UnitRenaming, ("unit_code", "day"), removable=False),
    Section("organisation/desk_moves.csv", DeskMove, ("unit_code", "position_code", "day")),
    Section("organisation/positions.csv", Position, ("code",), removable=False),
    Section("organisation/officers.csv", Officer, ("username",), hidden=("id",), removable=False),
    Section(
        "organisation/appointments.csv",
        Appointment,
        ("unit_code", "position_code", "officer", "valid_from"),
    ),
    Section(
        "organisation/substitutions.csv",
        Substitution,
        ("unit_code", "position_code", "officer", "valid_from", "procedure_code", "sector"),
        hidden=("id",),
        choices={"manner": MANNERS},
    ),
    Section(
        "organisation/focal_persons.csv",
        FocalPerson,
        ("unit_code", "duty", "officer", "valid_from"),
    ),
    Section(
        "organisation/access_grants.csv",
        AccessGrant,
        ("role", "unit_code", "officer", "valid_from", "procedure_code", "sector"),
        hidden=("id",),
        choices={"role": [role.code for role in ROLES.values() if role.given]},
    ),
    Section("organisation/serving_units.csv", ServingUnit, ("role", "commune_code", "valid_from")),
    Section("organisation/areas.csv", Area, ("code",), removable=False),
    Section("organisation/area_units.csv", AreaUnit, ("area_code", "unit_code")),
    Section(
        "catalogue/beneficiary_accounts.csv",
        BeneficiaryAccount,
        ("unit_code", "kind", "valid_from"),
        choices={"kind": ACCOUNT_KINDS},
    ),
    Section("catalogue/sectors.csv", Sector, ("name",)),
    Section("catalogue/legal_bases.csv", LegalBasis, ("number",)),
    Section("catalogue/result_types.csv", ResultType, ("code",)),
    Section(
        "catalogue/procedures.csv",
        Procedure,
        ("code",),
        removable=False,
        choices={"level": LEVELS, "online_level": ONLINE_LEVELS},
    ),
    Section("catalogue/procedure_results.csv", ProcedureResult, ("procedure_code", "result_code")),
    Section("catalogue/procedure_documents.csv", ProcedureDocument, ("procedure_code", "code")),
    Section(
        "catalogue/procedure_fees.csv",
        ProcedureFee,
        ("procedure_code", "code", "valid_from"),
        choices={"kind": FEE_KINDS, "channel": CHANNELS},
    ),
    Section(
        "packages/packages.csv",
        Package,
        ("procedure_code", "version", "digest"),
        hidden=("diagram",),
        removable=False,
    ),
    Section("rules/rules.csv", LocalRule, ("id",), removable=False, choices={"kind": KINDS}),
    Section("rules/periods.csv", RulePeriod, ("rule_id", "since_epoch"), removable=False),
    Section("rules/events.csv", RuleEvent, ("rule_id", "seq"), removable=False),
)
