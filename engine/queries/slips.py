"""The slips of a case, from the events of the acts that gave them out, the newest first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.catalogue.rules.kinds.money import money_words
from engine.facts.base import Event
from engine.facts.events_of_apologies import Apologised, DueExtended
from engine.facts.events_of_halts import CaseStopped
from engine.facts.events_of_meetings import (
    HELD_WORDS,
    PURPOSE_WORDS,
    MeetingInvited,
    MeetingRecorded,
)
from engine.facts.events_of_money import (
    MEANS_WORDS,
    PaymentAsked,
    PaymentCancelled,
    PaymentRecorded,
    PaymentRefunded,
    UnpaidClosed,
)
from engine.facts.events_of_papers import PapersLost, PapersSent
from engine.facts.events_of_refusals import CAUSE_WORDS, CaseRefused, ResultRefused
from engine.facts.events_of_withdrawals import FEE_WORDS, GivenBack
from engine.facts.events_of_work import ResultStored, TakenForOwner
from engine.facts.reading import Recorded
from engine.facts.words import capital
from engine.fees.amount_words import in_words
from engine.queries.case_rows import CaseRows
from engine.queries.letterheads import name_at
from engine.queries.payments import NOTICE, RECEIPT, REFUND
from engine.queries.views.slips import SlipLine, SlipView
from engine.worktime.wording import due_text

SORRY = "Cơ quan giải quyết xin lỗi ông (bà) vì không trả được kết quả đúng hẹn."
PUT_OFF = "Cơ quan giải quyết xin lỗi ông (bà) vì phải lùi ngày hẹn trả kết quả."
HEAD = "thủ trưởng cơ quan, đơn vị"
"""Who signs form 04."""
Lines = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """A printed form: its address, its name (circular 03/2025/TT-VPCP), and what fills it."""

    kind: str
    name: str
    lines: Callable[[Any], Lines]
    numbered: str = "number"
    """The field of the event that is the slip's number."""
    signer: str | None = "người nộp hồ sơ"
    """Who signs it beside who gives it out; nobody signs what an agency only sends."""
    signs: str = "người lập phiếu"
    """As what the one who gives it out signs."""


def _refusal(told: CaseRefused) -> Lines:
    return (
        ("Vì sao từ chối", capital(CAUSE_WORDS[told.cause]) if told.cause else None),
        ("Lý do", told.reason),
        ("Căn cứ", told.legal_basis),
        ("Cơ quan đúng thẩm quyền", told.authority),
    )


def _refused_result(told: ResultRefused) -> Lines:
    return (("Lý do", told.reason), ("Căn cứ", told.legal_basis))


def _stop(told: GivenBack) -> Lines:
    return (
        ("Lý do dừng", "Người nộp yêu cầu rút hồ sơ"),
        ("Giấy tờ trả lại", told.papers),
        ("Phí, lệ phí", capital(FEE_WORDS[told.fee])),
        ("Căn cứ không hoàn phí", told.fee_basis),
        ("Căn cứ", "Nghị định 118/2025/NĐ-CP, Điều 21"),
        ("Thay thông báo số", told.instead),
    )


def _halt(told: CaseStopped) -> Lines:
    return (
        ("Lý do dừng", told.reason),
        ("Trường hợp", told.ground_name),
        ("Căn cứ", told.legal_basis),
        ("Người đề nghị", told.proposed_by),
    )


def _extension(told: DueExtended) -> Lines:
    return (
        ("Lý do lùi ngày hẹn", told.reason),
        ("Lời xin lỗi", PUT_OFF),
        ("Hẹn trả lần đầu", due_text(told.before)),
        ("Hẹn trả mới", due_text(told.after)),
        ("Văn bản đã ký", told.paper),
        ("Căn cứ", told.legal_basis),
    )


def _sending(told: PapersSent) -> Lines:
    return (
        ("Số giấy tờ bản giấy", str(len(told.papers))),
        ("Nơi nhận", told.receiver_name),
        ("Giao cho", told.carrier),
        ("Phải chuyển trước", due_text(told.until)),
        ("Kết quả", "Chuyển muộn" if told.late else "Chuyển đúng hạn"),
        ("Căn cứ", told.legal_basis or None),
    )


