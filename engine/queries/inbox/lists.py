"""Which tasks each list of an officer holds, as statements that are written once.

The desks of a person are a table of the statement (``WITH desks AS …``), so that its text does not
depend on which they are, nor on PostgreSQL, beyond a few, on how many (``engine.store.among``):
each is looked up in an index, and two thousand or a million open tasks elsewhere cost nothing.

What somebody has or did stays in their lists as long as they may open its case, by the same answer
as the page of the case: whoever goes to another unit leaves the lists of the old one behind.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    any_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    values,
)
from sqlalchemy import column as named
from sqlalchemy.orm import Session

from engine.access import held
from engine.accounts import Person, Post
from engine.organisation.tree import setting_of
from engine.queries.inbox.readable import (
    EVERYWHERE,
    Readable,
    ReadableShape,
    may_be_read,
    readable,
)
from engine.queries.views.queue import Tab
from engine.store.among import Texts, places, table_of_texts
from engine.store.base import Code, Key, UtcDateTime, table_of
from engine.store.cases import Case, Task

TABS: tuple[Tab, ...] = ("mine", "unit", "led", "waiting", "done")
DONE_DAYS = 7
"""How long finished work stays in the list."""
task, _case = table_of(Task), table_of(Case)
_ended = task.alias("ended")
Desk = tuple[str, str, str | None]
"""Unit, position, and the procedure that a substitute is narrowed to, if they are."""
NOWHERE: Desk = ("", "", None)
Desks = tuple[int, bool]
"""How many places the statement has for them, none if they come as arrays, and whether somebody is
narrowed to a procedure at any of them."""
_PARTS = ("unit", "position", "procedure")


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose lists they are: a person of a province, with their desks and those that they lead."""

    province_code: str
    officer_id: str | None
    desks: tuple[Desk, ...]
    led: tuple[Desk, ...]
    reads: Readable

    def shape(self, tab: Tab, dialect: str) -> "Shape":
        """What the text of a statement on one of the lists depends on."""
        own, led = (
            (places(desks, dialect), any(procedure for *_, procedure in desks))
            for desks in (self.desks, self.led)
        )
        return Shape(tab, own, led, dialect, self.reads.shape(dialect))

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The lists that there are: who leads nothing has none of what they lead."""
        return tuple(name for name in TABS if name != "led" or self.led)

    def given(self, now: datetime, dialect: str) -> dict[str, object]:
        """The values of the statements."""
        found: dict[str, object] = {
            "province": self.province_code,
            "me": self.officer_id or "",
            "since": now - timedelta(days=DONE_DAYS),
            **self.reads.given(dialect),
        }
        for what, desks in (("desks", self.desks), ("led", self.led)):
            columns = zip(_PARTS, zip(*(desks or (NOWHERE,)), strict=True), strict=True)
            for part, column in columns:
                if places(desks, dialect):
                    found |= {f"{what}_{part}_{place}": one for place, one in enumerate(column)}
                else:
                    found[f"{what}_{part}"] = list(column)
        return found


def whose(session: Session, person: Person) -> Whose | None:
    """The officer's desks: of their own posts, and of the units that they lead; else ``None``."""
    if person.province_code is None:
        return None
    posts = _posts(person, "tasks.list")
    full = {(p.unit_code, p.position_code) for p in posts if p.procedures is None}
    desks: list[Desk] = [(*desk, None) for desk in sorted(full)]
    desks += sorted(
        {
            (post.unit_code, post.position_code, procedure)
            for post in posts
            if (post.unit_code, post.position_code) not in full
            for procedure in post.procedures or ()
        }
    )
    led = _led(session, person.province_code, person)
    reads = readable(person, setting_of(session, person.province_code))
    return Whose(person.province_code, person.officer_id, tuple(desks), led, reads)


def _posts(person: Person, right: str) -> list[Post]:
    found = (by.holding for by, _ in held(person, right))
    return [post for post in found if isinstance(post, Post)]


def _led(session: Session, province_code: str, person: Person) -> tuple[Desk, ...]:
    """Every desk of the units that the person's leading posts lead (``Setting.led_by``)."""
    posts = _posts(person, "tasks.list_led")
    if not posts:
        return ()
    setting = setting_of(session, province_code)
    units: dict[str, set[tuple[str, ...] | None]] = {}
    for post in posts:
        for unit in setting.led_by(post.unit_code):
            units.setdefault(unit, set()).add(post.procedures)
    return tuple(
        (unit, position, procedure)
        for unit, covered in sorted(units.items())
        for position in setting.positions
        for procedure in _procedures(covered)
    )


