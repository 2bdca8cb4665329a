"""A case is suspended or stopped: proposed by one person, approved by another."""

from typing import Literal

from engine.facts.base import APPLICANT, OFFICERS, Event
from engine.facts.words import Words

Halt = Literal["suspend", "stop"]
HALT_WORDS: dict[Halt, str] = {
    "suspend": "tạm dừng giải quyết, thời hạn dừng lại",
    "stop": "dừng giải quyết, hồ sơ kết thúc",
}


class HaltProposed(Event, kind="halt_proposed", icon="hold", audience=OFFICERS):
    """An officer proposes to suspend or stop the case, on a ground that the law knows."""

    halt: Halt
    ground: str
    ground_name: str
    reason: str
    legal_basis: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} đề nghị {HALT_WORDS[self.halt]} ({self.ground_name}): {self.reason}"


class HaltDeclined(Event, kind="halt_declined", icon="next", audience=OFFICERS):
    """The head does not approve: the case goes on as before."""

    halt: Halt
    reason: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} không duyệt {HALT_WORDS[self.halt]}: {self.reason}"


class HaltLapsed(Event, kind="halt_lapsed", icon="next", audience=OFFICERS):
    """The proposal waits no more: who would approve it has the case no more."""

    halt: Halt
    unit_name: str

    def sentence(self, words: Words) -> str:  # noqa: ARG002 - it falls with what was done
        return (
            f"Đề nghị {HALT_WORDS[self.halt]} không còn chờ duyệt: hồ sơ đã rời {self.unit_name}, "
            "nơi mới đề nghị lại nếu cần"
        )


class CaseSuspended(Event, kind="case_suspended", icon="hold", audience=APPLICANT):
    """The time stands still on a lawful ground; who approved it is the actor."""

    ground: str
    ground_name: str
    reason: str
    legal_basis: str
    proposed_by: str
    remark: str | None = None

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} duyệt tạm dừng giải quyết ({self.ground_name}), {self.proposed_by} đề "
            f"nghị: {self.reason}; căn cứ {self.legal_basis}"
        )


class CaseStopped(Event, kind="case_stopped", icon="stop", audience=APPLICANT):
    """The case ended without a result on a lawful ground (form 05)."""

    number: str
    ground: str
    ground_name: str
    reason: str
    legal_basis: str
    proposed_by: str
    remark: str | None = None

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} duyệt dừng giải quyết ({self.ground_name}), {self.proposed_by} đề nghị: "
            f"{self.reason}; căn cứ {self.legal_basis}. Thông báo số {self.number}"
        )
