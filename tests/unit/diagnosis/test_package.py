"""A good package has no fault; each small change to it is found, at its place, with its code."""

from collections import Counter

import pytest

from engine.designing.keeping import refuse_too_much
from engine.diagnosis import Context, check
from engine.diagnosis.loading import engine_fault
from engine.diagnosis.package_files import PackageFiles
from engine.diagnosis.report import MOST_OF_A_KIND, capped, sorted_faults
from engine.errors import DesignRefused
from engine.publishing.importing import import_files
from engine.workflow import load_definition
from engine.workflow.reading.faults import fault
from engine.workflow.running.incidents import NotExecutable
from tests.integration.workflow.diagrams import document, flows, nodes, process
from tests.unit.diagnosis.packages import (
    ALONE,
    ASSIGNED,
    BODY,
    DMN,
    FEEL,
    HEAD,
    HOURS,
    broken,
    codes,
    drawn,
    good_files,
    with_file,
)

P = "process.bpmn"
FORM = "forms/ky.json"
RULE = (
    '<bpmn:businessRuleTask id="r" name="Tính phí"><bpmn:extensionElements>'
    '<tthc:decision ref="phi" result="phi"/></bpmn:extensionElements></bpmn:businessRuleTask>'
)
EXTENDED = '<bpmn:endEvent id="e"><bpmn:extensionElements>'
RULES = "".join(
    f'<rule id="n{n}"><inputEntry><text>{n}</text></inputEntry>'
    "<outputEntry><text>1</text></outputEntry></rule>"
    for n in range(1_001)
)
REF = "<bpmn:flowNodeRef>B1</bpmn:flowNodeRef>"
END = '<bpmn:endEvent id="e"/>'


def test_nothing_is_wrong_with_the_good_package() -> None:
    result = check(good_files())
    assert result.faults == ()
    assert result.publishable


