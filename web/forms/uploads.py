"""Files that came with a form, now or in an earlier, refused try.

What a refused form brought is kept: on a weak network nobody sends the same file twice. The page
carries each kept file as a signed note, so that nobody names a file of somebody else; without
script it is a ticked box.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from os import SEEK_END

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from api.http import parts
from engine.cases.adding_files import FiledDocument, media_type_of, name_of
from engine.drafts.draft import DraftFile
from engine.errors import FileRefused, Unavailable

PREFIX, VERDICT = "giay-", "xet-"
KEPT = "giu"
ON_PAPER = "ban-giay"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a form that was not taken, offered again; ``note`` is what the page sends back.

    ``component`` is that of a filing; ``None`` for the result of a step.
    """

    component: str | None
    name: str
    size: int
    digest: str
    note: str


def posted_papers(account_id: str) -> list[FiledDocument]:
    """The files of a filing form, each with the component it answers: kept ones and new ones."""
    fields = [field for field in request.files if field.startswith(PREFIX)]
    new = [file for one in fields for file in _uploaded(one, one.removeprefix(PREFIX))]
    return [*(file for file in _contents(account_id) if file.component is not None), *new]


def posted_results(control: str, account_id: str) -> list[FiledDocument]:
    """The files of a step's result: kept ones and new ones."""
    kept = (file for file in _contents(account_id) if file.component is None)
    return [*kept, *_uploaded(control, None)]


def papers_on_hand(codes: Collection[str]) -> tuple[str, ...]:
    """The components that the officer at the counter has marked as received on paper."""
    return tuple(code for code in request.form.getlist(ON_PAPER) if code in codes)


def paper_field(code: str) -> str:
    """The name of the file control of a component."""
    return PREFIX + code


def verdict_field(code: str) -> str:
    """The name of the control for what an officer finds of a component's papers."""
    return VERDICT + code


def keep(files: Sequence[FiledDocument], account_id: str) -> tuple[KeptFile, ...]:
    """Keep the files of a form; those that can't be taken at all are left out."""
    return tuple(_keep(files, account_id))


def keep_as_it_is(files: Sequence[FiledDocument], account_id: str) -> tuple[KeptFile, ...]:
    """Keep tables and files of packages, whose kinds are told by reading them."""
    return tuple(_put(file, file.name, account_id) for file in files)


def kept_by_control(account_id: str) -> dict[str, list[KeptFile]]:
    """Every file of this request, kept: those of each file control; kept before, under ``giu``."""
    found = {KEPT: list(_noted(account_id))}
    for field in request.files:
        component = field.removeprefix(PREFIX) if field.startswith(PREFIX) else None
        found[field] = list(_keep(_uploaded(field, component), account_id))
    return found


def shown_again(account_id: str, files: Iterable[DraftFile]) -> Iterator[KeptFile]:
    """The files of a draft of one's own, as a page offers them."""
    for one in files:
        yield _kept(account_id, one.component, one.name, one.size, one.digest)


def _uploaded(field: str, component: str | None) -> list[FiledDocument]:
    """The files of one file control; a control that was left empty sends none."""
    return [
        FiledDocument(component=component, name=file.filename, content=_read(file))
        for file in request.files.getlist(field)
        if file.filename
    ]


def _read(file: FileStorage) -> bytes:
    """The whole content, as often as it is asked for."""
    file.stream.seek(0)
    content: bytes = file.read()
    return content


def size_posted() -> int:
    """Bytes of the files that came with this request."""
    size = 0
    for file in (one for field in request.files for one in request.files.getlist(field)):
        file.stream.seek(0, SEEK_END)
        size += file.stream.tell()
        file.stream.seek(0)
    return size


def _keep(files: Sequence[FiledDocument], account_id: str) -> Iterator[KeptFile]:
    for file in files:
        try:
            media_type_of(file)
            yield _put(file, name_of(file), account_id)
        except (FileRefused, Unavailable):
            continue  # it is asked for again


def _put(file: FiledDocument, name: str, account_id: str) -> KeptFile:
    digest = parts().documents.put(file.content)
    return _kept(account_id, file.component, name, len(file.content), digest)


def _kept(account_id: str, component: str | None, name: str, size: int, digest: str) -> KeptFile:
    note = str(_notes().dumps([account_id, component, name, size, digest]))
    return KeptFile(component, name, size, digest, note)


def _noted(account_id: str) -> Iterator[KeptFile]:
    """The kept files that this request names, once each."""
    longest = timedelta(days=parts().draft_days).total_seconds()
    for note in dict.fromkeys(request.form.getlist(KEPT)):
        try:
            owner, component, name, size, digest = _notes().loads(note, max_age=int(longest))
        except (BadSignature, ValueError):
            continue  # too old, or not ours: the component is asked for again
        if owner == account_id:
            yield KeptFile(component, name, size, digest, note)


def _contents(account_id: str) -> Iterator[FiledDocument]:
    for one in _noted(account_id):
        try:
            content = parts().documents.get(one.digest)
        except KeyError:
            continue  # the component is asked for again
        yield FiledDocument(one.component, one.name, content)


def _notes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=KEPT)
