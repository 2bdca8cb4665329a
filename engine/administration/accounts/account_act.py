"""One act on officers' accounts: with the province locked, and every change written down."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.codes import Slip, give_code
from engine.administration.accounts.standing import Standing, standings
from engine.administration.configuring import ConfigurationAct
from engine.errors import AccountClosed, EntryNotFound
from engine.organisation.changes import Change
from engine.store.accounts import Account
from engine.store.ids import new_id
from engine.store.organisation import Officer

READ = "accounts.read"
State = Literal["invited", "unused", "in_use", "locked", "left"]
KEEP, KEEP_SIGNING, KEEP_ADMINISTRATORS = (
    "accounts.keep",
    "accounts.keep_signing",
    "accounts.keep_administrators",
)


def state_of(account: Account) -> State:
    """How an account stands: waiting for its first password, never used, in use, locked, left."""
    if account.disabled_at is not None:
        return "left" if account.disabled_why == "left" else "locked"
    if not account.password_hash:
        return "invited"
    return "in_use" if account.signed_in_at else "unused"


def account_name(officer: Officer) -> str:
    """With which an officer signs in."""
    return f"{officer.username}@{officer.province_code}"


class AccountAct(ConfigurationAct):
    """A province's accounts in the hands of one act."""

    def __init__(self, session: Session, *, admin: Administrator, now: datetime) -> None:
        super().__init__(session, admin=admin, now=now)

    def officer(self, username: str) -> Officer:
        """The officer of this user name, with or without the province.

        Raises EntryNotFound, also for officers of whose accounts they may not know.
        """
        name = username.strip().removesuffix(f"@{self.province_code}")
        found = self.session.scalar(
            select(Officer).where(
                Officer.province_code == self.province_code, Officer.username == name
            )
        )
        if found is None or not self.sees(found):
            raise EntryNotFound(what=f"cán bộ {username}")
        return found

    def sees(self, officer: Officer) -> bool:
        """Whether they may know of the officer's account: it is on the list that they read."""
        units = self.admin.units(READ, self.setting)
        return units is None or not units.isdisjoint(self.standing(officer).units)

    def standing(self, officer: Officer) -> Standing:
        """What the officer holds from today on."""
        held = standings(self.session, self.province_code, self.today, officer.id)
        return held.get(officer.id, Standing())

    def account(self, officer: Officer) -> Account:
        """The officer's account. Raises EntryNotFound, AccountClosed."""
        found = self.account_of(officer)
        if found is None:
            raise EntryNotFound(what=f"tài khoản của {officer.full_name}")
        if found.disabled_why == "left":
            raise AccountClosed(username=found.username)
        return found

    def account_of(self, officer: Officer) -> Account | None:
        """The officer's account, if there is one."""
        return self.session.scalar(
            select(Account).where(
                Account.province_code == self.province_code, Account.officer_id == officer.id
            )
        )

    def require_over(self, officer: Officer) -> Standing:
        """Refuse unless they keep the account of this officer: nobody keeps their own.

        A code opens what the officer may do, so whoever hands it out keeps every unit in which
        the officer works. Raises OwnPost, OperatorOnly,
        NotAdministrator, ProvinceAdminOnly, OutsideYourUnits.
        """
        self.refuse_own(officer.id)
        standing = self.standing(officer)
        if standing.governs:
            self.require(KEEP_ADMINISTRATORS)
        elif standing.signs or not standing.units:
            self.require(KEEP_SIGNING)
        for unit in standing.units:
            self.require(KEEP, unit)
        return standing

    def make(self, officer: Officer) -> Account:
        """An account without a password, of the officer."""
        made = Account(
            id=new_id(),
            username=account_name(officer),
            password_hash="",
            kind="officer",
            full_name=officer.full_name,
            honorific=officer.honorific,
            province_code=self.province_code,
            officer_id=officer.id,
            demo=False,
            created_at=self.now,
        )
        self.session.add(made)
        return made

    def hand_out(self, officer: Officer, unit_code: str | None, *, term: timedelta) -> Slip:
        """A fresh code for the officer's account, which is made where there is none.

        Who hands it out is kept: these are not two people any more, see
        ``engine.accounts.one_person``.
        """
        account = self.account_of(officer)
        before = state_of(account) if account else None
        account = account or self.make(officer)
        account.code_from = self.admin.account_id
        ends_at = self.now + term
        code = give_code(self.session, account, term=term, now=self.now)
        self.tell(account, before, "invited", until=ends_at.isoformat())
        where = self.setting.unit_name(unit_code) if unit_code else ""
        return Slip(account.username, officer.full_name, where, code, ends_at)

    def tell(self, account: Account, before: str | None, after: str, **more: object) -> None:
        """Write down what became of an account; never a code or a password."""
        was = None if before is None else {"state": before}
        now = {"state": after, **more}
        kind = "added" if before is None else "changed"
        self.changes.append(Change(kind, Account.__tablename__, account.username, was, now))
