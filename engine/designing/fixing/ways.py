"""Which way a choice takes: conditions from the decisions before it, or buttons for its ways."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from engine.designing.fixing.asked import (
    Answers,
    Choice,
    Files,
    Ground,
    Offer,
    Question,
    before,
    chosen,
    node_of,
    refuse,
    told,
)
from engine.typed.folding import folded
from engine.workflow.reading.drawn import B, Drawing, Flow, Node
from engine.workflow.reading.elements import Step
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.faults import Fault
from engine.workflow.reading.xml_text import XmlText

FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
DEFAULT = "mac-dinh"
KEPT = "giu"
_STEP = "buoc"
_KINDS = (
    Choice("main", "đi tiếp, việc chính"),
    Choice("plain", "đi tiếp, cách khác"),
    Choice("back", "trả lại, phải nêu lý do"),
    Choice("stop", "từ chối hay dừng, phải nêu lý do"),
)
_PERSONS = frozenset({"userTask", "manualTask"})
_LONGEST_LABEL = 100


class Ways:
    """The ways out of a choice that nothing decides yet."""

    codes = frozenset({"gateway.condition_missing", "expr.language", "expr.empty"})
    words = "Đặt khi nào đi đường nào"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """For each way a button of a step before; where no step has any, buttons for a step."""
        drawing = ground.drawing(fault.file)
        node = _choice_of(drawing, fault.element_id)
        if node is None:
            return None
        deciding = _deciding(drawing, node)
        if deciding:
            questions = tuple(_by_decisions(node, deciding))
        else:
            steps = _open_steps(drawing, node)
            if not steps:
                return None
            questions = tuple(_by_buttons(node, steps))
        title = f"Rẽ nhánh “{node.label}”: khi nào đi đường nào"
        return Offer("ways", fault.file, node.id, title, questions)

    def fixed(self, ground: Ground, file: str, element: str, answers: Answers) -> Files:
        """Sets the conditions and the way that is else taken, and the buttons of the step."""
        drawing, text = ground.drawing(file), XmlText(ground.files[file])
        node = node_of(drawing, element)
        if node is None:
            refuse("", "Sơ đồ không còn chỗ rẽ nhánh này.")
        deciding = _deciding(drawing, node)
        if deciding:
            _set_decisions(text, node, deciding, answers)
        else:
            _set_buttons(text, node, _open_steps(drawing, node), answers)
        return {file: text.written()}


def _choice_of(drawing: Drawing, element: str | None) -> Node | None:
    """The gateway of a flow with this fault."""
    for node in drawing.nodes():
        if node.tag in ("exclusiveGateway", "inclusiveGateway") and len(node.outgoing) > 1:
            parts = {flow.id for flow in node.outgoing}
            inner = {c.get("id") for f in node.outgoing for c in f.element.iter() if c.get("id")}
            if element in parts | inner:
                return node
    return None


def _deciding(drawing: Drawing, node: Node) -> list[Step]:
    """The steps before it that end with one of several buttons."""
    steps = read_steps(drawing.root, file=drawing.file)
    found = (steps.get(one.id) for one in before(node))
    return [step for step in found if step and step.outcome_variable and step.outcomes]


def _open_steps(drawing: Drawing, node: Node) -> list[Node]:
    """The steps before it that have no button yet."""
    steps = read_steps(drawing.root, file=drawing.file)
    return [
        one
        for one in before(node)
        if one.tag in _PERSONS and one.id in steps and not steps[one.id].choices
    ]


def _by_decisions(node: Node, deciding: list[Step]) -> Iterator[Question]:
    buttons = [
        Choice(
            f"{step.element_id}={one.value}",
            f"bước “{step.name or step.element_id}” chọn “{one.label}”",
        )
        for step in deciding
        for one in step.outcomes
    ]
    other = Choice(DEFAULT, "đường còn lại, khi không điều kiện nào đúng")
    for flow in node.outgoing:
        kept = [Choice(KEPT, f"như đã vẽ: {flow.condition}")] if flow.condition else []
        default = node.element.get("default") == flow.id
        value = KEPT if kept else DEFAULT if default else ""
        choices = (*kept, *buttons, other)
        yield Question(_asked("duong", flow), _way(flow), "choice", choices=choices, value=value)


def _by_buttons(node: Node, steps: list[Node]) -> Iterator[Question]:
    choices = tuple(Choice(one.id, f"“{one.label}”") for one in steps)
    only = choices[0].value if len(choices) == 1 else ""
    hint = "Chưa bước nào trước đây có nút chọn; mỗi đường sẽ là một nút ở bước này"
    yield Question(_STEP, "Ai chọn đường đi: người làm bước", "choice", hint, choices, value=only)
    for flow in node.outgoing:
        name = _name(flow)
        label = f"{_way(flow)}: chữ trên nút"
        yield Question(_asked("nut", flow), label, hint="Động từ và việc", value=name)
        yield Question(_asked("loai", flow), f"{_way(flow)}: nút này là", "choice", choices=_KINDS)


def _set_decisions(text: XmlText, node: Node, deciding: list[Step], answers: Answers) -> None:
    conditions = {
        f"{step.element_id}={one.value}": f'{step.outcome_variable} = "{one.value}"'
        for step in deciding
        for one in step.outcomes
    }
    taken = [answers.get(_asked("duong", flow), "") for flow in node.outgoing]
    if taken.count(DEFAULT) > 1:
        refuse(_asked("duong", node.outgoing[-1]), "Chỉ một đường là đường còn lại.")
    for flow in node.outgoing:
        allowed = [*conditions, DEFAULT, *([KEPT] if flow.condition else [])]
        how = chosen(answers, _asked("duong", flow), f"khi nào đi {_way(flow)}", allowed)
        if how == DEFAULT:
            _without(text, flow)
            text.set(text.drawn(node.id), "default", flow.id)
        elif how != KEPT:
            _condition(text, flow, conditions[how])


def _set_buttons(text: XmlText, node: Node, steps: list[Node], answers: Answers) -> None:
    step = chosen(answers, _STEP, "bước có nút chọn", [one.id for one in steps])
    variable = f"chon_{_word(step)}"
    buttons, values = [], set[str]()
    for flow in node.outgoing:
        label = told(answers, _asked("nut", flow), "Chữ trên nút", longest=_LONGEST_LABEL)
        kinds = [one.value for one in _KINDS]
        kind = chosen(answers, _asked("loai", flow), f"nút của {_way(flow)} là gì", kinds)
        value = _word(folded(label).replace(" ", "_"))
        if value in values:
            refuse(_asked("nut", flow), f"Hai nút cùng ghi “{label}”.")
        values.add(value)
        reason = ' reason="required"' if kind in ("back", "stop") else ""
        buttons.append(
            f'<{text.ours}outcome value="{value}" label="{escape(label)}" kind="{kind}"{reason}/>'
        )
        if flow is node.outgoing[-1]:
            _without(text, flow)
            text.set(text.drawn(node.id), "default", flow.id)
        else:
            _condition(text, flow, f'{variable} = "{value}"')
    inside = "".join(buttons)
    xml = f'<{text.ours}outcomes variable="{variable}">{inside}</{text.ours}outcomes>'
    text.extend_xml(text.drawn(step), xml)


def _condition(text: XmlText, flow: Flow, condition: str) -> None:
    tag = text.drawn(flow.id)
    prefix = text.prefix(tag)
    name = f"{prefix}conditionExpression"
    formal = f'{text.prefix_of(XSI, "xsi")}type="{prefix}tFormalExpression"'
    xml = f'<{name} {formal} language="{FEEL}">{escape(condition, quote=False)}</{name}>'
    known = tag.child(f"{B}conditionExpression")
    if known is not None:
        text.write(known, xml)
    else:
        text.put_in(tag, xml)


def _without(text: XmlText, flow: Flow) -> None:
    known = text.drawn(flow.id).child(f"{B}conditionExpression")
    if known is not None:
        text.drop(known)


def _asked(what: str, flow: Flow) -> str:
    return f"{what}-{flow.id}"


def _way(flow: Flow) -> str:
    """The way as people tell it from the others of its gateway: by its end, its name, its id."""
    others = [one for one in flow.source.outgoing if one is not flow] if flow.source else []
    same = [one for one in others if _end(one) == _end(flow)]
    if not same:
        return f"đường đến “{_end(flow)}”"
    name = _name(flow)
    told = f"“{name}”" if name and name not in map(_name, same) else flow.id
    return f"đường đến “{_end(flow)}”, mũi tên {told}"


def _end(flow: Flow) -> str:
    return flow.target.label if flow.target else flow.id


def _name(flow: Flow) -> str:
    return " ".join((flow.element.get("name") or "").split())


def _word(text: str | Iterable[str]) -> str:
    """A name that FEEL can read."""
    word = re.sub(r"[^0-9A-Za-z_]+", "_", str(text)).strip("_")
    return word or "mot"
