"""Wiring that would lose or invent a token is refused when a process is read."""

import pytest

from engine.workflow.running.incidents import NotExecutable
from tests.integration.workflow.diagrams import (
    CANCEL,
    ERROR,
    MESSAGE,
    MESSAGE_2,
    boundary,
    definition,
    flows,
    node,
    nodes,
    process,
    timer,
)

SUB = node("sub", "sp", nodes("start:ss user:x end:se") + flows("ss>x>se"))
LINK = '<bpmn:linkEventDefinition name="L"/>'
RESULT = '<bpmn:extensionElements><tthc:result variable="y"/></bpmn:extensionElements>'


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (nodes("user:a end:e") + flows("s>a>e s>x"), "không nối hai phần tử"),
        (nodes("user:a end:e user:b") + flows("s>a>e>b"), "kết thúc không được có luồng đi ra"),
        (nodes("user:a end:e") + flows("s>a>e a>s"), "không được có luồng đi vào"),
        (
            nodes("and:g user:a user:b end:e") + flows("s>g>a>e g>b>e", g__a="x"),
            "song song không được có điều kiện",
        ),
        (nodes("events:g user:a end:e") + flows("s>g>a>e"), "sau cổng sự kiện"),
        (nodes("events:g end:e user:a") + flows("s>g s>a>e"), "sau cổng sự kiện"),
        (
            node("catch", "c", MESSAGE) + nodes("events:g user:a end:e") + flows("s>g>c>e s>a>c"),
            "sau cổng sự kiện",
        ),
        (
            nodes("xor:g user:a end:e end:f") + boundary("b", "g", MESSAGE) + flows("s>g>a>e b>f"),
            "phải gắn vào",
        ),
        (
            nodes("user:a end:e end:f") + boundary("b", "nowhere", MESSAGE) + flows("s>a>e b>f"),
            "phải gắn vào",
        ),
        (
            SUB + nodes("end:e end:f") + boundary("b", "sp", CANCEL) + flows("s>sp>e b>f"),
            "giao dịch",
        ),
        (
            node("script", "c", "<bpmn:script>1</bpmn:script>") + nodes("end:e") + flows("s>c>e"),
            "ghi kết quả",
        ),
        (node("script", "c", RESULT) + nodes("end:e") + flows("s>c>e"), "biểu thức FEEL"),
        (
            node("user", "a", "<bpmn:standardLoopCharacteristics/>")
            + nodes("end:e")
            + flows("s>a>e"),
            "vòng lặp phải có",
        ),
        (node("catch", "c", timer("")) + nodes("end:e") + flows("s>c>e"), "chưa có thời gian"),
        (
            node("catch", "c", "<bpmn:conditionalEventDefinition/>")
            + nodes("end:e")
            + flows("s>c>e"),
            "chưa có điều kiện",
        ),
        (
            node("receiveTask", "c", messageRef="m9") + nodes("end:e") + flows("s>c>e"),
            "“m9” không có trong tệp",
        ),
        (
            node("receiveTask", "r", messageRef="m1")
            + node("catch", "c", MESSAGE_2)
            + nodes("events:g user:h end:e end:f end:k")
            + boundary("b", "r", timer("P1D"))
            + flows("s>g>r>e g>c>f b>h>k"),
            "sau cổng sự kiện",
        ),
        (
            node("throw", "t", LINK)
            + node("catch", "k", LINK)
            + nodes("user:a user:b end:e end:f")
            + flows("s>t>a>e k>b>f"),
            "đầu gửi",
        ),
        (
            node("user", "g", default="g__c")
            + nodes("user:a user:b user:c end:e")
            + flows("s>g>a>e g>b>e g>c>e", g__a="x = 1"),
            "luồng mặc định không bao giờ",
        ),
        (
            node("sub", "sp", nodes("start:ss user:x") + node("end", "t", ERROR) + flows("ss>x>t"))
            + boundary("b", "sp", ERROR)
            + boundary("c", "sp", ERROR)
            + nodes("user:h user:k end:e end:f")
            + flows("s>sp>e b>h>f c>k>f"),
            "cùng một mã",
        ),
        (
            nodes("user:a end:e")
            + node(
                "sub",
                "es",
                '<bpmn:standardLoopCharacteristics loopMaximum="2"/>'
                + node("start", "hs", MESSAGE)
                + nodes("end:he")
                + flows("hs>he"),
                triggeredByEvent="true",
            )
            + flows("s>a>e"),
            "không được lặp",
        ),
        (node("user", "") + nodes("end:e") + flows("s>e"), "thiếu mã"),
        (
            node("call", "c") + nodes("end:e") + flows("s>c>e"),
            "không có trong gói",
        ),
    ],
)
def test_wrong_wiring_is_refused_with_its_reason(parts: str, reason: str) -> None:
    with pytest.raises(NotExecutable, match=reason):
        definition(process(nodes("start:s"), parts))


def test_a_called_process_that_begins_with_a_message_is_refused() -> None:
    called = process(node("start", "qs", MESSAGE), nodes("user:x end:qe"), flows("qs>x>qe"), id="q")
    model = process(nodes("start:s end:e"), node("call", "c", calledElement="q"), flows("s>c>e"))
    with pytest.raises(NotExecutable, match="được gọi phải bắt đầu"):
        definition(model, called)


def test_two_processes_of_one_id_are_refused() -> None:
    model = process(nodes("start:s end:e"), flows("s>e"))
    with pytest.raises(NotExecutable, match="trùng mã"):
        definition(model, model)
