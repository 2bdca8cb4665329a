"""``procedure.toml`` read once: the manifest, and everything that is wrong with it.

The fields are declared in ``manifest_fields``. What the values name is held against the package and
the province by the diagnosis, which knows those.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.catalogue.fields import Finding, Named, Reading, read_fields
from engine.catalogue.fields.table import shown, unreadable
from engine.catalogue.forms import Fault
from engine.catalogue.manifest import (
    CASE_ROLES,
    DecidedActor,
    Decision,
    DocumentAsked,
    Ending,
    FeeTable,
    LimitRow,
    Manifest,
    PackageLock,
    ResultKind,
    TimeLimit,
    Wait,
)
from engine.catalogue.manifest_fields import MANIFEST_FIELDS
from engine.catalogue.manifest_limits import check_limits
from engine.catalogue.rules.checks.locking import read_lock
from engine.catalogue.rules.kinds import KINDS
from engine.files import FileUnreadable, read_toml
from engine.files.toml_file import Path
from engine.life import WAITS
from engine.worktime import Span, Unit
from engine.worktime.errors import SpanInvalid

MANIFEST = "procedure.toml"
PROCESS = "process.bpmn"
FILING = "filing"
_ESSENTIAL = (
    *("code", "name", "short_name", "sector", "level", "decision.number", "decision.date"),
    *("time_limit.amount", "time_limit.unit", "filing.channels"),
)
"""Without these there is nothing to run; all else has a meaning when it is absent."""


@dataclass(frozen=True)
class ManifestRead:
    """What a file says. ``manifest`` is ``None`` when what is compulsory is missing or unreadable.

    A value out of bounds is a finding and still read: packages of earlier days keep running.
    """

    manifest: Manifest | None
    findings: tuple[Finding, ...] = ()
    named: tuple[Named, ...] = ()
    roles: frozenset[str] | None = None
    """The extra unit roles, as far as they can be read; ``None`` when nothing can."""
    limit: TimeLimit | None = None
    process: str = PROCESS
    filing_form: str = FILING
    fee: FeeTable | None = None
    when: Mapping[int, tuple[str, int | None]] = field(default_factory=dict)
    """Place of a document → its condition and the line of it."""
    limit_lines: tuple[int | None, ...] = ()
    """The line of each row of the manifest's ``limits``."""


def read_manifest(content: bytes) -> ManifestRead:
    """The manifest in these bytes, with every fault, not only the first."""
    try:
        file = read_toml(content)
    except FileUnreadable as wrong:
        return ManifestRead(None, (unreadable(wrong, "mô tả thủ tục"),))
    reading = read_fields(file, MANIFEST_FIELDS)
    _together(reading)
    locks = tuple(_locks(reading))
    whole = all(reading.value(path) is not None for path in _ESSENTIAL)
    roles, limit = reading.value("roles"), _own_limit(reading)
    return ManifestRead(
        manifest=_manifest(reading, limit, locks) if whole and limit else None,
        findings=tuple(reading.findings),
        named=tuple(reading.named),
        roles=frozenset(roles or ()) if "roles" not in file.tables or roles is not None else None,
        limit=limit,
        process=reading.value("process.file") or PROCESS,
        filing_form=reading.value("filing.form") or FILING,
        fee=_fee(reading),
        when={
            at: (row["when"], file.line_of(("documents", at, "when")))
            for at, row in enumerate(reading.rows("documents"))
            if "when" in row
        },
        limit_lines=tuple(
            file.line_of(("limits", at))
            for at, row in enumerate(reading.rows("limits"))
            if _limit_row(row) is not None
        ),
    )


