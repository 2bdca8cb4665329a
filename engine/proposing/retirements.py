"""Versions that are taken back: the version before counts again, or nothing new is filed."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.catalogue.packages import NEWEST_FIRST, package, taken_on
from engine.catalogue.periods import Period, instead, of_each, periods
from engine.errors import NothingToPublish
from engine.organisation.tree import setting_of
from engine.proposing.packages import applying, compared_with, in_force
from engine.proposing.review import Content, Review
from engine.publishing.closing import Tried, require_fileable
from engine.publishing.differing import Difference
from engine.publishing.examine import examine
from engine.store.base import table_of
from engine.store.catalogue import Package
from engine.store.proposals import Proposal
from engine.worktime import ZONE
from engine.worktime.wording import day_text


def what_retires(
    session: Session, subject: tuple[str, str], version: int | None, day: date | None, today: date
) -> tuple[str, date]:
    """The version of a procedure that is to be taken back, and from when: digest and day.

    One approved for a later day is taken back from its first day on unless another is named.
    Raises NothingToPublish.
    """
    province_code, code = subject
    if version is None:
        digest = in_force(session, province_code, code, day or today)
        if digest is None:
            raise NothingToPublish(why="thủ tục không có bản nào áp dụng vào ngày ấy")
        return digest, day or today
    row = session.scalar(
        select(Package).where(
            Package.province_code == province_code,
            Package.procedure_code == code,
            Package.version == version,
        )
    )
    if row is None:
        raise NothingToPublish(why=f"thủ tục không có bản {version}")
    return row.digest, day or max(row.valid_from, today)


def before_its_day(row: Proposal, version: Package, now: datetime) -> bool:
    """Whether a retirement takes the version back before any dossier could take it."""
    decided = (row.decided_at or now).astimezone(ZONE).date()
    return max(row.valid_from or row.wished_from, decided) <= version.valid_from != decided


def review_retirement(session: Session, province_code: str, content: Content, day: date) -> Review:
    """The version that would count then beside the one that counts now.

    That version is asked everything again: it must still be able to run. Raises NothingToPublish
    when the version is not the one in force on the day, and what ``examine`` does.
    """
    setting = setting_of(session, province_code)
    code, digest = content.subject, content.digest
    if in_force(session, province_code, code, day) != digest:
        raise NothingToPublish(why=_why_not(session, province_code, digest, day))
    after = _before_it(session, province_code, code, digest, day)
    then = tuple(_then(session, province_code, code, digest, day))
    if after is None:
        name = package(session, province_code, digest).manifest.short_name
        where = f"Nhận hồ sơ mới của thủ tục {name}"
        gone = Difference("procedure", "removed", code, where, before="đang nhận")
        return Review(content, day, setting.epoch, digest, (gone, *then))
    files = package(session, province_code, after).files
    examined = examine(session, province_code, files)
    return Review(
        content=content,
        day=day,
        epoch=setting.epoch,
        base=digest,
        differences=(*compared_with(session, province_code, digest, files), *then),
        decided=examined.decided,
        faults=examined.faults,
        examined=examined,
    )


def _then(
    session: Session, province_code: str, code: str, digest: str, day: date
) -> Iterator[Difference]:
    """What cases take after the first change that this makes, as later versions come by
    themselves."""
    mine = session.get_one(Package, (province_code, digest)).version
    there = applying(session, province_code, code)
    for one in instead(there, mine, day)[1:]:
        yield _from(one, f"bản {mine}")
    ends = [one.last for one in of_each(periods(there)).get(mine, ()) if one.last]
    for one in periods(there):
        if ends and one.first > max(day, *ends) and one.version is not None:
            yield _from(one, f"bản {one.version}, đã duyệt trước")


def _from(period: Period, before: str) -> Difference:
    after = f"bản {period.version}" if period.version else "không nhận hồ sơ mới"
    field = f"bản áp dụng từ {period.first:%d/%m/%Y}"
    told = f"vẫn {after}" if before.startswith(f"{after},") else after
    return Difference(
        "procedure", "changed", f"then:{period.first}", "Thủ tục", field, before, told
    )


def _why_not(session: Session, province_code: str, digest: str, day: date) -> str:
    """Why the version can't be taken back from the day on."""
    row = session.get_one(Package, (province_code, digest))
    if row.taken_back:
        return f"bản {row.version} đã được rút trước ngày áp dụng"
    if day < row.valid_from:
        return (
            f"bản {row.version} áp dụng từ {day_text(row.valid_from)}, hãy chọn từ ngày ấy trở đi"
        )
    return f"bản {row.version} không phải bản áp dụng vào {day_text(day)}"


def _before_it(
    session: Session, province_code: str, code: str, digest: str, day: date
) -> str | None:
    """The version that new cases of the day would take if it weren't for this one."""
    query = select(Package.digest).where(
        Package.province_code == province_code,
        Package.procedure_code == code,
        Package.digest != digest,
        taken_on(day),
    )
    return session.scalar(query.order_by(*NEWEST_FIRST).limit(1))


def retire(
    session: Session,
    province_code: str,
    review: Review,
    *,
    now: datetime,
    tried: Tried | None = None,
) -> int:
    """Take the version back from the day on; its number.

    Raises NotFileable where no place could take a dossier by the version that counts then.
    """
    table = table_of(Package)
    same = (table.c.province_code == province_code) & (table.c.digest == review.content.digest)
    session.execute(update(table).where(same).values(retired_from=review.day))
    if review.examined is not None:
        require_fileable(
            session,
            province_code=province_code,
            digest=review.examined.digest,
            valid_from=review.day,
            now=now,
            tried=tried,
        )
    number = session.scalar(select(table.c.version).where(same))
    return number or 0
