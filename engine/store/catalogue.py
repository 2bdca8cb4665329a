"""Procedures and their published packages."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, UtcDateTime, province_key


class Procedure(Base):
    """An administrative procedure as the province keeps it in its catalogue."""

    __tablename__ = "procedures"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    sector: Mapped[str]
    level: Mapped[str] = mapped_column(Code)


class Package(Base):
    """A version of a procedure's process, immutable and named by the digest of its files.

    ``valid_from`` is the first day whose new cases take it; running cases keep theirs.
    ``diagram`` is the SVG drawn at publication.
    """

    __tablename__ = "packages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "procedure_code"], ["procedures.province_code", "procedures.code"]
        ),
        Index("ix_packages_current", "province_code", "procedure_code", "valid_from"),
    )

    province_code: Mapped[str] = province_key()
    digest: Mapped[str] = mapped_column(Code, primary_key=True)
    procedure_code: Mapped[str] = mapped_column(Code)
    version: Mapped[int]
    diagram: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str]


class PackageFile(Base):
    """A file of a package, exactly as uploaded."""

    __tablename__ = "package_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "digest"], ["packages.province_code", "packages.digest"]
        ),
    )

    province_code: Mapped[str] = province_key()
    digest: Mapped[str] = mapped_column(Code, primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