def _manifest(reading: Reading, limit: TimeLimit, locks: tuple[PackageLock, ...]) -> Manifest:
    value = reading.value
    decided = value("decision.date")
    return Manifest(
        code=value("code"),
        name=value("name"),
        short_name=value("short_name"),
        sector=value("sector"),
        level=value("level"),
        decision=Decision(
            value("decision.number"),
            decided,
            value("decision.title") or "",
            value("decision.signer") or "",
            value("decision.step_table"),
        ),
        valid_from=value("valid_from") or decided,
        time_limit=limit,
        process=value("process.file") or PROCESS,
        filing_form=value("filing.form") or FILING,
        channels=value("filing.channels"),
        area_field=value("filing.area_field"),
        competent=value("competent.unit"),
        competent_by_area=value("competent.by_area"),
        anywhere=value("filing.anywhere") is not False,
        limits=tuple(row for row in map(_limit_row, reading.rows("limits")) if row is not None),
        waits={wait.element: wait for wait in _waits(reading)},
        endings={
            row["element"]: Ending(row["element"], row["kind"])
            for row in reading.rows("endings")
            if row.keys() >= {"element", "kind"}
        },
        people=value("filing.people") or {},
        roles=_roles(reading, "unit"),
        area_roles=_roles(reading, "by_area"),
        documents=tuple(
            DocumentAsked(
                row.get("code", str(number)),
                row.get("name", ""),
                row.get("required", False),
                row.get("note"),
                row.get("how", "file"),
                row.get("when"),
                row.get("replaced_by"),
            )
            for number, row in enumerate(reading.rows("documents"), start=1)
        ),
        results=tuple(
            ResultKind(row.get("code", str(number)), row.get("name", ""), row.get("when"))
            for number, row in enumerate(reading.rows("results"), start=1)
        ),
        free=value("fee.free") is True,
        fee=_fee(reading),
        online_level=value("filing.online_level"),
        locks=locks,
        actors=tuple(
            DecidedActor(row["said"], row["unit"], row["position"], row.get("division"))
            for row in value("decision.actors") or ()
            if row.keys() >= {"said", "unit", "position"}
        ),
        differs={
            row["step"]: row["why"]
            for row in value("decision.differs") or ()
            if row.keys() >= {"step", "why"}
        },
        demo_notes=tuple(demo_notes(reading.file.tables)),
    )


def _roles(reading: Reading, by: str) -> dict[str, str]:
    roles = reading.value("roles") or {}
    return {name: role[by] for name, role in roles.items() if by in role}


def _own_limit(reading: Reading) -> TimeLimit | None:
    return _limit(reading.value("time_limit") or {})


def _limit(said: Mapping[str, Any]) -> TimeLimit | None:
    amount, unit = said.get("amount"), said.get("unit")
    if amount is None or unit is None:
        return None
    try:
        Span(amount, Unit(unit))
    except SpanInvalid:
        return None  # nobody could count it, whatever the bounds of the field
    return TimeLimit(
        amount,
        Unit(unit),
        said.get("basis") or "",
        said.get("same_day") is True,
        said.get("cut_off"),
    )


def _limit_row(said: Mapping[str, Any]) -> LimitRow | None:
    """A row of limits; ``None`` where it can't be counted or nobody knows whom it is about."""
    limit = _limit(said)
    if limit is None or "variant" not in said:
        return None
    return LimitRow(
        limit=limit,
        variant=said["variant"],
        clock=said.get("clock", "statutory"),
        channels=said.get("channels", ()),
        when=said.get("when"),
        after=said.get("after"),
        phase=said.get("phase"),
    )


def _fee(reading: Reading) -> FeeTable | None:
    file, decision = reading.value("fee.table"), reading.value("fee.decision")
    if file is None or decision is None:
        return None
    return FeeTable(
        file,
        decision,
        reading.value("fee.inputs") or {},
        reading.value("fee.due") or "after",
    )


def _waits(reading: Reading) -> Iterator[Wait]:
    for row in reading.rows("waits"):
        if row.keys() >= {"element", "kind"}:
            yield Wait(row["element"], row["kind"], row.get("note", ""))


def _locks(reading: Reading) -> Iterator[PackageLock]:
    """The locks that can be read, their values as rules of their kind have them."""
    for at, row in enumerate(reading.rows("locks")):
        kind = KINDS.get(row.get("kind", ""))
        if kind is None:
            continue  # missing, or held against the kinds as every name is
        faults: list[Fault] = []
        given: dict[str, Any] = {
            name: row[name] for name in ("fixed", "least", "most") if name in row
        }
        lock = read_lock(given or {"fixed": False}, kind, faults)
        for one in faults:
            name = one.field.removeprefix("lock").strip(".")
            path = ("locks", at, name) if name else ("locks", at)
            reading.add("field.conflict", path, detail=one.message)
        if row.get("element") and not kind.needs_element:
            detail = f"{kind.name} không phải quy định về một bước."
            reading.add("field.conflict", ("locks", at, "element"), detail=detail)
        if lock is not None and not faults:
            yield PackageLock(kind.code, lock, row.get("basis", ""), row.get("element", ""))


