"""Which units can be asked for an opinion, and whose officers answer for them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from engine.access import Matter, may, of_act
from engine.accounts import Person, Post
from engine.accounts.one_person import accounts_with
from engine.acts.inputs import SEEN
from engine.facts.events_of_consultations import ConsultationAsked
from engine.facts.reading import Recorded
from engine.organisation.tree import CENTRE_KIND, Setting
from engine.store.consultations import Consultation
from engine.typed.seen import mark_of

ANSWER = "answer_consultation"


def can_be_asked(setting: Setting, asking: str, day: date) -> tuple[str, ...]:
    """Every agency of the day that is no service centre, and the other units of the own agency.

    None that stands above who asks in its own agency: whoever asks would answer for it.
    """
    own, leading = setting.agency_unit(asking), setting.led_from(asking)
    return tuple(
        unit.code
        for unit in setting.units.values()
        if unit.valid(day)
        and unit.kind != CENTRE_KIND
        and unit.code not in leading
        and (unit.agency_code is not None or setting.agency_unit(unit.code) == own)
    )


def other_agencies(setting: Setting, here: Collection[str], day: date) -> tuple[str, ...]:
    """Every agency of the day but those of the units ``here``: where an applicant can be sent who
    came wrongly.
    """
    own = {setting.agency_unit(unit) for unit in here}
    return tuple(
        unit.code
        for unit in setting.units.values()
        if unit.valid(day) and unit.agency_code is not None and unit.code not in own
    )


def asked_by(session: Session, history: Iterable[Recorded], person: Person) -> set[str]:
    """The questions (by their id) that this person asked: nobody answers their own."""
    own = accounts_with(session, person.account_id)
    return {
        told.event.consultation
        for told in history
        if isinstance(told.event, ConsultationAsked) and told.actor.account_id in own
    }


def question_to(
    person: Person, asked: Iterable[Consultation], own: Collection[str], matter: Matter
) -> Consultation | None:
    """The question to which the person's answer goes: of those that wait for their units and that
    others asked (``own``: theirs) the one whose term is nearest.
    """
    waiting = (one for one in asked if one.answered_at is None and one.id not in own)
    return next(
        (
            one
            for one in sorted(waiting, key=lambda one: (one.due_at, one.id))
            if may(person, of_act(ANSWER), replace(matter, asked={one.unit_code})) is not None
        ),
        None,
    )


def mark_of_question(asked: Consultation) -> str:
    """Names the question that somebody read before they answer."""
    return mark_of(SEEN.name, asked.id)


def answers_for(
    setting: Setting, posts: Collection[Post], units: Collection[str], procedure_code: str
) -> Post | None:
    """The post by which an officer answers for one of the units: in it, or below in its agency."""
    here = (post for post in posts if any(one in units for one in setting.led_from(post.unit_code)))
    return next((post for post in here if post.covers(procedure_code)), None)