PAID = '[[step]]\nelement = "B1"\nact = "record_payment"\n'
GIVEN = "values = { "
BREAKS = {
    "structure.root": (P, "bpmn:definitions", "bpmn:definition"),
    "structure.unexpected": (P, END, f"{END}<bpmn:foo/>"),
    "structure.child_missing": (
        P,
        END,
        '<bpmn:endEvent id="e"><bpmn:dataInputAssociation id="da"/></bpmn:endEvent>',
    ),
    "structure.attribute_missing": (P, ' targetRef="e"', ""),
    "structure.attribute_unknown": (P, '<bpmn:endEvent id="e"', '<bpmn:endEvent id="e" x="1"'),
    "structure.value": (P, 'isExecutable="true"', 'isExecutable="có"'),
    "structure.other": (P, '"bpmn:tFormalExpression"', '"bpmn:tNothing"'),
    "structure.text": (P, END, f"{END}chữ thừa"),
    "id.missing": (P, '<bpmn:userTask id="B1"', "<bpmn:userTask"),
    "id.invalid": (P, '"B3_e"', '"1 B3"'),
    "id.twice": (P, '<bpmn:endEvent id="e"/>', '<bpmn:endEvent id="e"/><bpmn:endEvent id="e"/>'),
    "id.reserved": (P, '"B3"', '"Start"'),
    "process.none": (P, BODY, ""),
    "process.not_executable": (P, 'isExecutable="true"', 'isExecutable="false"'),
    "ref.unknown": (P, 'targetRef="e"', 'targetRef="nowhere"'),
    "ref.wrong_kind": (P, 'default="g_B3"', 'default="B3"'),
    "ref.listed_unknown": (P, "<bpmn:flowNodeRef>B1<", "<bpmn:flowNodeRef>B99<"),
    "lane.twice": (
        P,
        "</bpmn:lane>",
        f'</bpmn:lane><bpmn:lane id="l2" name="Sở">{REF}</bpmn:lane>',
    ),
    "call.missing": (P, END, f'{END}<bpmn:callActivity id="ca" name="Gọi"/>'),
    "call.unknown": (P, END, f'{END}<bpmn:callActivity id="ca" name="Gọi" calledElement="x"/>'),
    "call.circle": (P, END, f'{END}<bpmn:callActivity id="ca" name="Gọi" calledElement="p"/>'),
    "shape.missing": (P, 'bpmnElement="B3"', 'bpmnElement="B2"'),
    "shape.unknown": (P, 'bpmnElement="B3"', 'bpmnElement="B9"'),
    "shape.none": (P, "bpmndi:BPMN", "di:"),
    "label.missing": (P, ' name="Ký"', ""),
    "label.gateway_missing": (P, ' name="Ký chưa?"', ""),
    "label.long": (P, 'name="Ký"', f'name="{"K" * 200}"'),
    "step.assignment_missing": (P, ASSIGNED, ""),
    "step.hours_missing": (P, HOURS, ""),
    "step.hours_not_a_number": (P, 'hours="4"', 'hours="bốn"'),
    "step.hours_negative": (P, 'hours="4"', 'hours="-4"'),
    "step.hours_too_many": (P, 'hours="4"', 'hours="4000000"'),
    "step.hours_and_uncounted": (P, 'hours="4"', 'hours="4" counted="false"'),
    "ext.attribute_missing": (P, ' position="lanh_dao"', ""),
    "ext.value_unknown": (P, 'kind="receive"', 'kind="nhan"'),
    "ext.twice": (P, HOURS, HOURS + HOURS),
    "ext.unknown_element": (P, HOURS, f"{HOURS}<tthc:phi/>"),
    "ext.unknown_attribute": (P, 'hours="4"', 'hours="4" gio="4"'),
    "ext.misplaced": (
        P,
        END,
        END.replace(
            "/>", f"><bpmn:extensionElements>{HOURS}</bpmn:extensionElements></bpmn:endEvent>"
        ),
    ),
    "outcome.variable_invalid": (P, 'variable="ket_qua"', 'variable="ket qua"'),
    "outcome.variable_reserved": (P, 'variable="ket_qua"', 'variable="case"'),
    "outcome.none": (P, "<tthc:duration", '<tthc:outcomes variable="v"/><tthc:duration'),
    "step.button_beside_outcomes": (P, "<tthc:outcomes", '<tthc:button label="Ký"/><tthc:outcomes'),
    "outcome.twice": (P, 'value="dong_y"', 'value="tra_lai"'),
    "outcome.label_twice": (P, 'label="Trả lại"', 'label="Đồng ý"'),
    "step.none": (P, "bpmn:userTask", "bpmn:serviceTask"),
    "step.role_unknown": (P, 'unit="department"', 'unit="so"'),
    "step.level_missing": (P, "<bpmn:flowNodeRef>B1</bpmn:flowNodeRef>", ""),
    "step.form_unknown": (P, '<tthc:form key="ky"/>', '<tthc:form key="kys"/>'),
    "step.outcome_unused": (P, 'ket_qua = "tra_lai" and', "true and"),
    "hours.over_limit": (P, 'hours="4"', 'hours="40"'),
    "hours.under_limit": (P, 'hours="4"', 'hours="1.5"'),
    "expr.language": (P, FEEL, "http://www.w3.org/1999/XPath"),
    "expr.template": (P, 'ket_qua = "tra_lai" and', "${ket_qua} and"),
    "expr.empty": (P, 'ket_qua = "tra_lai" and case.so_tien &gt; 0', " "),
    "expr.syntax": (P, 'ket_qua = "tra_lai" and', "ket_qua = and"),
    "expr.name_unknown": (P, 'ket_qua = "tra_lai"', 'ket_quả = "tra_lai"'),
    "expr.not_boolean": (P, 'ket_qua = "tra_lai" and case.so_tien &gt; 0', "case.so_tien + 1"),
    "expr.type": (P, "case.so_tien &gt; 0", 'case.so_tien &gt; "mười"'),
    "expr.too_much": (P, "case.so_tien", "case.so_tien" + " " * 1_000_000),
    "expr.field_unknown": (P, "case.so_tien", "case.so_tiền"),
    "expr.value_unknown": (P, 'ket_qua = "tra_lai"', 'ket_qua = "tra_lạị"'),
    "act.receive_missing": (P, '<tthc:act kind="receive"/>', ""),
    "act.return_before_store": (P, '<tthc:act kind="store_result"/>', ""),
    "act.end_without_return": (P, '<tthc:act kind="return"/>', ""),
    "act.receive_twice": (P, '<tthc:act kind="return"/>', '<tthc:act kind="receive"/>'),
    "foreign.unclear": (P, '"B1" name', '"B1" camunda:candidateGroups="thu ky" name'),
    "foreign.ignored": (P, '"B1" name', '"B1" camunda:assignee="an" name'),
    "foreign.code": (P, HOURS, f'{HOURS}<camunda:taskListener event="create" class="x"/>'),
    "form.syntax": (FORM, '"components"', '"components'),
    "form.no_components": (FORM, '"components"', '"parts"'),
    "form.component": (FORM, '"type": "number"', '"type": 7'),
    "form.type_unknown": (FORM, '"type": "number"', '"type": "chart"'),
    "form.type_refused": (FORM, '"type": "number"', '"type": "iframe"'),
    "form.key_missing": (FORM, '"key": "so_tien"', '"key": ""'),
    "form.key_invalid": (FORM, '"key": "so_tien"', '"key": "số tiền"'),
    "form.label_missing": (FORM, '"label"', '"lable"'),
    "form.no_options": (FORM, '"type": "number"', '"type": "select"'),
    "form.pattern": (FORM, '"required": true', '"pattern": "(a)\\\\1"'),
    "manifest.syntax": ("procedure.toml", 'code = "1', "code = 1"),
    "process.file_missing": ("procedure.toml", "[filing]", '[process]\nfile = "q.bpmn"\n[filing]'),
    "form.unused": (P, '<tthc:form key="ky"/>', ""),
    "scenario.question_unknown": ("scenarios/1.toml", "so_tien", "so_tienn"),
    "scenario.value_missing": ("scenarios/1.toml", "[[step]]", f"{PAID}[[step]]"),
    "scenario.value_shape": (
        "scenarios/1.toml",
        "[[step]]",
        f"{PAID}{GIVEN}means = 1 }}\n[[step]]",
    ),
    "scenario.value_unknown": (
        "scenarios/1.toml",
        "[[step]]",
        f"{PAID}{GIVEN}mean = 1 }}\n[[step]]",
    ),
    "scenario.outcome_unknown": ("scenarios/1.toml", '"dong_y"', '"đồng ý"'),
    "xml.unclosed": (P, "</bpmn:definitions>", ""),
}


