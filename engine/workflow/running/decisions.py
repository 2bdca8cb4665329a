"""The DMN decisions of a package, ready to be called by business rule tasks."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from engine.feel import Trace
from engine.feel.dmn import DmnModel
from engine.workflow.reading.models import ModelRefused, read_models
from engine.workflow.running.incidents import NotExecutable

Decision = Callable[[Mapping[str, Any], datetime, Trace], Any]
"""Inputs, moment, trace -> value; raises FeelError when the decision can't be made."""


def read_decisions(files: Mapping[str, bytes]) -> dict[str, Decision]:
    """Every decision of the package's ``.dmn`` files, by id and by name.

    Raises NotExecutable for a file that is no DMN and for two decisions of one id.
    """
    found: dict[str, Decision] = {}
    try:
        models = read_models(files)
    except ModelRefused as error:
        raise _refused(error.file, error.file, error.reason) from error
    for model in models.values():
        for decision in model.decisions:
            if decision.decision_id in found:
                raise _refused(decision.decision_id, decision.name, "trùng mã quyết định.")
            found[decision.decision_id] = partial(_decide, model, decision.decision_id)
            found.setdefault(decision.name, found[decision.decision_id])
    return found


def _decide(
    model: DmnModel, name: str, inputs: Mapping[str, Any], now: datetime, trace: Trace
) -> Any:
    return model.evaluate(name, inputs, now=now, trace=trace)


def _refused(element_id: str, name: str, reason: str) -> NotExecutable:
    return NotExecutable(element_id=element_id, element_name=name, reason=reason)
