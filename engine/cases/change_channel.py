"""The papers of a filing are handled another way than it was filed: on paper, or as files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_named
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.cases.scanning_papers import unscanned_papers
from engine.cases.taking_rules import resolved_today
from engine.catalogue.applicants import AGENCY
from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.rules.admission import (
    check_agency,
    check_ground,
    check_paper,
    open_channels,
    paper_refused,
)
from engine.errors import ChannelClosed, ChannelUnchanged, NotYourDesk
from engine.facts import events_of_filing as facts
from engine.store.rows import Channel
from engine.typed.given import LAW, basis_given, reason_given

KIND = "change_channel"


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A case whose papers are handled another way from now on."""

    case_id: str
    case_ref: str
    channel: str


def change_channel(
    session: Session,
    *,
    ref: str,
    person: Person,
    channel: Channel,
    reason: str,
    basis: str,
    paper_ground: str | None = None,
    now: datetime,
) -> ChannelChanged:
    """Handle a filing that nobody has received as of another channel (decree 118/2025 art. 17.1b:
    where paper and database differ, the paper dossier is received).

    How it was filed stays: the fee that was asked for, the time in which it is answered, and every
    figure go by that. A state agency's papers only on a ground of the catalogue (R-09), that of its
    filing if none is named. For an officer of the receiving unit. Raises CaseNotFound, NotYourDesk,
    NotInThisState, ChannelUnchanged, ReasonMissing, BasisMissing, ChannelClosed, AgencyFilesOnline,
    PaperGroundUnknown, PaperGroundOfAgencies, PaperRefused, TextUnreadable.
    """
    act = open_named(session, ref, person, now)
    case = act.case
    unit = act.setting.unit_name(case["receiving_unit"])
    refusal = NotYourDesk(position="Cán bộ tiếp nhận", unit=unit)
    act_by(act, person, KIND, ref=ref, refusal=refusal)
    check_state(act, KIND)
    before = case["handled_as"] or case["channel"]
    if before == channel:
        raise ChannelUnchanged
    words, named = reason_given(reason), basis_given(basis, what=LAW)
    found = resolved_today(act)
    if channel not in open_channels(act.package.manifest, found):
        raise ChannelClosed(channel=CHANNEL_WORDS.get(channel, channel))
    check_ground(found, kind=case["applicant_kind"], code=paper_ground)
    ground = None
    if case["applicant_kind"] == AGENCY:
        channels = open_channels(act.package.manifest, found)
        ground = check_agency(found, channels, channel, paper_ground or case["paper_ground"])
    check_paper(found, channel, ())
    if channel == "online" and (papers := unscanned_papers(act)):
        raise paper_refused(papers, "hồ sơ trực tuyến chỉ gồm tệp điện tử, hãy số hóa trước")
    told = facts.ChannelChanged(
        before=before, after=channel, reason=words, legal_basis=named, paper_ground=ground
    )
    act.record(told)
    act.change(handled_as=None if channel == case["channel"] else channel)
    act.save()
    return ChannelChanged(case["id"], case["code"] or case["submission_number"], channel)
