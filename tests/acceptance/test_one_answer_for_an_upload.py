"""Check and proposal say the same of an upload, and one bad file hides no other's faults."""

import codecs
import re
from typing import cast

import pytest

from engine.diagnosis import Context, check
from engine.errors import PackageRefused
from engine.publishing.examine import Beside, examine, look_over
from engine.publishing.folders import read_package_folder
from engine.workflow.reading.faults import Fault
from tests.town import FLAGSHIP_FOLDER, PROVINCE, Town

FILES = read_package_folder(FLAGSHIP_FOLDER.parent / "xac_nhan_hon_nhan")
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DI = re.compile(rb"<(\w+:)?BPMNDiagram.*</(\w+:)?BPMNDiagram>", re.DOTALL)


def answers(town: Town, files: dict[str, bytes], table: bytes | None = None) -> list[set[str]]:
    """The codes of the errors, as the check tells them and as the proposal refuses them."""
    with town.database.reading() as session:
        checked = look_over(session, PROVINCE, files, Beside(table))
        with pytest.raises(PackageRefused) as refused:
            examine(session, PROVINCE, files, Beside(table))
    proposed = cast("tuple[Fault, ...]", refused.value.details["faults"])
    assert not checked.publishable
    return [
        {one.code for one in found if one.severity == "error"}
        for found in (checked.faults, proposed)
    ]


@ONE
def test_check_and_proposal_refuse_the_same_undrawn_diagrams_and_unreadable_tables(
    town: Town,
) -> None:
    undrawn = DI.sub(b"", FILES["process.bpmn"])
    assert undrawn != FILES["process.bpmn"]
    assert answers(town, FILES | {"process.bpmn": undrawn}) == [{"diagram.missing"}] * 2
    broken = FILES | {"forms/filing.json": b"{"}
    for table in (b"", b"\x00\x01", "step,unit,work,hours".encode("utf-16-le")):
        told = answers(town, broken, table)
        assert told[0] == told[1] == {"decided.unreadable", "form.syntax"}
    beside = FILES | {"decision.csv": b"step,unit\n"}
    assert answers(town, beside) == [{"decided.unreadable"}] * 2


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_file_of_any_kind_that_cant_be_read_hides_no_other_fault(path: str) -> None:
    other = "README.md" if path != "README.md" else "process.bpmn"
    for data in (FILES[path].decode().encode("utf-16-le"), b"\xff\xfe\x00", b"", b"\x81 tr\xec"):
        broken = FILES | {other: b"\xff\xfe\x00\x00", path: data}
        told = {one.file for one in check(broken, context=Context()).errors}
        assert {other, path} <= told | ({path} if path.endswith(".md") else set())


def test_byte_order_marks_are_welcome_however_many() -> None:
    marked = {name: codecs.BOM_UTF8 * 2 + data for name, data in FILES.items()}
    assert check(marked, context=Context()).errors == ()
