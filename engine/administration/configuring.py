"""One administrative act on a province's configuration: locked, checked, written, written down."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.one_person import same_officer
from engine.accounts.signing_in import made_person
from engine.errors import (
    EntryInvalid,
    NotAdministrator,
    OwnPost,
    ProvinceNotFound,
    Refusal,
)
from engine.organisation.changes import Change, write_down
from engine.organisation.past import FROM_TODAY, begins_on, loses_past
from engine.organisation.still_open import Ended, ended_by, refuse_open_work
from engine.organisation.tree import Setting, setting_at
from engine.store.accounts import Account
from engine.store.base import Base, table_of
from engine.store.organisation import Province
from engine.typed.text import (
    LONGEST_LINE,
    Unreadable,
    names_paper,
    one_line,
    says_something,
    text_of,
    within,
)
from engine.worktime import ZONE

Entry = TypeVar("Entry")
"""A dataclass of what an administrator enters."""
_MEANT: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("basis", "paper"), names_paper),
    **dict.fromkeys(("reason", "name", "short_name", "full_name", "title", "ten"), says_something),
}
"""Fields of papers and of names: what names none there, as a dot, counts as empty."""
MANY_LINES = ("basis", "data")
"""Fields whose text may go on in another line."""
BEGINS_TODAY = "Quyền chỉ bắt đầu từ hôm nay trở đi: việc của những ngày đã qua giữ nguyên."
SHOWN = 60
"""Signs that a fault repeats of a text that can't be read."""


@dataclasses.dataclass(frozen=True, slots=True)
class About:
    """What a fault speaks of: ``words`` are those of its message that name it.

    ``kind``: unit, desk (unit/position), rule, case, rights.
    """

    kind: str
    key: str
    words: str