@pytest.mark.parametrize(("code", "change"), BREAKS.items(), ids=BREAKS)
def test_one_change_to_the_good_package_is_found(code: str, change: tuple[str, str, str]) -> None:
    result = check(broken(*change))
    faults = result.of(code)
    assert faults, sorted({fault.code for fault in result.faults})
    elsewhere = {"form.unused": FORM}
    assert faults[0].file == elsewhere.get(code, change[0])


ADDED = {
    "xml.empty": ("forms/../x.bpmn", ""),
    "package.file_unknown": ("virus.exe", "MZ"),
    "process.twice": ("q.bpmn", drawn(BODY)),
    "process.uncalled": ("q.bpmn", drawn(BODY, process_id="q")),
    "dmn.table": ("phi.dmn", DMN.replace(">-<", ">&gt; 20<")),
    "dmn.not_analysed": ("phi.dmn", DMN.replace("<rule", RULES + "<rule", 1)),
    "dmn.unused": ("phi.dmn", DMN),
    "dmn.refused": ("phi.dmn", "<a/>"),
    "dmn.no_decision": ("phi.dmn", DMN[: DMN.index("<decision ")] + "</definitions>"),
    "dmn.expression": ("phi.dmn", DMN.replace("&lt; 10", "&lt;")),
    "form.key_twice": (
        FORM,
        '{"components": [{"type": "number", "key": "a"}, {"type": "number", "key": "a"}]}',
    ),
    "form.option_twice": (
        FORM,
        '{"components": [{"type": "radio", "key": "a", "values": [{"value": 1}, {"value": 1}]}]}',
    ),
    "form.too_deep": (
        FORM,
        '{"components": [' + '{"type": "group", "components": [' * 12 + "]}" * 12 + "]}",
    ),
}


