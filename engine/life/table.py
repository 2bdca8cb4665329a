"""One row for each of the ten dossier states of the national portal, and one for a suspended case:
all that follows from it.

Sources: the portal's status codes (as it exchanges them); decree 118/2025/NĐ-CP arts. 17, 19, 21,
22 for the clocks. Nothing else in the product compares a status number or names a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Literal


class Status(IntEnum):
    """The portal's code of a state; codes above 10 are ours."""

    SUBMITTED = 1
    RECEIVED = 2
    REFUSED = 3
    IN_PROGRESS = 4
    SUPPLEMENT = 5
    FINANCIAL_DUTY = 6
    WITHDRAWN = 7
    STOPPED = 8
    SOLVED = 9
    RETURNED = 10
    SUSPENDED = 11
    """Ours alone: the portal knows no such state, and is told of another meanwhile."""


class Clock(StrEnum):
    """A clock of the whole case; at most one runs. Steps have due times of their own."""

    ANSWER = "answer"
    """Until the filing is answered: received, or told what it lacks (art. 17.2)."""
    CASE = "case"
    """The solving time, from full valid reception (art. 17.3)."""
    SUPPLEMENT = "supplement"
    """The applicant completes the dossier (art. 19.5)."""
    FINANCE = "finance"
    """The applicant pays what the law asks for, outside the solving time."""
    SUSPENSION = "suspension"
    """The case stands still on a lawful ground that somebody approved."""


SOLVING = Clock.CASE
"""The clock by which a case is due."""
APPLICANTS = frozenset({Clock.SUPPLEMENT, Clock.FINANCE})
"""What runs while the case waits for its applicant."""
PAUSES = APPLICANTS | {Clock.SUSPENSION}
"""What runs while the solving time stands still."""

Going = Literal["anew", "left"]
"""How the solving time goes on when it runs next: from its beginning, or with what was left."""


@dataclass(frozen=True, slots=True)
class State:
    """What holds for a case in a status.

    ``to``: the statuses that may follow. ``acts``: kinds of acts that may be done
    (``engine.cases.acts`` says by whom). ``parked``: the timers of its diagram stand still.
    """

    status: Status
    name: str
    """As the portal names it."""
    headline: str
    """What the applicant reads first."""
    lead: str
    """What the applicant has to do; ``{receiving}`` is the name of a unit, ``{how_to_get}`` depends
    on how they asked for the result, ``{answer_within}`` is the term of an online filing."""
    runs: Clock | None
    to: frozenset[Status]
    acts: frozenset[str]
    clock_words: str = ""
    """Why the solving time is not counted now, if it is not."""
    goes_on: Going = "left"
    parked: bool = False
    ended: bool = False
    """Nothing follows any more."""
    solved: bool = False
    """There is a result: granted, or refused after appraisal."""
    portal: Status | None = None
    """What the portal is told instead of a state that is ours alone."""
    named: str = ""
    """The headline as officers read it, where it speaks to the applicant."""

    @property
    def told(self) -> str:
        """Where the case is, for whoever is not the applicant."""
        return self.named or self.headline

    @property
    def over(self) -> bool:
        """Whether solving has ended, with or without a result: no clock of the case runs."""
        return self.ended or self.solved or self.status is Status.WITHDRAWN

    @property
    def suspended(self) -> bool:
        """Whether the case stands still on a lawful ground: a state of ours alone."""
        return self.portal is not None

    @property
    def counts(self) -> bool:
        """Whether the solving time runs."""
        return self.runs is SOLVING

    @property
    def after_reception(self) -> bool:
        """Whether a case can only be here once it was received."""
        return self.solved or self.runs in (Clock.CASE, Clock.FINANCE, Clock.SUSPENSION)

    @property
    def without_result(self) -> bool:
        """Whether solving ended without a result: never counted as solved, on time or late."""
        return self.over and not self.solved


