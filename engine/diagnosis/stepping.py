"""The steps against the organisation: roles, positions, names, forms."""

from collections.abc import Collection, Mapping

from engine.diagnosis.names import hint
from engine.typed.text import says_something
from engine.workflow.reading.drawn import B, Drawing, Node
from engine.workflow.reading.elements import Step
from engine.workflow.reading.faults import Fault, fault

CASE_ROLES = frozenset({"receiving", "competent", "returning"})
"""Unit roles that every case has; a manifest may add others."""

LONGEST_NAME = 120
_NAMED = {
    "userTask": "Bước",
    "manualTask": "Bước",
    "subProcess": "Quy trình con",
    "transaction": "Giao dịch",
    "callActivity": "Hoạt động gọi",
    "businessRuleTask": "Công việc quyết định",
    "scriptTask": "Công việc kịch bản",
    "sendTask": "Công việc gửi",
    "receiveTask": "Công việc nhận",
}


def check_labels(drawing: Drawing, faults: list[Fault]) -> None:
    """Names that people must read and that are missing or far too long."""
    for node in drawing.nodes():
        name = (node.element.get("name") or "").strip()
        if len(name) > LONGEST_NAME:
            faults.append(
                fault(
                    "label.long",
                    file=drawing.file,
                    at=node.element,
                    element_id=node.id,
                    length=len(name),
                    limit=LONGEST_NAME,
                )
            )
        elif not says_something(name) and (code := _unnamed(node)):
            what = _NAMED.get(node.tag, "")
            faults.append(
                fault(code, file=drawing.file, at=node.element, what=what, element_id=node.id)
            )
    for lane in drawing.root.iter(f"{B}lane"):
        if not says_something(lane.get("name") or ""):
            lane_id = lane.get("id") or ""
            faults.append(
                fault("label.missing", file=drawing.file, at=lane, what="Làn", element_id=lane_id)
            )


def _unnamed(node: Node) -> str | None:
    if node.tag in _NAMED:
        return "label.missing"
    if node.tag == "exclusiveGateway" and len(node.outgoing) > 1:
        return "label.gateway_missing"
    return None


class StepCheck:
    """Checks the steps of one file against what the package and the province know."""

    def __init__(
        self,
        drawing: Drawing,
        faults: list[Fault],
        *,
        roles: Collection[str] | None,
        positions: Collection[str] | None,
        divisions: Collection[str] | None,
        forms: Collection[str],
    ) -> None:
        self.drawing = drawing
        self.faults = faults
        self.roles = None if roles is None else CASE_ROLES | set(roles)
        self.positions = positions
        self.divisions = divisions
        self.forms = forms

    def run(self, steps: Mapping[str, Step]) -> None:
        """Appends what is wrong with each step."""
        for node in self.drawing.nodes():
            step = steps.get(node.id)
            if step is not None and node.tag in ("userTask", "manualTask"):
                self._step(node, step)

    def _step(self, node: Node, step: Step) -> None:
        def add(code: str, **values: object) -> None:
            self.faults.append(
                fault(
                    code,
                    file=self.drawing.file,
                    at=node.element,
                    line=None,
                    name=node.label,
                    **values,
                )
            )

        who = step.assignment
        if who is not None:
            if self.roles is not None and who.unit not in self.roles:
                add("step.role_unknown", role=who.unit, known=", ".join(sorted(self.roles)))
            if self.positions is not None and who.position not in self.positions:
                close = hint(who.position, self.positions)
                add("step.position_unknown", position=who.position, hint=close)
            if who.division and self.divisions is not None and who.division not in self.divisions:
                close = hint(who.division, self.divisions)
                add("step.division_unknown", division=who.division, hint=close)
        if step.level is None:
            add("step.level_missing")
        if step.form and step.form not in self.forms:
            add("step.form_unknown", form=step.form)


def check_outcomes_used(
    drawing: Drawing, steps: Mapping[str, Step], used: Collection[str], faults: list[Fault]
) -> None:
    """A choice to send back or to stop that no condition looks at: the person is misled.

    Other choices may lead the same way; they are told to whoever comes next.
    """
    for node in drawing.nodes():
        step = steps.get(node.id)
        turning = step is not None and any(one.kind in _TURNING for one in step.outcomes)
        if step is None or not turning or step.outcome_variable in used:
            continue
        faults.append(
            fault(
                "step.outcome_unused",
                file=drawing.file,
                at=node.element,
                name=node.label,
                variable=step.outcome_variable,
            )
        )


_TURNING = frozenset({"back", "stop"})
"""Kinds of outcomes that promise another way."""
