"""Which account receives a procedure's fee at a unit (R-73).

Accounts are kept for a unit and a kind of charge (phí, lệ phí, both); what a procedure's own table
charges tells which of them it needs at the unit that decides. An account of a unit above counts for
those below it.
"""

from collections.abc import Iterable, Mapping

from engine.catalogue.manifest import FeeTable
from engine.fees.tables import kinds_of
from engine.organisation.beneficiary_accounts import Accounts
from engine.organisation.tree import Setting

KINDS = {"phi": "phí", "le_phi": "lệ phí"}


def kinds_without_account(
    table: FeeTable | None,
    files: Mapping[str, bytes],
    *,
    accounts: Accounts,
    setting: Setting,
    unit: str,
) -> tuple[str, ...]:
    """The kinds of charge of the package's table that nobody's account receives at the unit.

    None without a table. Where the table doesn't tell its kinds before a filing, one account of any
    kind will do.
    """
    if table is None:
        return ()
    received = _received(accounts, setting, unit)
    wanted = kinds_of(table, files)
    if wanted is None:
        return () if received else tuple(KINDS)
    return tuple(one for one in KINDS if one in wanted - received)


def has_account(accounts: Accounts, setting: Setting, unit: str) -> bool:
    """Whether the unit, or one above it, has an account of any kind."""
    return bool(_received(accounts, setting, unit))


def _received(accounts: Accounts, setting: Setting, unit: str) -> frozenset[str]:
    above: Iterable[frozenset[str]] = (
        accounts.get(one.code, frozenset()) for one in setting.upwards(unit)
    )
    return frozenset().union(*above)
