"""Real files: the BPMN interchange group's reference models, and every package that is shipped."""

import os
from pathlib import Path

import pytest

from engine.diagnosis import check
from tests.unit.diagnosis.packages import ALONE

MIWG = Path(os.environ.get("BPMN_MIWG", "../shared/data/bpmn-miwg"))
needs_miwg = pytest.mark.skipif(not MIWG.is_dir(), reason="BPMN_MIWG: the folder is not there")
PACKAGES = sorted(path.parent for path in Path("processes").glob("*/*/procedure.toml"))
EXPECTED = {
    "A.1.0": {"profile.element", "process.not_executable", "step.none"},
    "A.2.0": {"profile.element", "gateway.condition_missing"},
    "A.2.1": {"profile.element", "expr.language"},
    "A.3.0": {"profile.element", "subprocess.empty", "event.reference_missing"},
    "A.4.0": {"profile.element", "process.none_executable", "event.name_missing"},
    "A.4.1": {"profile.element", "process.none_executable"},
    "B.1.0": {"profile.event", "call.unknown", "step.assignment_missing"},
    "B.2.0": {"loop.source", "event.timer_empty", "event.condition_empty", "start.several"},
}


@needs_miwg
@pytest.mark.parametrize("name", EXPECTED)
def test_a_reference_model_is_refused_for_what_it_lacks_and_never_by_accident(name: str) -> None:
    data = (MIWG / f"{name}.bpmn").read_bytes()
    result = check({"process.bpmn": data}, context=ALONE)
    codes = {fault.code for fault in result.faults}
    assert codes >= EXPECTED[name]
    assert not {code for code in codes if code.startswith(("xml.", "structure.", "id.", "ref."))}
    assert all(fault.line for fault in result.errors)


@needs_miwg
def test_every_abstract_task_of_a_reference_model_is_named() -> None:
    result = check({"process.bpmn": (MIWG / "A.1.0.bpmn").read_bytes()}, context=ALONE)
    named = [fault.element_name for fault in result.of("profile.element")]
    assert named == ["Task 1", "Task 2", "Task 3"]


@pytest.mark.parametrize("folder", PACKAGES, ids=str)
def test_nothing_is_wrong_with_a_shipped_package(folder: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    result = check(files)
    assert [f"{f.file}:{f.line} {f.code} {f.message}" for f in result.errors] == []
