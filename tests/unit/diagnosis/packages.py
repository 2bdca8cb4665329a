"""A small package without a fault, ways to break it, and short names for what was found."""

import json
import re
from collections.abc import Mapping

from engine.diagnosis import Context, Diagnosis, check
from tests.integration.workflow.diagrams import document, flows, nodes, process

ALONE = Context(needs_manifest=False)
"""Files without a manifest: a designer tries a diagram."""

FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
MANIFEST = """
code = "1.000001"
name = "Thủ tục thử"
short_name = "Thử"
sector = "Hộ tịch"
level = "commune"
[decision]
number = "1/QĐ-UBND"
date = 2025-11-28
[time_limit]
amount = 12
unit = "working_hours"
[filing]
form = "filing"
channels = ["counter"]
[filing.people]
owner_name = "ho_ten"
[roles.department]
unit = "so_noi_vu"
"""
SCENARIO = """
name = "Đi hết đường"
channel = "counter"
commune = "phuong_truong_vinh"
submitted_at = 2025-12-03T21:40:00+07:00
received_at = 2025-12-04T09:15:00+07:00
[values]
so_tien = 7
ho_ten = "Nguyễn Văn Thử"
[[step]]
element = "B2"
outcome = "dong_y"
"""


def step(element_id: str, name: str, extensions: str) -> str:
    """A user task with these ``tthc`` elements."""
    return (
        f'<bpmn:userTask id="{element_id}" name="{name}"><bpmn:extensionElements>'
        f"{extensions}</bpmn:extensionElements></bpmn:userTask>"
    )


ASSIGNED = '<tthc:assignment unit="receiving" position="can_bo"/>'
HOURS = '<tthc:duration hours="4"/>'
BODY = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="lane" name="UBND xã"><bpmn:extensionElements>'
    '<tthc:level value="commune"/></bpmn:extensionElements><bpmn:flowNodeRef>B1</bpmn:flowNodeRef>'
    "<bpmn:flowNodeRef>B2</bpmn:flowNodeRef><bpmn:flowNodeRef>B3</bpmn:flowNodeRef>"
    "<bpmn:flowNodeRef>B4</bpmn:flowNodeRef></bpmn:lane>"
    '</bpmn:laneSet><bpmn:startEvent id="s"/>'
    + step("B1", "Tiếp nhận", f'{ASSIGNED}{HOURS}<tthc:act kind="receive"/>')
    + '<bpmn:exclusiveGateway id="m"/>'
    + step(
        "B2",
        "Ký",
        '<tthc:assignment unit="department" division="phong" position="lanh_dao"/>'
        f'{HOURS}<tthc:form key="ky"/>'
        '<tthc:outcomes variable="ket_qua"><tthc:outcome value="dong_y" label="Đồng ý"/>'
        '<tthc:outcome value="tra_lai" label="Trả lại" kind="back" reason="required"/>'
        "</tthc:outcomes>",
    )
    + '<bpmn:exclusiveGateway id="g" name="Ký chưa?" default="g_B3"/>'
    + step(
        "B4", "Lưu", f'{ASSIGNED}<tthc:duration counted="false"/><tthc:act kind="store_result"/>'
    )
    + step("B3", "Trả kết quả", f'{ASSIGNED}{HOURS}<tthc:act kind="return"/>')
    + '<bpmn:endEvent id="e"/>'
    '<bpmn:sequenceFlow id="s_B1" sourceRef="s" targetRef="B1"/>'
    '<bpmn:sequenceFlow id="B1_m" sourceRef="B1" targetRef="m"/>'
    '<bpmn:sequenceFlow id="m_B2" sourceRef="m" targetRef="B2"/>'
    '<bpmn:sequenceFlow id="B2_g" sourceRef="B2" targetRef="g"/>'
    '<bpmn:sequenceFlow id="g_B3" sourceRef="g" targetRef="B4"/>'
    '<bpmn:sequenceFlow id="B4_B3" sourceRef="B4" targetRef="B3"/>'
    '<bpmn:sequenceFlow id="g_m" sourceRef="g" targetRef="m"><bpmn:conditionExpression'
    f' xsi:type="bpmn:tFormalExpression" language="{FEEL}">ket_qua = "tra_lai" and case.so_tien'
    " &gt; 0</bpmn:conditionExpression></bpmn:sequenceFlow>"
    '<bpmn:sequenceFlow id="B3_e" sourceRef="B3" targetRef="e"/>'
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions'
    ' xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' xmlns:tthc="http://motcua.vn/schema/tthc/1.0" targetNamespace="t">\n'
)
FORM = {
    "components": [
        {
            "type": "number",
            "key": "so_tien",
            "label": "Số tiền đề nghị",
            "id": "f1",
            "validate": {"required": True},
        },
        {
            "type": "textfield",
            "key": "ho_ten",
            "label": "Họ và tên",
            "id": "f2",
            "validate": {"required": True},
        },
    ]
}
DMN = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"'
    ' namespace="n"><decision id="phi" name="Phí"><decisionTable id="t" hitPolicy="FIRST">'
    '<input id="i"><inputExpression id="ie" typeRef="number"><text>case.so_tien</text>'
    '</inputExpression></input><output id="o" name="phi" typeRef="number"/>'
    '<rule id="r"><inputEntry id="c1"><text>&lt; 10</text></inputEntry>'
    '<outputEntry id="c2"><text>5</text></outputEntry></rule>'
    '<rule id="r2"><inputEntry id="c3"><text>-</text></inputEntry>'
    '<outputEntry id="c4"><text>0</text></outputEntry></rule>'
    "</decisionTable></decision></definitions>"
)


