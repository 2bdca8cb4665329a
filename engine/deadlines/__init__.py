"""Clocks and due times: pure rules over the working time of a calendar."""

from engine.deadlines.answers import answer_due, answer_hours
from engine.deadlines.limits import case_due, resumed_due, step_due
from engine.deadlines.urgency import SeenFrom, Urgency, soon_until, urgency_of

__all__ = [
    "SeenFrom",
    "Urgency",
    "answer_due",
    "answer_hours",
    "case_due",
    "resumed_due",
    "soon_until",
    "step_due",
    "urgency_of",
]
