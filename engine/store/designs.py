"""What designers work on before it is proposed: a procedure's next files, and each change."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key


class Design(Base):
    """The draft of a procedure, one for all its designers; locked for each change.

    ``sector`` is the one by which rights go, ``name`` what the files call the procedure (else the
    catalogue), ``revision`` the number of the newest revision.
    """

    __tablename__ = "designs"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    procedure_code: Mapped[str] = mapped_column(Code, primary_key=True)
    sector: Mapped[str]
    name: Mapped[str]
    revision: Mapped[int]


class DesignRevision(Base):
    """The files of a draft after one change, and who made it. Never changed, never deleted.

    ``files`` is path → SHA-256 of the content, ``digest`` names them all as that of a version does.
    ``kind`` is uploaded, removed, mended, fixed (on the page), taken (from a version), restored,
    dropped (no file is left) or renamed (another code, by an upgrade); ``source`` the number of
    that version or revision. ``mended`` is what machine, page or upgrade changed, each with its
    file and in words.
    """

    __tablename__ = "design_revisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "procedure_code"], ["designs.province_code", "designs.procedure_code"]
        ),
    )

    province_code: Mapped[str] = province_key()
    procedure_code: Mapped[str] = mapped_column(Code, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    source: Mapped[int | None]
    files: Mapped[dict[str, str]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(Code)
    errors: Mapped[int]
    """What the check said on that day, for lists; pages ask it anew."""
    warnings: Mapped[int]
    mended: Mapped[list[dict[str, object]]] = mapped_column(Json)
    made_by: Mapped[str | None] = mapped_column(Key)
    made_by_name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DesignContent(Base):
    """The bytes of a file as it came, once for all revisions of a draft that have it."""

    __tablename__ = "design_contents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "procedure_code"], ["designs.province_code", "designs.procedure_code"]
        ),
    )

    province_code: Mapped[str] = province_key()
    procedure_code: Mapped[str] = mapped_column(Code, primary_key=True)
    digest: Mapped[str] = mapped_column(Code, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
