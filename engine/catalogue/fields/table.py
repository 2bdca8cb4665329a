"""A table of fields, and the reading of a file by it: every value that is there, every fault."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from engine.catalogue.fields.values import Form, Free, told
from engine.files import FileUnreadable, NotText, TomlFile
from engine.files.toml_file import Path

ANY = "*"
"""A key that the file's author chooses: a role, an input of the fee table."""
"""Bytes of a file of fields; those that are shipped have some thousands."""
MANY = "[]"
"""Ends the name of a table that may stand many times: ``documents[].code``."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a file. ``names`` is the kind of thing that its value must name.

    ``must``: the table that holds it is faulty without it. ``meaning`` is for the reference page.
    """

    path: str
    form: Form
    meaning: str
    must: bool = False
    names: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a field: the code of its kind, and what fills the kind's message."""

    code: str
    line: int | None
    values: Mapping[str, Any]
    near: str = ""
    """What may be misspelt, where ``known`` says what there is."""
    known: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A value that names something of the kind ``names``; whoever knows those holds it to them."""

    names: str
    field: str
    value: str
    line: int | None


@dataclass(slots=True)
class Reading:
    """What was read: the values by path, what they name, what is wrong."""

    file: TomlFile
    values: dict[str, Any] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, path: Path, **values: object) -> None:
        """Add a fault of the field at ``path``."""
        line = self.file.line_of(path)
        self.findings.append(Finding(code, line, {"field": shown(path), **values}))

    def value(self, path: str) -> Any:
        """A value outside of lists; ``None`` where there is none."""
        found: Any = self.values
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The tables of a list, in the order of the file."""
        found = self.values.get(name)
        return found if isinstance(found, list) else []


@dataclass(frozen=True)
class Tables:
    """The fields of a kind of file. ``keys`` is the form of names that authors choose in a table;
    ``anywhere`` may stand in every table; ``most`` tables of one kind at most."""

    fields: Sequence[Field]
    keys: Mapping[str, Form] = field(default_factory=dict)
    anywhere: Mapping[str, Form] = field(default_factory=dict)
    key_names: Mapping[str, str] = field(default_factory=dict)
    """Table → the kind of thing that its chosen keys name."""
    may_lack: frozenset[str] = frozenset()
    """Tables that a file need not have, though something is compulsory in them."""
    most: int = 100


class _Node:
    """A table of the declared fields: what may stand in it."""

    def __init__(self, place: str = "") -> None:
        self.place = place
        self.many = False
        self.tables: dict[str, _Node] = {}
        self.fields: dict[str, Field] = {}

    @property
    def known(self) -> list[str]:
        """The keys that it may have."""
        return [key for key in (*self.fields, *self.tables) if key != ANY]

    @property
    def owes(self) -> bool:
        """Whether a file must have it: something compulsory stands in it, whatever it is called."""
        inner = any(table.owes for key, table in self.tables.items() if key != ANY)
        return not self.many and (inner or any(one.must for one in self.fields.values()))


def _tree(fields: Sequence[Field]) -> _Node:
    root = _Node()
    for one in fields:
        *tables, key = one.path.split(".")
        node = root
        for part in tables:
            name = part.removesuffix(MANY)
            place = f"{node.place}.{part}".strip(".")
            node = node.tables.setdefault(name, _Node(place))
            node.many = part.endswith(MANY)
        node.fields[key] = one
    return root


def read_fields(file: TomlFile, tables: Tables) -> Reading:
    """Everything in the file that is declared; all else is a fault."""
    reading = Reading(file)
    _Reader(reading, tables).table(file.tables, _tree(tables.fields), (), reading.values)
    return reading


