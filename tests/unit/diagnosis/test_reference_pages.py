"""The reference pages say what the code does: codes, tables, examples."""

import html
import re
from pathlib import Path

import pytest
from lxml import etree

from engine.diagnosis import check
from engine.workflow.reading.extensions import ATTRIBUTES, TTHC, read_steps
from engine.workflow.reading.faults import CODES, Fault
from engine.workflow.reading.foreign import TOOLS
from tests.unit.diagnosis.packages import ASSIGNED, BODY, HEAD, HOURS, drawn, with_file

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "docs" / "reference"
SCHEMA = ROOT / "engine" / "workflow" / "schema" / "tthc.xsd"
EXTENSIONS = (REFERENCE / "extensions.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```xml\n(.*?)```", EXTENSIONS, re.DOTALL)


def test_every_code_is_listed_with_its_severity_meaning_and_remedy() -> None:
    page = (REFERENCE / "diagnosis.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| (\w+) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    listed = {code: tuple(html.unescape(text) for text in rest) for code, *rest in rows}
    assert listed == {code: tuple(kind) for code, kind in CODES.items()}


def test_every_code_is_expected_by_some_test() -> None:
    tests = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    assert [code for code in CODES if f'"{code}"' not in tests] == []


def test_every_code_that_the_profile_page_names_exists() -> None:
    page = (REFERENCE / "profile.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+\.[a-z_]+)`", page)) - {"engine.workflow"}
    assert {code for code in named if code.split(".")[0] != "engine"} <= CODES.keys()
    assert {code for code in CODES if code.startswith("profile.")} <= named


def _inside(example: str) -> etree._Element:
    file = f'{HEAD}<bpmn:process id="p">{example}</bpmn:process></bpmn:definitions>'
    return etree.fromstring(file.encode())


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_on_the_page_are_right(example: str) -> None:
    root = _inside(example)
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for element in root.iter(f"{{{TTHC}}}*"):
        if element.getparent().tag.endswith("extensionElements"):
            schema.assertValid(element)
    faults: list[Fault] = []
    read_steps(root, faults)
    assert [fault for fault in faults if fault.severity != "info"] == []


def test_the_page_and_the_schema_know_the_same_elements_as_the_reader() -> None:
    schema = etree.parse(SCHEMA)
    named = schema.findall("{http://www.w3.org/2001/XMLSchema}element")
    assert {element.get("name") for element in named} == ATTRIBUTES.keys()
    for element in named:
        own = {a.get("name") for a in element.iterfind(".//{*}attribute")} - {"note"}
        assert own == ATTRIBUTES[element.get("name")] - {"note"}
    assert set(re.findall(r"`tthc:(\w+)`", EXTENSIONS)) >= ATTRIBUTES.keys() - {"level", "source"}


@pytest.mark.parametrize(
    "bad",
    [
        '<tthc:assignment unit="competent"/>',
        '<tthc:duration hours="-1"/>',
        '<tthc:duration hours="bốn"/>',
        '<tthc:duration counted="maybe"/>',
        '<tthc:act kind="sign"/>',
        "<tthc:form/>",
        '<tthc:outcomes variable="a b"><tthc:outcome value="x" label="X"/></tthc:outcomes>',
        '<tthc:outcomes variable="a"><tthc:outcome value="" label="X"/></tthc:outcomes>',
        '<tthc:outcomes variable="a"/>',
        '<tthc:outcomes variable="a"><tthc:outcome value="x" label="X" kind="y"/></tthc:outcomes>',
        '<tthc:outcomes variable="a"><tthc:outcome value="x" label="X" reader=""/></tthc:outcomes>',
        '<tthc:form key="a" colour="red"/>',
        '<tthc:source kind="rumour"/>',
        "<tthc:unknown/>",
    ],
)
def test_what_the_schema_refuses_the_diagnosis_refuses_too(bad: str) -> None:
    element = _inside(bad).find(f".//{{{TTHC}}}*")
    assert element is not None
    assert not etree.XMLSchema(etree.parse(SCHEMA)).validate(etree.ElementTree(element))
    kept = "".join(x for x in (ASSIGNED, HOURS) if x[:13] != bad[:13])
    body = BODY.replace(f"{ASSIGNED}{HOURS}", f"{kept}{bad}", 1)
    codes = {f.code for f in check(with_file("process.bpmn", drawn(body))).errors}
    assert any(code.startswith(("ext.", "step.", "outcome.")) for code in codes)


def test_every_tool_whose_extensions_are_read_is_on_the_page() -> None:
    for prefix in TOOLS.values():
        assert f"{prefix}:" in EXTENSIONS
