"""A case goes on another way than it was filed: from paper to online, or back."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct, actor_of
from engine.cases.act.locking import lock_case
from engine.cases.charging_fees import take_fees
from engine.cases.taking_rules import resolved_today, take_for_filing
from engine.catalogue.manifest import CHANNEL_NAMES, Channel
from engine.catalogue.rules.admission import check_paper, open_channels
from engine.errors import CaseNotFound, ChannelClosed, ChannelUnchanged, NotYourDesk
from engine.fees import FeeLine

KIND = "change_channel"


def change_channel(
    session: Session, *, case_id: str, person: Person, channel: Channel, now: datetime
) -> list[FeeLine]:
    """Move a running case to another channel and compute its fees anew; what is due now.

    For an officer of the receiving unit. The earlier fees stay on record. Raises CaseNotFound,
    NotYourDesk, ChannelUnchanged, ChannelClosed, PaperRefused, FeeUndecided.
    """
    locked = lock_case(session, person.province_code or "", case_id)
    if locked is None:
        raise CaseNotFound(ref=case_id)
    case = locked.case
    post = next((p for p in person.posts if p.unit_code == case["receiving_unit"]), None)
    act = CaseAct(session, case, epoch=locked.epoch, actor=actor_of(person), now=now)
    if post is None or not post.covers(case["procedure_code"]):
        unit = act.setting.unit_name(case["receiving_unit"])
        raise NotYourDesk(position="Cán bộ tiếp nhận", unit=unit)
    if case["channel"] == channel or KIND not in act.stands.state.acts:
        raise ChannelUnchanged
    act.actor = actor_of(person, post.words)
    found = resolved_today(act)
    if channel not in open_channels(act.package.manifest, found):
        raise ChannelClosed(channel=CHANNEL_NAMES[channel].lower())
    check_paper(found, channel, ())
    act.record("channel_changed", before=case["channel"], after=channel)
    act.change(channel=channel)
    take_for_filing(act, found, "channel_change")
    lines = take_fees(act, found, act.dossier.case)
    act.save()
    return lines
