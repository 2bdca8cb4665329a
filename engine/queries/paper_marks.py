"""What was found of each paper, from the audit: in order or not, why, by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.facts.events_of_filing import CaseReceived
from engine.facts.events_of_supplements import FAULT_WORDS, SupplementAnswered, SupplementAsked
from engine.facts.reading import Recorded
from engine.queries.views.case import PaperMark

IN_ORDER = "đạt"


@dataclass(frozen=True, slots=True)
class Marks:
    """The mark of each component; ``all``: that of those of which nothing else was said."""

    told: Mapping[str, PaperMark | None] = field(default_factory=dict)
    all: PaperMark | None = None

    def of(self, component: str) -> PaperMark | None:
        """The last mark of the component; ``None``: nobody has judged what lies there now."""
        return self.told.get(component, self.all)


NONE = Marks()


def marks_in(history: Sequence[Recorded]) -> Marks:
    """The marks of a case, from its history with the newest first.

    A supplement judges paper by paper (decree 118/2025 art. 16.3); what comes for it is not judged
    yet; whoever receives the dossier found every paper in order (art. 17.1c).
    """
    marks = NONE
    for told in reversed(history):
        event = told.event
        if isinstance(event, CaseReceived):
            marks = Marks({}, _mark(told))
        elif isinstance(event, SupplementAsked):
            passed = dict.fromkeys(event.passed, _mark(told))
            asked = {
                one.component: _mark(told, FAULT_WORDS[one.fault], one.todo) for one in event.papers
            }
            marks = Marks({**marks.told, **passed, **asked}, marks.all)
        elif isinstance(event, SupplementAnswered):
            came = {*event.papers, *(one.component for one in event.documents if one.component)}
            marks = Marks({**marks.told, **dict.fromkeys(came)}, marks.all)
    return marks


def _mark(told: Recorded, fault: str | None = None, remark: str = "") -> PaperMark:
    return PaperMark(
        words=fault or IN_ORDER,
        passed=fault is None,
        remark=remark or None,
        by=told.actor.name,
        at=told.at,
    )