@pytest.mark.parametrize(("code", "file"), ADDED.items(), ids=ADDED)
def test_one_bad_file_beside_the_good_ones_is_found(code: str, file: tuple[str, str]) -> None:
    assert code in codes(with_file(*file))


def test_the_fee_table_of_the_manifest_is_not_called_unused() -> None:
    manifest = good_files()["procedure.toml"] + b'\n[fee]\ntable = "phi.dmn"\ndecision = "d"\n'
    files = with_file("phi.dmn", DMN) | {"procedure.toml": manifest}
    assert "dmn.unused" not in codes(files)


def test_a_package_without_manifest_or_process_is_told_so() -> None:
    assert "manifest.missing" in codes(with_file("procedure.toml", None))
    assert "process.no_bpmn" in codes({"procedure.toml": good_files()["procedure.toml"]})


def test_two_processes_of_which_none_calls_the_other_are_refused() -> None:
    both = drawn(BODY).replace(
        "<bpmndi:BPMNDiagram",
        '<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="qs"/></bpmn:process>'
        "<bpmndi:BPMNDiagram",
    )
    assert "process.several" in codes(with_file(P, both))


def test_a_flow_between_two_pools_is_refused() -> None:
    both = drawn(BODY).replace(
        "<bpmndi:BPMNDiagram",
        '<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="qs"/>'
        '<bpmn:sequenceFlow id="x" sourceRef="qs" targetRef="B1"/></bpmn:process>'
        "<bpmndi:BPMNDiagram",
    )
    assert "flow.crosses" in codes(with_file(P, both))


def test_positions_and_divisions_are_checked_where_the_province_is_known() -> None:
    here = Context(positions={"can_bo", "lanh_đao"}, divisions={"phong_khac"})
    assert codes(good_files(), here) == {"step.position_unknown", "step.division_unknown"}
    known = Context(positions={"can_bo", "lanh_dao"}, divisions={"phong"})
    assert codes(good_files(), known) == set()


def test_a_near_miss_is_told_what_may_have_been_meant() -> None:
    faults = check(good_files(), context=Context(positions={"can_bo", "lanh_daoo"})).faults
    assert "Có phải là “lanh_daoo”?" in faults[0].message


def test_a_decision_that_a_step_calls_is_known_by_id_and_its_result_by_name() -> None:
    body = (
        BODY.replace('targetRef="g"', 'targetRef="r"')
        .replace(END, f'{RULE}{END}<bpmn:sequenceFlow id="r_g" sourceRef="r" targetRef="g"/>')
        .replace("case.so_tien", "phi")
    )
    files = {**good_files(), P: drawn(body).encode(), "phi.dmn": DMN.encode()}
    assert codes(files) == set()
    assert "decision.unknown" in codes({k: v for k, v in files.items() if k != "phi.dmn"})
    no_result = files[P].replace(b' result="phi"', b"")
    assert "decision.result_missing" in codes({**files, P: no_result})
    assert "dmn.twice" in codes({**files, "phi2.dmn": DMN.encode()})


