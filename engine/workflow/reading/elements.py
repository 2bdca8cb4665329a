"""What the product reads from a diagram beyond BPMN itself: steps, who does them, for how long.

The values come from the ``tthc`` extension elements (``docs/reference/extensions.md``).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from engine.acts import path_rule
from engine.acts.act import PathRule, StepAct

Level = Literal["commune", "department", "province"]
OutcomeKind = Literal["main", "plain", "back", "stop"]
CommentReader = Literal["officers", "applicant"]
"""Whom an officer who ends a step writes to."""
_SIGNED: frozenset[PathRule | None] = frozenset({"before_return", "before_end"})
"""Where the acts stand before which the result was signed."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does a step: a unit role in the case, maybe a kind of division in it, and a position."""

    unit: str
    position: str
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to end a step: the value given to the step's variable and the button's words.

    ``reader``: whom the decision, and so the comment beside it, is addressed to.
    """

    value: str
    label: str
    kind: OutcomeKind = "main"
    needs_reason: bool = False
    reader: CommentReader = "officers"


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the work with a receive and a due time of its own, which begins with a step.

    ``amount`` is its share of the time limit, in the limit's unit. ``until``: the step with whose
    coming its work is done; without it, when the next phase begins or there is a result.
    """

    name: str
    amount: Decimal
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A user task as the officials see it.

    ``hours`` are working hours of the unit's calendar; ``None`` when the step is not counted
    ("không tính thời gian").
    """

    element_id: str
    name: str
    assignment: Assignment | None
    hours: Decimal | None
    level: Level | None = None
    lane: str | None = None
    act: StepAct | None = None
    form: str | None = None
    outcome_variable: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    button: Outcome | None = None
    """The one button of a step without outcomes, with the diagram's words; it sets no variable."""
    demo: bool = False
    note: str | None = None
    may_skip: bool = False
    """Whether the package lets local rules pass over the step with its main outcome."""
    assigns: tuple[str, ...] = ()
    """The steps for which whoever does this one chooses the person, by element id."""
    phase: Phase | None = None
    """The phase that begins with this step."""
    decided: bool = False
    """Whether the diagram says that the result is signed when the case comes here."""

    @property
    def after_decision(self) -> bool:
        """Whether somebody has decided before this step: the result is signed."""
        return self.decided or path_rule(self.act) in _SIGNED

    @property
    def choices(self) -> tuple[Outcome, ...]:
        """The buttons that the diagram names; none where the act's own word will do."""
        return self.outcomes or ((self.button,) if self.button else ())

    def chosen(self, value: str | None) -> Outcome | None:
        """The button that ends the step with this outcome; the one button is without a value."""
        return next((one for one in self.choices if one.value == (value or "")), None)

    @property
    def usual_variables(self) -> dict[str, str]:
        """What the step sets when it is ended in the usual way: its main outcome."""
        main = next((outcome for outcome in self.outcomes if outcome.kind == "main"), None)
        if main is None or self.outcome_variable is None:
            return {}
        return {self.outcome_variable: main.value}

    def comment_reader(self, value: str | None) -> CommentReader:
        """Who reads what is written beside this outcome; beside an end without one, officers."""
        chosen = self.chosen(value)
        return chosen.reader if chosen else "officers"