def _invitation(told: MeetingInvited) -> Lines:
    return (
        ("Mời", capital(PURPOSE_WORDS[told.purpose])),
        ("Ngày giờ", due_text(told.meets_at)),
        ("Địa điểm", told.place),
        ("Nội dung, mang theo", told.agenda),
        ("Mời thêm", told.invited),
        ("Cơ quan mời", told.unit_name),
        ("Căn cứ", told.legal_basis),
        ("Lưu ý", "Không đến được thì báo trước cho cơ quan mời"),
    )


def _notice(told: PaymentAsked) -> Lines:
    return (
        *_money(told.amount),
        ("Nộp vào tài khoản", told.account),
        ("Hoặc nộp tại", "Bộ phận Một cửa đã nhận hồ sơ, hoặc nơi trả kết quả"),
        ("Nộp trước", due_text(told.until) if told.until else None),
        ("Căn cứ", told.legal_basis),
        ("Lưu ý", "Kết quả chỉ được trả khi đã nộp đủ"),
    )


def _payment(told: PaymentRecorded) -> Lines:
    return (
        *_money(told.amount),
        ("Hình thức", capital(MEANS_WORDS[told.means])),
        ("Số chứng từ", told.reference),
        ("Còn phải nộp", money_words(told.left)),
        ("Lưu ý", "Phiếu này không thay biên lai thu phí, lệ phí"),
    )


def _refund(told: PaymentRefunded) -> Lines:
    return (
        *_money(told.amount),
        ("Hoàn cho", told.receiver),
        ("Hình thức", capital(MEANS_WORDS[told.means])),
        ("Số chứng từ", told.reference),
        ("Lý do", told.reason),
        ("Căn cứ", told.legal_basis),
    )


def _unpaid(told: UnpaidClosed) -> Lines:
    return (
        ("Lý do dừng", "Hết thời gian chờ nộp phí, lệ phí"),
        ("Chưa nộp", money_words(told.amount)),
        ("Phải nộp trước", due_text(told.until)),
        ("Căn cứ", told.legal_basis),
    )


def _money(amount: int) -> Lines:
    return (("Số tiền", money_words(amount)), ("Bằng chữ", in_words(amount)))


def _loss(told: PapersLost) -> Lines:
    lacking = ", ".join(one.name for one in told.papers if not one.copied)
    return (
        ("Giấy tờ bị mất, hỏng", ", ".join(one.name for one in told.papers)),
        ("Đơn vị chịu trách nhiệm", told.unit_name),
        ("Lý do", told.reason),
        ("Lời xin lỗi", "Cơ quan giải quyết xin lỗi ông (bà) vì đã làm mất, hỏng giấy tờ."),
        ("Dùng bản số hóa đang lưu", ", ".join(one.name for one in told.papers if one.copied)),
        ("Phải có lại, do cơ quan lo", lacking),
        ("Văn bản đã ký", told.paper),
        ("Căn cứ", told.legal_basis),
    )


def _apology(told: Apologised) -> Lines:
    return (
        ("Lý do trễ hẹn", told.reason),
        ("Lời xin lỗi", SORRY),
        ("Hẹn trả", due_text(told.due_at)),
        ("Văn bản đã ký", told.paper),
        ("Căn cứ", told.legal_basis),
    )


def _taken(told: TakenForOwner) -> Lines:
    return (
        ("Người nhận", told.name),
        ("Số định danh", told.number),
        ("Nhận thay theo", told.paper),
        ("Chủ hồ sơ", "Được báo người đã nhận và giấy đã xuất trình"),
    )


