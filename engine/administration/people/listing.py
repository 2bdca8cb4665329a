"""The organisation as administrators and officers read it."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from engine.access import ADMIN_POSITIONS, Matter, may, units_of
from engine.accounts import Person
from engine.administration.administrators import administrator_of
from engine.administration.people.listed_rows import (
    CalendarRow,
    ChangeRow,
    FocalRow,
    PositionRow,
    PostRow,
    SubstitutionRow,
    Successor,
    UnitRow,
)
from engine.errors import ConfigurationUnreadable
from engine.organisation.holders import held_on
from engine.organisation.tree import Setting, setting_of
from engine.routing.signature import leading_positions
from engine.store.catalogue import Procedure
from engine.store.organisation import (
    Appointment,
    ConfigurationChange,
    FocalPerson,
    Officer,
    Position,
    Province,
    Substitution,
    Unit,
    UnitRenaming,
    UnitSuccession,
    WorkCalendar,
)

CHANGES = "changes.read"
NEWEST = 200
"""How many changes the record shows at once."""


def readable_setting(session: Session, person: Person, province_code: str) -> Setting:
    """The province, for one of its officers. Raises ProvinceNotFound, ConfigurationUnreadable."""
    if not may(person, "organisation.read", Matter(province_code)):
        raise ConfigurationUnreadable
    return setting_of(session, province_code)


def units(
    session: Session, *, person: Person, province_code: str, day: date
) -> tuple[UnitRow, ...]:
    """The units that exist on a day, by code. Raises ConfigurationUnreadable."""
    setting = readable_setting(session, person, province_code)
    mine = _whose(person, "organisation.units", setting)
    before: dict[str, tuple[str, ...]] = {}
    for old, new in session.execute(
        select(UnitSuccession.old_code, UnitSuccession.new_code)
        .where(UnitSuccession.province_code == province_code, UnitSuccession.day <= day)
        .order_by(UnitSuccession.old_code)
    ):
        before[new] = (*before.get(new, ()), old)
    names, after = _other_names(session, setting), _successors(session, setting)
    query = select(Unit).where(Unit.province_code == province_code).order_by(Unit.code)
    return tuple(
        UnitRow(
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            level=unit.level,
            parent_code=unit.parent_code,
            agency_code=unit.agency_code,
            statistics_code=unit.statistics_code,
            calendar_code=unit.calendar_code,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            source=unit.source,
            mine=mine(unit.code),
            names=names.get(unit.code, ()),
            before=before.get(unit.code, ()),
            after=after.get(unit.code, ()),
        )
        for unit in session.scalars(query)
        if setting.units[unit.code].valid(day)
    )


def _successors(session: Session, setting: Setting) -> dict[str, tuple[Successor, ...]]:
    """Unit → those that take over from it, whenever that is."""
    found: dict[str, tuple[Successor, ...]] = {}
    rows = session.scalars(
        select(UnitSuccession)
        .where(UnitSuccession.province_code == setting.province_code)
        .order_by(UnitSuccession.day, UnitSuccession.new_code)
    )
    for row in rows:
        name, part = setting.unit_name(row.new_code), row.share is not None
        one = Successor(row.new_code, name, row.day, row.basis, part)
        found[row.old_code] = (*found.get(row.old_code, ()), one)
    return found


def _other_names(session: Session, setting: Setting) -> dict[str, tuple[str, ...]]:
    """Unit → its names before, and the one to come, each with the paper."""
    found: dict[str, tuple[str, ...]] = {}
    rows = session.scalars(
        select(UnitRenaming)
        .where(UnitRenaming.province_code == setting.province_code)
        .order_by(UnitRenaming.unit_code, UnitRenaming.day)
    )
    for row in rows:
        ends = setting.units[row.unit_code].valid_to
        if row.before_name is None and ends is not None and ends <= row.day:
            continue  # it ends before it would bear that name
        told = f"từ {row.day:%d/%m/%Y} sẽ là {row.name}"
        if row.before_name is not None:
            told = f"trước {row.day:%d/%m/%Y} là {row.before_name}"
        found[row.unit_code] = (*found.get(row.unit_code, ()), f"{told} ({row.basis})")
    return found


def positions(session: Session, *, person: Person, province_code: str) -> tuple[PositionRow, ...]:
    """The positions, by code. Raises ConfigurationUnreadable."""
    readable_setting(session, person, province_code)
    query = select(Position).where(Position.province_code == province_code)
    rows = session.scalars(query.order_by(Position.code))
    return tuple(PositionRow(row.code, row.title, tuple(row.unit_kinds), row.leads) for row in rows)


def calendars(session: Session, *, person: Person, province_code: str) -> tuple[CalendarRow, ...]:
    """The calendars, by code. Raises ConfigurationUnreadable."""
    readable_setting(session, person, province_code)
    own = session.get_one(Province, province_code).calendar_code
    query = select(WorkCalendar).where(WorkCalendar.province_code == province_code)
    rows = session.scalars(query.order_by(WorkCalendar.code))
    return tuple(CalendarRow(row.code, row.code == own, row.data) for row in rows)


def posts(
    session: Session,
    *,
    person: Person,
    province_code: str,
    day: date,
    unit_code: str | None = None,
) -> tuple[PostRow, ...]:
    """Who holds which post on a day, in the units below ``unit_code`` or anywhere."""
    setting = readable_setting(session, person, province_code)
    told = _contacts(person, setting)
    changes = _changes(person, setting, leading_positions(session, province_code))
    rows = session.execute(
        select(Officer, Appointment)
        .join(Appointment, _officer(Appointment))
        .where(Appointment.province_code == province_code, held_on(day))
        .order_by(Appointment.unit_code, Appointment.position_code, Officer.username)
    )
    return tuple(
        PostRow(
            username=officer.username,
            full_name=officer.full_name,
            honorific=officer.honorific,
            phone=officer.phone if told(officer, held.unit_code) else None,
            email=officer.email if told(officer, held.unit_code) else None,
            unit_code=held.unit_code,
            unit_name=setting.unit_name(held.unit_code),
            position_code=held.position_code,
            position_title=setting.positions.get(held.position_code, held.position_code),
            title=held.title,
            valid_from=held.valid_from,
            valid_to=held.valid_to,
            may_change=changes(officer.id, held.unit_code, held.position_code),
        )
        for officer, held in rows
        if unit_code is None or setting.within(held.unit_code, {unit_code})
    )


def _changes(
    person: Person, setting: Setting, leading: Collection[str], right: str = "organisation.posts"
) -> Callable[[str, str, str], bool]:
    """Whether they may move whom from a post, or end it, or a stand-in (``right``) there: what
    refuses the acts says the same.
    """
    mine = _whose(person, right, setting)
    administering = may_appoint_administrators(person, setting)
    everywhere = bool(may(person, "organisation.posts", Matter(setting.province_code, setting)))

    def may_change(officer: str, unit: str, position: str) -> bool:
        administers = position in ADMIN_POSITIONS
        own = officer == person.officer_id
        theirs = (administering or not administers) and (everywhere or position not in leading)
        return mine(unit) and not own and theirs

    return may_change


def may_appoint_administrators(person: Person, setting: Setting) -> bool:
    """Whether posts that administer are theirs to give."""
    return bool(may(person, "organisation.admin_posts", Matter(setting.province_code, setting)))


def substitutions(
    session: Session, *, person: Person, province_code: str, day: date
) -> tuple[SubstitutionRow, ...]:
    """The substitutions that are valid on a day or later. Raises ConfigurationUnreadable."""
    setting = readable_setting(session, person, province_code)
    absent, leading = aliased(Officer), leading_positions(session, province_code)
    ends = _changes(person, setting, leading, "organisation.substitutes")
    rows = session.execute(
        select(Substitution, Officer, absent, Procedure.short_name)
        .outerjoin(
            Procedure,
            and_(
                Procedure.province_code == Substitution.province_code,
                Procedure.code == Substitution.procedure_code,
            ),
        )
        .join(Officer, _officer(Substitution))
        .outerjoin(
            absent,
            and_(
                absent.province_code == Substitution.province_code,
                absent.id == Substitution.absent_id,
            ),
        )
        .where(Substitution.province_code == province_code, Substitution.valid_to > day)
        .order_by(Substitution.unit_code, Substitution.valid_from, Substitution.id)
    )
    return tuple(
        SubstitutionRow(
            id=row.id,
            unit_code=row.unit_code,
            unit_name=setting.unit_name(row.unit_code),
            position_code=row.position_code,
            position_title=setting.positions.get(row.position_code, row.position_code),
            officer=officer.username,
            officer_name=officer.full_name,
            absent=away.username if away else None,
            absent_name=away.full_name if away else None,
            manner=row.manner,
            procedure_code=row.procedure_code,
            procedure_name=procedure,
            sector=row.sector,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            basis=row.basis,
            may_end=ends(officer.id, row.unit_code, row.position_code),
        )
        for row, officer, away, procedure in rows
    )


def focal_persons(
    session: Session, *, person: Person, province_code: str, day: date
) -> tuple[FocalRow, ...]:
    """Whom each agency named, as of a day. Raises ConfigurationUnreadable."""
    setting = readable_setting(session, person, province_code)
    told = _contacts(person, setting)
    rows = session.execute(
        select(FocalPerson, Officer)
        .join(Officer, _officer(FocalPerson))
        .where(
            FocalPerson.province_code == province_code,
            FocalPerson.valid_from <= day,
            or_(FocalPerson.valid_to.is_(None), FocalPerson.valid_to > day),
        )
        .order_by(FocalPerson.unit_code, FocalPerson.duty, Officer.username)
    )
    return tuple(
        FocalRow(
            unit_code=row.unit_code,
            unit_name=setting.unit_name(row.unit_code),
            duty=row.duty,
            officer=officer.username,
            officer_name=officer.full_name,
            phone=officer.phone if told(officer, row.unit_code) else None,
            email=officer.email if told(officer, row.unit_code) else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row, officer in rows
    )


def changes(session: Session, *, person: Person, province_code: str) -> tuple[ChangeRow, ...]:
    """The newest entries of the record: of the whole province, or those of the units that the
    reader's right reaches. Raises NotAdministrator.
    """
    reader = administrator_of(session, person, province_code)
    reader.require_somewhere(CHANGES)
    query = (
        select(ConfigurationChange)
        .where(
            ConfigurationChange.province_code == province_code,
            _changed_at(reader.units(CHANGES, setting_of(session, province_code))),
        )
        .order_by(ConfigurationChange.epoch.desc(), ConfigurationChange.seq.desc())
        .limit(NEWEST)
    )
    return tuple(
        ChangeRow(
            at=row.at,
            epoch=row.epoch,
            name=row.name,
            kind=row.kind,
            subject=row.subject,
            subject_key=row.subject_key,
            before=row.before,
            after=row.after,
        )
        for row in session.scalars(query)
    )


def _changed_at(units: Collection[str] | None) -> ColumnElement[bool]:
    """Changes of these units, and of what is kept by unit (posts, grants, accounts for fees …)."""
    if units is None:
        return true()
    change = ConfigurationChange
    named = (row["unit_code"].as_string() for row in (change.after, change.before))
    return or_(
        and_(change.subject == Unit.__tablename__, change.subject_key.in_(units)),
        func.coalesce(*named).in_(units),
    )


def _contacts(person: Person, setting: Setting) -> Callable[[Officer, str], bool]:
    """To whom an officer's telephone and address are told: colleagues of the agency need them.

    So do those who administer it; the person sees their own.
    """
    mine = _whose(person, "organisation.posts", setting)
    agencies = {setting.agency_unit(post.unit_code) for post in person.posts}

    def told(officer: Officer, unit_code: str) -> bool:
        return (
            officer.id == person.officer_id
            or mine(unit_code)
            or setting.agency_unit(unit_code) in agencies
        )

    return told


def _whose(person: Person, right: str, setting: Setting) -> Callable[[str], bool]:
    """Whether the person has the right in a unit."""
    units = units_of(person, right, setting)
    return lambda code: units is None or code in units


def _officer(
    table: type[Appointment] | type[FocalPerson] | type[Substitution],
) -> ColumnElement[bool]:
    return and_(Officer.province_code == table.province_code, Officer.id == table.officer_id)
