"""Drawing: BPMN diagram interchange in, SVG out."""

from engine.workflow.draw.picture import draw
from engine.workflow.draw.refusals import NoDiagram, UnreadableDiagram
from engine.workflow.draw.states import State, colour

__all__ = ["NoDiagram", "State", "UnreadableDiagram", "colour", "draw"]