class _Reader:
    def __init__(self, reading: Reading, tables: Tables) -> None:
        self.reading = reading
        self.tables = tables

    def table(self, raw: Mapping[str, Any], node: _Node, path: Path, into: dict[str, Any]) -> None:
        """Read one table; what it lacks and what it may not have are faults."""
        if len(raw) > self.tables.most:
            self._too_many(path, len(raw), "khóa")
        for key, value in islice(raw.items(), self.tables.most):
            here = (*path, key)
            if key in node.fields:
                self._value(node.fields[key], value, here, into)
            elif key in node.tables:
                self._inner(node.tables[key], value, here, into)
            elif key in self.tables.anywhere:
                self._read(self.tables.anywhere[key], value, here)
            elif ANY in node.fields or ANY in node.tables:
                self._chosen(node, value, here, into)
            else:
                self._unknown(here, node)
        self._lacking(raw, node, path)

    def _lacking(self, raw: Mapping[str, Any], node: _Node, path: Path) -> None:
        """What must stand in the table, or in a table that must stand in it."""
        for key, one in node.fields.items():
            if one.must and key != ANY and key not in raw:
                self.reading.add("field.missing", (*path, key), wanted=one.form.words)
        for key, inner in node.tables.items():
            lacks = key != ANY and key not in raw and inner.place not in self.tables.may_lack
            if lacks and inner.owes:
                self.table({}, inner, (*path, key), {})

    def _unknown(self, path: Path, node: _Node) -> None:
        known = [*node.known, *self.tables.anywhere]
        values = {"field": shown(path), "allowed": ", ".join(known)}
        line = self.reading.file.line_of(path)
        self.reading.findings.append(
            Finding("field.unknown", line, values, near=str(path[-1]), known=known)
        )

    def _chosen(self, node: _Node, value: Any, path: Path, into: dict[str, Any]) -> None:
        """A key that the author chose; its name has a form too."""
        key = str(path[-1])
        form = self.tables.keys[node.place]
        _, wrong = form.read(key)
        if wrong:
            self.reading.add("field.name_form", path, wanted=form.words)
        if node.place in self.tables.key_names:
            self._name(self.tables.key_names[node.place], path, key)
        if ANY in node.fields:
            self._value(node.fields[ANY], value, path, into)
        else:
            self._inner(node.tables[ANY], value, path, into)

    def _inner(self, node: _Node, raw: Any, path: Path, into: dict[str, Any]) -> None:
        key = str(path[-1])
        if not node.many:
            if not isinstance(raw, Mapping):
                self._wrong_type(path, raw, f"bảng [{shown(path)}]")
                return
            into[key] = {}
            self.table(raw, node, path, into[key])
            return
        if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
            self._wrong_type(path, raw, f"các bảng [[{shown(path)}]]")
            return
        if len(raw) > self.tables.most:
            self._too_many(path, len(raw), "bảng")
        rows = raw[: self.tables.most]
        into[key] = [{} for _ in rows]
        for at, row in enumerate(rows):
            self.table(row, node, (*path, at), into[key][at])

    def _too_many(self, path: Path, count: int, what: str) -> None:
        """What is beyond the bound is not read: an answer of thousands of faults helps nobody."""
        wanted = f"không quá {self.tables.most} {what}"
        self.reading.add("field.bounds", path, value=f"{count} {what}", wanted=wanted)

    def _wrong_type(self, path: Path, raw: object, wanted: str) -> None:
        self.reading.add("field.type", path, value=told(raw), wanted=wanted)

    def _value(self, one: Field, raw: Any, path: Path, into: dict[str, Any]) -> None:
        value, right = self._read(one.form, raw, path)
        if value is None:
            return
        into[str(path[-1])] = value
        if one.names and right:
            for name in value if isinstance(value, tuple) else (value,):
                self._name(one.names, path, str(name))

    def _read(self, form: Form, raw: Any, path: Path) -> tuple[object, bool]:
        value, wrong = form.read(raw)
        if wrong and isinstance(form, Free) and value is not None:
            for one in islice(form.wrong(raw), self.tables.most):
                at = (*path, *one.at)
                self.reading.add(f"field.{wrong}", at, value=one.value, wanted=one.wanted)
        elif wrong:
            self.reading.add(f"field.{wrong}", path, value=told(raw), wanted=form.words)
        return value, wrong is None

    def _name(self, names: str, path: Path, value: str) -> None:
        line = self.reading.file.line_of(path)
        self.reading.named.append(Named(names, shown(path), value, line))


def unreadable(wrong: FileUnreadable, kind: str) -> Finding:
    """The fault of a file of which no field can be read; ``kind`` is its kind in Vietnamese."""
    code = "text.unreadable" if isinstance(wrong, NotText) else "manifest.syntax"
    return Finding(code, wrong.line, {"kind": kind, "detail": wrong.reason})


def shown(path: Path) -> str:
    """A path as people read it; places in lists count from 1: ``documents[2].code``."""
    return "".join(_parts(path)).lstrip(".") or "tệp"


def _parts(path: Path) -> Iterator[str]:
    for part in path:
        yield f"[{part + 1}]" if isinstance(part, int) else f".{_plain(part)}"


def _plain(key: str) -> str:
    text = "".join(letter if letter.isprintable() else "�" for letter in key)
    return text if len(text) <= _LONGEST_KEY else f"{text[:_LONGEST_KEY]}…"


_LONGEST_KEY = 60