def _together(reading: Reading) -> None:
    """What is right field by field and can't be right together."""
    value = reading.value
    check_limits(reading)
    _check_level(reading)
    channels, level = value("filing.channels"), value("filing.online_level")
    if channels and level and (level == "none") is ("online" in channels):
        told = f"ghi {level} trong khi filing.channels {'có' if level == 'none' else 'không có'}"
        detail = f"{told} online."
        reading.add("field.conflict", ("filing", "online_level"), detail=detail)
    if value("fee.free") and value("fee.table"):
        detail = "thủ tục không thu phí thì không có bảng phí."
        reading.add("field.conflict", ("fee", "free"), detail=detail)
    if value("fee.table") and not value("fee.decision"):
        wanted = "tên quyết định của bảng phí"
        reading.add("field.missing", ("fee", "decision"), wanted=wanted)
    for name in ("decision", "inputs", "due"):
        if value(f"fee.{name}") and not value("fee.table"):
            reading.add("field.conflict", ("fee", name), detail="chưa có bảng phí (fee.table).")
    _check_roles(reading)
    for at, row in enumerate(reading.rows("waits")):
        if "kind" in row and row.get("status") not in (None, WAITS[row["kind"]]):
            detail = f"{row['kind']} là trạng thái {WAITS[row['kind']]:d}."
            reading.add("field.conflict", ("waits", at, "status"), detail=detail)
    for table, key in (*_ONCE,):
        _check_once(reading, table, key)


def _check_roles(reading: Reading) -> None:
    """Each extra role has a name of its own; who decides or does a step is fixed or by area."""
    value = reading.value
    about = value("filing.area_field") or value("level") in (None, "commune")
    roles = value("roles") or {}
    for name in CASE_ROLES & roles.keys():
        detail = "mọi hồ sơ đã có vai trò này, hãy đặt tên khác."
        reading.add("field.conflict", ("roles", name), detail=detail)
    named: list[tuple[Path, Mapping[str, Any]]] = [(("roles", name), roles[name]) for name in roles]
    if value("competent") is not None:
        named.append((("competent",), value("competent")))
    for path, role in named:
        if not role.keys() & {"unit", "by_area"} and not _told(reading, path):
            wanted = f"mã đơn vị, hoặc vai trò theo địa bàn ở {shown((*path, 'by_area'))}"
            reading.add("field.missing", (*path, "unit"), wanted=wanted)
        if role.keys() >= {"unit", "by_area"}:
            detail = "đã có unit; đơn vị cố định thì không tìm theo địa bàn."
            reading.add("field.conflict", (*path, "by_area"), detail=detail)
        if "by_area" in role and not about:
            detail = "phiếu khai không hỏi xã, phường (filing.area_field) nên không biết địa bàn."
            reading.add("field.conflict", (*path, "by_area"), detail=detail)


def _told(reading: Reading, path: Path) -> bool:
    """Whether a fault of something inside is told already."""
    return any(str(one.values["field"]).startswith(shown(path)) for one in reading.findings)


def _check_level(reading: Reading) -> None:
    """Who decides when the manifest names no unit: only communes are found by the filing."""
    level, fixed = reading.value("level"), reading.value("competent")
    if fixed is not None or level in (None, "commune"):
        return
    if level == "department":
        detail = "cấp sở thì phải ghi đơn vị giải quyết (competent.unit)."
        reading.add("field.conflict", ("level",), detail=detail)
    elif reading.value("filing.area_field"):
        detail = "cấp tỉnh giải quyết, trong khi filing.area_field giao cho xã, phường."
        reading.add("field.conflict", ("level",), detail=detail)


_ONCE = (("documents", "code"), ("results", "code"), ("waits", "element"), ("endings", "element"))


def _check_once(reading: Reading, table: str, key: str) -> None:
    rows = reading.rows(table)
    counts = Counter(row[key] for row in rows if key in row)
    for at, row in enumerate(rows):
        if counts[row.get(key, "")] > 1:
            reading.add("field.twice", (table, at, key), value=row[key])


def demo_notes(data: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Where the manifest itself says that a fact is a demonstration."""
    for key, value in data.items():
        if key == "source" and isinstance(value, str) and value.startswith("demo"):
            yield _demonstrated(data, path)
        elif isinstance(value, Mapping):
            yield from demo_notes(value, f"{path}.{key}".strip("."))
        elif isinstance(value, list):
            for row in value:
                if isinstance(row, Mapping):
                    yield from demo_notes(row, key)


TABLES: Mapping[str, str] = {
    "": "Cả thủ tục",
    "decision": "Quyết định công bố",
    "time_limit": "Thời hạn giải quyết",
    "limits": "Thời hạn của một số trường hợp",
    "process": "Quy trình",
    "filing": "Cách nộp hồ sơ",
    "fee": "Phí, lệ phí",
    "documents": "Thành phần hồ sơ",
    "results": "Kết quả",
    "roles": "Cơ quan tham gia",
    "waits": "Thời gian chờ",
}
"""What each table of a manifest is about."""


def _demonstrated(data: Mapping[str, Any], path: str) -> str:
    """A table in words: its own name or note, else what it is about and what it says."""
    if own := data.get("name") or data.get("note"):
        return str(own)
    about = TABLES.get(path.partition(".")[0], "Một phần của thủ tục")
    says = next((data[key] for key in ("title", "variant", "basis") if data.get(key)), None)
    return f"{about}: {says}" if says else about
