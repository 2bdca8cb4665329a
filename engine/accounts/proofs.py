"""What somebody shows, besides the number of a case, to read its names and fetch its result.

A number is printed, spoken and ordered: whoever has only that reads nothing personal. The receipt
bears a code that nobody can guess; its QR carries it.
"""

import hmac
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from engine.errors import FactWrong
from engine.store.rows import CaseRow
from engine.typed import Unreadable
from engine.typed.dates import Within, day_known_as, day_typed
from engine.typed.identifiers import digits_of, known_as

_CODE_BYTES = 10
"""80 bits, 16 letters."""
_CENTURIES = (Within(last=date(1999, 12, 31)), Within(first=date(2000, 1, 1)))
"""In which somebody may be born: a year of two digits is tried in each."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was shown: the receipt's code, one more fact, or who is signed in.

    ``key`` is the installation's, which made the receipt's code; ``identity_number`` is that of the
    account.
    """

    key: bytes = b""
    receipt: str | None = None
    fact: str | None = None
    account_id: str | None = None
    identity_number: str | None = None


def receipt_code(key: bytes, case_id: str) -> str:
    """The code on the receipt of a case: the same at every print, another for every case."""
    made = hmac.new(key, f"receipt:{case_id}".encode(), sha256).digest()
    return b32encode(made[:_CODE_BYTES]).decode()


def proven(proof: Proof, case: CaseRow, applicant: Mapping[str, object]) -> bool:
    """Whether this opens the case to the one who shows it. Raises FactWrong for a wrong fact."""
    if proof.account_id is not None and proof.account_id == case["account_id"]:
        return True
    if _has_owners_number(proof, applicant):
        return True
    code = receipt_code(proof.key, case["id"]) if proof.key else ""
    shown = "".join(sign for sign in proof.receipt or "" if sign.isalnum()).upper()
    if code and hmac.compare_digest(code.encode(), shown.encode()):
        return True
    if not proof.fact:
        return False
    if not _is_fact(proof.fact, applicant):
        raise FactWrong
    return True


def proven_owner(proof: Proof, case: CaseRow, applicant: Mapping[str, object]) -> bool:
    """Whether this is the owner, of a case that this opens.

    Where another filed it, the receipt and the phone number are theirs: the owner's are the account
    of their number and the day of birth.
    """
    if case["authorisation"] is None or _has_owners_number(proof, applicant):
        return True
    birth = applicant.get("owner_date_of_birth")
    return bool(birth and proof.fact) and _is_birthday(proof.fact or "", str(birth))


def _has_owners_number(proof: Proof, applicant: Mapping[str, object]) -> bool:
    number = proof.identity_number
    owner = digits_of(str(applicant.get("owner_identity_number") or ""))
    return number is not None and number == owner


def _is_fact(text: str, applicant: Mapping[str, object]) -> bool:
    """Whether the text is the submitter's phone number or the owner's day of birth."""
    phone, birth = applicant.get("submitter_phone"), applicant.get("owner_date_of_birth")
    told = known_as("phone", text)
    if phone and told is not None and told == known_as("phone", str(phone)):
        return True
    return bool(birth) and _is_birthday(text, str(birth))


def _is_birthday(text: str, birth: str) -> bool:
    days = [_day(text, century) for century in _CENTURIES]
    return any(day_known_as(day, birth) for day in days if day)


def _day(text: str, century: Within) -> str | None:
    """The day that was typed, of whatever century: 5/9/90 is right for who was born then.

    Or as much of it as was filed: 1984, where papers know no more.
    """
    try:
        return day_typed(text, within=century, least="year")
    except Unreadable:
        return None
