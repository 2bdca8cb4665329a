"""Provinces, units, positions and who holds them."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, province_key


class Province(Base):
    """A province; ``epoch`` rises with every change of its configuration, so caches are exact."""

    __tablename__ = "provinces"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    agency_code: Mapped[str] = mapped_column(Code)
    calendar: Mapped[dict[str, object]] = mapped_column(Json)
    epoch: Mapped[int] = mapped_column(default=1)


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
    source: Mapped[str | None] = mapped_column(Code)


class Officer(Base):
    """A person who works in the province's units."""

    __tablename__ = "officers"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    full_name: Mapped[str]
    honorific: Mapped[str | None]
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
