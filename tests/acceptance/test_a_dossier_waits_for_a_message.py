"""A dossier waits for a message from outside: played in the page, told by scenarios, tried."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from tests.acceptance.test_a_draft_is_played import FILING, MAIN, STEPS, upto
from tests.acceptance.test_a_draft_is_played_in_the_page import Player, filled, hidden
from tests.acceptance.test_designing_pages import PAGE, posted
from tests.acceptance.test_designs import begun
from tests.acceptance.test_packages import FILES, changed
from tests.client import Api
from tests.town import FLAGSHIP

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CAME = """
element = "R"
act = "deliver_message"
values = { so_bien_lai = "BL12", da_thu = true }
"""


def told(came: str = CAME) -> str:
    """The main way with the message after its first step, whatever comes of it."""
    return "\n[[step]]".join([FILING, STEPS[0], came, *STEPS[1:]])


def faults(api: Api) -> dict[str, dict[str, Any]]:
    found = api.get(f"/designs/{FLAGSHIP}/faults").json["faults"]
    return {one["fault"]["code"]: one["fault"] for one in found}


def paying(**scenarios: str) -> dict[str, bytes]:
    """The package with a task between B1 and B2 that waits for a message, three days at most; of
    its scenarios those named, else none."""
    drawn = FILES["process.bpmn"].decode()
    flow = re.search(r'<bpmn:sequenceFlow id="F_B1_B2"[^>]*/>', drawn)
    shape = re.search(r'<bpmndi:BPMNShape id="B1_di".*?</bpmndi:BPMNShape>', drawn, re.DOTALL)
    edge = re.search(r'<bpmndi:BPMNEdge id="F_B1_B2_di".*?</bpmndi:BPMNEdge>', drawn, re.DOTALL)
    assert flow is not None
    assert shape is not None
    assert edge is not None
    nodes = (
        '<bpmn:receiveTask id="R" name="Chờ thanh toán" messageRef="M"><bpmn:extensionElements>'
        '<tthc:payload variables="so_bien_lai da_thu"/></bpmn:extensionElements>'
        "</bpmn:receiveTask>"
        '<bpmn:boundaryEvent id="T" name="Ba ngày" attachedToRef="R"><bpmn:timerEventDefinition>'
        '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:sequenceFlow id="F1" sourceRef="B1" targetRef="R"/>'
        '<bpmn:sequenceFlow id="F2" sourceRef="R" targetRef="B2"/>'
        '<bpmn:sequenceFlow id="F3" sourceRef="T" targetRef="B2"/>'
    )
    drawn = drawn.replace(flow[0], nodes)
    drawn = re.sub(r"\s*<bpmn:(incoming|outgoing)>F_B1_B2</bpmn:\1>", "", drawn)
    drawn = drawn.replace("<bpmn:process ", '<bpmn:message id="M" name="da_thu"/><bpmn:process ', 1)
    shapes = [shape[0].replace('"B1_di"', f'"{a}_di"').replace('"B1"', f'"{a}"') for a in "RT"]
    edges = [edge[0].replace("F_B1_B2", one) for one in ("F1", "F2", "F3")]
    drawn = drawn.replace(edge[0], "".join(shapes + edges))
    kept = {path: data for path, data in changed().items() if not path.startswith("scenarios/")}
    told = {f"scenarios/{name}.toml": text.encode() for name, text in scenarios.items()}
    return kept | told | {"process.bpmn": drawn.encode()}


def waiting(app: Flask) -> Player:
    """Somebody before the page of a dossier that waits for its payment."""
    player = Player(begun(app, paying(a=MAIN)))
    page = player.api.client.get(f"{PAGE}/nop-thu?theo-kich-ban=scenarios/a.toml").text
    player.page = page
    player.press("", **filled(page))
    player.press("theo")
    return player


def test_the_message_comes_by_a_press_with_what_it_bears_and_becomes_a_scenario(
    app: Flask,
) -> None:
    player = waiting(app)
    assert "Thông điệp “da_thu” đã đến" in unescape(player.page)
    player.press("tin:R", **{"tin-so_bien_lai": "BL12", "tin-da_thu": "true"})
    assert "Đang ở bước Phân công" in unescape(player.page)
    assert "Thông điệp đến</b>: Hệ thống ngoài, cho “Chờ thanh toán”" in player.page
    text = hidden(player.page)["da-lam"]
    assert 'act = "deliver_message"' in text
    assert 'values = { so_bien_lai = "BL12", da_thu = true }' in text
    named = {**hidden(player.page), "csrf_token": player.api.token, "ten-kich-ban": "Trả tiền"}
    assert player.api.client.post(f"{PAGE}/ghi-kich-ban", data=named).status_code == 303
    runs = player.api.post(f"/designs/{FLAGSHIP}/scenarios").json["runs"]
    assert {one["file"]: one["passed"] for one in runs}["scenarios/tra_tien.toml"], runs


def test_a_scenario_brings_the_message_and_what_waits_for_it_is_covered(app: Flask) -> None:
    api = begun(app, paying(a=told()))
    assert [code for code in faults(api) if code.startswith("scenario")] == []
    found = api.post(f"/designs/{FLAGSHIP}/scenarios").json
    (run,) = found["runs"]
    assert run["passed"], run["why"]
    assert {one["id"]: one["times"] for one in found["coverage"]["nodes"]}["R"] == 1
    assert "Thông điệp đến" in posted(api, f"{PAGE}/chay-thu").text


@pytest.mark.parametrize("scenarios", [{"a": told()}, {}])
def test_where_it_can_be_filed_is_tried_through_the_message(
    app: Flask, scenarios: dict[str, str]
) -> None:
    api = begun(app, paying(**scenarios))
    found = api.post(f"/designs/{FLAGSHIP}/places", {}).json
    assert len(found["closed"]) < found["total"], found["closed"][0]


def test_a_message_that_nothing_sends_is_a_warning_and_wrong_tellings_are_faults(
    app: Flask,
) -> None:
    api = begun(
        app,
        paying(
            a=told(CAME.replace("so_bien_lai", "so_khac")),
            b=told("""
element = "B2"
act = "deliver_message"
"""),
        ),
    )
    found = faults(api)
    assert found["event.message_unsent"]["severity"] == "warning"
    assert found["event.message_unsent"]["element_id"] == "R"
    assert "so_khac" in found["scenario.value_unknown"]["message"]
    assert "chờ thông điệp" in found["field.name_unknown"]["message"]


def test_a_message_that_nobody_waits_for_is_refused_in_words(app: Flask) -> None:
    api = begun(app, paying(a=MAIN))
    answer = api.post(f"/designs/{FLAGSHIP}/play", {"scenario": upto(0, CAME)})
    assert (answer.status_code, answer.json["code"]) == (422, "walk_failed")
    assert "không chờ thông điệp “Chờ thanh toán”" in answer.json["title"]


def test_a_dossier_that_waits_for_a_message_says_for_what_until_when_and_goes_there(
    app: Flask,
) -> None:
    player = waiting(app)
    page = unescape(player.page)
    assert "<h1>Đang chờ: " in page
    assert "“Chờ thanh toán”" in page
    assert "thông điệp “da_thu”" in page
    (target,) = re.findall(r'value="den:([^"]+)">Cho qua đến giờ mà sơ đồ hẹn', page)
    player.press(f"den:{target}")
    assert "Đang ở bước Phân công" in unescape(player.page)
