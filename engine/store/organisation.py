"""Provinces, units, positions, who holds them and who stands in for them."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key


class Province(Base):
    """A province; ``epoch`` rises with every change of its configuration, so caches are exact."""

    __tablename__ = "provinces"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    full_name: Mapped[str]
    agency_code: Mapped[str] = mapped_column(Code)
    statistics_code: Mapped[str | None] = mapped_column(Code)
    calendar_code: Mapped[str] = mapped_column(Code)
    """The calendar of every unit that names none."""
    details: Mapped[dict[str, object]] = mapped_column(Json)
    """What else the province says of itself: its top units, how to reach it."""
    loaded: Mapped[str | None] = mapped_column(Code)
    """Digest of the data folder that was loaded last."""
    epoch: Mapped[int] = mapped_column(default=1)


class WorkCalendar(Base):
    """A working calendar that units name; ``data`` as ``engine.worktime`` reads it."""

    __tablename__ = "calendars"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    data: Mapped[dict[str, object]] = mapped_column(Json)


class Unit(Base):
    """A unit of the dated tree; valid from ``valid_from`` up to, not including, ``valid_to``."""

    __tablename__ = "units"
    __table_args__ = (
        ForeignKeyConstraint(["province_code"], ["provinces.code"]),
        Index("ix_units_parent", "province_code", "parent_code"),
    )

    province_code: Mapped[str] = province_key()
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[str] = mapped_column(Code)
    level: Mapped[str] = mapped_column(Code)
    parent_code: Mapped[str | None] = mapped_column(Code)
    agency_code: Mapped[str | None] = mapped_column(Code)
    statistics_code: Mapped[str | None] = mapped_column(Code)
    calendar_code: Mapped[str | None] = mapped_column(Code)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(Code)


class Position(Base):
    """A position that officers hold in units, such as specialist or head of division."""

    __tablename__ = "positions"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    title: Mapped[str]
    unit_kinds: Mapped[list[str]] = mapped_column(Json)
    """Kinds of unit that have this position; empty: any."""
    leads: Mapped[bool] = mapped_column(server_default=false())
    """Whether who holds it leads the unit: gives its work to others, or does it in their place."""
    source: Mapped[str | None] = mapped_column(Code)


class Officer(Base):
    """A person who works in the province's units; ``username`` is unique in the province."""

    __tablename__ = "officers"
    __table_args__ = (
        ForeignKeyConstraint(["province_code"], ["provinces.code"]),
        Index("ix_officers_username", "province_code", "username", unique=True),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    username: Mapped[str] = mapped_column(Code)
    full_name: Mapped[str]
    honorific: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(Code)
    email: Mapped[str | None]
    source: Mapped[str | None] = mapped_column(Code)


class Appointment(Base):
    """An officer holds a position in a unit from a day up to, not including, another."""

    __tablename__ = "appointments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "officer_id"], ["officers.province_code", "officers.id"]
        ),
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
        ForeignKeyConstraint(
            ["province_code", "position_code"], ["positions.province_code", "positions.code"]
        ),
        Index("ix_appointments_post", "province_code", "unit_code", "position_code"),
    )

    province_code: Mapped[str] = province_key()
    officer_id: Mapped[str] = mapped_column(Key, primary_key=True)
    unit_code: Mapped[str] = mapped_column(Code, primary_key=True)
    position_code: Mapped[str] = mapped_column(Code, primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    title: Mapped[str | None]
    """How the officer signs here, where it is more than the position: Trưởng phòng."""
    basis: Mapped[str | None]
    """The decision that appoints: number, day."""


class Substitution(Base):
    """An officer stands in for a desk from a day up to, not including, another.

    ``manner`` is how they sign: KT, TM, TL, TUQ or Q. At most one of ``procedure_code`` and
    ``sector`` narrows it; neither: everything that comes to the desk. ``id`` is made from what the
    substitution says (``engine.organisation.substitutions.substitution_id``).
    """

    __tablename__ = "substitutions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "officer_id"], ["officers.province_code", "officers.id"]
        ),
        ForeignKeyConstraint(
            ["province_code", "absent_id"], ["officers.province_code", "officers.id"]
        ),
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
        ForeignKeyConstraint(
            ["province_code", "position_code"], ["positions.province_code", "positions.code"]
        ),
        Index("ix_substitutions_officer", "province_code", "officer_id", "valid_from"),
        Index("ix_substitutions_desk", "province_code", "unit_code", "position_code"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    unit_code: Mapped[str] = mapped_column(Code)
    position_code: Mapped[str] = mapped_column(Code)
    absent_id: Mapped[str | None] = mapped_column(Key)
    officer_id: Mapped[str] = mapped_column(Key)
    manner: Mapped[str] = mapped_column(Code)
    procedure_code: Mapped[str | None] = mapped_column(Code)
    sector: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    basis: Mapped[str]
    """The paper that orders it: "Giấy ủy quyền số 12/GUQ ngày 01/12/2025"."""


class ServingUnit(Base):
    """The unit that serves a commune in a role: its branch of the land office, its tax office.

    From ``valid_from`` up to, not including, ``valid_to``; on a day one unit at most. ``role`` is
    the name that manifests give it (``roles.*.by_area``).
    """

    __tablename__ = "serving_units"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "commune_code"], ["units.province_code", "units.code"]
        ),
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
    )

    province_code: Mapped[str] = province_key()
    role: Mapped[str] = mapped_column(Code, primary_key=True)
    commune_code: Mapped[str] = mapped_column(Code, primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    unit_code: Mapped[str] = mapped_column(Code)
    valid_to: Mapped[date | None]
    basis: Mapped[str | None]
    """The decision that says so, and the one that ends it: number, day."""
    source: Mapped[str | None] = mapped_column(Code)


class FocalPerson(Base):
    """Whom to ask in an agency about a duty, from a day up to, not including, another."""

    __tablename__ = "focal_persons"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
        ForeignKeyConstraint(
            ["province_code", "officer_id"], ["officers.province_code", "officers.id"]
        ),
    )

    province_code: Mapped[str] = province_key()
    unit_code: Mapped[str] = mapped_column(Code, primary_key=True)
    officer_id: Mapped[str] = mapped_column(Key, primary_key=True)
    duty: Mapped[str] = mapped_column(Code, primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]


