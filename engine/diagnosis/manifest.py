"""What the diagnosis needs of ``procedure.toml`` and of the scenarios.

The manifest as a whole is read and checked by the catalogue; here only what the drawing is held to.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.diagnosis.texts import hint
from engine.workflow.reading.elements import Step
from engine.workflow.reading.faults import Fault, fault

MANIFEST = "procedure.toml"
HOURS_A_DAY = Decimal(8)
_AT_LINE = re.compile(r"at line (\d+)")
_TOML_WORDS = {
    "Expected newline": "thừa chữ sau giá trị",
    "Expected '='": "thiếu dấu = sau tên khóa",
    "Expected ']": "thiếu dấu ] đóng tên bảng",
    "Illegal character": "có ký tự không được phép, hay chuỗi chữ chưa đóng ngoặc kép",
    "Unescaped": "dấu \\ trong chuỗi chữ phải viết thành \\\\",
    "Unterminated": "chuỗi chữ chưa đóng ngoặc kép",
    "Unclosed array": "danh sách chưa đóng ngoặc ]",
    "Unclosed inline table": "bảng trên một dòng chưa đóng ngoặc }",
    "Cannot overwrite": "khóa đã có ở phía trên",
    "Cannot declare": "bảng đã có ở phía trên",
    "Cannot redefine": "bảng đã có ở phía trên",
    "Cannot mutate": "bảng đã có ở phía trên",
    "Duplicate inline": "khóa viết hai lần trong một bảng",
    "Invalid initial character for a key": "tên khóa bắt đầu bằng ký tự không được phép",
    "Invalid date": "ngày hay giờ không có thật",
    "Invalid value": "giá trị không đọc được; chữ phải đặt trong ngoặc kép",
    "Invalid statement": "dòng không có dạng tên = giá trị",
}
"""How the beginning of what the TOML reader says is said here."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a manifest says that the drawing must agree with; ``limit`` in working hours."""

    roles: frozenset[str] = frozenset()
    limit: Decimal | None = None
    process_file: str = "process.bpmn"
    filing_form: str | None = None
    fee_table: str | None = None


def load_toml(
    data: bytes, *, file: str, kind: str, faults: list[Fault]
) -> Mapping[str, Any] | None:
    """The file's tables, or None with a fault."""
    line = None
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        detail = "không phải văn bản UTF-8"
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line, detail = (int(found[1]) if found else None), toml_words(error)
    except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
        detail = "giá trị quá lớn hoặc lồng quá sâu"
    faults.append(fault("manifest.syntax", file=file, line=line, kind=kind, detail=detail))
    return None


def toml_words(error: tomllib.TOMLDecodeError) -> str:
    """What is wrong with a TOML text, in Vietnamese."""
    said = str(error)
    words = (text for start, text in _TOML_WORDS.items() if said.startswith(start))
    return next(words, "không đọc được")


def read_frame(data: bytes, *, file: str, faults: list[Fault]) -> Frame:
    """The frame of a manifest; what is missing or of the wrong kind stays at its default."""
    table = load_toml(data, file=file, kind="mô tả thủ tục", faults=faults)
    if table is None:
        return Frame()
    roles = table.get("roles")
    process = _table(table, "process").get("file")
    form = _table(table, "filing").get("form")
    fees = _table(table, "fee").get("table")
    return Frame(
        roles=frozenset(roles) if isinstance(roles, dict) else frozenset(),
        limit=_limit(_table(table, "time_limit")),
        process_file=process if isinstance(process, str) and process else "process.bpmn",
        filing_form=form if isinstance(form, str) and form else None,
        fee_table=fees if isinstance(fees, str) else None,
    )


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = table.get(name)
    return inner if isinstance(inner, dict) else {}


def _limit(table: Mapping[str, Any]) -> Decimal | None:
    amount = table.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 < amount < _MOST:
        return None
    number = Decimal(str(amount))
    units = {"working_hours": number, "working_days": number * HOURS_A_DAY}
    return units.get(str(table.get("unit")))


_MOST = 1_000_000


def check_scenario(
    data: bytes, steps: Mapping[str, Step], *, file: str, faults: list[Fault]
) -> None:
    """The steps that a scenario walks, against the drawing's."""
    table = load_toml(data, file=file, kind="kịch bản", faults=faults)
    walked = table.get("step") if table is not None else None
    for row in walked if isinstance(walked, list) else []:
        element = row.get("element") if isinstance(row, dict) else None
        if not isinstance(element, str) or element not in steps:
            close = hint(str(element), steps.keys())
            faults.append(fault("scenario.element_unknown", file=file, value=element, hint=close))
            continue
        step, outcome = steps[element], row.get("outcome")
        allowed = [choice.value for choice in step.outcomes]
        if outcome is not None and outcome not in allowed:
            faults.append(
                fault(
                    "scenario.outcome_unknown",
                    file=file,
                    value=outcome,
                    step=step.name,
                    allowed=", ".join(allowed) or "(bước này không có lựa chọn)",
                )
            )
