"""What one person proposes to publish and another approves."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key


class Proposal(Base):
    """A proposal as its maker sent it. ``state`` is proposed, approved, sent_back or withdrawn.

    ``kind`` is package, retirement, configuration, reorganisation or calendar; ``subject`` the
    procedure's code, of a configuration the province's, of a reorganisation the unit's that ends,
    of a day its calendar's. ``digest``
    names the files that would run, of a retirement the version that would no longer be taken;
    ``base`` the version that these were compared with.
    ``differences`` are what was shown to the maker; whoever approves is shown them anew.
    ``wished_from`` is the day that the maker asks for, ``valid_from`` the one that was approved.
    Rows are never deleted, and only the columns of the decision ever change.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        ForeignKeyConstraint(["province_code"], ["provinces.code"]),
        Index("ix_proposals_state", "province_code", "state", "made_at"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    subject: Mapped[str] = mapped_column(Code)
    name: Mapped[str]
    sector: Mapped[str | None]
    digest: Mapped[str] = mapped_column(Code)
    base: Mapped[str | None] = mapped_column(Code)
    differences: Mapped[list[dict[str, object]]] = mapped_column(Json)
    decided: Mapped[list[dict[str, object]]] = mapped_column(Json)
    """Every row of the approved decision beside the diagram, each difference with its reason."""
    reasons: Mapped[dict[str, str]] = mapped_column(Json)
    """The reasons that were given with the proposal, by step."""
    decision_table: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The table of the approved decision that came beside the files."""
    basis: Mapped[str]
    note: Mapped[str | None]
    wished_from: Mapped[date]
    state: Mapped[str] = mapped_column(Code)
    made_by: Mapped[str | None] = mapped_column(Key)
    made_by_name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(Key)
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    remark: Mapped[str | None]
    remarks: Mapped[list[dict[str, object]]] = mapped_column(
        Json, default=list, server_default="[]"
    )
    """What is to be mended at single places, which ``remark`` tells too: each with its element."""
    valid_from: Mapped[date | None]
    version: Mapped[int | None]


class ProposalFile(Base):
    """A file of a proposal, exactly as it came."""

    __tablename__ = "proposal_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "proposal_id"], ["proposals.province_code", "proposals.id"]
        ),
    )

    province_code: Mapped[str] = province_key()
    proposal_id: Mapped[str] = mapped_column(Key, primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Reorganisation(Base):
    """A reorganisation that was approved: units → those that take over from ``day`` on.

    ``epoch`` names its changes in the record of the configuration. ``undone_at`` and what stands
    beside it: who took it back and why; ``restored_at``: when its cases were all back.
    """

    __tablename__ = "reorganisations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "proposal_id"], ["proposals.province_code", "proposals.id"]
        ),
    )

    province_code: Mapped[str] = province_key()
    proposal_id: Mapped[str] = mapped_column(Key, primary_key=True)
    day: Mapped[date]
    units: Mapped[dict[str, str]] = mapped_column(Json)
    epoch: Mapped[int]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(Key)
    undone_by_name: Mapped[str | None]
    reason: Mapped[str | None]
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
