"""What applicants read of a result: that it came before its day, and how it was given."""

from collections.abc import Iterable, Mapping

from engine.facts.events_of_work import ResultReturned, TakerKind
from engine.facts.reading import Recorded
from engine.fees.owing import Owing
from engine.life import State
from engine.queries.wording import REFUSED
from engine.routing.as_it_stands import day_of
from engine.store.rows import CaseRow
from engine.worktime.wording import day_text

RESULT, REFUSAL = "kết quả", "phiếu từ chối"
_GIVEN: Mapping[TakerKind | None, str] = {
    "post": "{what} đã được gửi cho bạn qua bưu chính.",
    "electronic": "{what} là bản điện tử: bạn mở hoặc tải ngay trên mạng.",
    "submitter": "Người nộp thay chủ hồ sơ đã nhận {what}.",
    "other": "Người được ủy quyền đã nhận {what}.",
}


def headline_of(stage: State, case: CaseRow, *, refused: bool) -> str:
    """The headline of a case for its applicant.

    A result, a refusal too, that is there before the day of the receipt is announced as such
    (decree 118/2025 art. 22.5): nobody waits for that day.
    """
    headline = REFUSED if refused else stage.headline
    due_at, finished_at = case["due_at"], case["finished_at"]
    waits = stage.solved and not stage.ended
    if not waits or due_at is None or finished_at is None or case["late_since"] is not None:
        return headline
    due_day = day_of(due_at)
    early = day_of(finished_at) < due_day
    return f"{headline}, sớm hơn ngày hẹn {day_text(due_day)}" if early else headline


def given_words(history: Iterable[Recorded], *, refused: bool) -> str | None:
    """How the result was given, where the owner did not take it; ``None``: they did, or it is
    older than such records.
    """
    told = next((one.event for one in history if isinstance(one.event, ResultReturned)), None)
    words = _GIVEN.get(told.taker) if told else None
    if words is None:
        return None
    what = REFUSAL if refused else RESULT
    told_words = words.format(what=what)
    return told_words[0].upper() + told_words[1:]


def refusal_words(how_to_get: str, standing: Owing, given: str | None) -> str:
    """Where the reasons of a refusal are, and what becomes of the fee: it holds no refusal back."""
    paper = "Bạn đã nhận phiếu từ chối." if standing.handed else "Đã có phiếu từ chối."
    lead = [given or paper, "Phiếu có ghi lý do và căn cứ."]
    if not standing.handed:
        lead.append(how_to_get)
    if standing.owed:
        lead.append(f"Phí, lệ phí: {standing.words}; phiếu từ chối được trả không chờ phí.")
    return " ".join(lead)
