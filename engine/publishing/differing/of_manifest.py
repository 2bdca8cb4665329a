"""What a manifest says, as parts with traits in words."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from engine.catalogue.manifest import (
    CHANNEL_NAMES,
    DecidedActor,
    DocumentAsked,
    FeeTable,
    LimitRow,
    Manifest,
    TimeLimit,
)
from engine.publishing.differing.rows import Part
from engine.worktime import Span
from engine.worktime.wording import amount_text, day_text, span_text

LEVELS = {"commune": "cấp xã", "department": "sở, ngành", "province": "UBND tỉnh"}
ONLINE = {"full": "toàn trình", "partial": "một phần", "none": "không"}
HANDED = {"file": "nộp tệp", "form": "là tờ khai điện tử", "shown": "xuất trình bản gốc"}
CLOCKS = {"statutory": "theo luật", "committed": "tỉnh cam kết"}

OWN: Mapping[str, str] = {
    "code": "mã thủ tục",
    "name": "tên",
    "short_name": "tên gọi tắt",
    "sector": "lĩnh vực",
    "level": "cấp giải quyết",
    "valid_from": "ngày áp dụng ghi trong gói",
    "process": "tệp sơ đồ",
    "filing_form": "biểu mẫu nộp",
    "channels": "cách nộp",
    "area_field": "câu hỏi cho biết xã, phường giải quyết",
    "competent": "cơ quan giải quyết",
    "competent_by_area": "cơ quan giải quyết theo địa bàn",
    "anywhere": "nộp ở trung tâm bất kỳ trong tỉnh",
    "people": "câu hỏi",
    "roles": "đơn vị có vai trò",
    "area_roles": "đơn vị theo địa bàn có vai trò",
    "free": "không thu phí, lệ phí",
    "fee": "bảng phí, lệ phí",
    "online_level": "mức độ trực tuyến",
}
"""The manifest's own fields in words; a field that is a list of things has parts of its own."""
APART = frozenset(
    {
        "decision",
        "time_limit",
        "limits",
        "waits",
        "endings",
        "documents",
        "results",
        "locks",
        "actors",
        "differs",
        "demo_notes",
    }
)
"""The fields that ``parts_of_manifest`` tells one by one. What is marked as a demonstration is told
by its place in the file: in words it bears what other rows tell, and would change with them."""
PEOPLE: Mapping[str, str] = {
    "submitter_name": "họ tên người nộp",
    "submitter_identity_number": "số định danh người nộp",
    "submitter_phone": "điện thoại người nộp",
    "submitter_email": "thư điện tử người nộp",
    "owner_name": "họ tên chủ hồ sơ",
    "owner_identity_number": "số định danh chủ hồ sơ",
    "owner_tax_number": "mã số doanh nghiệp của chủ hồ sơ",
    "owner_date_of_birth": "ngày sinh chủ hồ sơ",
    "owner_address": "địa chỉ chủ hồ sơ",
    "subject_name": "họ tên người mà hồ sơ nói về",
    "subject_identity_number": "số định danh người mà hồ sơ nói về",
    "subject_date_of_birth": "ngày sinh người mà hồ sơ nói về",
    "subject_address": "địa chỉ người mà hồ sơ nói về",
    "result_delivery": "cách nhận kết quả",
}
"""What a filing tells of people, in words."""
UNITS = ("competent", "competent_by_area", "roles", "area_roles")
"""Fields that name units."""
_CODED = {"level": LEVELS, "online_level": ONLINE}


def parts_of_manifest(
    manifest: Manifest, names: Mapping[str, str], questions: Mapping[str, str]
) -> Iterator[Part]:
    """Everything that the manifest says; ``names``: what people call units and positions,
    ``questions``: what the filing asks, by key."""
    called = dict.fromkeys(("people", "area_field"), questions) | dict.fromkeys(UNITS, names)
    own = {
        word: said
        for name in OWN
        for word, said in _own(name, getattr(manifest, name), called.get(name, {}))
    }
    yield Part("procedure", "", "Thủ tục", {name: said for name, said in own.items() if said})
    yield Part("decision", "", "Quyết định phê duyệt", traits(manifest.decision, _DECISION))
    yield Part("limit", "", "Thời hạn giải quyết", _limit(manifest.time_limit))
    for row in manifest.limits:
        yield _limit_row(row)
    for paper in manifest.documents:
        yield _paper(paper)
    for result in manifest.results:
        yield Part("result", result.code, f"Kết quả “{result.name}”", {"tên": result.name})
    for element, wait in manifest.waits.items():
        said = {"chờ việc gì": wait.kind, "lý do": wait.note}
        yield Part("limit", f"wait:{element}", f"Chờ ở bước {element}", said)
    for element, ending in manifest.endings.items():
        said = {"hồ sơ coi là": ending.kind}
        yield Part("route", f"end:{element}", f"Kết thúc {element}", said)
    for lock in manifest.locks:
        where = f"Khóa quy định {lock.kind}{f' của bước {lock.element}' if lock.element else ''}"
        yield Part("limit", f"lock:{lock.kind}:{lock.element}", where, traits(lock, _LOCK))
    for actor in manifest.actors:
        where = f"Người thực hiện “{actor.said}” trong quyết định"
        yield Part("decision", f"actor:{actor.said}", where, _actor(actor, names))
    for step, why in manifest.differs.items():
        yield Part("decision", f"why:{step}", f"Lý do khác quyết định ở {step}", {"lý do": why})


