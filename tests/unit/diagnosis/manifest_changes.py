"""Every change of one value of a manifest: type, sign, size, nothing, hidden letters, names."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

Path = tuple[str | int, ...]
FAR = "_khong_co"


@dataclass(frozen=True, slots=True)
class Change:
    """A manifest with one value changed; ``value`` is ``None`` where it was removed."""

    path: Path
    what: str
    value: Any
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The field, and what was done to it."""
        return f"{'.'.join(map(str, self.path))} {self.what}"

    @property
    def text(self) -> bytes:
        """The changed file."""
        return toml_text(self.data).encode()


def changes_of(data: Mapping[str, Any]) -> Iterator[Change]:
    """Each change of each value of the manifest, in its order."""
    for path, value in _leaves(data, ()):
        for what, other in _others(value):
            yield Change(path, what, other, _with(data, path, other))
        yield Change(path, "removed", None, _without(data, path))
        if isinstance(path[-1], str):
            renamed = _without(data, path)
            _parent(renamed, path)[f"{path[-1]}x"] = value
            yield Change((*path[:-1], f"{path[-1]}x"), "renamed", value, renamed)


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for at, inner in enumerate(value):
            yield from _leaves(inner, (*path, at))
    else:
        yield path, value


def _others(value: Any) -> Iterator[tuple[str, Any]]:
    yield "in a list", [value]
    yield "a table", {"a": value}
    if isinstance(value, bool):
        yield from (("a text", str(value).lower()), ("a number", int(value)), ("turned", not value))
    elif isinstance(value, str):
        yield from (("a number", 7), ("a truth", True), ("empty", ""), ("blank", "  "))
        yield from (("with NUL", f"{value}\0"), ("with a bell", f"\7{value}"))
        yield from (("turned round", f"\u202e{value}"), ("far", f"{value}{FAR}"))
        yield from (("long", value + "a" * 100_000), ("a day", date(2025, 12, 1)))
    elif isinstance(value, int | float):
        yield from (("a text", str(value)), ("negative", -value), ("nought", 0))
        yield from (("3,000,000", 3_000_000), ("1e30", 10**30), ("a fraction", value + 0.123))
        yield from (("nan", float("nan")), ("inf", float("inf")), ("a truth", True))
    elif isinstance(value, date):
        yield from (
            ("a text", value.isoformat()),
            ("a number", 20251201),
            ("year 1", date(1, 1, 1)),
        )
        yield from (
            ("year 9999", date(9999, 12, 31)),
            ("a moment", datetime(2025, 12, 1, 8, tzinfo=UTC)),
        )
    elif isinstance(value, list):
        yield from (("empty", []), ("a text", str(value[0])), ("numbers", [1, 2]))
        yield from (("one far", [*value[:-1], f"{value[-1]}{FAR}"]), ("doubled", value * 2))


def _with(data: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(dict(data))
    _parent(changed, path)[path[-1]] = value
    return changed


def _without(data: Mapping[str, Any], path: Path) -> dict[str, Any]:
    changed = copy.deepcopy(dict(data))
    del _parent(changed, path)[path[-1]]
    return changed


def _parent(data: Any, path: Path) -> Any:
    for part in path[:-1]:
        data = data[part]
    return data


def toml_text(data: Mapping[str, Any]) -> str:
    """The data as TOML: plain values of the file first, then each table on its own."""
    lines = [f"{_key(k)} = {_value(v)}" for k, v in data.items() if not _own_table(v)]
    for key, value in data.items():
        if _own_table(value):
            lines += _tables((key,), value)
    return "\n".join(lines) + "\n"


def _tables(path: tuple[str, ...], value: Any) -> Iterator[str]:
    name = ".".join(map(_key, path))
    if isinstance(value, list):
        for row in value:
            yield f"[[{name}]]"
            yield from (f"{_key(k)} = {_value(v)}" for k, v in row.items())
        return
    yield f"[{name}]"
    yield from (f"{_key(k)} = {_value(v)}" for k, v in value.items() if not _own_table(v))
    for key, inner in value.items():
        if _own_table(inner):
            yield from _tables((*path, key), inner)


def _own_table(value: Any) -> bool:
    several = isinstance(value, list) and value and all(isinstance(v, dict) for v in value)
    return isinstance(value, dict) or bool(several)


def _key(key: str) -> str:
    return key if key.replace("_", "a").isalnum() and key.isascii() else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(map(_letter, value)) + '"'
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(k)} = {_value(v)}' for k, v in value.items())} }}"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter >= " " and letter != "\x7f" else f"\\u{ord(letter):04x}"
