"""Filing, reception, fees, and the way a dossier is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from engine.catalogue.applicants import ApplicantKind, Authorisation
from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.rules.admission import PaperGround
from engine.catalogue.rules.kinds.money import SUBJECTS, money_words
from engine.facts.base import APPLICANT, INTERNAL, Event
from engine.facts.words import Words, at_words
from engine.store.rows import Channel

HELPED: Mapping[Channel, tuple[str, str]] = {
    "online": ("nộp hồ sơ trực tuyến", "giúp nộp"),
    "counter": ("nộp hồ sơ trực tiếp", "nhận tại quầy"),
    "postal": ("gửi hồ sơ qua bưu chính công ích", "nhập hồ sơ"),
}
"""How a dossier comes when an officer types it: what the citizen did, and what the officer did."""


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file that came with an act; ``digest`` is of its bytes. Older ones don't tell a type."""

    id: str
    component: str | None
    name: str
    digest: str
    size: int
    media_type: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """The time limit that a case took. ``amount`` is of ``unit``; ``rule`` is a local rule's id."""

    amount: str
    unit: str
    basis: str
    rule: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fee:
    """A fee item in đồng: the full rate, what was let off, what is due."""

    item: str
    full: Decimal
    exempted: Decimal
    due: Decimal
    basis: str
    rules: tuple[str, ...]
    kind: str | None = None
    explained: str | None = None
    """Why it is that much; older events don't tell."""


class CaseSubmitted(Event, kind="case_submitted", icon="doc", audience=APPLICANT):
    """A dossier was filed, by the citizen or by an officer who helped.

    ``submitter`` is who handed it in by the dossier, ``assisted`` that an officer typed it; older
    events say neither. ``papers`` are components taken on paper; before there were any: ``None``.
    """

    channel: Channel
    procedure: str
    package: str
    receiving: str
    competent: str
    returning: str
    answers: Mapping[str, Any]
    documents: tuple[File, ...]
    papers: tuple[str, ...] | None = None
    submitter: str | None = None
    assisted: bool | None = None
    number: str | None = None
    """The submission number."""
    applicant_kind: ApplicantKind | None = None
    """What the owner is; older events don't tell."""
    organisation: str | None = None
    """The number of the organisation that owns it, empty where it told none; ``None``: a person
    owns it, or nobody asked yet."""
    paper_ground: PaperGround | None = None
    """Why a state agency did not file online."""
    corrects: str | None = None
    """The id of the case whose result is corrected: nobody filed this one anew."""

    def sentence(self, words: Words) -> str:
        if self.corrects is not None:
            return f"{words.who} lập hồ sơ đính chính từ nội dung của hồ sơ đầu"
        brought = self._brought()
        if self.assisted and self.submitter:
            did, helped = HELPED[self.channel]
            why = f"; nộp bản giấy vì {self.paper_ground.ground}" if self.paper_ground else ""
            return f"{self.submitter} {did}{brought}; {words.someone} {helped}{why}"
        way = CHANNEL_WORDS[self.channel]
        if self.assisted is None and self.channel != "online":
            # An older event: who typed it is known, who handed it in is not.
            return f"{words.who} ghi nhận hồ sơ nộp {way}{brought}"
        return f"{words.who} nộp hồ sơ, {way}{brought}"

    def _brought(self) -> str:
        counts = {"tệp": len(self.documents), "bản giấy": len(self.papers or ())}
        brought = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        return f" kèm {brought}" if brought else ""


class FiledForOwner(Event, kind="filed_for_owner", icon="user", audience=APPLICANT):
    """Who filed it stands in for the owner, by this paper."""

    authorisation: Authorisation
    submitter: str
    owner: str

    def sentence(self, words: Words) -> str:  # noqa: ARG002 - who typed it is told beside it
        return f"{self.submitter} nộp thay chủ hồ sơ {self.owner}, theo {self.authorisation.words}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReusedPaper:
    """A component that a file of an earlier dossier answers, whose code is ``ref``."""

    component: str
    ref: str


class PapersReused(Event, kind="papers_reused", icon="db", audience=APPLICANT):
    """Papers that agencies hold already came into the dossier: nobody was asked for them again."""

    documents: tuple[File, ...]
    papers: tuple[ReusedPaper, ...]

    def sentence(self, words: Words) -> str:  # noqa: ARG002 - who filed it is told beside it
        refs = ", ".join(dict.fromkeys(one.ref for one in self.papers))
        return f"Dùng lại {len(self.papers)} giấy tờ đã có, từ hồ sơ {refs}"


