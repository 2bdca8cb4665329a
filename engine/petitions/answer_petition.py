"""A petition is answered, and the answer published without personal data."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.catalogue.applicants import PERSON
from engine.errors import PersonalDataShown
from engine.petitions.handling import actor_of, opened, said, until
from engine.petitions.recording import record
from engine.routing.named_cases import case_key, keys_meant
from engine.store.cases import Case, Dossier
from engine.store.petitions import Petition
from engine.typed.folding import folded
from engine.typed.personal_numbers import number_shown, numbers_in
from engine.typed.text import says_something

_LEAST = 8
"""Digits that are a telephone number, however they are parted."""
_TOLD = {"_name": "họ tên", "_number": "số định danh", "_phone": "số điện thoại"}
"""What leads to the people of a case, by the ends of its standard names."""


def answer_petition(
    session: Session, *, petition_id: str, person: Person, answer: str, now: datetime
) -> None:
    """Answer it; its sender reads it at once, everybody once it is published.

    Raises PetitionNotFound, NotHandling, PetitionNotInState, PetitionEmpty, TextUnreadable.
    """
    row, setting = opened(session, petition_id=petition_id, person=person, states={"handling"})
    words = said("answer", "Trả lời", answer)
    record(
        session,
        row,
        "answered",
        by=actor_of(person),
        now=now,
        words=words,
        state="answered",
        answer=words,
        answered_at=now,
        due_at=until(setting, row.unit_code, "publish", now),
    )


def publish_petition(
    session: Session,
    *,
    petition_id: str,
    person: Person,
    content: str,
    answer: str,
    now: datetime,
) -> None:
    """Publish what was asked and answered, as the officer words it: without personal data.

    Raises PetitionNotFound, NotHandling, PetitionNotInState, PetitionEmpty, PersonalDataShown,
    TextUnreadable.
    """
    row, _ = opened(session, petition_id=petition_id, person=person, states={"answered"})
    shown = said("content", "Nội dung công khai", content)
    told = said("answer", "Trả lời công khai", answer)
    _check_nobody_named(session, row, f"{shown} {told}")
    record(
        session,
        row,
        "published",
        by=actor_of(person),
        now=now,
        state="published",
        shown_content=shown,
        shown_answer=told,
        published_at=now,
        due_at=None,
    )


def _check_nobody_named(session: Session, row: Petition, text: str) -> None:
    """Nobody is named, and no number leads to anybody. Raises PersonalDataShown."""
    written, digits = folded(text), _digits(text)
    for what, secret in (*_of_sender(row), *_of_case(session, row)):
        number = _digits(secret)
        if folded(secret) in written or (len(number) >= _LEAST and number in digits):
            raise PersonalDataShown(what=what)
    shown = number_shown(text)
    if shown is None and any(keys_meant(session, one) for one in numbers_in(text)):
        shown = "mã hồ sơ"
    if shown is not None:
        raise PersonalDataShown(what=shown)


def _of_sender(row: Petition) -> Iterator[tuple[str, str]]:
    for what, secret in (
        ("họ tên của người gửi", row.person_name),
        ("thông tin liên hệ của người gửi", row.contact),
        ("mã hồ sơ", row.about_case),
    ):
        if secret:
            yield what, secret


def _of_case(session: Session, row: Petition) -> Iterator[tuple[str, str]]:
    """Names and numbers of the people of the case that it is about."""
    if not row.about_case:
        return
    key = case_key(session, row.about_case, row.province_code)
    of_person = session.get_one(Case, key).applicant_kind in (PERSON, None)
    for name, told in session.get_one(Dossier, key).applicant.items():
        if name.startswith("owner_") and not of_person:
            continue  # an agency or a firm: no personal data
        for end, what in _TOLD.items():
            if name.endswith(end) and says_something(str(told or "")):
                yield f"{what} của người trong hồ sơ", str(told)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
