"""A list of officers from a spreadsheet: tried first, then applied, with a report on every row."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS, Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.held_posts import posts_held
from engine.administration.people.meant import position_meant, unit_meant
from engine.administration.people.officers import (
    OfficerEntry,
    check_officer,
    check_paper,
    identity,
    put_officer,
)
from engine.errors import EntryInvalid, SheetUnreadable, WorkStillOpen
from engine.files.limits import SHEET
from engine.organisation.changes import Change
from engine.organisation.sheets import Sheet, SheetRow, day_of, read_sheet, unread_in
from engine.store.access import AwaitingConfirmation
from engine.store.organisation import Appointment, Officer
from engine.typed import Unreadable
from engine.worktime import ZONE

HEADINGS = {
    "username": ("Tên đăng nhập", "Tài khoản", "username"),
    "full_name": ("Họ và tên", "Họ tên", "full_name"),
    "honorific": ("Danh xưng", "Xưng hô", "honorific"),
    "unit": ("Đơn vị", "Mã đơn vị", "unit", "unit_code"),
    "position": ("Vị trí", "Mã vị trí", "Chức danh", "position", "position_code"),
    "title": ("Chức vụ", "title"),
    "phone": ("Điện thoại", "Số điện thoại", "phone"),
    "email": ("Thư điện tử", "Email"),
    "paper": ("Quyết định", "Số quyết định", "Văn bản"),
    "valid_from": ("Từ ngày", "valid_from"),
    "valid_to": ("Đến ngày", "valid_to"),
}
"""Columns and the headings they go by; units and positions may be given by code or by name."""
WITHOUT_ZERO = re.compile(r"[35789]\d{8}")
"""A mobile number as a number: without the zero before it."""
REQUIRED = ("username", "full_name", "unit", "position")
TOLD = {
    "full_name": "Đổi họ và tên",
    "honorific": "Đổi danh xưng",
    "phone": "Đổi điện thoại",
    "email": "Đổi thư điện tử",
}
"""Columns of a known officer whose change is told with the row."""

State = Literal["new", "changed", "same", "error"]


@dataclass(frozen=True, slots=True)
class RowReport:
    """What becomes of a row. ``number`` is the spreadsheet's; ``cells`` is what the row says."""

    number: int
    state: State
    cells: Mapping[str, str]
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListReport:
    """Every row of a list, none left out, and how many there are of each state.

    ``unread``: the headings of columns that were not understood; nothing of them is kept.
    """

    applied: bool
    new: int
    changed: int
    same: int
    errors: int
    rows: tuple[RowReport, ...]
    unread: tuple[str, ...]


PART = 50
"""Rows that one act writes: nobody else who writes waits for a whole list."""


def in_parts(sheet: Sequence[SheetRow]) -> Iterator[Sequence[SheetRow]]:
    """The rows as acts write them, one part after the other."""
    for at in range(0, len(sheet), PART):
        yield sheet[at : at + PART]


def parts_to_apply(sheet: Sequence[SheetRow], tried: ListReport) -> list[Sequence[SheetRow]]:
    """What of a list that was tried is to be applied, in parts."""
    changing = {row.number for row in tried.rows if row.state in ("new", "changed")}
    return list(in_parts([row for row in sheet if row.number in changing]))


def applied(tried: ListReport, parts: Iterable[ListReport]) -> ListReport:
    """The report on the whole list, once its parts are applied."""
    done = {row.number: row for part in parts for row in part.rows}
    return _report((done.get(row.number, row) for row in tried.rows), tried.unread, applied=True)


def officer_sheet(content: bytes, *, name: str) -> Sheet:
    """The rows of a list of officers, read before any transaction. Raises SheetUnreadable."""
    return read_sheet(content, name=name, headings=HEADINGS, required=REQUIRED)


def import_officers(
    session: Session,
    *,
    admin: Administrator,
    sheet: Sequence[SheetRow],
    apply: bool,
    now: datetime,
) -> ListReport:
    """Take a list of officers with their posts; with ``apply`` the rows without errors are kept.

    A row that can't be kept changes nothing and says why; the others don't wait for it. Applying
    the same list again changes nothing. Raises SheetUnreadable for one that is too long to try.
    """
    if len(sheet) > SHEET.tried:
        reason = f"có hơn {SHEET.tried} dòng; hãy chia làm nhiều tệp."
        raise SheetUnreadable(name="danh sách cán bộ", reason=reason)
    named = {row.cells["username"].lower() for row in sheet if "username" in row.cells}
    act = _ListAct(session, admin=admin, named=named, now=now)
    with session.begin_nested() as trial:
        rows = tuple(_one(act, row) for row in sheet)
        if not apply:
            trial.rollback()
    if apply:
        act.save()
    return _report(rows, unread_in(sheet), applied=apply)


def _report(told: Iterable[RowReport], unread: tuple[str, ...], *, applied: bool) -> ListReport:
    rows = tuple(told)
    states = [row.state for row in rows]
    return ListReport(
        applied=applied,
        new=states.count("new"),
        changed=states.count("changed"),
        same=states.count("same"),
        errors=states.count("error"),
        rows=rows,
        unread=unread,
    )


class _ListAct(ConfigurationAct):
    """Takes the faults of one row at a time, and knows the rows before it."""

    def __init__(
        self, session: Session, *, admin: Administrator, named: Collection[str], now: datetime
    ) -> None:
        super().__init__(session, admin=admin, now=now)
        self.posts: dict[tuple[str, str, str], int] = {}
        self.people: dict[str, tuple[str, int]] = {}
        officers = select(Officer.username, Officer.id).where(
            Officer.province_code == self.province_code, Officer.username.in_(named)
        )
        known = {row.username: row.id for row in session.execute(officers)}
        self.officer_ids.update((name, known.get(name)) for name in named)

    def take_faults(self) -> tuple[str, ...]:
        try:
            self.refuse_faults()
        except EntryInvalid:
            found = tuple(fault["message"] for fault in self._faults)
            self._faults = []
            return found
        return ()


