"""A case goes on another way than it was filed: from paper to online, or back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_named
from engine.cases.act.seeing import act_by
from engine.cases.charging_fees import take_fees
from engine.cases.confirming_subjects import confirmed_so_far
from engine.cases.scanning_papers import unscanned_papers
from engine.cases.taking_rules import resolved_today, take_for_filing
from engine.catalogue.applicants import AGENCY
from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.rules.admission import check_agency, check_paper, open_channels, paper_refused
from engine.errors import ChannelClosed, ChannelUnchanged, NotYourDesk
from engine.facts import events_of_filing as facts
from engine.fees import FeeLine
from engine.store.rows import Channel

KIND = "change_channel"


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A case that goes another way; ``fees`` is what is due now."""

    case_id: str
    case_ref: str
    channel: str
    fees: tuple[FeeLine, ...]


def change_channel(
    session: Session, *, ref: str, person: Person, channel: Channel, now: datetime
) -> ChannelChanged:
    """Move a running case to another channel and compute its fees anew.

    For an officer of the receiving unit. The earlier fees stay on record. Raises CaseNotFound,
    NotYourDesk, ChannelUnchanged, ChannelClosed, AgencyFilesOnline, PaperRefused, FeeUndecided.
    """
    act = open_named(session, ref, person, now)
    case = act.case
    unit = act.setting.unit_name(case["receiving_unit"])
    refusal = NotYourDesk(position="Cán bộ tiếp nhận", unit=unit)
    act_by(act, person, KIND, ref=ref, refusal=refusal)
    if case["channel"] == channel or KIND not in act.stands.state.acts:
        raise ChannelUnchanged
    found = resolved_today(act)
    if channel not in open_channels(act.package.manifest, found):
        raise ChannelClosed(channel=CHANNEL_WORDS.get(channel, channel))
    if case["applicant_kind"] == AGENCY:
        check_agency(found, open_channels(act.package.manifest, found), channel, None)
    check_paper(found, channel, ())
    if channel == "online" and (papers := unscanned_papers(act)):
        raise paper_refused(papers, "hồ sơ trực tuyến chỉ gồm tệp điện tử, hãy số hóa trước")
    act.record(facts.ChannelChanged(before=case["channel"], after=channel))
    act.change(channel=channel)
    take_for_filing(act, found, "channel_change")
    lines = take_fees(act, found, act.dossier.case, confirmed=confirmed_so_far(act))
    act.save()
    return ChannelChanged(
        case["id"], case["code"] or case["submission_number"], channel, tuple(lines)
    )