class ConfigurationAct:
    """A province's configuration in the hands of one act; ``save`` raises its epoch once.

    Acts of one province wait for one another, so what one has checked still holds when it writes.
    """

    locks = True
    """Whether the province is held; whoever only looks holds nothing."""
    rewrites = False
    """Whether days that are past may change: where all of an act is taken back."""

    def __init__(self, session: Session, *, admin: Administrator, now: datetime) -> None:
        self.session = session
        self.admin = admin
        self.now = now
        self.province_code = admin.province_code
        query = select(Province.epoch).where(Province.code == self.province_code)
        epoch = session.scalar(query.with_for_update() if self.locks else query)
        if epoch is None:
            raise ProvinceNotFound(province_code=self.province_code)
        if self.locks:
            self.admin = self._as_held(admin)
        self.setting: Setting = setting_at(session, self.province_code, epoch)
        self.changes: list[Change] = []
        self.officer_ids: dict[str, str | None] = {}
        """Whom a user name names (``identity``): asked once, a list names thousands."""
        self._ended: list[Ended] = []
        self._faults: list[dict[str, Any]] = []
        self._unclear: set[str] = set()

    def _as_held(self, admin: Administrator) -> Administrator:
        """With the posts of now: until the province was held another act may have ended them."""
        account = self.session.get(Account, admin.account_id) if admin.person else None
        if account is None or admin.person is None or account.officer_id != admin.person.officer_id:
            return admin
        if account.disabled_at is not None:
            raise NotAdministrator
        return dataclasses.replace(admin, person=made_person(self.session, account, self.today))

    def require(self, right: str, unit_code: str | None = None) -> None:
        """Refuse unless they have the right in the unit; without one: in the whole province.

        Raises NotAdministrator, ProvinceAdminOnly, OutsideYourUnits.
        """
        self.admin.require(right, self.setting, unit_code)

    def may(self, right: str, unit_code: str | None = None) -> bool:
        """The same as an answer."""
        return self.admin.may(right, self.setting, unit_code)

    @property
    def today(self) -> date:
        """The day of the act."""
        return self.now.astimezone(ZONE).date()

    @cached_property
    def own_officer(self) -> str | None:
        """The administrator as an officer; ``None`` for the operator at the command line."""
        account = self.admin.account_id
        query = select(Account.officer_id).where(Account.id == account)
        return self.session.scalar(query) if account else None

    def refuse_own(self, officer_id: str | None) -> None:
        """Raise OwnPost when the officer is the administrator, by whatever account or number."""
        own = self.own_officer if officer_id is not None else None
        if own and same_officer(self.session, self.province_code, own, officer_id):
            raise OwnPost

    def fault(self, field: str, message: str, about: Iterable[About] = ()) -> None:
        """Something on a field that keeps the act from happening, and what it speaks of.

        Nothing more is said of a field of which nobody knows what it means (``unclear``).
        """
        if field not in self._unclear:
            told = [dataclasses.asdict(one) for one in about]
            self._faults.append(
                {"field": field, "message": message} | ({"about": told} if told else {})
            )

    def unclear(self, field: str, message: str) -> None:
        """What a field says can't be read, or means several things: a fault, and the only one."""
        self.fault(field, message)
        self._unclear.add(field)

    def check(self, holds: object, field: str, message: str) -> None:
        """A fault unless ``holds``."""
        if not holds:
            self.fault(field, message)

    def check_period(self, valid_from: date, valid_to: date | None) -> None:
        """A fault unless the period holds at least a day."""
        ends = valid_to is None or valid_from < valid_to
        self.check(ends, "valid_to", "Ngày hết hiệu lực phải sau ngày bắt đầu.")

    def check_begins(self, entity: type[Base], values: Mapping[str, Any]) -> None:
        """A fault when a right that is new would begin on a day that is past.

        The operator brings in what was so elsewhere before.
        """
        new = self.admin.person is not None and self.find(entity, values) is None
        self.check(not new or values["valid_from"] >= self.today, "valid_from", BEGINS_TODAY)

    def check_end(self, day: date, field: str = "day") -> None:
        """A fault when something is to end on a day that is past."""
        self.check(day >= self.today, field, FROM_TODAY)

    def read(self, entry: Entry) -> Entry:
        """The entry with each of its texts in its one form; what can't be read is a fault."""
        told: Any = entry
        texts = {
            field.name: self.text(field.name, value)
            for field in dataclasses.fields(told)
            if isinstance(value := getattr(entry, field.name), str)
        }
        read: Entry = dataclasses.replace(told, **texts)
        return read

    def text(self, field: str, text: str) -> str:
        """The text in its one form; a fault, and "", for one that can't be read.

        "" also for what says nothing where a paper or a name is asked.
        """
        read = text_of if field in MANY_LINES else one_line
        try:
            words = within(read(text), LONGEST_LINE)
            return words if field not in _MEANT or _MEANT[field](words) else ""
        except Unreadable as unreadable:
            self.unclear(field, f"“{text[:SHOWN]}” {unreadable}.")
            return ""

    @property
    def faulty(self) -> bool:
        """Whether a fault was found."""
        return bool(self._faults)

    def refuse_faults(self) -> None:
        """Raise EntryInvalid with every fault found so far."""
        if self._faults:
            raise EntryInvalid(
                count=len(self._faults), first=self._faults[0]["message"], faults=self._faults
            )

    def find(self, entity: type[Base], values: Mapping[str, object]) -> Any | None:
        """The row with the primary key that these values (without the province) name."""
        key = [self.province_code, *(values[name] for name in keys_of(entity))]
        return self.session.get(entity, tuple(key))

    def put(self, entity: type[Base], values: Mapping[str, object]) -> None:
        """Insert the row or change what differs; columns that are not named stay."""
        row = self.find(entity, values)
        if row is None:
            self.add(entity, values)
        else:
            self.change(row, values)

    def add(self, entity: type[Base], values: Mapping[str, object]) -> None:
        """Insert a row that is known not to be there. Raises EntryInvalid."""
        self._check_lengths(entity, values)
        row = entity(province_code=self.province_code, **values)
        self.session.add(row)
        self._note(entity, row, None, shown(row))

    def change(self, row: Base, values: Mapping[str, object]) -> None:
        """Change what differs in a row. Raises EntryInvalid."""
        self._check_lengths(type(row), values)
        before, was = shown(row), _columns(row)
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        self._end(type(row), was, _columns(row))
        self._note(type(row), row, before, shown(row))

    def remove(self, row: Base) -> None:
        """Take a row away; only what nothing can refer to."""
        before = shown(row)
        self._end(type(row), _columns(row), None)
        self.session.delete(row)
        self._note(type(row), row, before, None)

    def end(self, row: Any, day: date) -> None:
        """It no longer holds from ``day`` on; what was to begin later never does.

        What begins today has counted already: it stays on record, with no day of its own left.
        """
        first = getattr(row, begins_on(type(row)))
        if first > self.today and day <= first:
            self.remove(row)
        elif row.valid_to is None or day < row.valid_to:
            self.change(row, {"valid_to": max(day, first)})

    def _check_lengths(self, entity: type[Base], values: Mapping[str, object]) -> None:
        """What a column can't hold is a fault, not an error of the database."""
        columns = table_of(entity).columns
        for name, value in values.items():
            longest = getattr(columns[name].type, "length", None)
            if isinstance(value, str) and longest is not None and len(value) > longest:
                self.fault(name, f"“{value[:SHOWN]}” dài {len(value)} ký tự, tối đa {longest}.")
                self.refuse_faults()

    def _end(
        self, entity: type[Base], before: Mapping[str, Any], after: Mapping[str, Any] | None
    ) -> None:
        if not self.rewrites and loses_past(entity, before, after, self.today):
            self.fault("valid_to", FROM_TODAY)
        ended = ended_by(entity, before, after, self.today)
        if ended is not None:
            self._ended.append(ended)

    def _note(
        self,
        entity: type[Base],
        row: Base,
        before: Mapping[str, object] | None,
        after: Mapping[str, object] | None,
    ) -> None:
        if before == after:
            return
        kind = "added" if before is None else "removed" if after is None else "changed"
        key = "/".join(str(getattr(row, name)) for name in keys_of(entity))
        self.changes.append(Change(kind, table_of(entity).name, key, before, after))

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part that happens or not by itself: refused, it leaves nothing behind.

        Raises WorkStillOpen, and what is raised in it.
        """
        changes, ended = len(self.changes), len(self._ended)
        try:
            with self.session.begin_nested():
                yield
                self.refuse_faults()
                self.session.flush()
                refuse_open_work(self.session, self.province_code, self._ended[ended:], early=True)
        except Refusal:
            del self.changes[changes:], self._ended[ended:]
            self._faults, self._unclear = [], set()  # told with the refusal, which keeps its list
            raise

    def save(self, *, leaving: Collection[str] = ()) -> int:
        """Refuse on faults and open work, else write everything; how many things changed.

        ``leaving``: ids of cases whose work goes elsewhere by itself. Raises EntryInvalid,
        WorkStillOpen.
        """
        self.refuse_faults()
        self.session.flush()
        refuse_open_work(self.session, self.province_code, self._ended, leaving)
        write_down(
            self.session,
            province_code=self.province_code,
            account_id=self.admin.account_id,
            name=self.admin.name,
            changes=self.changes,
            now=self.now,
        )
        return len(self.changes)


def keys_of(entity: type[Base]) -> tuple[str, ...]:
    """The names of the primary key's columns after the province."""
    return tuple(c.name for c in table_of(entity).primary_key if c.name != "province_code")


def _columns(row: Base) -> dict[str, Any]:
    names: Iterable[str] = inspect(type(row)).columns.keys()
    return {name: getattr(row, name) for name in names}


def shown(row: Base) -> dict[str, object]:
    """A row's columns as JSON keeps them."""
    names: Iterable[str] = inspect(type(row)).columns.keys()
    values = {name: getattr(row, name) for name in names if name != "province_code"}
    plain = msgspec.to_builtins(values)
    assert isinstance(plain, dict)  # noqa: S101 - a dict in, a dict out
    return plain
