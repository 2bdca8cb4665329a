"""What happened at the door: one's own, and that of the officers of a reach."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts import Person
from engine.accounts.signing_in import REFUSED, looked_up
from engine.errors import CursorInvalid
from engine.organisation.tree import setting_of
from engine.queries.inbox.counting import COUNTED
from engine.store.accounts import Account, SignInEvent
from engine.store.organisation import Appointment

RIGHT = "sign_ins.read"
KINDS: Mapping[str, str] = {
    "in": "Đăng nhập bằng mật khẩu",
    "in_provider": "Đăng nhập qua nhà cung cấp định danh",
    "in_code": "Đăng nhập bằng mã gửi về điện thoại",
    "wrong": "Sai mật khẩu",
    "wrong_second": "Đúng bước đầu, sai mã xác thực hai lớp",
    "wrong_code": "Sai mã một lần",
    "refused": "Không được vào dù nhà cung cấp định danh đã xác nhận",
    "code_sent": "Xin mã về điện thoại",
    "out": "Đăng xuất",
    "others": "Đăng xuất khỏi mọi nơi khác",
    "password": "Đặt mật khẩu mới",
    "freed": "Được cho thử lại",
    "second": "Bật xác thực hai lớp",
    "no_second": "Tắt xác thực hai lớp",
}
_KEY = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One thing that happened; ``full_name`` is ``None`` for a user name that nobody has.

    ``refused``: somebody tried to come in and was not let in.
    """

    at: datetime
    kind: str
    words: str
    refused: bool
    username: str
    full_name: str | None
    address: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """A page, the newest first; ``count`` goes up to 1000 (``COUNTED``): that many, or more."""

    rows: tuple[SignInRow, ...]
    count: int
    next_cursor: str | None


def own_sign_ins(
    session: Session, *, person: Person, cursor: str | None = None, limit: int = 25
) -> SignInPage:
    """What happened with the person's own account. Raises CursorInvalid."""
    return _page(session, SignInEvent.account_id == person.account_id, cursor, limit)


def sign_ins(
    session: Session,
    *,
    admin: Administrator,
    day: date,
    username: str | None = None,
    kind: str | None = None,
    cursor: str | None = None,
    limit: int = 25,
) -> SignInPage:
    """What happened with the accounts of officers who have or had a post where the reader may ask,
    and none elsewhere on the day or later: of those only who may ask there too is told.

    Who may ask in the whole province is told of its user names that nobody has, too; nobody is told
    of citizens. Raises NotOverseer, CursorInvalid.
    """
    admin.require_to_see(RIGHT)
    named = looked_up(username) if username else None
    wanted = and_(
        _within(session, admin, day),
        true() if not named else SignInEvent.username.in_([named, _whole(named, admin)]),
        true() if kind is None else SignInEvent.kind == kind,
    )
    return _page(session, wanted, cursor, limit)


def _whole(name: str, admin: Administrator) -> str:
    return f"{name}@{admin.province_code}"


def _within(session: Session, admin: Administrator, day: date) -> ColumnElement[bool]:
    units = admin.units(RIGHT, setting_of(session, admin.province_code))
    theirs = Account.province_code == admin.province_code
    if units is None:
        nobody = and_(
            SignInEvent.account_id.is_(None),
            SignInEvent.username.endswith(f"@{admin.province_code}", autoescape=True),
        )
        return or_(theirs, nobody)
    posted = exists().where(
        Appointment.province_code == admin.province_code,
        Appointment.officer_id == Account.officer_id,
        Appointment.unit_code.in_(units),
    )
    elsewhere = exists().where(
        Appointment.province_code == admin.province_code,
        Appointment.officer_id == Account.officer_id,
        Appointment.unit_code.not_in(units),
        Appointment.valid_to.is_(None) | (Appointment.valid_to > day),
    )
    return and_(theirs, posted, ~elsewhere)


def _page(
    session: Session, wanted: ColumnElement[bool], cursor: str | None, limit: int
) -> SignInPage:
    if cursor is not None and not _KEY.fullmatch(cursor):
        raise CursorInvalid
    found = (
        select(SignInEvent.id)
        .outerjoin(Account, Account.id == SignInEvent.account_id)
        .where(wanted)
    )
    some = found.limit(COUNTED).subquery()
    columns = (SignInEvent.id, SignInEvent.at, SignInEvent.kind, SignInEvent.username)
    rows = session.execute(
        found.with_only_columns(*columns, SignInEvent.address, Account.full_name)
        .where(true() if cursor is None else SignInEvent.id < cursor)
        .order_by(SignInEvent.id.desc())
        .limit(limit + 1)
    ).all()
    return SignInPage(
        rows=tuple(
            SignInRow(
                row.at,
                row.kind,
                KINDS.get(row.kind, row.kind),
                row.kind in REFUSED,
                row.username,
                row.full_name,
                row.address,
            )
            for row in rows[:limit]
        ),
        count=session.scalar(select(func.count()).select_from(some)) or 0,
        next_cursor=rows[limit - 1].id if len(rows) > limit else None,
    )
