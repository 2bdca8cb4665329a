"""Values of a TOML table by dotted path, with every fault collected in Vietnamese."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from engine.worktime import Unit


class TomlReader:
    """Reads values by dotted path and collects what is missing or of the wrong kind."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self.data = data
        self.faults: list[str] = []

    def value(self, path: str) -> object:
        found: object = self.data
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def text(self, path: str, default: str | None = None) -> str:
        value = self.value(path)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is None and default is not None:
            return default
        self.faults.append(f"Thiếu {path}: phải là một chuỗi chữ.")
        return default or "?"

    def one_of(self, path: str, allowed: tuple[str, ...]) -> str:
        value = self.text(path)
        if value not in allowed and value != "?":
            self.faults.append(f"{path} là {value!r}, chỉ nhận: {', '.join(allowed)}.")
        return value

    def number(self, path: str) -> Decimal:
        value = self.value(path)
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            return Decimal(str(value))
        self.faults.append(f"Thiếu {path}: phải là số không âm.")
        return Decimal(0)

    def day(self, path: str, default: object = None) -> date:
        value = self.value(path) or default
        if isinstance(value, date):
            return value
        self.faults.append(f"Thiếu {path}: phải là ngày, ví dụ 2025-11-26.")
        return date.min

    def unit(self, path: str) -> Unit:
        return Unit(self.one_of(path, tuple(Unit))) if self._known_unit(path) else Unit.NOT_COUNTED

    def _known_unit(self, path: str) -> bool:
        if self.value(path) in tuple(Unit):
            return True
        self.faults.append(f"{path} chỉ nhận: {', '.join(Unit)}.")
        return False

    def hour(self, path: str) -> time | None:
        """An hour of the day as "15:00"; ``None`` when nothing is said."""
        value = self.value(path)
        if value is None:
            return None
        try:
            return time.fromisoformat(str(value))
        except ValueError:
            self.faults.append(f"{path} phải là giờ và phút, ví dụ 15:00.")
            return None

    def tables(self, name: str) -> list[Mapping[str, object]]:
        rows = self.value(name)
        return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def demo_notes(data: Mapping[str, object], path: str = "") -> list[str]:
    """Where the manifest itself says that a fact is a demonstration."""
    notes: list[str] = []
    for key, value in data.items():
        if key == "source" and isinstance(value, str) and value.startswith("demo"):
            label = data.get("name") or data.get("note") or path
            notes.append(str(label))
        elif isinstance(value, Mapping):
            notes += demo_notes(value, f"{path}.{key}".strip("."))
        elif isinstance(value, list):
            rows = [row for row in value if isinstance(row, Mapping)]
            notes += [note for row in rows for note in demo_notes(row, key)]
    return notes
