"""Who stands in for whom: how they sign, and what names a substitution."""

import hashlib
from datetime import date

MANNERS = {
    "KT": "ký thay người đứng đầu",
    "TM": "thay mặt tập thể",
    "TL": "thừa lệnh",
    "TUQ": "thừa ủy quyền",
    "Q": "quyền, phụ trách",
}
"""How a substitute signs (decree 30/2020/NĐ-CP, appendix I)."""
MANNERS_TOLD = {code: f"{code}. {words}" for code, words in MANNERS.items()}
"""The same for who chooses one: with the letters that stand before the signature."""


def is_substitutes(post: str | None) -> bool:
    """Whether the words of a post, as events keep them, are those of somebody who stood in."""
    return post is not None and post.partition(". ")[0] in MANNERS


def substitution_id(
    *,
    unit_code: str,
    position_code: str,
    officer_id: str,
    scope: str | None,
    valid_from: date,
) -> str:
    """The id of a substitution: the same desk, officer, scope and first day give the same id.

    So that a configuration that leaves and comes back keeps its ids without showing them.
    """
    text = "\n".join((unit_code, position_code, officer_id, scope or "", valid_from.isoformat()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
