"""Propose a package, a retirement or a configuration; nothing applies before another approves."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.administration.reorganising.mapping import Wish
from engine.administration.working_days.changing import DayChange
from engine.catalogue.manifest import Manifest
from engine.catalogue.packages import package
from engine.configuration import province_code_of
from engine.errors import (
    DayPassed,
    DesignNotFound,
    MayNotPublish,
    NothingToPublish,
    OutsideYourUnits,
    PackageKnown,
)
from engine.proposing import calendars, reorganisations
from engine.proposing.configurations import content_of, rehearse, review_configuration
from engine.proposing.kept import keep, waits_by
from engine.proposing.packages import review_package
from engine.proposing.reorganisations import (
    name_of,
    require_right,
    review_reorganisation,
    wish_of,
)
from engine.proposing.retirements import review_retirement, what_retires
from engine.proposing.review import Content
from engine.proposing.rights import Publisher, require_sector
from engine.publishing.closing import Tried
from engine.publishing.examine import NOTHING_BESIDE, Beside, Examined, examine
from engine.publishing.publish import known_version
from engine.publishing.rehearsing import Rehearsing, Trying
from engine.store.catalogue import Procedure
from engine.store.organisation import Province
from engine.store.proposals import Proposal
from engine.typed.given import basis_given, words_given
from engine.typed.text import says_something
from engine.worktime import ZONE
from engine.worktime.wording import day_text

Files = Mapping[str, bytes]


def look(
    session: Session, *, who: Publisher, files: Files, beside: Beside = NOTHING_BESIDE
) -> Examined:
    """All that is asked of files that are to be proposed, before any transaction that writes.

    Raises MayNotPublish, and what ``examine`` does.
    """
    examined = examine(session, who.province_code, files, beside)
    _require_sectors(session, who, examined.manifest)
    return examined


def propose_package(
    session: Session,
    *,
    who: Publisher,
    files: Files,
    beside: Beside = NOTHING_BESIDE,
    basis: str | None = None,
    note: str | None = None,
    valid_from: date | None = None,
    now: datetime,
    examined: Examined | None = None,
) -> Proposal:
    """Propose the files as the procedure's next version.

    The basis is the manifest's decision unless another is named; the day the manifest's own, or
    today. Raises MayNotPublish, DayPassed, PackageKnown, BasisMissing, TextUnreadable, and
    what ``examine`` does.
    """
    reasons = {step: words_given("reasons", "Lý do", why) for step, why in beside.reasons.items()}
    told = {step: why for step, why in reasons.items() if says_something(why)}
    beside = Beside(beside.table, told)
    today = now.astimezone(ZONE).date()
    if examined is None or examined.beside != beside:
        examined = examine(session, who.province_code, files, beside)
    manifest = examined.manifest
    _require_sectors(session, who, manifest)
    day = _day(valid_from, today) or max(manifest.valid_from, today)
    _queue(session, who.province_code)
    _refuse_known(session, who.province_code, examined)
    content = Content("package", manifest.code, examined.digest, files, beside)
    review = review_package(session, who.province_code, content, day, examined)
    decision = f"{manifest.decision.number} ngày {manifest.decision.date:%d/%m/%Y}"
    return keep(
        session,
        who,
        review,
        name=manifest.name,
        sector=manifest.sector,
        basis=basis_given(basis) if basis and basis.strip() else decision,
        note=words_given("note", "Lời nhắn", note) or None,
        now=now,
    )


def propose_retirement(
    session: Session,
    *,
    who: Publisher,
    procedure_code: str,
    basis: str,
    version: int | None = None,
    note: str | None = None,
    valid_from: date | None = None,
    now: datetime,
) -> Proposal:
    """Propose that new cases no longer take the version in force; the one before counts again.

    ``version``: that one instead, such as one that was approved for a later day: unless a day is
    named it is taken back from its first day on, so that no case takes it. What they may not see is
    not found. Raises DesignNotFound, MayNotPublish, DayPassed, NothingToPublish, PackageKnown,
    BasisMissing, TextUnreadable, and what ``examine`` does of the version before.
    """
    today = now.astimezone(ZONE).date()
    wished = _day(valid_from, today)
    known = session.get(Procedure, (who.province_code, procedure_code))
    if known is None or not (who.proposes_in(known.sector) or who.reads_in(known.sector)):
        raise DesignNotFound(what="thủ tục này")
    _queue(session, who.province_code)
    digest, day = what_retires(session, (who.province_code, procedure_code), version, wished, today)
    manifest = package(session, who.province_code, digest).manifest
    _require_sectors(session, who, manifest)
    _refuse_waiting(session, who.province_code, "retirement", digest)
    content = Content("retirement", procedure_code, digest)
    review = review_retirement(session, who.province_code, content, day)
    return keep(
        session,
        who,
        review,
        name=manifest.name,
        sector=manifest.sector,
        basis=basis_given(basis),
        note=words_given("note", "Lời nhắn", note) or None,
        now=now,
    )


def try_configuration(
    reading: Trying,
    rehearsing: Rehearsing,
    *,
    who: Callable[[Session], Publisher],
    files: Files,
    now: datetime,
) -> Tried:
    """What dossiers find in the configuration, before the act for which others wait.

    Nothing where they may not propose it, which ``propose_configuration`` says. Raises what an
    import raises, and NotFileable.
    """
    tried: Tried = {}
    code = province_code_of(files, "zip")
    with reading() as session:
        part = who(session)
    if part.whole and part.province_code == code:
        with rehearsing(code, None) as session:
            rehearse(session, content_of(code, files), part.admin, now, tried)
    return tried


def propose_configuration(
    session: Session,
    *,
    who: Publisher,
    files: Files,
    basis: str,
    note: str | None = None,
    now: datetime,
    tried: Tried | None = None,
) -> Proposal:
    """Propose the whole configuration in ``files`` for the province.

    It is imported once for trial, which leaves nothing; ``tried`` is what ``try_configuration``
    found in dossiers by then. Raises MayNotPublish, OutsideYourUnits,
    NothingToPublish, PackageKnown, BasisMissing, TextUnreadable, and what an import raises.
    """
    if not who.whole:
        raise MayNotPublish(act="đề nghị nạp cấu hình", why="Quản trị tỉnh đề nghị.")
    code = province_code_of(files, "zip")
    if code != who.province_code:
        raise OutsideYourUnits(unit=code)
    words = basis_given(basis)
    _queue(session, code)
    content = content_of(code, files)
    _refuse_waiting(session, code, "configuration", content.digest)
    rehearse(session, content, who.admin, now, tried)
    review = review_configuration(session, code, content, now.astimezone(ZONE).date())
    if not review.differences:
        raise NothingToPublish(why="cấu hình giống hệt đang dùng")
    return keep(
        session,
        who,
        review,
        name=f"Cấu hình của tỉnh, {len(review.differences)} chỗ khác",
        sector=None,
        basis=words,
        note=words_given("note", "Lời nhắn", note) or None,
        now=now,
    )


def propose_reorganisation(
    session: Session,
    *,
    who: Publisher,
    wish: Wish,
    basis: str,
    note: str | None = None,
    now: datetime,
) -> Proposal:
    """Propose that a unit with all below it goes up in another from a day on.

    Raises MayNotPublish, ProvinceAdminOnly, DayPassed, PlanIncomplete, PackageKnown, BasisMissing,
    TextUnreadable.
    """
    if not who.whole:
        raise MayNotPublish(act="đề nghị sắp xếp đơn vị", why="Quản trị tỉnh đề nghị.")
    code = who.province_code
    require_right(session, who)
    words = basis_given(basis)
    _queue(session, code)
    wish = reorganisations.read_wish(session, code, wish)
    content = reorganisations.content_of(wish)
    _refuse_waiting(session, code, "reorganisation", content.digest)
    review = review_reorganisation(session, code, content, basis=words, now=now)
    return keep(
        session,
        who,
        review,
        name=name_of(session, code, wish_of(content)),
        sector=None,
        basis=words,
        note=words_given("note", "Lời nhắn", note) or None,
        now=now,
    )


def propose_calendar_day(
    session: Session,
    *,
    who: Publisher,
    change: DayChange,
    basis: str,
    note: str | None = None,
    now: datetime,
) -> Proposal:
    """Propose that a day of a calendar becomes worked or free.

    Raises MayNotPublish, ProvinceAdminOnly, DayPassed, EntryNotFound, EntryInvalid,
    NothingToPublish, PackageKnown, BasisMissing, TextUnreadable.
    """
    if not who.whole:
        raise MayNotPublish(act="đề nghị đổi lịch làm việc", why="Quản trị tỉnh đề nghị.")
    code = who.province_code
    calendars.require_right(session, who)
    words = basis_given(basis)
    _queue(session, code)
    content = calendars.content_of(change)
    _refuse_waiting(session, code, "calendar", content.digest)
    review = calendars.review_calendar(session, code, content, basis=words, now=now)
    return keep(
        session,
        who,
        review,
        name=calendars.name_of(session, code, calendars.change_of(content)),
        sector=None,
        basis=words,
        note=words_given("note", "Lời nhắn", note) or None,
        now=now,
    )


def _queue(session: Session, code: str) -> None:
    """Proposals and approvals of a province wait for one another."""
    session.scalar(select(Province.epoch).where(Province.code == code).with_for_update())


def _day(wished: date | None, today: date) -> date | None:
    if wished is not None and wished < today:
        raise DayPassed(day=day_text(wished))
    return wished


def _require_sectors(session: Session, who: Publisher, manifest: Manifest) -> None:
    """The sector that the package names, and the one under which the catalogue has it."""
    known = session.scalar(
        select(Procedure.sector).where(
            Procedure.province_code == who.province_code, Procedure.code == manifest.code
        )
    )
    require_sector(who, manifest.sector, known or manifest.sector)


def _refuse_known(session: Session, code: str, examined: Examined) -> None:
    known = known_version(session, code, examined)
    if known is not None and not known.taken_back:
        where = f"đã là bản {known.version}, từ {day_text(known.valid_from)}"
        raise PackageKnown(where=where)
    _refuse_waiting(session, code, "package", examined.digest)


def _refuse_waiting(session: Session, code: str, kind: str, digest: str) -> None:
    waiting = waits_by(session, code, kind, digest)
    if waiting is not None:
        raise PackageKnown(where=f"đang chờ duyệt, do {waiting} đề nghị")
