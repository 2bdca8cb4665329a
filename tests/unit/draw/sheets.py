"""Small BPMN files for the tests of drawing, and one that holds every element there is."""

from collections.abc import Iterable

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="x">'
)

TRIGGERS = (
    "message",
    "timer",
    "error",
    "escalation",
    "cancel",
    "compensate",
    "conditional",
    "link",
    "signal",
    "terminate",
)
TASKS = (
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "scriptTask",
    "businessRuleTask",
    "sendTask",
    "receiveTask",
)
GATEWAYS = (
    "exclusiveGateway",
    "inclusiveGateway",
    "parallelGateway",
    "complexGateway",
    "eventBasedGateway",
)
_ROOT = (
    '<dataObject id="many" isCollection="true"/><globalUserTask id="called"/>'
    '<category id="cat"><categoryValue id="val" value="Nhóm"/></category>'
    '<signalEventDefinition id="shared"/>'
)


def bpmn(model: str, di: str, *, plane: str = "P") -> bytes:
    """A file with one process and one page."""
    return (
        f'{_HEAD}{_ROOT}<process id="P">{model}</process>'
        f'<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="PL" bpmnElement="{plane}">{di}'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
    ).encode()


def bounds(x: float, y: float, w: float, h: float) -> str:
    """The place of a shape or label."""
    return f'<dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/>'


def shape(element: str, place: tuple[float, float, float, float], more: str = "") -> str:
    """A shape; ``more`` are attributes of it."""
    return (
        f'<bpmndi:BPMNShape id="{element}_di{len(more)}" bpmnElement="{element}" {more}>'
        f"{bounds(*place)}</bpmndi:BPMNShape>"
    )


def edge(element: str, *points: tuple[float, float], more: str = "") -> str:
    """A connection through these points."""
    inner = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return (
        f'<bpmndi:BPMNEdge id="{element}_di" bpmnElement="{element}" {more}>'
        f"{inner}</bpmndi:BPMNEdge>"
    )


def every_element() -> bytes:
    """A sheet with every shape and connection, each twenty characters wide at most."""
    model, di = "", ""
    for row, entries in enumerate((*_event_rows(), *_other_rows())):
        x = 60.0
        for column, (text, w, h, more) in enumerate(entries):
            identity = f"e{row}_{column}"
            model += text.replace("ID", f'id="{identity}"', 1)
            di += shape(identity, (x, 60 + row * 130 + (80 - h) / 2, w, h), more)
            x += 130
    flows, lines = _flows()
    return bpmn(model + flows, di + lines)


def _event_rows() -> Iterable[list[tuple[str, float, float, str]]]:
    kinds = {
        "startEvent": "",
        "startEvent ": ' isInterrupting="false"',
        "intermediateCatchEvent": "",
        "intermediateThrowEvent": "",
        "boundaryEvent": "",
        "boundaryEvent ": ' cancelActivity="false"',
        "endEvent": "",
    }
    several = "<signalEventDefinition/><timerEventDefinition/>"
    for number, (name, more) in enumerate(kinds.items()):
        tag = name.strip()
        insides = [
            "",
            *(f"<{t}EventDefinition/>" for t in TRIGGERS),
            several,
            "<eventDefinitionRef>shared</eventDefinitionRef>",
        ]
        row = [
            (f'<{tag} ID name="Sự kiện {number}.{i}"{more}>{inside}</{tag}>', 36.0, 36.0, "")
            for i, inside in enumerate(insides)
        ]
        parallel = f' parallelMultiple="true" name="Song song {number}">{several}</{tag}>'
        yield [*row, (f"<{tag} ID{more}{parallel}", 36.0, 36.0, "")]