_S = Status
_HANDING = frozenset({"claim", "release", "reassign", "delegate", "take_over", "take_back"})
_WORK = _HANDING | {"complete"}
_ASKING = frozenset({"ask_supplement", "ask_supplement_again"})
_LOSSES = frozenset({"report_lost", "restore_paper"})
"""Papers are lost wherever they lie, and owed until they are there again, also when all is over."""
_PAPERS = frozenset({"send_papers", "take_papers"}) | _LOSSES
_BACK = frozenset({"return_papers"})
"""What was brought on paper goes back, whenever solving is over."""
_MONEY = frozenset({"record_payment", "refund_payment", "correct_payment"})
"""Money that comes, or has to go back, is recorded whenever it does."""
_RECEIPT = frozenset({"reissue_code"})
"""A receipt that was lost gets another code as long as anybody may want to look the case up."""
_ALWAYS = frozenset({"withdraw", "adjust", "ask_payment"}) | _PAPERS | _MONEY
"""Until solving is over."""
_ASKED = frozenset({"answer_consultation", "call_off_consultation", "record_meeting"})
"""What was asked or invited for before is still answered, or called off."""
_SOLVING = _WORK | _ALWAYS | _ASKED | _RECEIPT | {"store_result"}
_ANSWERING = frozenset(
    {
        *("claim_lateness_cause", "confirm_lateness_cause", "reject_lateness_cause"),
        "apologise_late",
    }
)
"""Why the case is late, and the apology: while it is, and when it ended so, however it ended."""
_MENDING = frozenset({"correct_result"})
"""There is a result, and it may be wrong."""
_REFUSING = frozenset({"refuse_result", "return_work"})
"""After appraisal, inside the solving time: no, or not yet."""
_MOVING = frozenset({"transfer"})
"""It came to the wrong unit, and waits for nobody else."""
_SLIPS = frozenset({"take_outage_slip", "confirm_outage_slip", "decline_outage_slip"})
"""The paper of an outage: while the time that follows from it still runs."""
_HALTING = frozenset({"propose_halt", "approve_halt", "decline_halt"})
_RATED = frozenset({"rate"})
"""What is over, or has its result, may be rated."""
_STOPS = frozenset({_S.WITHDRAWN, _S.STOPPED})
_ROWS = (
    State(
        _S.SUBMITTED,
        "Mới đăng ký",
        "Hồ sơ đã gửi, đang chờ tiếp nhận",
        "{receiving} sẽ trả lời{answer_within}.",
        Clock.ANSWER,
        frozenset({_S.RECEIVED, _S.REFUSED, _S.SUPPLEMENT}) | _STOPS,
        _WORK | _ASKING | _ALWAYS | _MOVING | {"receive", "refuse", "change_channel"},
        clock_words="chưa tiếp nhận",
        goes_on="anew",
    ),
    State(
        _S.RECEIVED,
        "Được tiếp nhận",
        "Hồ sơ đã được tiếp nhận",
        "Bạn chưa phải làm gì.",
        Clock.CASE,
        frozenset({_S.IN_PROGRESS, _S.SUPPLEMENT, _S.FINANCIAL_DUTY, _S.SUSPENDED, _S.SOLVED})
        | _STOPS,
        _SOLVING
        | _ASKING
        | _HALTING
        | _ANSWERING
        | _MOVING
        | _REFUSING
        | _SLIPS
        | {"apologise", "consult", "invite"},
    ),
    State(
        _S.REFUSED,
        "Không được tiếp nhận",
        "Hồ sơ không được tiếp nhận",
        "Lý do có trong thông báo đã gửi bạn. Bạn có thể nộp lại khi đã đủ giấy tờ.",
        None,
        frozenset(),
        _MONEY | _RATED | _BACK | _LOSSES,
        clock_words="không tiếp nhận, không tính thời gian",
        ended=True,
    ),
    State(
        _S.IN_PROGRESS,
        "Đang xử lý",
        "Hồ sơ đang được giải quyết",
        "Bạn chưa phải làm gì.",
        Clock.CASE,
        frozenset({_S.SUPPLEMENT, _S.FINANCIAL_DUTY, _S.SUSPENDED, _S.SOLVED}) | _STOPS,
        _SOLVING
        | _ASKING
        | _HALTING
        | _ANSWERING
        | _MOVING
        | _REFUSING
        | _SLIPS
        | {"apologise", "consult", "invite"},
    ),
    State(
        _S.SUPPLEMENT,
        "Yêu cầu bổ sung giấy tờ",
        "Bạn cần bổ sung hồ sơ",
        "Hãy bổ sung theo phiếu yêu cầu đã gửi bạn. Thời gian chờ bạn không tính vào hạn.",
        Clock.SUPPLEMENT,
        frozenset({_S.SUBMITTED, _S.IN_PROGRESS}) | _STOPS,
        _HANDING | _ALWAYS | _ANSWERING | _ASKED | _RECEIPT | {"answer_supplement"},
        clock_words="tạm dừng, chờ bổ sung",
        named="Chờ người nộp bổ sung hồ sơ",
        goes_on="anew",
        parked=True,
    ),
    State(
        _S.FINANCIAL_DUTY,
        "Yêu cầu thực hiện nghĩa vụ tài chính",
        "Bạn cần nộp nghĩa vụ tài chính",
        "Hãy nộp tiền theo thông báo đã gửi bạn. Thời gian chờ bạn nộp không tính vào hạn.",
        Clock.FINANCE,
        frozenset({_S.IN_PROGRESS, _S.SOLVED}) | _STOPS,
        _SOLVING | _ANSWERING,
        clock_words="tạm dừng tính thời gian",
        named="Chờ người nộp thực hiện nghĩa vụ tài chính",
        parked=True,
    ),
    State(
        _S.WITHDRAWN,
        "Công dân yêu cầu rút hồ sơ",
        "Bạn đã yêu cầu rút hồ sơ",
        "{receiving} trả lại giấy tờ và phí (nếu có) rồi kết thúc hồ sơ.",
        None,
        frozenset({_S.STOPPED}),
        _MONEY | _LOSSES | _BACK | _ANSWERING | _RECEIPT | {"give_back", "take_papers"},
        clock_words="đã yêu cầu rút, không tính thời gian",
        named="Người nộp đã yêu cầu rút hồ sơ",
        parked=True,
    ),
    State(
        _S.STOPPED,
        "Dừng xử lý",
        "Hồ sơ đã dừng xử lý",
        "Lý do có trong thông báo đã gửi bạn. Cần hỏi thêm, hãy liên hệ {receiving}.",
        None,
        frozenset(),
        _MONEY | _RATED | _BACK | _LOSSES | _ANSWERING | _RECEIPT | {"take_papers"},
        clock_words="đã kết thúc, không có kết quả",
        ended=True,
    ),
    State(
        _S.SOLVED,
        "Đã xử lý xong",
        "Đã có kết quả",
        "{how_to_get}",
        None,
        frozenset({_S.RETURNED}),
        _WORK
        | _PAPERS
        | _MONEY
        | _ANSWERING
        | _MENDING
        | _RATED
        | _BACK
        | _RECEIPT
        | {"ask_payment", "return", "hand_over"},
        solved=True,
    ),
    State(
        _S.RETURNED,
        "Đã trả kết quả",
        "Hồ sơ đã trả kết quả",
        "Bạn đã nhận kết quả. Cảm ơn bạn.",
        None,
        frozenset(),
        # What a diagram has after the hand-over, such as archiving, is work too.
        _WORK
        | _MONEY
        | _ANSWERING
        | _MENDING
        | _RATED
        | _BACK
        | _LOSSES
        | _RECEIPT
        | {"take_papers"},
        ended=True,
        solved=True,
    ),
    State(
        _S.SUSPENDED,
        "Tạm dừng giải quyết",
        "Hồ sơ đang tạm dừng giải quyết",
        "Lý do và căn cứ có trong diễn biến hồ sơ. Thời gian tạm dừng không tính vào hạn.",
        Clock.SUSPENSION,
        frozenset({_S.IN_PROGRESS}) | _STOPS,
        _HANDING | _ALWAYS | _HALTING | _ANSWERING | _ASKED | _RECEIPT | {"resume"},
        clock_words="tạm dừng theo căn cứ pháp luật",
        parked=True,
        portal=_S.IN_PROGRESS,
    ),
)
LIFE: Mapping[Status, State] = {row.status: row for row in _ROWS}
RESTARTS = frozenset(row.runs for row in _ROWS if row.parked and row.goes_on == "anew")
"""What the solving time begins anew after."""
FIRST = Status.SUBMITTED
"""A case begins here."""
ANSWERING = LIFE[FIRST].runs
"""What runs until the filing is answered."""


