"""Values are set in files as text: all else stays byte for byte, whatever editor wrote it."""

import tomllib

import pytest

from engine.designing.fixing.toml_text import with_row, with_value
from engine.errors import DesignRefused
from engine.workflow.reading.document import read_document
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.xml_text import XmlText
from tests.vendors import ENOUGH, FIRST_LINE, LAST_LINE, REFERENCE

SPACE = 'xmlns{}="http://www.omg.org/spec/BPMN/20100524/MODEL"'
TASKS = {
    "empty": "<{p}userTask id='a' name='x > \"y\"'/>",
    "open": '<{p}userTask id="a" name="x"></{p}userTask>',
    "noted": '<{p}userTask id="a"><{p}documentation>z</{p}documentation></{p}userTask>',
    "extended": '<{p}userTask id="a"><{p}extensionElements>\n</{p}extensionElements></{p}userTask>',
    "full": '<{p}userTask id="a">\r\n  <{p}incoming>f</{p}incoming>\r\n</{p}userTask>',
}


def file_with(task: str, prefix: str = "") -> bytes:
    space = SPACE.format(f":{prefix[:-1]}" if prefix else "")
    inner = TASKS[task].format(p=prefix)
    process = f'<{prefix}process id="q">\n    {inner}</{prefix}process>'
    root = f"<{prefix}definitions {space}>\n  {process}</{prefix}definitions>\n"
    return f'<?xml version="1.0"?>\n<!-- é -->{root}'.encode()


@pytest.mark.parametrize("prefix", ["", "bpmn:", "semantic:"])
@pytest.mark.parametrize("task", TASKS)
def test_a_desk_is_read_back_and_taken_out_the_file_is_as_it_was(task: str, prefix: str) -> None:
    data = file_with(task, prefix)
    text = XmlText(data)
    text.extend(text.drawn("a"), "assignment", {"unit": "receiving", "position": "p"})
    text.extend(text.drawn("a"), "duration", {"hours": "4"})
    written = text.written()
    step = read_steps(read_document(written, file="a.bpmn").root)["a"]
    assert step.assignment is not None
    assert (step.assignment.position, step.hours) == ("p", 4)
    kept = iter(written.decode())
    assert all(sign in kept for sign in data.decode().replace("/>", "")), "something was taken out"


def test_a_value_that_is_there_is_changed_in_its_place() -> None:
    data = file_with("open").replace(b'name="x"', b"name = '&amp;'  id2=\"&lt;\"")
    text = XmlText(data)
    text.set(text.drawn("a"), "name", 'Ký & "gửi"')
    assert text.written() == data.replace(b"'&amp;'", "'Ký &amp; &quot;gửi&quot;'".encode())


@pytest.mark.parametrize(
    "data", [b"<a>", b'<?xml encoding="latin1"?><a/>', b"<" + b"a" * 300 + b"/>"]
)
def test_a_file_that_is_not_plain_xml_is_left_to_its_editor(data: bytes) -> None:
    with pytest.raises(DesignRefused):
        XmlText(data)


MANIFEST = '# đầu\ncode = "1" # mã\n\n[decision]\nnumber = "1" # số\n\n[[limits]]\namount = 1\n'


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("code", "2"),
        ("name", 'T"ê\\n'),
        ("decision.number", "2"),
        ("decision.title", "t"),
        ("filing.channels", ["counter"]),
        ("time_limit.amount", 1.5),
        ("free", True),
    ],
)
def test_a_value_of_the_manifest_is_set_and_the_rest_stays(path: str, value: object) -> None:
    found = with_value(MANIFEST, path, value)
    table, _, key = path.rpartition(".")
    tables = tomllib.loads(found)
    assert (tables[table] if table else tables)[key] == value
    lines = [line for line in MANIFEST.split("\n") if line and not line.startswith(key)]
    assert [line for line in found.split("\n") if line in lines] == lines


def test_what_a_manifest_says_in_a_way_of_its_own_is_left_to_people() -> None:
    with pytest.raises(DesignRefused):
        with_value("decision = { number = 1 }\n", "decision.number", "2")


def test_a_row_is_added_behind_the_others() -> None:
    found = with_row(MANIFEST, "endings", {"element": "E", "kind": "refused"})
    assert found.startswith(MANIFEST)
    assert tomllib.loads(found)["endings"] == [{"element": "E", "kind": "refused"}]


def test_the_reference_lists_what_became_of_the_files_of_vendors() -> None:
    text = REFERENCE.read_text()
    listed = text[text.index(FIRST_LINE) : text.index(LAST_LINE)]
    assert listed.count("publishable") >= ENOUGH