def test_a_decision_with_several_outputs_sets_a_variable_for_each() -> None:
    two = DMN.replace("<rule", '<output id="o2" name="mien" typeRef="boolean"/><rule', 1)
    two = two.replace(
        "</outputEntry>", "</outputEntry><outputEntry><text>true</text></outputEntry>"
    )
    body = BODY.replace('targetRef="g"', 'targetRef="r"').replace(
        END,
        RULE.replace(' result="phi"', "")
        + f'{END}<bpmn:sequenceFlow id="r_g" sourceRef="r" targetRef="g"/>',
    )
    body = body.replace("case.so_tien &gt; 0", "mien")
    files = {**good_files(), P: drawn(body).encode(), "phi.dmn": two.encode()}
    assert codes(files) == set()


def test_all_faults_of_all_files_come_in_one_answer() -> None:
    files = broken(P, 'hours="4"', 'hours="x"')
    files["forms/ky.json"] = b"{"
    files["phi.dmn"] = b"<!DOCTYPE a><a/>"
    files["scenarios/1.toml"] = b"x = "
    assert {"step.hours_not_a_number", "form.syntax", "xml.dtd", "manifest.syntax"} <= codes(files)


def test_faults_come_in_reading_order_with_file_line_element_and_name() -> None:
    faults = check(broken(P, 'hours="4"', 'hours="x"')).of("step.hours_not_a_number")
    assert [(f.file, f.element_id, f.element_name) for f in faults] == [
        (P, "B1", "Tiếp nhận"),
        (P, "B2", "Ký"),
        (P, "B3", "Trả kết quả"),
    ]
    assert all(fault.line == 3 for fault in faults)


def test_more_structural_faults_than_anyone_reads_are_counted() -> None:
    many = "".join(f'<bpmn:endEvent id="x{n}" y="1"/>' for n in range(400))
    assert "structure.more" in codes(broken(P, END, END + many))


def test_a_drawing_with_more_nodes_than_the_engine_runs_is_answered_and_refused() -> None:
    many = "".join(f'<bpmn:endEvent id="x{n}"/>' for n in range(2_100))
    result = check(broken(P, END, END + many))
    assert [(fault.code, fault.file) for fault in result.faults] == [("process.too_large", P)]


def test_what_goes_beyond_the_nodes_of_a_package_is_not_looked_at() -> None:
    many = "".join(f'<bpmn:endEvent id="y{{0}}x{n}"/>' for n in range(1_900))
    files = {f"{n}.bpmn": document(process(many.format(n), id=f"p{n}")) for n in range(4)}
    result = check(files, context=ALONE)
    assert [fault.file for fault in result.of("package.too_large")] == ["2.bpmn", "3.bpmn"]


def test_many_files_do_not_multiply_what_is_told_of_a_kind() -> None:
    faults = [fault("node.unreachable", file=f"{n % 14}", name=str(n)) for n in range(5_000)]
    found = Counter(one.code for one in capped(sorted_faults(faults)))
    assert found == {"node.unreachable": MOST_OF_A_KIND + 13, "fault.more": 14}


def test_faults_of_a_kind_are_told_up_to_a_number_and_then_counted() -> None:
    many = "".join(f'<bpmn:endEvent id="x{n}"/>' for n in range(250))
    result = check(broken(P, END, END + many))
    assert len(result.of("node.unreachable")) == MOST_OF_A_KIND
    counted = {f.message for f in result.of("fault.more") if "node.unreachable" in f.message}
    assert any(f"Còn {250 - MOST_OF_A_KIND} chỗ nữa" in message for message in counted)
    assert not result.publishable


