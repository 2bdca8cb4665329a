"""What a draft with faults is, as far as its files can be read each by itself."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.catalogue.desk_names import desk_names
from engine.catalogue.forms.questions import label_of, questions
from engine.designing.drafts import Files
from engine.designing.explained import DraftStep, step_row
from engine.designing.looked import Looked
from engine.designing.rights import Designer
from engine.designing.tables_shown import DecisionTable, tables_of
from engine.files import FileUnreadable, read_json
from engine.organisation.tree import Setting, setting_of
from engine.publishing.decided import steps_read
from engine.workflow.draw import NoDiagram, UnreadableDiagram, draw
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults.refusals import DocumentRefused


@dataclass(frozen=True, slots=True)
class FormRead:
    """A form: its key, and what it asks in its own words."""

    key: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AsFarAsRead:
    """What could be read: SVG of each drawing by its file, steps without who holds them today,
    decision tables, forms."""

    diagrams: tuple[tuple[str, str], ...]
    steps: tuple[DraftStep, ...]
    tables: tuple[DecisionTable, ...]
    forms: tuple[FormRead, ...]


def as_far_as_read(session: Session, who: Designer, files: Files, looked: Looked) -> AsFarAsRead:
    """Every file that can be read; of the others their faults tell. Raises ProvinceNotFound."""
    setting = setting_of(session, who.province_code)
    return AsFarAsRead(
        diagrams=tuple(_diagrams(files)),
        steps=tuple(_steps(files, looked, setting)),
        tables=tuple(_tables(files)),
        forms=tuple(_forms(files)),
    )


def _paths(files: Files, ending: str) -> list[str]:
    return sorted(path for path in files if path.endswith(ending))


def _diagrams(files: Files) -> Iterator[tuple[str, str]]:
    for path in _paths(files, ".bpmn"):
        with suppress(DocumentRefused, NoDiagram, UnreadableDiagram):
            root = read_document(files[path], file=path).root
            yield path, draw(root, title=f"Sơ đồ trong {path}")


def _steps(files: Files, looked: Looked, setting: Setting) -> Iterator[DraftStep]:
    names = desk_names(setting, looked.manifest)
    steps = steps_read(files).values()
    yield from (step_row(number, step, names) for number, step in enumerate(steps, start=1))


def _tables(files: Files) -> Iterator[DecisionTable]:
    for path in _paths(files, ".dmn"):
        with suppress(DocumentRefused):
            yield from tables_of({path: files[path]})


def _forms(files: Files) -> Iterator[FormRead]:
    for path in _paths(files, ".json"):
        with suppress(FileUnreadable):
            found = questions(read_json(files[path]))
            asked = tuple(label_of(one) for one in found if one.get("key"))
            yield FormRead(path.removeprefix("forms/").removesuffix(".json"), asked)