class PapersScanned(Event, kind="papers_scanned", icon="doc", audience=APPLICANT):
    """The papers of a filing became files when it was received.

    ``papers`` are the components that were taken on paper, ``documents`` the files made now,
    ``unscanned`` the reasons of components without.
    """

    papers: tuple[str, ...]
    documents: tuple[File, ...]
    unscanned: Annotated[Mapping[str, str], INTERNAL]

    def sentence(self, words: Words) -> str:
        done = len(self.papers) - len(self.unscanned)
        left = f", {len(self.unscanned)} giấy tờ không phải số hóa" if self.unscanned else ""
        return f"{words.who} số hóa {done} giấy tờ bản giấy{left}"


class CaseReceived(Event, kind="case_received", icon="ok", audience=APPLICANT):
    """The dossier was found full: it has its code, and its solving time runs."""

    code: str
    due_at: datetime | None
    limit: Limit
    no_slip: bool = False
    """Done while one waits: no receipt was given."""

    def sentence(self, words: Words) -> str:
        until = f", hẹn trả trước {at_words(self.due_at)}" if self.due_at else ""
        if self.no_slip:
            until = ", trả ngay, không giấy hẹn"
        return f"{words.who} tiếp nhận đủ hồ sơ, cấp mã {self.code}{until}"


class AuthorisationChecked(Event, kind="authorisation_checked", icon="done", audience=APPLICANT):
    """The officer who receives has looked at the paper by which another files for the owner."""

    authorisation: Authorisation
    submitter: str
    owner: str

    def sentence(self, words: Words) -> str:
        paper = self.authorisation.words
        return f"{words.who} xem {paper}: đạt, {self.submitter} được nộp thay {self.owner}"


class SubjectsConfirmed(Event, kind="subjects_confirmed", icon="done", audience=APPLICANT):
    """The officer who receives has looked at the proof of whom the law lets off a fee."""

    confirmed: tuple[str, ...]
    rejected: tuple[str, ...]
    proofs: tuple[str, ...] = ()
    """The papers that were seen, one for each group that was confirmed."""

    def sentence(self, words: Words) -> str:
        yes, no = (_named(group) for group in (self.confirmed, self.rejected))
        seen = f" (đã xem {'; '.join(self.proofs)})" if self.proofs else ""
        told = [f"xác nhận diện miễn, giảm phí: {yes}{seen}"] if yes else []
        told += [f"không xác nhận diện: {no}"] if no else []
        return f"{words.who} {'; '.join(told)}"


def _named(subjects: tuple[str, ...]) -> str:
    return ", ".join(SUBJECTS.get(one, one) for one in subjects)


class FeesComputed(Event, kind="fees_computed", icon="info", audience=APPLICANT):
    """What is to be paid: at the filing, after a change of channel, when claims were looked at.

    ``computed_at`` is said where it is another moment than the event's.
    """

    channel: Channel
    fees: tuple[Fee, ...]
    computed_at: datetime | None = None

    def sentence(self, words: Words) -> str:  # noqa: ARG002 - nobody does it: it follows
        due = sum((fee.due for fee in self.fees), Decimal(0))
        exempted = sum((fee.exempted for fee in self.fees), Decimal(0))
        less = f", đã miễn giảm {money_words(exempted)}" if exempted else ""
        return f"Phí, lệ phí được tính: {money_words(due)}{less}"


class ChannelChanged(Event, kind="channel_changed", icon="info", audience=APPLICANT):
    """The papers of the case are handled another way than it was filed.

    Without a reason in the events of before: then the fee was computed anew with it.
    """

    before: Channel
    after: Channel
    reason: str | None = None
    legal_basis: str | None = None
    paper_ground: PaperGround | None = None
    """Why a state agency's papers are handled on paper."""

    def sentence(self, words: Words) -> str:
        before, after = CHANNEL_WORDS[self.before], CHANNEL_WORDS[self.after]
        if self.reason is None:
            return f"{words.who} đổi cách nộp từ {before} sang {after}"
        ground = f"; {self.paper_ground.ground}" if self.paper_ground else ""
        why = f"{self.reason} ({self.legal_basis}){ground}. Phí, thời hạn trả lời giữ như khi nộp"
        return f"{words.who} chuyển từ xử lý {before} sang {after}: {why}"
