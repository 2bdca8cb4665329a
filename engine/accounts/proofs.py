"""What somebody shows, besides the number of a case, to read its names and fetch its result.

A number is printed, spoken and ordered: whoever has only that reads nothing personal. The receipt
bears a code that nobody can guess; its QR carries it. One more fact opens the case to be read,
under a code of its own, which ends nothing and gives no result.
"""

import hmac
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from engine.accounts.person import Person
from engine.errors import FactWrong, OfficerBySecret, ProofMissing, TextUnreadable
from engine.store.rows import CaseRow
from engine.typed import Unreadable
from engine.typed.dates import HOW_LONG, Within, day_known_as, day_typed
from engine.typed.identifiers import digits_of, known_as

Fact = Literal["phone", "birth"]
"""Which fact was told: the submitter's phone number, or the owner's day of birth."""
_CODE_BYTES = 10
"""80 bits, 16 letters."""
_READ_SO = str.maketrans("018", "OIB")
"""Digits that no code has, and the letters that look like them on paper."""
_CENTURIES = (Within(last=date(1999, 12, 31)), Within(first=date(2000, 1, 1)))
"""In which somebody may be born: a year of two digits is tried in each."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was shown: the receipt's code, one more fact, or who is signed in.

    ``key`` is the installation's, which made the receipt's code; ``identity_number`` is that of the
    account. ``officer``: an officer is signed in, who reads and never acts by a receipt.
    """

    key: bytes = b""
    receipt: str | None = None
    fact: str | None = None
    account_id: str | None = None
    identity_number: str | None = None
    officer: bool = False


def receipt_code(key: bytes, case_id: str, nth: int = 0) -> str:
    """The code on the receipt of a case: another for every case, and each time that it gets a new
    one (``nth``: how often it did); nothing else opens it as the receipt does.
    """
    return _made(key, f"receipt:{case_id}:{nth}" if nth else f"receipt:{case_id}")


def opening_code(proof: Proof, case: CaseRow, applicant: Mapping[str, object]) -> str | None:
    """What an address bears so that it opens the case again: the receipt's code, or one of the fact
    that was shown; ``None``: this opens it not, or there is no key.
    """
    if not proof.key:
        return None
    if acts_for_applicant(proof, case, applicant):
        return _receipt_code(proof, case)
    fact = _fact(proof, case, applicant)
    return _fact_codes(proof.key, case, applicant)[fact] if fact else None


def bears_receipt(proof: Proof, case: CaseRow) -> bool:
    """Whether the receipt's code was shown."""
    return bool(proof.key) and _same(_receipt_code(proof, case), proof.receipt)


def _receipt_code(proof: Proof, case: CaseRow) -> str:
    return receipt_code(proof.key, case["id"], case["receipt_codes"])


def refuse_officer(person: Person | None) -> None:
    """Raise OfficerBySecret where an officer is signed in: they see the codes of many people."""
    if person is not None and person.kind != "citizen":
        raise OfficerBySecret


def check_acts_by_secret(proof: Proof, case: CaseRow) -> None:
    """Whether the receipt's code lets its bearer act. Raises OfficerBySecret, ProofMissing."""
    if proof.officer:
        raise OfficerBySecret
    if not bears_receipt(proof, case):
        raise ProofMissing


def acts_for_applicant(proof: Proof, case: CaseRow, applicant: Mapping[str, object]) -> bool:
    """Whether this is more than a fact that others may know, which only lets them read."""
    own = proof.account_id is not None and proof.account_id == case["account_id"]
    return own or _has_owners_number(proof, applicant) or bears_receipt(proof, case)


def proven(proof: Proof, case: CaseRow, applicant: Mapping[str, object]) -> bool:
    """Whether this opens the case to the one who shows it.

    Raises FactWrong for a wrong fact, TextUnreadable for what is none of anybody.
    """
    if acts_for_applicant(proof, case, applicant) or _fact(proof, case, applicant) is not None:
        return True
    if proof.fact:
        check_fact(proof.fact)
        raise FactWrong
    return False


def check_fact(text: str) -> None:
    """Whether this can be a phone number or a day of birth of anybody. Raises TextUnreadable."""
    if known_as("phone", text) is not None or any(_day(text, one) for one in _CENTURIES):
        return
    label = "Số điện thoại của người nộp, hoặc ngày sinh của chủ hồ sơ"
    raise TextUnreadable(field="fact", label=label, reason=_why_no_fact(text))


def _why_no_fact(text: str) -> str:
    if not text:
        return "chưa ghi"
    try:
        day_typed(text, within=_CENTURIES[0], least="year")
    except Unreadable as unreadable:
        if (reason := str(unreadable)) != HOW_LONG["year"]:
            return reason
    return "hãy ghi như 0912 345 678, hoặc 05/09/1990"


def gives_result(proof: Proof, case: CaseRow, applicant: Mapping[str, object]) -> bool:
    """Whether the files of the result are for who shows this: never for a fact that others know.

    Where another filed it, the receipt is theirs: the owner's is the account of their number.
    """
    if case["authorisation"] is not None:
        return _has_owners_number(proof, applicant)
    return acts_for_applicant(proof, case, applicant)


def _fact(proof: Proof, case: CaseRow, applicant: Mapping[str, object]) -> Fact | None:
    """The fact that was told, or whose code was shown."""
    told = _told(proof.fact, applicant) if proof.fact else None
    if told is not None or not proof.key:
        return told
    codes = _fact_codes(proof.key, case, applicant)
    return next((fact for fact, code in codes.items() if _same(code, proof.receipt)), None)


def _fact_codes(key: bytes, case: CaseRow, applicant: Mapping[str, object]) -> dict[Fact, str]:
    """A code for each fact as it is on record: another fact, another code."""
    known: dict[Fact, object] = {
        "phone": applicant.get("submitter_phone"),
        "birth": applicant.get("owner_date_of_birth"),
    }
    return {
        fact: _made(key, f"fact:{case['id']}:{fact}:{value}")
        for fact, value in known.items()
        if value
    }


def _made(key: bytes, what: str) -> str:
    return b32encode(hmac.new(key, what.encode(), sha256).digest()[:_CODE_BYTES]).decode()


def _same(code: str, shown: str | None) -> bool:
    read = "".join(sign for sign in shown or "" if sign.isalnum()).upper().translate(_READ_SO)
    return hmac.compare_digest(code.encode(), read.encode())


def _has_owners_number(proof: Proof, applicant: Mapping[str, object]) -> bool:
    number = proof.identity_number
    owner = digits_of(str(applicant.get("owner_identity_number") or ""))
    return number is not None and number == owner


def _told(text: str, applicant: Mapping[str, object]) -> Fact | None:
    phone, birth = applicant.get("submitter_phone"), applicant.get("owner_date_of_birth")
    told = known_as("phone", text)
    if phone and told is not None and told == known_as("phone", str(phone)):
        return "phone"
    return "birth" if birth and _is_birthday(text, str(birth)) else None


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
