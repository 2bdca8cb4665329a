"""What local rules say about filing: open channels, whether this is the place, paper or not."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.catalogue.applicants import AGENCY
from engine.catalogue.components import COMPONENT
from engine.catalogue.manifest import Manifest
from engine.catalogue.rules.kinds.channels import WEEKDAYS
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.rule import Rule
from engine.errors import (
    AgencyFilesOnline,
    FiledElsewhere,
    PaperGroundOfAgencies,
    PaperGroundUnknown,
    PaperRefused,
)
from engine.store.rows import Channel


def open_channels(manifest: Manifest, found: Resolved) -> tuple[Channel, ...]:
    """The channels that the procedure may be filed through."""
    rule = found.one("channels")
    return tuple(rule.value["channels"]) if rule else manifest.channels


def online_level(manifest: Manifest, found: Resolved) -> str | None:
    """How far the procedure goes online: full, partial or none; ``None`` when nobody says."""
    rule = found.one("channels")
    return str(rule.value["online_level"]) if rule else manifest.online_level


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another system takes the filing. ``address`` is empty where citizens can't go by a link."""

    where: str
    address: str
    basis: str


def elsewhere(found: Resolved, channel: str) -> Elsewhere | None:
    """Where a filing through this channel belongs, if not here.

    Online filings go to the national portal where a rule sends them there; a procedure whose home
    is the ministry's system takes no filings here at all.
    """
    home, place = found.one("handling_system"), found.one("filing_place")
    if home is not None and home.value["home"] == "ministry":
        return Elsewhere("hệ thống của bộ", "", home.basis.words)
    if place is not None and channel == "online" and place.value["place"] == "national_portal":
        return Elsewhere("Cổng dịch vụ công quốc gia", place.value["address"], place.basis.words)
    return None


def check_place(found: Resolved, channel: str) -> None:
    """Whether a filing through this channel belongs here. Raises FiledElsewhere."""
    other = elsewhere(found, channel)
    if other is not None:
        raise sent_elsewhere(other.where, other.address, other.basis)


def sent_elsewhere(where: str, address: str, basis: str) -> FiledElsewhere:
    """The refusal of a filing that another system takes."""
    words = f"{where} ({address})" if address else where
    return FiledElsewhere(where=words, address=address, basis=basis)


def no_paper(found: Resolved) -> Rule | None:
    """The rule by which no paper is received on the day of the resolution (requirement R-11)."""
    rule = found.one("paperless")
    if rule is None or not rule.value["paperless"]:
        return None
    days = rule.value.get("weekdays")
    today = tuple(WEEKDAYS)[found.day.weekday()]
    return rule if days is None or today in days else None


def paper_barred(found: Resolved, channel: str, papers: Collection[str]) -> Rule | None:
    """The rule by which what is handed in may be no paper, if some is. By post everything is."""
    return no_paper(found) if papers or channel == "postal" else None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperGround:
    """Why a state agency may file on paper: an entry of the province's catalogue of the day."""

    code: str
    ground: str
    basis: str


def paper_grounds(found: Resolved) -> tuple[PaperGround, ...]:
    """The grounds on which a state agency may file another way than online (R-09, R-118)."""
    return tuple(
        PaperGround(code=one.slot, ground=str(one.value["ground"]), basis=one.basis.words)
        for one in found.of_kind("paper_ground")
    )


def check_ground(found: Resolved, *, kind: str | None, code: str | None) -> None:
    """What was named is a ground there is, of a state agency.

    Raises PaperGroundUnknown, PaperGroundOfAgencies.
    """
    if not code:
        return
    if all(one.code != code for one in paper_grounds(found)):
        raise PaperGroundUnknown(given=code[:60])
    if kind != AGENCY:
        raise PaperGroundOfAgencies


def agency_needs_ground(found: Resolved, channels: Collection[Channel], channel: str) -> bool:
    """Whether a state agency files this way on a ground only: online is open here (R-09)."""
    return channel != "online" and "online" in channels and elsewhere(found, "online") is None


def check_agency(
    found: Resolved, channels: Collection[Channel], channel: str, code: str | None
) -> PaperGround | None:
    """The ground on which a state agency files this way; ``None`` where none is needed.

    Raises AgencyFilesOnline.
    """
    if not agency_needs_ground(found, channels, channel):
        return None
    grounds = paper_grounds(found)
    ground = next((one for one in grounds if one.code == code), None)
    if ground is None:
        known = "; ".join(one.ground for one in grounds)
        how = f"Nộp bản giấy thì chọn lý do: {known}." if known else "Hãy nộp trực tuyến."
        raise AgencyFilesOnline(grounds=how)
    return ground


def check_paper(found: Resolved, channel: str, papers: Collection[str]) -> None:
    """Whether what is handed in may be paper. Raises PaperRefused.

    ``papers`` are the codes of components that lie on paper where the case is received.
    """
    rule = paper_barred(found, channel, papers)
    if rule is None:
        return
    reason = (
        f"theo {rule.basis.words}, ngày {found.day:%d/%m/%Y} nơi này chỉ nhận bản điện tử;"
        " hãy nộp trực tuyến, hoặc chụp, quét giấy tờ rồi đính kèm tệp"
    )
    raise paper_refused(papers, reason)


def paper_refused(papers: Collection[str], reason: str) -> PaperRefused:
    """The refusal of these papers, each on its field."""
    message = f"Không nhận bản giấy: {reason}."
    faults = [{"field": COMPONENT + code, "message": message} for code in papers]
    return PaperRefused(reason=reason, faults=faults)
