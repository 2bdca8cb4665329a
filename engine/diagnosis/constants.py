"""Expressions that read nothing of the case: their value is known at upload."""

from datetime import UTC, datetime

from engine.feel import FeelError, compile_expression
from engine.workflow.reading.graph import TimerKind
from engine.workflow.running.timers import NoTime, schedule
from engine.workflow.running.variables import LONGEST_LIST

_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def wrong_constant(text: str, timer: TimerKind | None, takes: tuple[str, ...]) -> str:
    """What the value of a constant expression is instead of what the place takes; empty when it is
    right, or fails for reasons that the types tell."""
    try:
        value = compile_expression(text).evaluate({}, now=_SOME_DAY)
    except FeelError:
        return ""
    if value is None:
        return "biểu thức này cho null"
    if timer is not None:
        try:
            schedule(timer, value, _SOME_DAY)
        except NoTime:
            return f"biểu thức này cho {value}"
    elif takes == ("number",) and not (0 <= value <= LONGEST_LIST and value == int(value)):
        return f"số nguyên từ 0 đến {LONGEST_LIST}, còn biểu thức này cho {value}"
    return ""
