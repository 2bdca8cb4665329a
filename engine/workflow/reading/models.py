"""The decision tables of a package: one reading for its check, its fees and its business rules."""

from collections.abc import Mapping

from engine.feel import FeelError
from engine.feel.dmn import DmnModel, compile_dmn
from engine.workflow.reading.document import Document, read_document


class ModelRefused(Exception):
    """A file is XML, and no DMN. ``reason`` is Vietnamese."""

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{file}: {reason}")


def read_model(document: Document, others: Mapping[str, DmnModel]) -> DmnModel:
    """The model of a DMN file, which may import those of the files before it (by file).

    Raises ModelRefused.
    """
    try:
        return compile_dmn(document.root, imports={one.namespace: one for one in others.values()})
    except FeelError as error:
        raise ModelRefused(document.file, error.message) from error


def read_models(files: Mapping[str, bytes]) -> dict[str, DmnModel]:
    """The models of a package's ``.dmn`` files, by file. Raises DocumentRefused, ModelRefused."""
    found: dict[str, DmnModel] = {}
    for file in sorted(files):
        if file.endswith(".dmn"):
            found[file] = read_model(read_document(files[file], file=file), found)
    return found
