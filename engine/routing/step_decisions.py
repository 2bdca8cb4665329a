"""The two decisions that whoever signs takes in a list: yes as prepared, or back with a reason.

Everything else a step can ask is answered on the page of its case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.acts import ending_act
from engine.acts.on_steps import COMPLETE
from engine.catalogue.applicants import Represented
from engine.catalogue.forms import questions
from engine.catalogue.packages import PublishedPackage
from engine.routing.step_forms import form_of_step
from engine.workflow import Outcome, Step

Decision = Literal["agree", "send_back"]
Opens = Literal["act", "answers", "assignee", "choice"]
OPENS: Mapping[Opens, str] = {
    "act": "có thao tác riêng",
    "answers": "có biểu mẫu phải điền",
    "assignee": "phải chọn người làm tiếp",
    "choice": "có nhiều cách quyết định",
}
"""Why a step is decided on the page of its case alone."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What can be decided in a list: the buttons, or why the case must be opened."""

    agree: Outcome | None = None
    back: Outcome | None = None
    opens: Opens | None = None

    def chosen(self, decision: Decision) -> Outcome | None:
        """The button of a decision, if the step has it."""
        return self.agree if decision == "agree" else self.back


def decisions_of(
    package: PublishedPackage,
    step: Step,
    answers: Callable[[], Mapping[str, object]],
    case: Represented | None,
) -> Decisions:
    """The decisions of a step, as the package of its case has it; ``answers`` of the filing."""
    if ending_act(step.act).kind != COMPLETE:
        return Decisions(opens="act")
    form = form_of_step(package, step, answers, case)
    if form is not None and any(True for _ in questions(form)):
        return Decisions(opens="answers")
    if step.assigns:
        return Decisions(opens="assignee")
    choices = step.choices or (Outcome(value="", label=ending_act(step.act).label),)
    main = [one for one in choices if one.kind == "main"]
    if len(main) != 1:
        return Decisions(opens="choice")
    return Decisions(main[0], next((one for one in choices if one.kind == "back"), None))
