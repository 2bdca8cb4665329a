"""What a machine mends stands in the file as it was: comments, instructions, line ends, marks."""

import difflib

import pytest

from engine.designing.looked import Looked
from engine.designing.mending_shown import mending_shown
from engine.publishing.importing import import_files

DRAWN = """<?xml version="1.0" encoding="UTF-8"?>
<?editor keep="this"?>
<!-- Nguời vẽ: Lan -->
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="urn:c">
  <bpmn:process id="p">
    <!-- bước đầu -->
    <bpmn:startEvent id="s"/>
    <bpmn:task id="{3f-1}" name='Thẩm định'   c:toRef="{3f-1}"><bpmn:incoming> f1 </bpmn:incoming>
    </bpmn:task>
    <bpmn:endEvent id="e"/>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="{3f-1}"/>
    <bpmn:sequenceFlow id="f2" sourceRef="{3f-1}" targetRef="e">
      <bpmn:conditionExpression language="juel"> ${a == 'b' &amp;&amp; x &lt; 3} </bpmn:conditionExpression>
    </bpmn:sequenceFlow>
  </bpmn:process>
</bpmn:definitions>
<!-- hết -->
"""  # noqa: E501
KEPT = {
    "utf-8": DRAWN.encode(),
    "mark and CRLF": b"\xef\xbb\xbf" + DRAWN.replace("\n", "\r\n").encode(),
    "utf-16": DRAWN.replace('"UTF-8"', '"UTF-16"').encode("utf-16"),
}
DONE = {
    """    <bpmn:userTask id="id_3f-1" name='Thẩm định'   c:toRef="id_3f-1"><bpmn:incoming> f1 </bpmn:incoming>""",  # noqa: E501
    "    </bpmn:userTask>",
    '    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="id_3f-1"/>',
    '    <bpmn:sequenceFlow id="f2" sourceRef="id_3f-1" targetRef="e">',
    '      <bpmn:conditionExpression> a = "b" and x &lt; 3 </bpmn:conditionExpression>',
}


@pytest.mark.parametrize("way", KEPT)
def test_only_lines_that_are_mended_change_and_the_difference_shows_them_all(way: str) -> None:
    data = KEPT[way]
    imported = import_files({"a.bpmn": data})
    after = imported.files["a.bpmn"]
    encoding = "utf-16" if way == "utf-16" else "utf-8"
    old, new = (one.decode(encoding).split("\n") for one in (data, after))
    added = {one[2:].rstrip("\r") for one in difflib.ndiff(old, new) if one.startswith("+ ")}
    assert added == DONE
    assert (after[:3], after.count(b"\r")) == (data[:3], data.count(b"\r"))
    looked = Looked((), (), None, imported.changes, {"a.bpmn": after})
    (file,) = mending_shown({"a.bpmn": data}, looked)
    assert {line.text for line in file.lines if line.what == "added"} == DONE
    assert import_files(imported.files).changes == ()
