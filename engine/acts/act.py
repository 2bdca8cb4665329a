"""What a row of the table of acts says."""

from dataclasses import dataclass
from typing import Literal

from engine.acts.inputs import Input

StepAct = Literal["receive", "store_result", "return"]
"""The acts that a diagram can name for a step (``engine/workflow/schema/tthc.xsd``)."""
On = Literal["task", "case"]
Condition = Literal[
    "free",
    "mine",
    "not_others",
    "with_other",
    "beyond_claim",
    "first_supplement",
    "own_dossier",
    "at_reception",
    "asked_before",
    "nothing_proposed",
    "proposed_by_other",
    "papers_wait",
    "papers_come",
    "fee_due",
    "fee_owed",
    "fee_kept",
    "money_recorded",
    "result_owed",
    "late",
    "late_in_the_past",
    "cause_open",
    "cause_of_other",
    "slip_open",
    "slip_of_other",
    "correctable",
    "papers_held",
    "received",
    "papers_here",
    "papers_lacking",
    "has_destinations",
    "answer_open",
    "rating_open",
    "nothing_owed",
    "undecided",
    "deciding",
    "prepared_by_other",
]
"""Who may have the task, what was not done before, what the process left undone; decided in
``engine.access``."""
PathRule = Literal["first_and_once", "before_return", "before_end"]
"""Where a step with the act must stand in a diagram; checked by ``engine.diagnosis.acts``."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act. ``label`` is its button, ``meaning`` what it comes to.

    ``told`` is what its page says when it is done; an act that ends a step says where the case went
    instead. ``address`` ends the address of its form on a page. In which states of the
    case it may be done says ``engine.life``, who may do it the table of ``engine.access``.
    """

    kind: str
    on: On
    label: str
    meaning: str
    address: str
    only_if: tuple[Condition, ...] = ()
    inputs: tuple[Input, ...] = ()
    ends_step: bool = False
    path: PathRule | None = None
    told: str = ""
    many: bool = False
    """Whether it may be done on many tasks at once, with an answer for each."""
    final: bool = False
    """Whether nobody can take it back: a page then asks once more."""

    @property
    def filled_in(self) -> bool:
        """Whether people give anything with it; the mark of what they saw goes by itself."""
        return any(one.kind != "seen" for one in self.inputs)
