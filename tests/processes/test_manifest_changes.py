"""Whatever one value of a shipped manifest is changed to: a fault on that field, or read as meant.

A seeded sample; ``make check-long`` takes every change of every package.
"""

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue.fields.table import shown
from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST, demo_notes, read_manifest
from engine.diagnosis import Context, check
from engine.publishing.folders import read_package_folder
from tests.processes.reading import label, package_folders, units
from tests.unit.diagnosis.manifest_changes import Change, changes_of

FOLDERS = package_folders()
TOLD_ELSEWHERE = {
    ("process", "file"): {"process.file_missing"},
    ("time_limit", "amount"): {"hours.over_limit", "decided.differs"},
    ("time_limit", "unit"): {"hours.over_limit", "decided.differs"},
    ("decision", "actors"): {"decided.differs"},
    ("limits", 0): {"hours.over_limit", "field.condition"},
    ("fee", "inputs"): {"fee.input_missing"},
    ("filing", "people"): {"people.owner_unnamed"},
}
"""Fields whose fault is told where it shows: in the diagram or in the fee table."""
NOT_READ = {"version", "decision.signer", "decision.step_table", "waits.status", "results.when"}
"""What is checked and kept for people: the product has no use of it."""


def _holds(folder: Path, change: Change) -> bool:
    """Whether the change is publishable; what is told or read must be of that field."""
    known = units(folder.parent)
    levels = {code: row["level"] for code, row in known.items()}
    served = {"land_branch": (), "tax_office": ()}
    context = Context(units=dict.fromkeys(known), levels=levels, unserved=lambda _: served)
    found = check(read_package_folder(folder) | {MANIFEST: change.text}, context=context)
    if found.errors:
        elsewhere = TOLD_ELSEWHERE.get(change.path[:2], set())
        told = [shown(change.path) in e.message or e.code in elsewhere for e in found.errors]
        assert any(told), (change.name, found.errors)
        return False
    assert found.manifest is not None
    field = ".".join(part for part in change.path if isinstance(part, str))
    if change.what not in ("removed", "renamed") and field not in NOT_READ:
        assert _read_back(found.manifest, change.path) == _meant(change.value), change.name
    return True


def _meant(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _read_back(manifest: Manifest, path: tuple[str | int, ...]) -> Any:
    """The value of the manifest that the file's path stands for."""
    head, *rest = path
    if head == "limits":
        row = manifest.limits[int(rest[0])]
        return getattr(row if hasattr(row, str(rest[1])) else row.limit, str(rest[1]))
    if head in ("filing", "fee", "documents", "results", "decision", "time_limit", "waits"):
        return _inner(manifest, str(head), rest)
    return getattr(manifest, str(head))


def _inner(manifest: Manifest, table: str, rest: list[str | int]) -> Any:
    if table == "waits":
        return getattr(list(manifest.waits.values())[int(rest[0])], str(rest[1]))
    if table in ("documents", "results"):
        return getattr(getattr(manifest, table)[rest[0]], str(rest[1]))
    holder = manifest if table in ("filing", "fee") else getattr(manifest, table)
    return getattr(holder, str(rest[-1]))


def _changes(folder: Path) -> list[Change]:
    return list(changes_of(tomllib.loads((folder / MANIFEST).read_text())))


@pytest.mark.one_in(2)
@pytest.mark.parametrize("folder", FOLDERS, ids=label)
def test_a_change_of_a_value_is_a_fault_of_its_field_or_read_as_meant(folder: Path) -> None:
    source = random.Random(label(folder))
    for change in source.sample(_changes(folder), 8):
        _holds(folder, change)


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS, ids=label)
def test_every_change_of_every_value_is_a_fault_of_its_field_or_read_as_meant(folder: Path) -> None:
    changes = _changes(folder)
    publishable = [change for change in changes if _holds(folder, change)]
    kinds = {change.what for change in publishable}
    # Another text, another choice, something that need not be there: nothing else is publishable.
    assert kinds <= {"far", "removed", "turned"}, [change.name for change in publishable]
    assert len(publishable) * 10 < len(changes)


@pytest.mark.parametrize("folder", FOLDERS, ids=label)
def test_the_manifests_that_are_shipped_have_nothing_to_remark(folder: Path) -> None:
    read = read_manifest((folder / MANIFEST).read_bytes())
    assert (read.findings, read.manifest is None) == ((), False)


def test_what_no_decision_says_is_told_in_words_not_in_names_of_fields() -> None:
    told = {
        note: label(folder)
        for folder in FOLDERS
        for note in demo_notes(tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    }
    assert len(told) > len(FOLDERS) / 2
    assert [note for note in told if " " not in note] == []
