"""Drawing: BPMN diagram interchange in, SVG out."""

from engine.workflow.draw.picture import draw, page_of
from engine.workflow.draw.pins import Pin, Weight
from engine.workflow.draw.refusals import NoDiagram, UnreadableDiagram
from engine.workflow.draw.states import State, colour

__all__ = [
    "NoDiagram",
    "Pin",
    "State",
    "UnreadableDiagram",
    "Weight",
    "colour",
    "draw",
    "page_of",
]