def _one(act: _ListAct, row: SheetRow) -> RowReport:
    entry = _entry(act, row)
    if entry is not None:
        _check(act, entry, row)
    messages = act.take_faults()
    if messages or entry is None:
        return RowReport(row.number, "error", row.cells, messages)
    before = len(act.changes)
    try:
        with act.part() if entry.valid_to else nullcontext():  # nothing else ends anything
            put_officer(act, entry)
    except WorkStillOpen as refusal:
        act.officer_ids.pop(entry.username, None)
        return RowReport(row.number, "error", row.cells, (str(refusal),))
    made = act.changes[before:]
    kinds = {change.kind for change in made}
    state: State = "new" if "added" in kinds else "changed" if kinds else "same"
    return RowReport(row.number, state, row.cells, tuple(_told(made)))


def _told(changes: Iterable[Change]) -> Iterator[str]:
    """What waits for a second person, and what the row says otherwise of an officer who is known:
    a slip in a user name shows here."""
    for change in changes:
        if change.subject == AwaitingConfirmation.__tablename__:
            yield "Vị trí ký: có hiệu lực khi quản trị khác xác nhận."
        if change.subject != Officer.__tablename__ or not change.before or not change.after:
            continue
        for name, label in TOLD.items():
            was, is_now = change.before[name], change.after[name]
            if was != is_now:
                yield f"{label}: {was or 'chưa có'} → {is_now}."


def _entry(act: _ListAct, row: SheetRow) -> OfficerEntry | None:
    cells = row.cells
    for column in REQUIRED:
        act.check(cells.get(column), column, f"Thiếu cột “{HEADINGS[column][0]}”.")
    for column, fault in row.faults.items():
        act.fault(column, f"“{HEADINGS[column][0]}” ({cells[column]}) {fault}.")
    days: dict[str, date] = {}
    for column in ("valid_from", "valid_to"):
        if column in cells:
            try:
                days[column] = day_of(cells[column])
            except Unreadable as unreadable:
                act.fault(column, f"“{cells[column]}” không phải ngày: {unreadable}.")
    if not set(REQUIRED) <= cells.keys():
        return None
    honorific, username = cells.get("honorific"), cells["username"].lower()
    today = act.now.astimezone(ZONE).date()
    unit = unit_meant(act, "unit", cells["unit"], days.get("valid_from", today))
    position = position_meant(act, "position", cells["position"])
    if "valid_from" not in cells:
        days = _days_held(act, username, unit, position, today) | days
    entry = OfficerEntry(
        username=username,
        full_name=" ".join(cells["full_name"].split()),
        unit_code=unit,
        position_code=position,
        valid_from=days.get("valid_from", today),
        honorific=honorific.lower() if honorific else None,
        phone=_phone(cells.get("phone")),
        email=cells.get("email"),
        title=cells.get("title"),
        valid_to=days.get("valid_to"),
        paper=cells.get("paper"),
        renames=True,  # the comparison is shown first
    )
    return act.read(entry)


def _phone(text: str | None) -> str | None:
    """The number with the zero that a spreadsheet takes from the front of numbers."""
    return f"0{text}" if text and WITHOUT_ZERO.fullmatch(text) else text


def _days_held(
    act: _ListAct, username: str, unit: str, position: str, today: date
) -> dict[str, date]:
    """Since when and until when they hold the post, where they do: a list repeats how it is."""
    posts = posts_held(act, identity(act, username), unit, position, since=today)
    for held in posts[:1]:
        ends = {"valid_to": held.valid_to} if held.valid_to else {}
        return {"valid_from": held.valid_from, **ends}
    return {}


def _check_rights(act: _ListAct, entry: OfficerEntry) -> None:
    """A list may repeat how things are; what it changes needs the same as one by one."""
    if act.admin.account_id is None or _is_held(act, entry):
        return
    own = identity(act, entry.username)
    mine = own is not None and own == act.own_officer
    act.check(not mine, "username", "Không ai tự giao vị trí cho mình. Hãy nhờ quản trị khác.")
    check_paper(act, entry)


def _is_held(act: _ListAct, entry: OfficerEntry) -> bool:
    held = act.find(
        Appointment,
        {
            "officer_id": identity(act, entry.username),
            "unit_code": entry.unit_code,
            "position_code": entry.position_code,
            "valid_from": entry.valid_from,
        },
    )
    return held is not None and held.valid_to == entry.valid_to


def _check(act: _ListAct, entry: OfficerEntry, row: SheetRow) -> None:
    check_officer(act, entry)
    if entry.unit_code in act.setting.units:
        mine = act.may("organisation.posts", entry.unit_code)
        name = act.setting.unit_name(entry.unit_code)
        act.check(mine, "unit", f"{name} không thuộc phạm vi quản trị của bạn.")
    may_grant = entry.position_code not in ADMIN_POSITIONS or act.may("organisation.admin_posts")
    act.check(may_grant, "position", "Chỉ quản trị cấp tỉnh giao được quyền quản trị.")
    post = (entry.username, entry.unit_code, entry.position_code)
    _check_rights(act, entry)
    first = act.posts.setdefault(post, row.number)
    act.check(first == row.number, "username", f"Trùng với dòng {first}.")
    known, line = act.people.setdefault(entry.username, (entry.full_name, row.number))
    same = known == entry.full_name
    act.check(same, "full_name", f"Tên đăng nhập {entry.username} ở dòng {line} là của {known}.")
