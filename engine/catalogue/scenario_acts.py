"""What a scenario gives to an act beside the way, held against what the act takes."""

from collections.abc import Callable, Iterator, Mapping

from engine.acts import ACTS
from engine.acts.inputs import (
    COLLEAGUE,
    DELEGATE,
    FILES,
    MEETING,
    PAYMENT,
    QUESTION_ASKED,
    SEEN,
    InputKind,
)
from engine.catalogue.scenarios import MESSAGE, ScenarioStep

UNNAMED = frozenset(
    one.name for one in (PAYMENT, MEETING, QUESTION_ASKED, COLLEAGUE, DELEGATE, SEEN)
)
"""What a scenario would have to name by an id, and the walk finds."""
FARTHEST = 10_000
"""Days from an act to a day that it takes."""
MESSAGE_LABEL = "Thông điệp đến"
_OF_JUDGED = frozenset({"component", "verdict", "todo"})


def label_of(kind: str) -> str:
    """What people call it."""
    return MESSAGE_LABEL if kind == MESSAGE else ACTS[kind].label.rstrip("…")


def missing(step: ScenarioStep) -> Iterator[str]:
    """What the act must be given and the scenario says nothing of; files are made up for it."""
    if step.act == MESSAGE:
        return
    for one in ACTS[step.act or ""].inputs:
        given = step.answers.get(one.name)
        made_up = one.name in UNNAMED or one.kind in FILES
        if one.required and not made_up and given in (None, "", [], {}):
            yield one.name


def unreadable(step: ScenarioStep) -> Iterator[tuple[str, str]]:
    """What is given in another shape than the act takes, with the shape."""
    if step.act == MESSAGE:
        for name, value in step.answers.items():
            if not isinstance(value, str | int | bool):
                yield name, "chữ trong ngoặc kép, số nguyên, true hoặc false"
        return
    for one in ACTS[step.act or ""].inputs:
        reads, words = _SHAPES.get(one.kind, _WORDS)
        if one.name in step.answers and not reads(step.answers[one.name]):
            yield one.name, words


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_day(value: object) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) <= FARTHEST
    return isinstance(value, str)


def _are_codes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_judged(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, Mapping)
        and {"component", "verdict"} <= one.keys() <= _OF_JUDGED
        and all(isinstance(said, str) for said in one.values())
        for one in value
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values())


def _is_any(_: object) -> bool:
    return True


_Shape = tuple[Callable[[object], bool], str]
_WORDS: _Shape = (_is_text, "chữ trong ngoặc kép")
_SHAPES: Mapping[InputKind, _Shape] = {
    "day": (_is_day, "ngày, hoặc số ngày kể từ khi làm"),
    "supplied": (_are_codes, "danh sách mã giấy tờ"),
    "on_hand": (_are_codes, "danh sách mã giấy tờ"),
    "judged": (_are_judged, "danh sách { component, verdict, todo }, chữ trong ngoặc kép"),
    "rated": (_are_texts, "bảng câu hỏi = câu trả lời"),
    "reasons": (_are_texts, "bảng mã giấy tờ = lý do"),
    "files": (_is_any, ""),
    "scans": (_is_any, ""),
}
