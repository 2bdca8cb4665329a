"""Procedures, their published packages, and the registers that procedures refer to."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key


class Procedure(Base):
    """An administrative procedure as the province keeps it in its catalogue.

    Valid from ``valid_from`` up to, not including, ``valid_to``; an abolished one keeps its row.
    ``unit_code`` is the agency that manages it. ``online_level`` is full, partial or none.
    """

    __tablename__ = "procedures"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    sector: Mapped[str]
    level: Mapped[str] = mapped_column(Code)
    unit_code: Mapped[str | None] = mapped_column(Code)
    online_level: Mapped[str | None] = mapped_column(Code)
    full_eligible: Mapped[bool | None]
    """Whether it meets the conditions to be offered as a full online service."""
    local: Mapped[bool | None]
    """Whether only this province has it (TTHC đặc thù)."""
    takes_fee: Mapped[bool | None]
    decision: Mapped[str | None]
    """The decision that announced it: number and date."""
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Package(Base):
    """A version of a procedure's process, immutable and named by the digest of its files.

    ``valid_from`` is the first day whose new cases take it; running cases keep theirs.
    ``diagram`` is the SVG drawn at publication; ``retired_from`` the first day whose new cases no
    longer take it, so that the version before it counts again.
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
    retired_from: Mapped[date | None]

    @property
    def taken_back(self) -> bool:
        """Whether it was taken back by its first day, so that the days of new cases are none."""
        return self.retired_from is not None and self.retired_from <= self.valid_from


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


class FilingClosure(Base):
    """A place where a procedure takes no filing now, since when, and why (requirement R-20).

    ``unit_code`` is the commune that a filing would be about, or the service centre where the form
    names none. ``reasons`` are objects with ``code`` and ``words``. Written by the check of what is
    published (``engine.publishing.closing``) and gone as soon as that passes again.
    """

    __tablename__ = "filing_closures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "procedure_code"], ["procedures.province_code", "procedures.code"]
        ),
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
    )

    province_code: Mapped[str] = province_key()
    procedure_code: Mapped[str] = mapped_column(Code, primary_key=True)
    unit_code: Mapped[str] = mapped_column(Code, primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reasons: Mapped[list[dict[str, str]]] = mapped_column(Json)


class Sector(Base):
    """A field of administration that procedures belong to, by its name."""

    __tablename__ = "sectors"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    name: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(Code)
    unit_code: Mapped[str | None] = mapped_column(Code)
    """The department that is responsible for it."""
    source: Mapped[str | None] = mapped_column(Code)
    """``demo`` (or ``demo:`` with columns) where no published catalogue gave us the value."""


class LegalBasis(Base):
    """A legal act that rules, fees and procedures cite; ``number`` such as 06/2025/NQ-HĐND."""

    __tablename__ = "legal_bases"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    number: Mapped[str] = mapped_column(Code, primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    address: Mapped[str | None]
    """Where its text can be read."""
    source: Mapped[str | None] = mapped_column(Code)


class ResultType(Base):
    """A kind of paper that procedures give."""

    __tablename__ = "result_types"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    source: Mapped[str | None] = mapped_column(Code)


class ProcedureResult(Base):
    """A procedure gives a result."""

    __tablename__ = "procedure_results"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "procedure_code"], ["procedures.province_code", "procedures.code"]
        ),
        ForeignKeyConstraint(
            ["province_code", "result_code"], ["result_types.province_code", "result_types.code"]
        ),
    )

    province_code: Mapped[str] = province_key()
    procedure_code: Mapped[str] = mapped_column(Code, primary_key=True)
    result_code: Mapped[str] = mapped_column(Code, primary_key=True)


class ProcedureDocument(Base):
    """A paper that a procedure asks for, as the catalogue lists it."""

    __tablename__ = "procedure_documents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "procedure_code"], ["procedures.province_code", "procedures.code"]
        ),
    )

    province_code: Mapped[str] = province_key()
    procedure_code: Mapped[str] = mapped_column(Code, primary_key=True)
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    required: Mapped[bool]
    originals: Mapped[int]
    copies: Mapped[int]
    note: Mapped[str | None]


class ProcedureFee(Base):
    """A fee in đồng as the register lists it; what a case pays is computed from the package's DMN.

    ``kind`` is phi or le_phi; ``channel`` ``None`` means every channel. ``legal_basis`` is the
    number of a legal basis of the register.
    """

    __tablename__ = "procedure_fees"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "procedure_code"], ["procedures.province_code", "procedures.code"]
        ),
        ForeignKeyConstraint(
            ["province_code", "legal_basis"], ["legal_bases.province_code", "legal_bases.number"]
        ),
    )

    province_code: Mapped[str] = province_key()
    procedure_code: Mapped[str] = mapped_column(Code, primary_key=True)
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(Code)
    channel: Mapped[str | None] = mapped_column(Code)
    amount: Mapped[int]
    legal_basis: Mapped[str] = mapped_column(Code)


class ProcedureImport(Base):
    """A list of procedures that was compared with the catalogue; applied once it is accepted.

    ``diff_digest`` names the comparison that was shown: another one is never applied.
    """

    __tablename__ = "procedure_imports"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    file_name: Mapped[str]
    columns: Mapped[list[str]] = mapped_column(Json)
    complete: Mapped[bool]
    """Whether a procedure that the list lacks is abolished."""
    effective: Mapped[date]
    rows: Mapped[list[dict[str, object]]] = mapped_column(Json)
    diff_digest: Mapped[str] = mapped_column(Code)
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_by: Mapped[str | None]
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changes: Mapped[list[dict[str, object]] | None] = mapped_column(Json)
    """What accepting it changed, procedure by procedure; of a new one without its fields."""


class ProcedureReview(Base):
    """What an agency said of one of its procedures as it was configured (R-79, R-105).

    Append-only; the newest of a procedure counts, as long as ``seen`` is what it looks like now.
    ``right``: everything is as it should be; else ``words`` say what is not. ``version`` is the
    package's that was in force.
    """

    __tablename__ = "procedure_reviews"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "procedure_code"], ["procedures.province_code", "procedures.code"]
        ),
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
        Index("ix_procedure_reviews_procedure_code", "province_code", "procedure_code", "at"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    procedure_code: Mapped[str] = mapped_column(Code)
    unit_code: Mapped[str] = mapped_column(Code)
    right: Mapped[bool]
    words: Mapped[str | None]
    seen: Mapped[str] = mapped_column(Code)
    version: Mapped[int | None]
    account_id: Mapped[str | None] = mapped_column(Key)
    name: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
