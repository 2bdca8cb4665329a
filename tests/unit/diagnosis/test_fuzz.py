"""Mutated packages: whatever is sent, the answer is a diagnosis, never an exception."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue.manifest_file import read_manifest
from engine.diagnosis import check
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults.refusals import DocumentRefused
from tests.unit.diagnosis.packages import DMN, good_files

FILES = {**good_files(), "phi.dmn": DMN.encode()}
PIECES = [
    *(b"<", b">", b"&", b'"', b"/>", b"</", b"<!--", b"]]>", b"&x;", b"\x00", b"\xff"),
    *(b"\xef\xbb\xbf", b"\xe1\xbb\x87", b"{", b"[", b"null", b"1e999", b"=", b"[[step]]", b"(((("),
    *(b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<bpmn:task/>", b"<bpmn:timerEventDefinition/>"),
    *(b'id="B1"', b'targetRef="g"', b'attachedToRef="g"', b'calledElement="p"', b"case."),
    *(b'hours="1e99"', b'hours="NaN"', b'triggeredByEvent="true"', b"tthc:", b"bpmn:process"),
    *(b"bpmn:subProcess", b"bpmn:startEvent", b"bpmn:boundaryEvent"),
]


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """``content`` with a few pieces cut out, put in, swapped or doubled."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        to = min(len(content), at + draw(st.integers(0, 60)))
        piece = draw(st.sampled_from([b"", content[at:to] * 2, *PIECES]))
        content = content[:at] + piece + content[to:]
    return content


@given(st.data())
def test_a_mutated_package_is_diagnosed(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FILES)))
    files = FILES | {path: data.draw(mutated(FILES[path]))}
    result = check(files)
    assert all(fault.message and fault.file for fault in result.faults)


@pytest.mark.parametrize(
    "text",
    [
        *('a = "x', "a b", "a = ", "[a", "a = 1\na = 2", "[a]\n[a]", "a = [1", "a = {b = 1"),
        *('a = "\\q"', "a = 2025-13-45", "= 1", "a = x", "a = 1 b = 2", f"a = {'9' * 5000}"),
    ],
)
def test_what_is_no_toml_is_told_in_vietnamese_and_never_fails(text: str) -> None:
    (told,) = check(FILES | {"procedure.toml": text.encode()}).of("manifest.syntax")
    assert not re.search(
        r"\b(expected|illegal|invalid|cannot|after|at line|unclosed|value|digits)\b",
        told.message.lower(),
    )
    assert read_manifest(text.encode()).manifest is None


@pytest.mark.parametrize(
    "bad", [b"<?xml?><a/>", b"<a>&#xZZ;</a>", b"<a>&#q;</a>", b"<a><?x", b"<a b='1'c='2'/>"]
)
def test_syntax_errors_are_told_in_vietnamese(bad: bytes) -> None:
    for fault in check(FILES | {"process.bpmn": bad}).faults:
        assert not re.search(r"\b(malformed|expecting|invalid|parse|not)\b", fault.message.lower())


@given(st.binary(max_size=400), st.sampled_from(["a.bpmn", "a.dmn", "forms/a.json", "x.toml"]))
def test_any_bytes_under_any_name_are_diagnosed(junk: bytes, path: str) -> None:
    assert check({path: junk, "scenarios/x.toml": junk, "procedure.toml": junk}).errors


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_as_xml_or_refused(junk: bytes, wrapped: bool) -> None:
    try:
        read_document(b"<a>" + junk + b"</a>" if wrapped else junk, file="x")
    except DocumentRefused as refused:
        assert refused.faults  # noqa: PT017 - both ends are right here


def test_elements_put_anywhere_in_any_order_are_diagnosed() -> None:
    """Well-formed nonsense: tags and references shuffled, so that parsing always succeeds."""
    source = random.Random(20260302)
    text = FILES["process.bpmn"].decode()
    tags = ["userTask", "exclusiveGateway", "startEvent", "endEvent", "parallelGateway"]
    more = ["subProcess", "boundaryEvent", "intermediateCatchEvent", "callActivity", "lane"]
    ids = ["B1", "B2", "B3", "g", "m", "s", "e", "p", "g_m"]
    for _ in range(150):
        broken = text
        for _ in range(source.randint(1, 5)):
            old, new = source.choice(tags), source.choice(tags + more)
            broken = broken.replace(f"bpmn:{old}", f"bpmn:{new}")
            one, other = source.choice(ids), source.choice(ids)
            end = source.choice(["sourceRef", "targetRef", "default", "bpmnElement"])
            broken = broken.replace(f'{end}="{one}"', f'{end}="{other}"')
        check(FILES | {"process.bpmn": broken.encode()})
