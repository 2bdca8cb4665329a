"""BPMN: reading, checking, drawing and running procedure diagrams."""

from engine.workflow.reading.elements import Assignment, CommentReader, Outcome, Phase, Step
from engine.workflow.running.definition import Definition, load_definition, load_steps
from engine.workflow.running.routing_values import RoutingValue, routing_values
from engine.workflow.running.run import Run, restore, start, start_at
from engine.workflow.running.run_views import Awaited, Delivered, ReadyTask, Timer
from engine.workflow.running.scripting import Answer

__all__ = [
    "Answer",
    "Assignment",
    "Awaited",
    "CommentReader",
    "Definition",
    "Delivered",
    "Outcome",
    "Phase",
    "ReadyTask",
    "RoutingValue",
    "Run",
    "Step",
    "Timer",
    "load_definition",
    "load_steps",
    "restore",
    "routing_values",
    "start",
    "start_at",
]