def _procedures(covered: set[tuple[str, ...] | None]) -> Sequence[str | None]:
    if None in covered:
        return (None,)
    return sorted({procedure for one in covered for procedure in one or ()})


_making = threading.Lock()


def _table(what: Literal["desks", "led"], sort: Desks) -> CTE:
    """The desks as a table of the statement: the same one for all of its parts, always.

    A statement that names two tables of one name can't be compiled, so two threads that ask at once
    must not each be given one of their own, nor may one be forgotten.
    """
    with _making:
        return _made_table(what, sort)


@cache
def _made_table(what: Literal["desks", "led"], sort: Desks) -> CTE:
    count, narrowed = sort
    names = _PARTS if narrowed else _PARTS[:2]
    if not count:
        arrays = {name: bindparam(f"{what}_{name}", type_=Texts) for name in names}
        return select(table_of_texts(arrays)).cte(what)
    columns = [named(name, Code) for name in names]
    rows = [
        tuple(bindparam(f"{what}_{column.name}_{place}", type_=String) for column in columns)
        for place in range(count)
    ]
    return values(*columns, name=what).data(rows).cte(what)


def _at_desk(desk: CTE, *, looked_up: bool = False) -> ColumnElement[bool]:
    """An open task that lies at the desk, of a procedure that is covered there.

    ``looked_up``: of some cases, so that PostgreSQL shall not go through all that lies at the desk.
    """
    unit, position = task.c.unit_code, task.c.position_code
    at = and_(
        _open(),
        (func.concat(unit) if looked_up else unit) == desk.c.unit,
        (func.concat(position) if looked_up else position) == desk.c.position,
    )
    if "procedure" not in desk.c:
        return at  # all that lies there: its index has whatever is counted
    covered = (
        exists()
        .where(
            _case.c.province_code == task.c.province_code,
            _case.c.id == task.c.case_id,
            _case.c.procedure_code == desk.c.procedure,
        )
        .correlate_except(_case)
    )
    return and_(at, or_(desk.c.procedure.is_(None), covered))


def _open() -> ColumnElement[bool]:
    # Written out, not given: SQLite then knows that the index of open tasks has all of them.
    return and_(_here(), task.c.state == literal_column("'open'"))


def _here() -> ColumnElement[bool]:
    return task.c.province_code == bindparam("province", type_=Code)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text of a statement depends on: the list, the sort of desks, the database."""

    tab: Tab
    desks: Desks
    led: Desks
    dialect: str
    reads: ReadableShape = EVERYWHERE

    @property
    def table(self) -> CTE | None:
        """The desks whose tasks are the list; ``None`` for the lists of a person."""
        if self.tab == "unit":
            return _table("desks", self.desks)
        return _table("led", self.led) if self.tab == "led" else None

    def tasks(
        self, *, looked_up: bool = False
    ) -> tuple[tuple[FromClause, ...], ColumnElement[bool]]:
        """The tables of the list, and what holds for its tasks."""
        if (table := self.table) is not None:
            return (table, task), _at_desk(table, looked_up=looked_up and self.dialect != "sqlite")
        if self.tab == "mine":
            return (task,), and_(_open(), task.c.officer_id == _me(), may_be_read(self.reads, task))
        if self.tab == "done":
            since = bindparam("since", type_=UtcDateTime)
            mine = and_(task.c.completed_by == _me(), task.c.completed_at >= since)
            return (task,), and_(_here(), mine, may_be_read(self.reads, task))
        own = _table("desks", self.desks)
        followed = select(_ended.c.case_id).where(
            _ended.c.province_code == bindparam("province", type_=Code),
            _ended.c.completed_by == _me(),
            _ended.c.followed,
            may_be_read(self.reads, _ended),
        )
        elsewhere = ~exists().where(_at_desk(own)).correlate_except(own)
        return (task,), and_(_open(), self._one_of(followed), elsewhere)

    def _one_of(self, cases: Select[Any]) -> ColumnElement[bool]:
        """Whether the task is of one of these cases.

        As an array on PostgreSQL, which else guesses how many there are, and reads all tasks.
        """
        if self.dialect == "sqlite":
            return task.c.case_id.in_(cases)
        return task.c.case_id == any_(func.array(cases.scalar_subquery()))


def _me() -> ColumnElement[str]:
    return bindparam("me", type_=Key)
