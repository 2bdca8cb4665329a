"""The one table of acts: what people do to a case and to its tasks, and what each act needs.

Pages, the API, walks and tests draw from it. The use-case of an act is bound to its row in
``engine.cases.acts``; who may do which act now says ``engine.access.offered``. An act that ends a
step is named in the diagram (``tthc:act``); a step that names none is completed.
"""

from collections.abc import Mapping

from engine.acts.act import Act, PathRule
from engine.acts.beside import BESIDE
from engine.acts.on_steps import COMPLETE, ON_STEPS

ACTS: Mapping[str, Act] = {act.kind: act for act in (*ON_STEPS, *BESIDE)}
"""The acts by their kind, in the order in which they are offered."""


def ending_act(named: str | None) -> Act:
    """The act that ends a step, by what the diagram names for it."""
    return ACTS[named or COMPLETE]


def path_rule(named: str | None) -> PathRule | None:
    """Where a step with the act that the diagram names must stand."""
    return ending_act(named).path


STOPS = "stop"
"""The kind of an outcome that refuses or stops the case (``tthc:outcome``)."""


def asked_twice(named: str | None, outcome_kind: str | None) -> bool:
    """Whether a step ended by this act, with an outcome of this kind, is confirmed on a page."""
    return ending_act(named).final or outcome_kind == STOPS
