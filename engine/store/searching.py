"""What a dossier is found by: folded names and canonical numbers, kept beside it and indexed."""

from collections.abc import Mapping

from engine.typed.folding import findable
from engine.typed.identifiers import digits_of, known_as

OF_ORGANISATION = "owner_tax_number"
"""The number of an organisation that owns a dossier, among its people."""
_LONGEST = 400
"""Letters of the names that are searched: an index of PostgreSQL takes no rows of any length."""


def found_by(applicant: Mapping[str, object]) -> dict[str, str | None]:
    """The search columns of a dossier, by the people of its filing.

    An organisation's owner number is its own: the tax number or an agency's code, never a person's.
    """
    people = ("owner", "submitter", "subject")
    names = dict.fromkeys(str(applicant.get(f"{who}_name") or "") for who in people)
    person, submitter, phone, subject = (
        digits_of(str(applicant.get(name) or ""))
        for name in (
            *("owner_identity_number", "submitter_identity_number", "submitter_phone"),
            "subject_identity_number",
        )
    )
    own = str(applicant.get(OF_ORGANISATION) or "")
    owner = known_as("tax_number", own) or known_as("agency_code", own) or person
    return {
        "names_folded": " | ".join(findable(name) for name in names if name)[:_LONGEST],
        "owner_number": owner,
        "submitter_number": submitter if submitter != owner else None,
        "submitter_phone": phone,
        "subject_number": subject,
    }
