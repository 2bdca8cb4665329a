"""What ``procedure.toml`` must say: written from the page, or what of it is missing or wrong."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.catalogue.manifest import CHANNEL_NAMES, CHANNELS
from engine.catalogue.manifest_fields import LIMIT_UNITS, LONGEST_DAYS
from engine.catalogue.manifest_file import MANIFEST, PROCESS
from engine.catalogue.registers import LEVELS
from engine.designing.fixing.asked import (
    Answers,
    Choice,
    Files,
    Ground,
    Offer,
    Question,
    chosen,
    refuse,
    told,
)
from engine.designing.fixing.toml_text import with_value
from engine.files import FileUnreadable, tables_of, text_of
from engine.publishing.differing.of_manifest import LEVELS as LEVEL_WORDS
from engine.publishing.importing.endings import plain as plain_name
from engine.typed.given import day_given
from engine.typed.numbers import number_typed, plain
from engine.typed.text import Unreadable
from engine.workflow.reading.extensions import MOST_HOURS
from engine.workflow.reading.faults import Fault
from engine.worktime import Unit
from engine.worktime.wording import UNIT_NAMES, amount_text

_TEXTS = {
    "name": ("Tên thủ tục, như danh mục", 500),
    "short_name": ("Tên gọi ngắn", 200),
    "decision.number": ("Số quyết định phê duyệt quy trình", 200),
}
_CHANNEL = "kenh-"
_WHOLE = frozenset({"manifest.missing", "package.other_sector"})
"""Faults that are of this file, whatever their words."""


class Description:
    """The fields without which there is nothing to run."""

    codes = frozenset({*_WHOLE, "field.missing", "field.type", "field.bounds"})
    words = "Điền mô tả thủ tục"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """The compulsory fields, with what is known of each."""
        if fault.file != MANIFEST or _misplaced(ground):
            return None
        try:
            known = _known(ground)
        except FileUnreadable:
            return None
        if fault.code not in _WHOLE and not any(
            fault.message.startswith((f"Thiếu {path}.", f"{path} là ")) for path in _PATHS
        ):
            return None
        title = "Tệp mô tả thủ tục, procedure.toml"
        return Offer("description", MANIFEST, "", title, tuple(_questions(ground, known)))

    def fixed(self, ground: Ground, _file: str, _element: str, answers: Answers) -> Files:
        """Writes the file, or sets those of its values that differ."""
        text = text_of(ground.files[MANIFEST]) if MANIFEST in ground.files else ""
        tables = tables_of(text)
        for path, value in _values(ground, answers).items():
            if _at(tables, path) != value:
                text = with_value(text, path, value)
        return {MANIFEST: text.encode()}


_PATHS = (
    "code",
    *_TEXTS,
    "sector",
    "level",
    "decision.date",
    "time_limit.amount",
    "time_limit.unit",
    "filing.channels",
    "process.file",
)


def _misplaced(ground: Ground) -> bool:
    """Whether there is a manifest, only in another place: a second one would hide it."""
    names = (path.rpartition("/")[2].casefold() for path in ground.files)
    return MANIFEST not in ground.files and MANIFEST in names


def _known(ground: Ground) -> Mapping[str, Any]:
    """What the file says, else the catalogue."""
    tables: dict[str, Any] = {}
    if MANIFEST in ground.files:
        tables = tables_of(text_of(ground.files[MANIFEST]))
    said = {path: _at(tables, path) for path in _PATHS}
    return {**ground.known, **{path: one for path, one in said.items() if one is not None}}


def _questions(ground: Ground, known: Mapping[str, Any]) -> Iterator[Question]:
    for path, (label, _) in _TEXTS.items():
        yield Question(path, label, value=str(known.get(path, "")))
    sectors = tuple(Choice(one, one) for one in ground.sectors)
    levels = tuple(Choice(one, LEVEL_WORDS.get(one, one)) for one in LEVELS)
    units = tuple(Choice(one, UNIT_NAMES[Unit(one)]) for one in LIMIT_UNITS)
    day = known.get("decision.date", "")
    written = f"{day:%d/%m/%Y}" if isinstance(day, date) else str(day)
    amount = str(known.get("time_limit.amount", "")).replace(".", ",")
    yield Question("decision.date", "Ngày ký quyết định", hint="Ví dụ 05/09/2025", value=written)
    yield _one_of("sector", "Lĩnh vực", sectors, known)
    yield _one_of("level", "Cấp giải quyết", levels, known)
    yield Question("time_limit.amount", "Thời hạn giải quyết", hint="Ví dụ 3", value=amount)
    yield _one_of("time_limit.unit", "Tính theo", units, known)
    channels = known.get("filing.channels", ())
    for one in CHANNELS:
        value = "1" if isinstance(channels, list | tuple) and one in channels else ""
        label = f"Nộp được: {CHANNEL_NAMES[one]}"
        yield Question(f"{_CHANNEL}{one}", label, "check", value=value, required=False)
    drawings = tuple(Choice(one, one) for one in _drawings(ground))
    if drawings and known.get("process.file", PROCESS) not in _drawings(ground):
        only = drawings[0].value if len(drawings) == 1 else ""
        yield Question(
            "process.file", "Sơ đồ của quy trình", "choice", value=only, choices=drawings
        )


def _drawings(ground: Ground) -> list[str]:
    """The drawings whose names the file can say; others the machine renames."""
    return sorted(one for one in ground.files if one.endswith(".bpmn") and one == plain_name(one))


def _one_of(
    path: str, label: str, choices: tuple[Choice, ...], known: Mapping[str, Any]
) -> Question:
    value = str(known.get(path, ""))
    there = any(one.value == value for one in choices)
    return Question(path, label, "choice", choices=choices, value=value if there else "")


def _values(ground: Ground, answers: Answers) -> dict[str, object]:
    """The values by their path, in the order in which the file has them."""
    texts = {
        path: told(answers, path, label, longest=longest)
        for path, (label, longest) in _TEXTS.items()
    }
    channels = [one for one in CHANNELS if answers.get(f"{_CHANNEL}{one}")]
    if not channels:
        refuse(f"{_CHANNEL}{CHANNELS[0]}", "Hãy chọn ít nhất một cách nộp.")
    values: dict[str, object] = {
        "code": ground.procedure_code,
        "name": texts["name"],
        "short_name": texts["short_name"],
        "sector": chosen(answers, "sector", "lĩnh vực", ground.sectors),
        "level": chosen(answers, "level", "cấp giải quyết", LEVELS),
        "decision.number": texts["decision.number"],
        "decision.date": day_given("decision.date", "Ngày ký", answers.get("decision.date")),
        "time_limit.amount": _amount(answers),
        "time_limit.unit": chosen(answers, "time_limit.unit", "thời hạn tính theo", LIMIT_UNITS),
        "filing.channels": channels,
    }
    if answers.get("process.file"):
        values["process.file"] = chosen(answers, "process.file", "sơ đồ", _drawings(ground))
    return values


def _amount(answers: Answers) -> int | float:
    try:
        amount = number_typed(answers.get("time_limit.amount", ""))
    except Unreadable as wrong:
        refuse("time_limit.amount", f"Thời hạn giải quyết: {wrong}.")
    days = answers.get("time_limit.unit") in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)
    most = Decimal(LONGEST_DAYS) if days else MOST_HOURS
    if not 0 < amount <= most:
        wanted = f"hãy ghi số lớn hơn 0, nhiều nhất {amount_text(most)}"
        refuse("time_limit.amount", f"Thời hạn giải quyết: {wanted}.")
    return plain(amount)


def _at(tables: Mapping[str, Any], path: str) -> Any:
    found: Any = tables
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
