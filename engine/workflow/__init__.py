"""BPMN: reading, checking, drawing and running procedure diagrams."""

from engine.workflow.definition import Definition, load_definition
from engine.workflow.elements import Assignment, Outcome, Step
from engine.workflow.run import Run, restore, start
from engine.workflow.run_views import Awaited, Delivered, ReadyTask, Timer
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