def states_with(act: str) -> frozenset[Status]:
    """The statuses in which the act may be done."""
    return frozenset(status for status, row in LIFE.items() if act in row.acts)


RUNNING = frozenset(status for status, row in LIFE.items() if not row.over)
"""Cases that are not solved yet and have not ended."""

COUNTING = frozenset(status for status, row in LIFE.items() if row.counts)
"""The solving time runs: a case may be late."""

SOLVED = frozenset(status for status, row in LIFE.items() if row.solved)
"""There is a result, in time or late."""

OVER = frozenset(status for status, row in LIFE.items() if row.over)
"""Solving has ended, with or without a result."""

OWING = frozenset(status for status, row in LIFE.items() if row.solved and not row.ended)
"""There is a result that the applicant does not have yet."""

WAITS: Mapping[str, Status] = {"financial_duty": Status.FINANCIAL_DUTY}
"""What a diagram's step may wait for (``[[waits]]``) → the status meanwhile."""

ENDINGS: Mapping[str, tuple[Status, ...]] = {
    "refused": (Status.REFUSED,),
    "withdrawn": (Status.WITHDRAWN, Status.STOPPED),
    "stopped": (Status.STOPPED,),
}
"""How a diagram may end without a result (``[[endings]]``) → the statuses that follow in turn."""


def state(status: int) -> State:
    """The row of a stored status. Raises KeyError for a number that the portal does not have."""
    return LIFE[Status(status)]


def state_names() -> dict[int, str]:
    """Status → its name, for lists of choices."""
    return {int(row.status): row.name for row in LIFE.values()}