FORMS: Mapping[type[Event], _Form] = {
    CaseRefused: _Form(
        "tu-choi", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", _refusal, signer=None
    ),
    ResultRefused: _Form(
        "khong-giai-quyet",
        "Phiếu từ chối giải quyết hồ sơ",
        _refused_result,
        signer=None,
        signs="người quyết định",
    ),
    GivenBack: _Form("dung", "Thông báo dừng giải quyết hồ sơ", _stop),
    CaseStopped: _Form("dung", "Thông báo dừng giải quyết hồ sơ", _halt, signer=None),
    DueExtended: _Form(
        "gia-han",
        "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        _extension,
        signer=None,
        signs=HEAD,
    ),
    PapersLost: _Form(
        "mat-giay-to", "Văn bản xin lỗi vì làm mất, hỏng giấy tờ", _loss, signer=None, signs=HEAD
    ),
    PapersSent: _Form(
        "kiem-soat", "Phiếu kiểm soát quá trình giải quyết hồ sơ: chuyển giấy tờ", _sending
    ),
    MeetingInvited: _Form("giay-moi", "Giấy mời kiểm tra, làm việc", _invitation, signer=None),
    PaymentAsked: _Form(NOTICE, "Thông báo nộp phí, lệ phí", _notice, signer=None),
    PaymentRecorded: _Form(RECEIPT, "Phiếu thu phí, lệ phí", _payment),
    PaymentRefunded: _Form(REFUND, "Phiếu hoàn phí, lệ phí", _refund),
    TakenForOwner: _Form(
        "nhan-thay", "Phiếu trả kết quả cho người nhận thay", _taken, "slip", "người nhận kết quả"
    ),
    UnpaidClosed: _Form("dung", "Thông báo dừng giải quyết hồ sơ", _unpaid, signer=None),
    Apologised: _Form("xin-loi", "Văn bản xin lỗi vì trễ hẹn", _apology, signer=None, signs=HEAD),
}
"""The event of an act → the form that it gives out."""


def slips(rows: CaseRows, history: Sequence[Recorded]) -> tuple[SlipView, ...]:
    """The slips of the case's history, in its order."""
    since = dict(line for one in history if (line := _since(one.event)))
    results = _results(history)
    return tuple(
        _view(told, form, since, results, name_at(rows, history, told.at, "receiving_unit"))
        for told in history
        if (form := FORMS.get(type(told.event))) and getattr(told.event, form.numbered)
    )


def is_slip(event: Event, number: str) -> bool:
    """Whether the event gave out the slip with this number."""
    form = FORMS.get(type(event))
    return form is not None and getattr(event, form.numbered) == number


def _since(event: Event) -> tuple[str, SlipLine] | None:
    """The number of the slip that the event is about, and what came of it, to be read first."""
    if isinstance(event, PaymentCancelled):
        return event.number, SlipLine("Đã hủy phiếu này", event.reason)
    if isinstance(event, GivenBack) and event.instead:
        return event.instead, SlipLine("Không còn giá trị", f"Thay bằng thông báo {event.number}")
    if isinstance(event, MeetingRecorded):
        words = f"{capital(HELD_WORDS[event.held])}. {event.minutes}"
        return event.number, SlipLine("Kết quả", words)
    return None


def _results(history: Sequence[Recorded]) -> tuple[SlipLine, ...]:
    """What is handed over: each file of the result with its document code."""
    files = [
        file
        for one in reversed(history)
        if isinstance(one.event, ResultStored)
        for file in one.event.documents
    ]
    return tuple(
        SlipLine("Kết quả", f"{one.name}, mã giấy tờ {one.code}" if one.code else one.name)
        for one in files
    )


def _view(
    told: Recorded,
    form: _Form,
    since: Mapping[str, SlipLine],
    results: tuple[SlipLine, ...],
    unit: str,
) -> SlipView:
    number = getattr(told.event, form.numbered)
    decided = told.event.unit_name if isinstance(told.event, ResultRefused) else None
    came = [since[number]] if number in since else []
    lines = [SlipLine(label, text) for label, text in form.lines(told.event) if text]
    if isinstance(told.event, TakenForOwner):
        lines += results
    return SlipView(
        kind=form.kind,
        signer=form.signer,
        signs=form.signs,
        name=form.name,
        number=number,
        issued_at=told.at,
        issued_by=told.actor.name,
        issued_by_post=told.actor.post,
        unit_name=decided or unit,
        of_counter=decided is None,
        lines=(*came, *lines),
    )
