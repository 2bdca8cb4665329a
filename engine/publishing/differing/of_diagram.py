"""What the diagrams of a package say, as parts: steps of people, other elements, ways between."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from engine.publishing.differing.of_manifest import LEVELS, text, traits
from engine.publishing.differing.of_rest import Rest
from engine.publishing.differing.rows import Part
from engine.workflow.reading.document import read_document
from engine.workflow.reading.elements import Outcome, Step
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.graph import Graph, Node, Scope
from engine.workflow.reading.graph_reading import read_graph
from engine.worktime.wording import amount_text

ACTS = {"receive": "tiếp nhận hồ sơ", "store_result": "lưu kho kết quả", "return": "trả kết quả"}
TAGS = {
    "startEvent": "Bắt đầu",
    "endEvent": "Kết thúc",
    "exclusiveGateway": "Rẽ nhánh",
    "inclusiveGateway": "Rẽ một hoặc nhiều nhánh",
    "parallelGateway": "Rẽ song song",
    "eventBasedGateway": "Chờ việc nào đến trước",
    "receiveTask": "Bước chờ",
    "sendTask": "Bước gửi",
    "boundaryEvent": "Sự kiện gắn vào bước",
    "intermediateCatchEvent": "Chờ",
    "intermediateThrowEvent": "Phát tin",
    "businessRuleTask": "Tra bảng quyết định",
    "scriptTask": "Tính toán",
    "subProcess": "Nhóm bước",
    "callActivity": "Gọi quy trình khác",
    "process": "Quy trình",
}
_STEP = {"lane": "làn", "outcome_variable": "biến quyết định", "note": "ghi chú"}
_NODE = {
    "attached_to": "gắn vào",
    "called": "gọi quy trình",
    "decision": "bảng quyết định",
    "result": "ghi kết quả vào",
    "script": "cách tính",
    "script_language": "ngôn ngữ",
}
_TRIGGER = {
    "kind": "loại sự kiện",
    "name": "tin",
    "timer_kind": "loại hẹn giờ",
    "expression": "điều kiện, thời gian",
    "accepts": "dữ liệu nhận",
}
_REPEAT = {
    "kind": "cách lặp",
    "cardinality": "số lần",
    "collection": "danh sách lặp",
    "item": "biến của lần lặp",
    "output_collection": "danh sách kết quả",
    "output_item": "biến kết quả",
    "condition": "điều kiện thôi lặp",
    "maximum": "số lần nhiều nhất",
    "test_before": "xét điều kiện trước",
}


def parts_of_diagrams(
    files: Mapping[str, bytes], process: str, names: Mapping[str, str]
) -> Iterator[Part]:
    """Everything that the diagrams say; ``names``: what people call units and positions."""
    roots = _roots(files)
    graph, steps = _read(roots, process)
    said = _names(graph, steps)
    scopes = graph.scopes.values()
    known = frozenset(one for scope in scopes for one in (*scope.nodes, *scope.flows))
    rests = {path: Rest(root, known) for path, root in roots.items()}
    rest = {element: told for one in rests.values() for element, told in one.of.items()}
    for step in steps.values():
        yield _step(step, said, names)
    for scope in scopes:
        yield from _scope(scope, graph, steps, said, rest)
    for path, one in rests.items():
        yield from one.parts(path)


def elements_named(files: Mapping[str, bytes], process: str) -> Mapping[str, str]:
    """What people call each element of the diagrams. Raises KeyError, DocumentRefused."""
    return _names(*_read(_roots(files), process))


def _roots(files: Mapping[str, bytes]) -> Mapping[str, etree._Element]:
    paths = sorted(path for path in files if path.endswith(".bpmn"))
    return {path: read_document(files[path], file=path).root for path in paths}


def _read(roots: Mapping[str, etree._Element], process: str) -> tuple[Graph, dict[str, Step]]:
    graph = read_graph(roots, process_file=process)
    steps: dict[str, Step] = {}
    for path in [process, *(one for one in roots if one != process)]:
        steps |= read_steps(roots[path], file=path)
    return graph, steps


def _names(graph: Graph, steps: Mapping[str, Step]) -> dict[str, str]:
    """What people call each element."""
    found = {
        node.id: _called(node) for scope in graph.scopes.values() for node in scope.nodes.values()
    }
    return found | {step.element_id: _step_called(step) for step in steps.values()}


def _called(node: Node) -> str:
    word = TAGS.get(node.tag, node.tag)
    return f"{word} “{node.name}”" if node.name else f"{word} {node.id}"


def _step_called(step: Step) -> str:
    return f"Bước {step.element_id} “{step.name}”" if step.name else f"Bước {step.element_id}"


def _step(step: Step, said: Mapping[str, str], names: Mapping[str, str]) -> Part:
    told = {"tên": step.name}
    if desk := step.assignment:
        told |= {"đơn vị": names.get(desk.unit, desk.unit)}
        told |= {"bộ phận": names.get(desk.division, desk.division)} if desk.division else {}
        told |= {"vị trí": names.get(desk.position, desk.position)}
    hours = f"{text(step.hours)} giờ" if step.hours is not None else "không tính giờ"
    told |= {"số giờ": hours, "cấp": LEVELS.get(step.level or "", "")}
    told |= {"việc": ACTS.get(step.act or "", "hoàn thành bước"), "biểu mẫu": step.form or ""}
    told |= {"được bỏ qua theo quy định": "có" if step.may_skip else ""}
    told |= {"kết quả đã ký": "có" if step.decided else ""}
    if step.phase:
        told["giai đoạn"] = f"{step.phase.name}, {amount_text(step.phase.amount)}"
        told |= {"giai đoạn hết khi đến": said.get(step.phase.until or "", step.phase.until or "")}
    told |= {"chọn người cho": ", ".join(said.get(one, one) for one in step.assigns)}
    told |= traits(step, _STEP) | {"minh họa": "có" if step.demo else ""}
    if step.button:
        told["nút"] = _button(step.button)
    told |= {f"nút “{one.value}”": _button(one) for one in step.outcomes}
    if len(step.outcomes) > 1:
        told["thứ tự các nút"] = ", ".join(one.value for one in step.outcomes)
    told = {name: value for name, value in told.items() if value}
    return Part("step", step.element_id, _step_called(step), told, ordered=True)


_OUTCOME = {"main": "chính", "plain": "thường", "back": "trả lại", "stop": "từ chối, dừng"}


def _button(one: Outcome) -> str:
    reason = ", phải nêu lý do" if one.needs_reason else ""
    reader = ", người nộp đọc ý kiến" if one.reader == "applicant" else ""
    return f"{one.label} ({_OUTCOME[one.kind]}{reason}{reader})"


def _scope(
    scope: Scope,
    graph: Graph,
    steps: Mapping[str, Step],
    said: Mapping[str, str],
    rest: Mapping[str, Mapping[str, str]],
) -> Iterator[Part]:
    if scope.id == graph.root:
        yield Part("procedure", "process", "Quy trình", {"mã": scope.id, "tên": scope.name})
    defaults = {node.default_flow for node in scope.nodes.values()}
    for node in scope.nodes.values():
        told = _node(node) | ({"nằm trong": scope.id} if scope.parent else {})
        if node.id in steps:  # its name is told with the step
            told.pop("tên", None)
        where = said[node.id] if node.id not in steps else f"{said[node.id]} trong sơ đồ"
        yield Part("route", node.id, where, {**rest.get(node.id, {}), **told})
    keys = flow_keys(scope)
    for flow in scope.flows.values():
        where = f"Đường từ {said.get(flow.source, flow.source)} đến "
        where += said.get(flow.target, flow.target)
        told = {"nhãn": flow.name} if flow.name else {}
        told |= {"điều kiện": flow.condition} if flow.condition else {}
        if flow.id in defaults:
            told["khi không điều kiện nào đúng"] = "có"
        yield Part("route", keys[flow.id], where, {**rest.get(flow.id, {}), **told})


def flow_keys(scope: Scope) -> Mapping[str, str]:
    """Flow → what it is called among two versions: its ends, and which between them it is."""
    twice: Counter[tuple[str, str]] = Counter()
    keys: dict[str, str] = {}
    for flow in scope.flows.values():
        ends = (flow.source, flow.target)
        twice[ends] += 1
        keys[flow.id] = f"{flow.source} → {flow.target} {twice[ends]}"
    return keys


def _node(node: Node) -> dict[str, str]:
    told = {"loại": TAGS.get(node.tag, node.tag)} | ({"tên": node.name} if node.name else {})
    told |= traits(node, _NODE)
    if node.trigger.kind != "none":
        told |= traits(node.trigger, _TRIGGER)
    if node.attached_to or node.tag == "startEvent":
        told["dừng việc đang làm"] = text(node.interrupting)
    if node.repeat:
        repeat: Any = node.repeat
        told |= traits(repeat, _REPEAT)
    return told | ({"bắt đầu theo sự kiện": "có"} if node.by_event else {})
