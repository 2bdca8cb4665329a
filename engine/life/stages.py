"""The states of the life, put together as heads look at many cases at once."""

from collections.abc import Mapping
from typing import Literal

from engine.life.table import APPLICANTS, LIFE, Clock, State, Status

Stage = Literal["coming", "solving", "applicant", "suspended", "solved", "returned", "ended"]
STAGE_NAMES: Mapping[Stage, str] = {
    "coming": "Chờ tiếp nhận",
    "solving": "Đang giải quyết",
    "applicant": "Chờ người nộp",
    "suspended": "Tạm dừng",
    "solved": "Có kết quả, chờ trả",
    "returned": "Đã trả kết quả",
    "ended": "Kết thúc không có kết quả",
}
"""In the order of the life."""


def stage_of(row: State) -> Stage:
    """The stage that a state belongs to: each to one."""
    if row.without_result:
        return "ended"
    if row.solved:
        return "returned" if row.ended else "solved"
    if row.suspended:
        return "suspended"
    if row.runs in APPLICANTS:
        return "applicant"
    return "coming" if row.runs is Clock.ANSWER else "solving"


STAGES: Mapping[Stage, frozenset[Status]] = {
    stage: frozenset(status for status, row in LIFE.items() if stage_of(row) == stage)
    for stage in STAGE_NAMES
}
