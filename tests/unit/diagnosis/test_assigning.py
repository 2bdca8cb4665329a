"""A step that assigns names steps that exist, have a desk and come later."""

import pytest

from engine.diagnosis import check
from tests.unit.diagnosis.packages import good_files

RECEIVE = b'<tthc:act kind="receive"/>'


@pytest.mark.parametrize(
    ("at", "target", "expected"),
    [
        (RECEIVE, "B2", set()),
        (RECEIVE, "B2 B3", set()),
        (RECEIVE, "B9", {"step.assigns_unknown"}),
        (b'<tthc:act kind="return"/>', "B2", {"step.assigns_before"}),
        (b'<tthc:act kind="return"/>', "B3", {"step.assigns_before"}),
        (b'<tthc:form key="ky"/>', "B3", set()),
    ],
)
def test_the_steps_that_a_step_assigns_are_checked(
    at: bytes, target: str, expected: set[str]
) -> None:
    files = dict(good_files())
    said = f'<tthc:assigns step="{target}"/>'.encode()
    files["process.bpmn"] = files["process.bpmn"].replace(at, at + said, 1)
    assert _found(files) == expected


def test_a_step_without_a_desk_can_not_be_assigned() -> None:
    files = dict(good_files())
    desk = b'<tthc:assignment unit="department" division="phong" position="lanh_dao"/>'
    diagram = files["process.bpmn"].replace(desk, b"", 1)
    assert diagram != files["process.bpmn"]
    files["process.bpmn"] = diagram.replace(RECEIVE, RECEIVE + b'<tthc:assigns step="B2"/>', 1)
    assert _found(files) == {"step.assigns_deskless"}


def _found(files: dict[str, bytes]) -> set[str]:
    return {f.code for f in check(files).faults if f.code.startswith("step.assigns")}
