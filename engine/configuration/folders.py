"""A configuration as it lies in a folder, often one that a version control keeps."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.configuration.exporting import PROVINCE
from engine.errors import ConfigurationFaulty


def read_folder(folder: Path) -> dict[str, bytes]:
    """Path → content of a configuration folder. Hidden files and a README are not part of it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder hold exactly these files; hidden files and a README stay as they are.

    Raises ConfigurationFaulty when the folder has files already and is no configuration: nothing
    in it would be safe.
    """
    folder.mkdir(parents=True, exist_ok=True)
    old = list(_files(folder))
    if old and not (folder / PROVINCE).is_file():
        first = f"Thư mục đã có tệp khác, ví dụ {old[0].relative_to(folder)}."
        raise ConfigurationFaulty(folder=folder.name, count=1, first=first, faults=[first])
    for path in old:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    _drop_empty(folder)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts):
            if parts == ("README.md",):
                continue
            yield path


def _drop_empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_dir() and not hidden and not any(path.iterdir()):
            path.rmdir()
