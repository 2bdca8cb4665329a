"""The code of a result as a document: whose it is and what it is (decree 118/2025 art. 22.3)."""

import re

from engine.catalogue.applicants import PERSON
from engine.catalogue.manifest import Manifest, ResultKind

REFUSAL = "phieu_tu_choi"
"""The kind of a refusal after appraisal, which is a result of any procedure (art. 19.3)."""


def kind_of_result(manifest: Manifest, component: str | None, end: str | None) -> str:
    """The kind of a result by the package: what the file says it is, or the one that there is.

    Of several that which is given at ``end``, the end event to which the case goes; where neither
    tells, or the package names none, the procedure's code.
    """
    kinds = [one.code for one in manifest.results]
    if component in kinds:
        return str(component)
    if len(kinds) == 1:
        return kinds[0]
    given = [one.code for one in manifest.results if end is not None and one.when == end]
    others = [one.code for one in manifest.results if end is not None and one.when is None]
    found = given or others
    return found[0] if len(found) == 1 else manifest.code


def stored_kind(manifest: Manifest, component: str | None, code: str | None) -> ResultKind | None:
    """Which of the package's results a stored file is, by its component or its document code;
    ``None``: neither tells, and the package has not just one; a refusal is none of them.
    """
    if _is_of(REFUSAL, code):
        return None
    if len(manifest.results) == 1:
        return manifest.results[0]
    for one in manifest.results:
        if component == one.code or _is_of(one.code, code):
            return one
    return None


def _is_of(kind: str, code: str | None) -> bool:
    return re.fullmatch(rf".+-{re.escape(kind)}(-[0-9]+)?", code or "") is not None


def whose_number(
    manifest: Manifest, applicant_kind: str | None, *, owner: str | None, submitter: str | None
) -> str | None:
    """The number in the document code: the owner's. Who files where the form asks for no owner, as
    for a marriage, is the owner. ``None``: no number of the owner is on record.
    """
    asks = any(name in manifest.people for name in ("owner_name", "owner_tax_number"))
    if owner is None and not asks and applicant_kind in (PERSON, None):
        return submitter
    return owner


def document_code(owner_number: str | None, kind: str, nth: int) -> str | None:
    """The owner's identity number with the kind, and from the second of a case on its place.

    ``None``: the owner has no number on record, so no such code can be formed.
    """
    if not owner_number:
        return None
    code = f"{owner_number}-{kind}"
    return code if nth == 1 else f"{code}-{nth}"
