"""Which units can be asked for an opinion, and whose officers answer for them."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.orm import Session

from engine.accounts import Person, Post
from engine.accounts.one_person import accounts_with
from engine.facts.events_of_consultations import ConsultationAsked
from engine.facts.reading import Recorded
from engine.organisation.tree import CENTRE_KIND, Setting


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


def answers_for(
    setting: Setting, posts: Collection[Post], units: Collection[str], procedure_code: str
) -> Post | None:
    """The post by which an officer answers for one of the units: in it, or below in its agency."""
    here = (post for post in posts if any(one in units for one in setting.led_from(post.unit_code)))
    return next((post for post in here if post.covers(procedure_code)), None)
