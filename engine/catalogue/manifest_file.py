"""``procedure.toml`` as a manifest; the format is described in ``docs/reference/packages.md``."""

import tomllib
from collections.abc import Mapping

from engine.catalogue.manifest import (
    CHANNELS,
    HANDINGS,
    Channel,
    Decision,
    DocumentAsked,
    Ending,
    FeeTable,
    Handing,
    Manifest,
    PackageLock,
    ResultKind,
    TimeLimit,
    Wait,
)
from engine.catalogue.reading import TomlReader, demo_notes
from engine.life import ENDINGS, WAITS


class ManifestFaulty(Exception):
    """The manifest can't be used; ``faults`` says every reason in Vietnamese."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


def read_manifest(content: bytes) -> Manifest:
    """The manifest in these bytes. Raises ManifestFaulty with every fault, not only the first."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise ManifestFaulty(["Tệp không phải văn bản UTF-8."]) from None
    except (ValueError, RecursionError) as error:
        # Bad syntax, a number of thousands of digits, nesting without end: the diagnosis of the
        # package names the line.
        raise ManifestFaulty(["Tệp không đúng cú pháp TOML."]) from error
    return _Reader(data).manifest()


class _Reader(TomlReader):
    """Reads the manifest's own tables."""

    def manifest(self) -> Manifest:
        manifest = Manifest(
            code=self.text("code"),
            name=self.text("name"),
            short_name=self.text("short_name"),
            sector=self.text("sector"),
            level=self.one_of("level", ("commune", "department", "province")),
            decision=Decision(
                self.text("decision.number"),
                self.day("decision.date"),
                self.text("decision.title", ""),
            ),
            valid_from=self.day("valid_from", self.value("decision.date")),
            time_limit=TimeLimit(
                self.number("time_limit.amount"),
                self.unit("time_limit.unit"),
                self.text("time_limit.basis", ""),
                self.value("time_limit.same_day") is True,
                self.hour("time_limit.cut_off"),
            ),
            process=self.text("process.file", "process.bpmn"),
            filing_form=self.text("filing.form", "filing"),
            channels=self.channels("filing.channels"),
            area_field=self.text("filing.area_field", "") or None,
            competent=self.text("competent.unit", "") or None,
            anywhere=self.value("filing.anywhere") is not False,
            waits={wait.element: wait for wait in self.waits()},
            endings={ending.element: ending for ending in self.endings()},
            people=self.people(),
            roles=self.roles(),
            documents=tuple(self.documents()),
            results=tuple(self.results()),
            free=self.value("fee.free") is True,
            fee=self.fee(),
            online_level=self.text("filing.online_level", "") or None,
            locks=tuple(self.locks()),
            demo_notes=tuple(demo_notes(self.data)),
        )
        if self.faults:
            raise ManifestFaulty(self.faults)
        return manifest

    def channels(self, path: str) -> tuple[Channel, ...]:
        value = self.value(path)
        if isinstance(value, list) and value and set(value) <= set(CHANNELS):
            return tuple(channel for channel in CHANNELS if channel in value)
        self.faults.append(f"{path} phải là danh sách gồm: {', '.join(CHANNELS)}.")
        return ()

    def people(self) -> dict[str, str]:
        people = self.value("filing.people")
        if not isinstance(people, Mapping):
            return {}
        return {str(name): str(key) for name, key in people.items()}

    def roles(self) -> dict[str, str]:
        roles = self.value("roles")
        if not isinstance(roles, Mapping):
            return {}
        return {str(name): self.text(f"roles.{name}.unit") for name in roles}

    def fee(self) -> FeeTable | None:
        file, inputs = self.value("fee.table"), self.value("fee.inputs")
        if file is None:
            return None
        read = inputs if isinstance(inputs, Mapping) else {}
        names = {str(name): str(key) for name, key in read.items()}
        return FeeTable(str(file), self.text("fee.decision"), names)

    def waits(self) -> list[Wait]:
        waits = [
            Wait(
                element=str(row.get("element", "")),
                kind=str(row.get("kind", "")),
                note=str(row.get("note", "")),
            )
            for row in self.tables("waits")
        ]
        for wait in waits:
            if wait.kind not in WAITS:
                kinds = ", ".join(WAITS)
                self.faults.append(f"waits.kind là {wait.kind!r}, chỉ nhận: {kinds}.")
        return waits

    def endings(self) -> list[Ending]:
        endings = [
            Ending(element=str(row.get("element", "")), kind=str(row.get("kind", "")))
            for row in self.tables("endings")
        ]
        for ending in endings:
            if ending.kind not in ENDINGS:
                kinds = ", ".join(ENDINGS)
                self.faults.append(f"endings.kind là {ending.kind!r}, chỉ nhận: {kinds}.")
        return endings

    def locks(self) -> list[PackageLock]:
        return [
            PackageLock(
                kind=str(row.get("kind", "")),
                lock={name: row[name] for name in ("fixed", "least", "most") if name in row},
                basis=str(row.get("basis", "")),
                element=str(row.get("element", "")),
            )
            for row in self.tables("locks")
        ]

    def documents(self) -> list[DocumentAsked]:
        return [
            DocumentAsked(
                str(row.get("code", number)),
                str(row.get("name", "")),
                bool(row.get("required", False)),
                _text(row, "note"),
                self.handing(row),
                _text(row, "when"),
                _text(row, "replaced_by"),
            )
            for number, row in enumerate(self.tables("documents"), start=1)
        ]

    def handing(self, row: Mapping[str, object]) -> Handing:
        for how in HANDINGS:
            if row.get("how", "file") == how:
                return how
        known = ", ".join(HANDINGS)
        self.faults.append(f"documents.how là {row.get('how')!r}, chỉ nhận: {known}.")
        return "file"

    def results(self) -> list[ResultKind]:
        return [
            ResultKind(str(row.get("code", number)), str(row.get("name", "")))
            for number, row in enumerate(self.tables("results"), start=1)
        ]


def _text(row: Mapping[str, object], key: str) -> str | None:
    return str(row[key]) if row.get(key) else None