def test_faults_of_a_kind_are_told_up_to_a_number_in_the_whole_package() -> None:
    many = "".join(f'<bpmn:endEvent id="y{{0}}x{n}"/>' for n in range(70))
    whole = nodes("start:s{0} user:u{0} end:e{0}") + flows("s{0}>u{0}>e{0}") + many
    files = {f"{n}.bpmn": document(process(whole.format(n), id=f"p{n}")) for n in range(4)}
    result = check(files, context=ALONE)
    assert len(result.of("node.unreachable")) == MOST_OF_A_KIND + 2  # the first of each file
    counted = [f.file for f in result.of("fault.more") if "node.unreachable" in f.message]
    assert counted == ["1.bpmn", "2.bpmn", "3.bpmn"]


def test_of_a_drawing_that_can_not_be_read_nothing_more_is_said() -> None:
    """D19: no scenario goes through steps that are not there, no form is unused."""
    result = check(with_file(P, "<oops"))
    assert {fault.code for fault in result.faults} == {"xml.syntax"}


def test_what_follows_from_a_flow_that_leads_nowhere_is_not_told_again() -> None:
    assert codes(broken(P, 'targetRef="B1"', 'targetRef="B1x"')) == {"ref.unknown"}
    missing = codes(broken(P, '<bpmn:startEvent id="s"/>', ""))
    assert missing == {"ref.unknown", "start.none", "shape.unknown"}


def test_of_a_part_that_nothing_leads_to_the_first_element_is_told() -> None:
    more = '<bpmn:sequenceFlow id="x1_x2" sourceRef="x1" targetRef="x2"/>'
    lost = f'<bpmn:manualTask id="x1" name="X1"/><bpmn:endEvent id="x2"/>{more}'
    result = check(broken(P, END, END + lost))
    assert [fault.element_id for fault in result.of("node.unreachable")] == ["x1"]


def test_a_flow_without_id_is_one_fault() -> None:
    """D11: the missing id looked like the default of every other element."""
    found = codes(broken(P, 'id="B3_e" ', ""))
    assert "id.missing" in found
    assert "ref.wrong_kind" not in found


def test_of_two_pools_of_which_none_runs_one_sentence_is_said() -> None:
    """D11: advice that contradicts itself helps nobody."""
    pool = '<bpmn:process id="{}" isExecutable="false"><bpmn:startEvent id="s{}"/></bpmn:process>'
    text = f"{HEAD}{pool.format('a', 1)}{pool.format('b', 2)}</bpmn:definitions>"
    result = check({P: text.encode()}, context=ALONE)
    assert [one.code for one in result.faults if one.code.startswith("process.")] == [
        "process.none_executable"
    ]


def test_a_refusal_of_the_loader_becomes_a_fault_of_its_element() -> None:
    with pytest.raises(NotExecutable) as refused:
        load_definition("faulty", broken(P, 'default="g_B3"', ""))
    fault = engine_fault(refused.value, file=P)
    assert (fault.code, fault.element_id) == ("engine.refused", "g")
    assert "chưa có điều kiện" in fault.message


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("scenarios/{}.toml", b"a = 1\n" * 50_000, "package.too_much_text"),
        ("forms/{}.json", b'{"components": []}'.ljust(600_000), "package.too_much_text"),
        ("{}.dmn", b"<a/>".ljust(300_000), "package.too_much_text"),
        ("{}.bpmn", b" " * 3_200_000, "package.too_much_text"),
        ("{}.bpmn", b"<a/>" * 100_001, "package.too_many_tags"),
    ],
)
def test_all_files_of_a_kind_have_a_limit_together_and_none_is_read_beyond(
    path: str, content: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is small enough by itself. Nothing else is told, for nothing else was looked at."""
    monkeypatch.setattr(PackageFiles, "read_all", lambda _: pytest.fail("read"))
    files = {**good_files(), **{path.format(f"lon_{n}"): content for n in range(2)}}
    result = check(files, context=ALONE)
    assert [(one.code, one.file) for one in result.faults] == [(code, path.format("lon_0"))]
    assert not result.publishable
    assert import_files(files).files == files
    with pytest.raises(DesignRefused, match=r"cộng lại|thẻ XML"):
        refuse_too_much(files)
