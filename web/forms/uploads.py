"""Files that came with a form, now or in an earlier, refused try.

What a refused filing brought is kept: on a weak network nobody sends the same file twice. The
page carries each kept file as a signed note, so that nobody names a file of somebody else; without
script it is a ticked box.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from api.http import parts
from engine.accounts import Person
from engine.cases.adding_files import FiledDocument, media_type_of
from engine.errors import FileRefused, StoreUnavailable

PREFIX = "giay-"
KEPT = "giu"
ON_PAPER = "ban-giay"
KEPT_SECONDS = 24 * 60 * 60
"""How long a page that was left open may still send what it kept."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a refused filing, offered again; ``note`` is what the page sends back."""

    component: str
    name: str
    size: int
    note: str


def uploaded(field: str, component: str | None) -> list[FiledDocument]:
    """The files of one file control; a control that was left empty sends none."""
    return [
        FiledDocument(component=component, name=file.filename, content=file.read())
        for file in request.files.getlist(field)
        if file.filename
    ]


def posted_papers(person: Person) -> list[FiledDocument]:
    """The files of a filing form, each with the component it answers: new ones and kept ones."""
    fields = [field for field in request.files if field.startswith(PREFIX)]
    new = [file for one in fields for file in uploaded(one, one.removeprefix(PREFIX))]
    return [*_kept(person), *new]


def papers_on_hand(codes: Collection[str]) -> tuple[str, ...]:
    """The components that the officer at the counter has marked as received on paper."""
    return tuple(code for code in request.form.getlist(ON_PAPER) if code in codes)


def paper_field(code: str) -> str:
    """The name of the file control of a component."""
    return PREFIX + code


def keep(papers: Sequence[FiledDocument], person: Person) -> tuple[KeptFile, ...]:
    """Keep the files of a refused filing; those that can't be taken at all are left out."""
    return tuple(_keep(papers, person))


def _keep(papers: Sequence[FiledDocument], person: Person) -> Iterator[KeptFile]:
    for paper in papers:
        try:
            media_type_of(paper)
            digest = parts().documents.put(paper.content)
        except (FileRefused, StoreUnavailable):
            continue  # it is asked for again
        component, size = str(paper.component), len(paper.content)
        note = _notes().dumps([person.account_id, component, paper.name, digest])
        yield KeptFile(component, paper.name, size, str(note))


def _kept(person: Person) -> Iterator[FiledDocument]:
    for note in request.form.getlist(KEPT):
        try:
            owner, component, name, digest = _notes().loads(note, max_age=KEPT_SECONDS)
            content = parts().documents.get(digest)
        except (BadSignature, KeyError):
            continue  # too old, or not ours: the component is asked for again
        if owner == person.account_id:
            yield FiledDocument(component, name, content)


def _notes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=KEPT)
