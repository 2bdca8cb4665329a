"""The approved decision against the diagram, row by row."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import motcua
from engine.diagnosis import Context, check
from engine.diagnosis.decided import read_table
from engine.publishing.decided import compared
from engine.publishing.folders import read_package_folder
from engine.workflow.reading.faults import Fault
from tests.town import FLAGSHIP_FOLDER

FILES = read_package_folder(FLAGSHIP_FOLDER)
TABLE, MANIFEST = FILES["decision.csv"].decode(), FILES["procedure.toml"].decode()
B2 = "B2,Lãnh đạo phòng Văn hóa - Xã hội,Phân công,4\n"
B5 = "B5,Lãnh đạo UBND xã,Ký,4\n"
EIGHT = "B5,Lãnh đạo UBND xã,Ký,8\n"


def faults(table: str, manifest: str = MANIFEST) -> list[Fault]:
    changed = {"decision.csv": table.encode(), "procedure.toml": manifest.encode()}
    found = check(FILES | changed, context=Context()).faults
    return [one for one in found if one.code.startswith("decided.")]


def test_the_shipped_decisions_are_followed_row_by_row() -> None:
    assert {row.verdict for row in compared(FILES)} == {"same"}
    assert len(compared(FILES)) == 15


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_table_with_the_first_line_of_excel_that_names_its_mark_is_read(mark: str) -> None:
    table = TABLE.partition("\n")[0] + "\n" + B2 + B5
    saved = f"sep={mark}\r\n" + table.replace(",", mark)
    assert read_table(saved.encode()) == read_table(table.encode())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (B5, B5.replace(",4", ",99"), ["Bước B5 khác số giờ", "Tổng số giờ khác thời hạn"]),
        (B5, B5.replace("Lãnh đạo UBND xã", "Văn thư xã"), ["Bước B5 khác người thực hiện"]),
        (B5, B5.replace("Lãnh đạo UBND xã", "Trưởng thôn"), ["Bước B5 khác người thực hiện"]),
        (B5, B5 + "B5a,Lãnh đạo UBND xã,Đóng dấu,0\n", ["Bước B5a quyết định có"]),
        (B5, "", ["Bước B5 sơ đồ có", "Tổng số giờ khác thời hạn"]),
        (B2 + "B3", "B3", ["Bước B2 sơ đồ có", "Tổng số giờ khác thời hạn"]),
    ],
)
def test_a_row_that_was_rewritten_is_an_error_that_says_how(
    old: str, new: str, told: list[str]
) -> None:
    assert old in TABLE
    found = faults(TABLE.replace(old, new, 1))
    assert {one.code for one in found} == {"decided.differs"}
    assert len(found) == len(told)
    for start in told:
        assert any(one.message.startswith(start) for one in found), found


def test_steps_in_another_order_are_told_at_the_step_that_comes_too_late() -> None:
    moved = TABLE.replace(B2, "").replace(B5, B5 + B2)
    (found,) = faults(moved)
    assert found.message.startswith("Bước B2 khác thứ tự")


def test_a_reason_turns_the_error_into_what_the_approver_sees() -> None:
    why = '[[decision.differs]]\nstep = "{}"\nwhy = "Sở đề nghị, công văn 12"\n\n[time_limit]'
    both = why.format("B5").replace("[time_limit]", why.format("total"))
    table = TABLE.replace(B5, EIGHT)
    found = faults(table, MANIFEST.replace("[time_limit]", both, 1))
    assert {one.code for one in found} == {"decided.differs_for_reason"}
    assert all("công văn 12" in one.message for one in found)
    (unused,) = faults(TABLE, MANIFEST.replace("[time_limit]", why.format("B5"), 1))
    assert (unused.code, unused.severity) == ("decided.reason_unused", "warning")


@pytest.mark.parametrize(
    "table",
    ["step,hours\nB1,4\n", TABLE.replace(",20\n", ",hai mươi\n"), TABLE.replace(",20\n", ",-1\n")],
)
def test_a_table_that_can_not_be_read_is_an_error_of_its_own(table: str) -> None:
    assert [one.code for one in faults(table)] == ["decided.unreadable"]


def test_the_command_prints_every_row_and_fails_where_one_differs(tmp_path: Path) -> None:
    done = CliRunner().invoke(motcua, ["packages", "compare", str(FLAGSHIP_FOLDER)])
    assert (done.exit_code, "15 dòng, 0 dòng khác" in done.output) == (0, True), done.output
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "decision.csv").write_text(TABLE.replace(B5, EIGHT), encoding="utf-8")
    done = CliRunner().invoke(motcua, ["packages", "compare", str(tmp_path)])
    assert (done.exit_code, "B5 [khác số giờ]" in done.output) == (1, True), done.output
