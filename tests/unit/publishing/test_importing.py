"""Files of other editors are made fit to run, each change is told, and nothing else is touched."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from api.cli import motcua
from engine.diagnosis import Context, check
from engine.publishing.archive import read_archive
from engine.publishing.importing import import_files
from engine.publishing.importing.conditions import feel_of
from tests.integration.workflow.diagrams import document, flows, node, nodes, process
from tests.unit.diagnosis.packages import ALONE, good_files

MIWG = Path(os.environ.get("BPMN_MIWG", "../shared/data/bpmn-miwg"))
GUID = "{3f2a-91}"


def codes(files: dict[str, bytes]) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = {}
    for change in import_files(files).changes:
        found.setdefault(change.code, []).append(change.element_id)
    return found


def mended(data: bytes) -> str:
    return import_files({"a.bpmn": data}).files["a.bpmn"].decode()


def test_a_package_that_runs_is_left_as_it_is() -> None:
    files = good_files()
    imported = import_files(files)
    assert (imported.files, imported.changes) == (files, ())


def test_ids_that_no_xml_id_may_have_are_changed_with_all_that_points_to_them() -> None:
    data = document(process(nodes("start:s end:e"), node("user", GUID), flows(f"s>{GUID}>e")))
    text = mended(data)
    assert GUID not in text
    assert '<bpmn:userTask id="id_3f2a-91"' in text
    assert 'sourceRef="id_3f2a-91"' in text
    assert 'targetRef="id_3f2a-91"' in text
    found = check({"a.bpmn": text.encode()}, context=ALONE)
    assert not [f.code for f in found.faults if f.code.startswith(("id.", "ref.", "structure."))]


def test_missing_ids_are_given() -> None:
    data = document(process(nodes("start:s user:a end:e"), flows("s>a>e")))
    data = data.replace(b'id="a__e" ', b"")
    assert codes({"a.bpmn": data}) == {"import.id_given": ["sequenceFlow_1"]}
    assert not check(dict(import_files({"a.bpmn": data}).files), context=ALONE).of("id.missing")


def test_names_that_the_engine_keeps_for_itself_are_changed() -> None:
    data = document(process(nodes("start:Start user:a end:End"), flows("Start>a>End")))
    assert set(codes({"a.bpmn": data})["import.id_changed"]) == {"id_Start", "id_End"}


def test_two_files_that_drew_the_same_ids_get_different_ones() -> None:
    main = document(
        process(
            nodes("start:StartEvent_1 end:EndEvent_1"),
            node("call", "c", calledElement="q"),
            flows("StartEvent_1>c>EndEvent_1"),
        )
    )
    called = document(
        process(
            nodes("start:StartEvent_1 user:u end:EndEvent_1"),
            flows("StartEvent_1>u>EndEvent_1"),
            id="q",
        )
    )
    imported = import_files({"a.bpmn": main, "b.bpmn": called})
    assert imported.files["a.bpmn"] == main
    assert {change.element_id for change in imported.changes} == {"StartEvent_2", "EndEvent_2"}
    assert not check(dict(imported.files), context=ALONE).of("id.other_file")


def test_a_process_id_is_changed_in_every_file_that_calls_it() -> None:
    main = document(
        process(nodes("start:s end:e"), node("call", "c", calledElement="{q}"), flows("s>c>e"))
    )
    called = document(process(nodes("start:t user:u end:f"), flows("t>u>f"), id="{q}"))
    files = import_files({"a.bpmn": main, "b.bpmn": called}).files
    assert b'calledElement="q"' in files["a.bpmn"] or b'calledElement="id_q"' in files["a.bpmn"]
    assert not check(dict(files), context=ALONE).of("call.unknown")


def _pools(first: str, second: str) -> bytes:
    pool = '<bpmn:process id="{0}" name="{0}" isExecutable="false">{1}</bpmn:process>'
    return document(pool.format("xa", first), pool.format("dan", second))


LINE = nodes("start:s user:a end:e") + flows("s>a>e")
SKETCH = nodes("start:t end:f") + flows("t>f")


def test_the_process_that_alone_has_steps_is_the_one_that_runs() -> None:
    assert codes({"a.bpmn": _pools(LINE, SKETCH)}) == {"import.executable": ["xa"]}


def test_of_two_processes_with_steps_none_is_chosen() -> None:
    other = LINE.replace('"s"', '"t"').replace('"a"', '"b"').replace('"e"', '"f"')
    assert codes({"a.bpmn": _pools(LINE, other)}) == {}


def test_a_plain_task_is_a_step_of_a_person_where_the_process_runs() -> None:
    plain = nodes("start:s task:a end:e") + flows("s>a>e")
    assert codes({"a.bpmn": document(process(plain))}) == {"import.task": ["a"]}
    assert "import.task" not in codes({"a.bpmn": _pools(LINE, SKETCH.replace("endEvent", "task"))})


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("So_do.BPMN", "So_do.bpmn"),
        ("so_do.bpmn20.xml", "so_do.bpmn"),
        ("so_do.xml", "so_do.bpmn"),
        ("PROCEDURE.TOML", "PROCEDURE.toml"),
    ],
)
def test_endings_are_taken_in_any_case_and_xml_by_what_is_in_it(name: str, becomes: str) -> None:
    data = document(process(LINE)) if "TOML" not in name else b"x = 1"
    imported = import_files({name: data})
    assert imported.files == {becomes: data}
    assert [change.code for change in imported.changes] == ["import.file_renamed"]


def test_a_name_that_is_taken_is_not_given_to_another_file() -> None:
    data = document(process(LINE))
    assert set(import_files({"a.bpmn": data, "a.BPMN": data}).files) == {"a.bpmn", "a.BPMN"}


@pytest.mark.parametrize(
    ("written", "feel"),
    [
        ("${ket_qua == 'dong_y'}", 'ket_qua = "dong_y"'),
        ('${so >= 3 && ket_qua != "tra_lai"}', 'so >= 3 and ket_qua != "tra_lai"'),
        ("#{a eq 1 or b gt 2}", "a = 1 or b > 2"),
        ("${!xong}", "not(xong)"),
        ("${not (a == 1)}", "not(a = 1)"),
        ("${xong}", "xong"),
        ("${n}", "n"),
        ("${goi.ham()}", None),
        ("${ham(1)}", None),
        ("${a ? b : c}", None),
        ("${a[0] == 1}", None),
        ("a = 1", None),
        ("${a == }", None),
        ("${}", None),
    ],
)
def test_plain_conditions_of_other_engines_become_feel(written: str, feel: str | None) -> None:
    assert feel_of(written) == feel


def test_a_condition_that_is_not_plain_stays_and_is_named_by_the_check() -> None:
    parts = nodes("start:s user:a xor:g user:b end:e")
    data = document(process(parts, flows("s>a>g>b>e g>e", g__b="${x.y()}", g__e="${x == 1}")))
    imported = import_files({"a.bpmn": data})
    assert [(change.code, change.element_id) for change in imported.changes] == [
        ("import.condition", "g__e")
    ]
    assert len(check(dict(imported.files), context=ALONE).of("expr.template")) == 1


def test_a_condition_that_says_nothing_is_left_out_and_told() -> None:
    parts = nodes("start:s user:a xor:g user:b end:e")
    data = document(process(parts, flows("s>a>g>b>e g>e", g__b=" ", g__e="x = 1")))
    imported = import_files({"a.bpmn": data})
    assert [(change.code, change.element_id) for change in imported.changes] == [
        ("import.condition_empty", "g__b")
    ]
    assert b'id="g__b" sourceRef="g" targetRef="b"></bpmn:sequenceFlow>' in imported.files["a.bpmn"]


def test_importing_again_changes_nothing() -> None:
    data = document(process(nodes("start:Start task:{a} end:e"), flows("Start>{a}>e")))
    once = import_files({"a.BPMN": data}).files
    again = import_files(once)
    assert (again.files, again.changes) == (once, ())


def test_what_can_not_be_read_stays_as_it_came() -> None:
    files = {"a.bpmn": b"<oops", "b.dmn": b"\xff", "c.xml": b"<!DOCTYPE x><x/>", "d.bpmn": b"<x/>"}
    imported = import_files(files)
    assert (imported.files, imported.changes) == (files, ())


@pytest.mark.skipif(not MIWG.is_dir(), reason="BPMN_MIWG: the folder is not there")
def test_what_twenty_editors_export_is_imported_without_a_fault_of_form() -> None:
    paths = sorted(MIWG.rglob("*.bpmn"))
    assert paths
    for path in paths:
        imported = import_files({"process.bpmn": path.read_bytes()})
        etree.fromstring(imported.files["process.bpmn"])
        found = check(dict(imported.files), context=Context(needs_manifest=False))
        forms = {"id.missing", "id.invalid", "id.reserved", "process.not_executable"}
        assert not {fault.code for fault in found.faults} & forms, path.name
        assert not import_files(imported.files).changes, path.name


def test_the_command_writes_a_zip_and_tells_each_change(tmp_path: Path) -> None:
    drawn, out = tmp_path / "so_do.BPMN", tmp_path / "goi.zip"
    drawn.write_bytes(document(process(nodes("start:s task:a end:e"), flows("s>a>e"))))
    told = CliRunner().invoke(motcua, ["packages", "import", str(drawn), str(out)])
    assert told.exit_code == 0, told.output
    assert "[import.task]" in told.output
    assert b"userTask" in read_archive(out.read_bytes())["so_do.bpmn"]
    again = CliRunner().invoke(motcua, ["packages", "import", str(drawn), str(out)])
    assert again.exit_code != 0
