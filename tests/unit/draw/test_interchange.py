import os
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from engine.workflow.draw import draw
from tests.unit.draw.reading import SVG, identities, parsed, squeezed, texts
from tests.unit.draw.sheets import every_element

MIWG = Path(os.environ.get("BPMN_MIWG", "../shared/data/bpmn-miwg"))
FOREIGN = sorted(MIWG.glob("*.bpmn"))
SHIPPED = sorted(Path("processes").glob("*/*/process.bpmn"))
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def _drawn_elements(root: etree._Element) -> list[etree._Element]:
    elements = {e.get("id"): e for e in root.iter(MODEL + "*") if e.get("id")}
    shown = [d for kind in ("BPMNShape", "BPMNEdge") for d in root.iter(DI + kind)]
    return [elements[d.get("bpmnElement", "")] for d in shown]


def _words(root: etree._Element, element: etree._Element) -> str:
    if element.tag == MODEL + "textAnnotation":
        return element.findtext(MODEL + "text") or ""
    if element.tag == MODEL + "group":
        value = root.find(f".//*[@id='{element.get('categoryValueRef')}']")
        return "" if value is None else value.get("value", "")
    state = element.find(MODEL + "dataState")
    stated = "" if state is None else f"[{state.get('name')}]"
    return (element.get("name") or "") + stated


def _assert_nothing_lost(xml: bytes) -> None:
    root = etree.fromstring(xml)
    elements = _drawn_elements(root)
    assert elements

    svg = draw(xml, title="Sơ đồ")

    assert identities(svg) == Counter(e.get("id") for e in elements)
    words = Counter(filter(None, (squeezed(_words(root, e)) for e in elements)))
    assert words
    assert texts(svg) == words


def test_the_interchange_files_are_where_they_are_said_to_be() -> None:
    if not MIWG.is_dir():
        pytest.skip(f"no interchange files at {MIWG} (set BPMN_MIWG)")
    assert len(FOREIGN) >= 8


@pytest.mark.parametrize("path", FOREIGN, ids=lambda p: p.stem)
def test_a_foreign_file_loses_no_shape_no_edge_and_no_label(path: Path) -> None:
    _assert_nothing_lost(path.read_bytes())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: f"{p.parts[1]}-{p.parts[2]}")
def test_a_shipped_procedure_loses_no_shape_no_edge_and_no_label(path: Path) -> None:
    _assert_nothing_lost(path.read_bytes())


def test_a_sheet_of_every_element_loses_nothing() -> None:
    _assert_nothing_lost(every_element())


@pytest.mark.parametrize("path", [*FOREIGN, *SHIPPED[:3]], ids=str)
def test_all_words_and_forms_lie_in_the_view(path: Path) -> None:
    root = parsed(draw(path.read_bytes(), title="Sơ đồ"))
    left, top, wide, high = (float(v) for v in root.get("viewBox", "").split())

    places = [(s.get("x"), s.get("y")) for s in root.iter(SVG + "tspan", SVG + "rect")]
    places += [(c.get("cx"), c.get("cy")) for c in root.iter(SVG + "circle")]

    for x, y in places:
        assert left < float(x or "nan") < left + wide
        assert top < float(y or "nan") < top + high


@pytest.mark.parametrize("path", [*FOREIGN, *SHIPPED[:3]], ids=str)
def test_a_picture_may_stand_in_a_page_under_a_strict_content_policy(path: Path) -> None:
    svg = draw(path.read_bytes(), title="Sơ đồ", description="Ba làn", states={"B1": "now"})

    assert not re.search(r"\sstyle=|<style|<script|href|url\(|\son[a-z]+=|<!|<\?", svg)
