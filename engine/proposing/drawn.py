"""A proposal on the diagrams: what would run, beside what it is compared with."""

from typing import Any

from sqlalchemy.orm import Session

from engine.catalogue.packages import package
from engine.errors import Refusal
from engine.proposing.kept import content_of
from engine.proposing.remarks import remarks_drawn, remarks_kept
from engine.proposing.review import Review
from engine.publishing.differing import Difference
from engine.publishing.differing.drawn import Pictures, pictures
from engine.store.proposals import Proposal

TITLES = ("Sơ đồ đang áp dụng, chỗ bị bỏ hay đổi", "Sơ đồ nếu duyệt, chỗ mới hay đổi")


def of_review(session: Session, province_code: str, review: Review) -> Pictures:
    """The proposal as it stands now; nothing where it is about no diagram."""
    if review.base is None or review.examined is None:
        return Pictures()
    files = review.content.files
    if review.content.kind == "retirement":
        files = package(session, province_code, review.examined.digest).files
    before = package(session, province_code, review.base).files
    return pictures(before, files, review.differences, TITLES)


def of_kept(session: Session, row: Proposal) -> Pictures:
    """A package as it was decided on; nothing where its files can't be read any more."""
    if row.kind != "package" or row.base is None:
        return Pictures()
    try:
        files = content_of(session, row).files
        before = package(session, row.province_code, row.base).files
    except Refusal:
        return Pictures()
    return pictures(before, files, differences_kept(row), TITLES)


def remarks_of_kept(session: Session, row: Proposal) -> str | None:
    """What was remarked on a package that was sent back, at the shapes of its diagram."""
    if not row.remarks:
        return None
    try:
        return remarks_drawn(content_of(session, row).files, remarks_kept(row))
    except Refusal:
        return None


def differences_kept(row: Proposal) -> list[Difference]:
    """What was shown to its maker, or to whoever decided it."""
    told: list[dict[str, Any]] = [dict(one) for one in row.differences]
    return [Difference(**one) for one in told]
