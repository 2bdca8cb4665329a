"""Clocks and due times: pure rules over the working time of a calendar."""

from engine.deadlines.limits import ANSWER_LIMIT, answer_due, case_due, resumed_due, step_due
from engine.deadlines.urgency import SeenFrom, Urgency, soon_until, urgency_of

__all__ = [
    "ANSWER_LIMIT",
    "SeenFrom",
    "Urgency",
    "answer_due",
    "case_due",
    "resumed_due",
    "soon_until",
    "step_due",
    "urgency_of",
]