def drawn(body: str, *, before: str = "", process_id: str = "p") -> str:
    """A file with one process, every node and flow of it drawn."""
    shapes = "".join(
        f'<bpmndi:BPMNEdge id="{i}_di" bpmnElement="{i}"><di:waypoint x="0" y="0"/>'
        f'<di:waypoint x="1" y="1"/></bpmndi:BPMNEdge>'
        if tag == "sequenceFlow"
        else f'<bpmndi:BPMNShape id="{i}_di" bpmnElement="{i}">'
        '<dc:Bounds x="0" y="0" width="9" height="9"/></bpmndi:BPMNShape>'
        for tag, i in re.findall(r'<bpmn:(\w*(?:Flow|Event|Task|Gateway|lane)) id="([^"]+)"', body)
    )
    return (
        f'{HEAD}{before}<bpmn:process id="{process_id}" name="Thử" isExecutable="true">{body}'
        f'</bpmn:process>\n<bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="pla"'
        f' bpmnElement="{process_id}">{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
        "</bpmn:definitions>"
    )


def good_files() -> dict[str, bytes]:
    """A package in which nothing is wrong."""
    return {
        "procedure.toml": MANIFEST.encode(),
        "process.bpmn": drawn(BODY).encode(),
        "forms/filing.json": json.dumps(FORM).encode(),
        "forms/ky.json": json.dumps(FORM).encode(),
        "scenarios/1.toml": SCENARIO.encode(),
    }


def broken(file: str, old: str, new: str) -> dict[str, bytes]:
    """The good package with one text of one file replaced (it must be there)."""
    files = good_files()
    text = files[file].decode()
    assert old in text, f"{old!r} is not in {file}"
    return {**files, file: text.replace(old, new).encode()}


def with_file(path: str, content: str | bytes | None) -> dict[str, bytes]:
    """The good package with one more file, or without one."""
    files = good_files()
    if content is None:
        del files[path]
        return files
    return {**files, path: content if isinstance(content, bytes) else content.encode()}


def diagnosis(*parts: str) -> Diagnosis:
    """The diagnosis of one process made of these elements."""
    return check({"process.bpmn": document(process(*parts))}, context=ALONE)


def found(result: Diagnosis) -> set[tuple[str, str | None]]:
    """What was found, as (code, element id)."""
    return {(fault.code, fault.element_id) for fault in result.faults}


def codes(files: Mapping[str, bytes], context: Context | None = None) -> set[str]:
    """The codes of all faults of a package."""
    return {fault.code for fault in check(files, context=context).faults}


LINE = nodes("start:s user:a end:e")


def between(element: str, name: str = "x") -> str:
    """``element`` between a step and the end."""
    return LINE + element + flows(f"s>a>{name}>e")
