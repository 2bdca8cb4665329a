"""BPMN: reading, checking, drawing and running procedure diagrams."""

from engine.workflow.definition import Definition, load_definition
from engine.workflow.elements import Assignment, Outcome, Step
from engine.workflow.run import Awaited, Delivered, ReadyTask, Run, Timer, restore, start
from engine.workflow.scripting import Answer

__all__ = [
    "Answer",
    "Assignment",
    "Awaited",
    "Definition",
    "Delivered",
    "Outcome",
    "ReadyTask",
    "Run",
    "Step",
    "Timer",
    "load_definition",
    "restore",
    "start",
]
