"""A petition is answered, and the answer published without personal data."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.errors import PersonalDataShown
from engine.petitions.handling import actor_of, opened, said, until
from engine.petitions.recording import record
from engine.store.petitions import Petition
from engine.typed.folding import folded

_LEAST = 8
"""Digits that are a telephone number, however they are parted."""


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
    _check_nobody_named(row, f"{shown} {told}")
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


def _check_nobody_named(row: Petition, text: str) -> None:
    """Raise PersonalDataShown where the sender, their contact or their case is still named."""
    written = folded(text)
    for what, secret in (
        ("họ tên", row.person_name),
        ("thông tin liên hệ", row.contact),
        ("mã hồ sơ", row.about_case),
    ):
        if secret and folded(secret) in written:
            raise PersonalDataShown(what=what)
    number = _digits(row.contact or "")
    if len(number) >= _LEAST and number in _digits(text):
        raise PersonalDataShown(what="số điện thoại")


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
