"""A filing is refused at its reception, a dossier after its appraisal."""

from typing import Literal

from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words

Cause = Literal["not_qualified", "wrong_authority"]
CAUSE_WORDS: dict[Cause, str] = {
    "not_qualified": "hồ sơ không đủ điều kiện tiếp nhận",
    "wrong_authority": "không thuộc thẩm quyền, nộp ở cơ quan khác",
}


class CaseRefused(Event, kind="case_refused", icon="stop", audience=APPLICANT):
    """The filing was not received (form 03). ``authority``: where the applicant should go."""

    number: str
    reason: str
    legal_basis: str
    authority: str | None
    cause: Cause | None = None
    """``None``: an event of before causes were told."""

    def sentence(self, words: Words) -> str:
        where = f"; đúng thẩm quyền: {self.authority}" if self.authority else ""
        return f"{words.who} từ chối tiếp nhận hồ sơ, phiếu số {self.number}: {self.reason}{where}"


class ResultRefused(Event, kind="result_refused", icon="stop", audience=APPLICANT):
    """The dossier does not qualify after its appraisal: the refusal is its result (art. 19.3).

    ``unit``: the agency that decided, which the paper is of, as it was called then.
    """

    number: str
    reason: str
    legal_basis: str
    unit: str | None = None
    """``None``: an event of before papers told it."""
    unit_name: str | None = None

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} từ chối giải quyết sau thẩm định, phiếu số {self.number}: {self.reason}"
        )