_DECISION = {
    "number": "số",
    "date": "ngày",
    "title": "tên",
    "signer": "người ký",
    "step_table": "bảng bước",
}
_LOCK = {"lock": "giới hạn", "basis": "căn cứ"}
_ACTOR = {"unit": "đơn vị", "position": "vị trí", "division": "bộ phận"}


def traits(thing: Any, names: Mapping[str, str]) -> dict[str, str]:
    """The named fields of a dataclass in words; those that are empty are left out."""
    told = {word: text(getattr(thing, name)) for name, word in names.items()}
    return {word: said for word, said in told.items() if said}


def _actor(actor: DecidedActor, names: Mapping[str, str]) -> dict[str, str]:
    told = traits(actor, _ACTOR)
    return {word: names.get(said, said) for word, said in told.items()}


def _own(name: str, value: Any, called: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A field in words; of a table or a list each entry by itself, so that one that changed does
    not show all the others again. What a code is called stands before it."""
    if isinstance(value, FeeTable):
        yield f"{OWN[name]}, tệp", value.file
        yield f"{OWN[name]}, quyết định", value.decision
        yield from ((f"{OWN[name]}, dữ liệu vào {key}", one) for key, one in value.inputs.items())
    elif isinstance(value, Mapping):
        yield from (
            (f"{OWN[name]}, {PEOPLE.get(key, key)}", _with_name(text(one), called))
            for key, one in value.items()
        )
    else:
        yield OWN[name], _with_name(text(_worded(name, value)), called)


def _with_name(said: str, called: Mapping[str, str]) -> str:
    return f"{called[said]} ({said})" if said in called else said


def _worded(name: str, value: object) -> object:
    if name == "channels":
        return [CHANNEL_NAMES[one] for one in getattr(value, "__iter__", list)()]
    return _CODED[name].get(str(value), value) if name in _CODED else value


def _limit(limit: TimeLimit) -> dict[str, str]:
    told = {"thời hạn": span_text(Span(limit.amount, limit.unit))}
    told |= {"căn cứ": limit.basis} if limit.basis else {}
    if limit.same_day:
        told["trả trong ngày"] = "có"
    if limit.cut_off:
        told["sau giờ này tính ngày làm việc sau"] = text(limit.cut_off)
    return told


def _limit_row(row: LimitRow) -> Part:
    told = _limit(row.limit) | {"của ai": CLOCKS[row.clock]}
    names = {"channels": "cách nộp", "when": "điều kiện", "after": "quyết định sau bước"}
    told |= traits(row, names | {"phase": "giai đoạn"})
    return Part("limit", f"row:{row.clock}:{row.variant}", f"Thời hạn khi {row.variant}", told)


def _paper(paper: DocumentAsked) -> Part:
    told = {"tên": paper.name, "bắt buộc": text(paper.required), "cách nộp": HANDED[paper.how]}
    names = {"note": "ghi chú", "when": "chỉ khi", "replaced_by": "thay bằng dữ liệu"}
    where = f"Giấy tờ “{paper.name}”"
    return Part("paper", paper.code, where, told | traits(paper, names), ordered=True)


def text(value: object) -> str:
    """A value as people read it; nothing for none."""
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return _table({one.name: getattr(value, one.name) for one in fields})
    for kind, say in _SAID:
        if isinstance(value, kind):
            return say(value)
    return "" if value is None else str(value)


def _many(values: Any) -> str:
    return ", ".join(text(one) for one in values)


def _table(values: Any) -> str:
    return ", ".join(f"{key} = {text(one)}" for key, one in values.items())


_SAID: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda value: "có" if value else "không"),
    (Decimal, amount_text),
    (float, lambda value: amount_text(Decimal(str(value)))),
    (date, day_text),
    (time, lambda value: value.strftime("%H:%M")),
    (Mapping, _table),
    ((list, tuple, set, frozenset), _many),
)
