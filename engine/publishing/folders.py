"""Packages that lie in a folder, as they are shipped under ``processes/``."""

from pathlib import Path

from engine.catalogue.manifest_file import MANIFEST
from engine.publishing.importing.endings import usual

SUFFIXES = frozenset({".toml", ".bpmn", ".dmn", ".json", ".csv", ".xml"})


def read_package_folder(folder: Path) -> dict[str, bytes]:
    """The files of a package folder, by their path within it."""
    return {
        usual(path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith("._")
    }


def package_folders(province: Path) -> list[Path]:
    """The package folders of a province's folder."""
    return sorted(path.parent for path in province.glob(f"*/{MANIFEST}"))


def province_folders(root: Path) -> list[Path]:
    """The province folders under a root."""
    return sorted(path.parent for path in root.glob("*/province.toml"))