def _other_rows() -> Iterable[list[tuple[str, float, float, str]]]:
    several = '<multiInstanceLoopCharacteristics isSequential="{}"/>'
    words = "Thẩm định hồ sơ và dự thảo quyết định"
    yield [(f'<{t} ID name="{words}"/>', 100, 80, "") for t in TASKS] + [
        ('<receiveTask ID instantiate="true" name="Nhận và bắt đầu"/>', 100, 80, ""),
        ('<callActivity ID name="Gọi quy trình khác"/>', 100, 80, ""),
        ('<callActivity ID name="Gọi tác vụ" calledElement="called"/>', 100, 80, ""),
    ]
    yield [
        ('<task ID name="Lặp"><standardLoopCharacteristics/></task>', 100, 80, ""),
        (f'<userTask ID name="Cùng lúc">{several.format("false")}</userTask>', 100, 80, ""),
        (f'<task ID name="Lần lượt">{several.format("true")}</task>', 100, 80, ""),
        ('<task ID name="Bù" isForCompensation="true"/>', 100, 80, ""),
        ('<subProcess ID name="Quy trình con đóng"/>', 100, 80, 'isExpanded="false"'),
        ('<adHocSubProcess ID name="Tùy hứng"/>', 100, 80, 'isExpanded="false"'),
        ('<transaction ID name="Giao dịch"/>', 100, 80, 'isExpanded="false"'),
        ('<subProcess ID name="Khi có sự kiện" triggeredByEvent="true"/>', 100, 80, ""),
        ('<subProcess ID name="Mở"/>', 100, 80, 'isExpanded="true"'),
        ('<adHocSubProcess ID name="Mở tùy hứng"/>', 100, 80, 'isExpanded="true"'),
        ('<transaction ID name="Mở giao dịch"/>', 100, 80, 'isExpanded="true"'),
    ]
    marked = 'isMarkerVisible="true"'
    parallel = 'instantiate="true" eventGatewayType="Parallel"'
    yield [(f'<{g} ID name="Cổng {i}"/>', 50, 50, marked) for i, g in enumerate(GATEWAYS)] + [
        ('<exclusiveGateway ID name="Không dấu"/>', 50, 50, ""),
        ('<eventBasedGateway ID name="Bắt đầu" instantiate="true"/>', 50, 50, ""),
        (f'<eventBasedGateway ID name="Bắt đầu song song" {parallel}/>', 50, 50, ""),
    ]
    state = '<dataState name="đã ký"/>'
    yield [
        ('<dataObjectReference ID name="Tờ trình"/>', 36, 50, ""),
        ('<dataObjectReference ID name="Nhiều giấy" dataObjectRef="many"/>', 36, 50, ""),
        (f'<dataObjectReference ID name="Quyết định">{state}</dataObjectReference>', 36, 50, ""),
        ('<dataInput ID name="Đầu vào"/>', 36, 50, ""),
        ('<dataOutput ID name="Đầu ra"/>', 36, 50, ""),
        ('<dataStoreReference ID name="Kho dữ liệu"/>', 50, 50, ""),
        ('<message ID name="Giấy hẹn"/>', 40, 28, ""),
        ("<textAnnotation ID><text>Ghi chú bên lề sơ đồ</text></textAnnotation>", 100, 50, ""),
        ('<group ID categoryValueRef="val"/>', 100, 80, ""),
    ]
    yield [
        ('<choreographyTask ID name="Trao đổi" loopType="Standard"/>', 100, 80, ""),
        ('<callChoreography ID name="Gọi trao đổi"/>', 100, 80, ""),
        ('<subChoreography ID name="Trao đổi con"/>', 100, 80, ""),
        ('<conversation ID name="Hội thoại"/>', 60, 50, ""),
        ('<subConversation ID name="Hội thoại con"/>', 60, 50, ""),
        ('<callConversation ID name="Gọi hội thoại"/>', 60, 50, ""),
        ('<participant ID name="Đối tác kín"/>', 120, 80, ""),
        (
            '<participant ID name="Nhiều bên"><participantMultiplicity/></participant>',
            120,
            80,
            "",
        ),
        ('<participant ID name="Bể" processRef="P"/>', 120, 80, 'isHorizontal="true"'),
        ('<participant ID name="Bể đứng" processRef="P"/>', 120, 80, 'isHorizontal="false"'),
        ('<lane ID name="Làn"/>', 120, 80, 'isHorizontal="true"'),
    ]


def _flows() -> tuple[str, str]:
    model = (
        '<task id="a" name="Từ" default="f2"/><task id="b" name="Đến"/>'
        '<participant id="band1" name="Bên hỏi"/><participant id="band2" name="Bên đáp"/>'
        '<choreographyTask id="ch" name="Hỏi và đáp"/>'
        '<sequenceFlow id="f1" sourceRef="a" targetRef="b" name="Thường"/>'
        '<sequenceFlow id="f2" sourceRef="a" targetRef="b" name="Mặc định"/>'
        '<sequenceFlow id="f3" sourceRef="a" targetRef="b" name="Có điều kiện">'
        "<conditionExpression>x</conditionExpression></sequenceFlow>"
        '<messageFlow id="f4" sourceRef="a" targetRef="b" name="Thông điệp"/>'
        '<messageFlow id="f5" sourceRef="a" targetRef="b" name="Có phong bì"/>'
        '<association id="f6" sourceRef="a" targetRef="b"/>'
        '<association id="f7" associationDirection="One" sourceRef="a" targetRef="b"/>'
        '<association id="f8" associationDirection="Both" sourceRef="a" targetRef="b"/>'
        '<dataInputAssociation id="f9"/><conversationLink id="f10" name="Liên kết"/>'
    )
    y = 60 + 12 * 130
    lines = shape("a", (60, y, 100, 340)) + shape("b", (400, y, 100, 340))
    for i in range(1, 11):
        more = 'messageVisibleKind="initiating"' if i == 5 else ""
        at = y + i * 31
        lines += edge(f"f{i}", (160, at), (280, at), (280, at + 8), (400, at + 8), more=more)
    lines += shape("ch", (600, y + 60, 120, 100))
    named = 'choreographyActivityShape="ch_di0" participantBandKind="{}" isMessageVisible="true"'
    lines += shape("band1", (600, y + 60, 120, 24), named.format("top_initiating"))
    lines += shape("band2", (600, y + 136, 120, 24), named.format("bottom_non_initiating"))
    return model, lines