class UnitSuccession(Base):
    """A unit took over from another on a day: merged into it or split off from it.

    ``share``: what of it (``engine.organisation.shares``); ``None``: all.
    """

    __tablename__ = "unit_successions"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "old_code"], ["units.province_code", "units.code"]),
        ForeignKeyConstraint(["province_code", "new_code"], ["units.province_code", "units.code"]),
    )

    province_code: Mapped[str] = province_key()
    old_code: Mapped[str] = mapped_column(Code, primary_key=True)
    new_code: Mapped[str] = mapped_column(Code, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    basis: Mapped[str]
    share: Mapped[dict[str, object] | None] = mapped_column(Json)


class UnitRenaming(Base):
    """A unit's name from ``day`` on. ``before_name``: the old one, once the day has come."""

    __tablename__ = "unit_renamings"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
    )

    province_code: Mapped[str] = province_key()
    unit_code: Mapped[str] = mapped_column(Code, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    basis: Mapped[str]
    before_name: Mapped[str | None]
    before_short_name: Mapped[str | None]


class DeskMove(Base):
    """The work of a desk is done at another one from ``day`` up to, not including, ``valid_to``."""

    __tablename__ = "desk_moves"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
        ForeignKeyConstraint(
            ["province_code", "to_unit_code"], ["units.province_code", "units.code"]
        ),
    )

    province_code: Mapped[str] = province_key()
    unit_code: Mapped[str] = mapped_column(Code, primary_key=True)
    position_code: Mapped[str] = mapped_column(Code, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    to_unit_code: Mapped[str] = mapped_column(Code)
    to_position_code: Mapped[str] = mapped_column(Code)
    valid_to: Mapped[date | None]
    basis: Mapped[str]


class ConfigurationChange(Base):
    """An administrative act, append-only: who changed what, from what to what.

    ``epoch`` is the province's after the act, ``seq`` counts within it. ``before`` is ``None`` for
    what is new, ``after`` for what was taken away.
    """

    __tablename__ = "configuration_changes"
    __table_args__ = (
        ForeignKeyConstraint(["province_code"], ["provinces.code"]),
        Index("ix_configuration_changes_subject", "province_code", "subject", "subject_key"),
    )

    province_code: Mapped[str] = province_key()
    epoch: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[str | None] = mapped_column(Key)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(Code)
    subject: Mapped[str] = mapped_column(Code)
    subject_key: Mapped[str]
    before: Mapped[dict[str, object] | None] = mapped_column(Json)
    after: Mapped[dict[str, object] | None] = mapped_column(Json)
