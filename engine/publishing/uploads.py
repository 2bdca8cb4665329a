"""What a designer hands in: a zip of the package, or its files one by one."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from engine.catalogue.manifest_file import MANIFEST, PROCESS
from engine.errors import Invalid
from engine.files.limits import PACKAGE
from engine.publishing.archive import (
    FOLDERS,
    file_refusals,
    is_litter,
    kind_refusals,
    name_refusals,
    printed,
    read_archive,
)
from engine.publishing.decided import BESIDE
from engine.publishing.importing.endings import is_zip, told_by_content
from engine.typed.file_names import one_on_every_disk
from engine.typed.numbers import size_written

_CALLED = frozenset({MANIFEST, PROCESS, BESIDE})
"""Files that are found by their name alone."""


class UploadRefused(Invalid):
    """Nothing was uploaded, several zips, or a single file that a zip could not have either."""

    code = "upload_refused"
    message = "Chưa nhận được gói: {reason}"


def read_upload(parts: Iterable[tuple[str, bytes]]) -> Mapping[str, bytes]:
    """The package's files by path, from one zip or from several named files.

    Single files are asked what those in a zip are, so that a draft's own archive comes back in.
    Raises ArchiveRefused, UploadRefused.
    """
    uploaded = [(name, content) for name, content in parts if not is_litter(name)]
    zips = [name for name, content in uploaded if is_zip(name, content)]
    if len(uploaded) == 1 and zips:
        return _placed(read_archive(uploaded[0][1]))
    if not uploaded:
        raise UploadRefused(reason="hãy chọn một tệp zip, hoặc các tệp BPMN, DMN và biểu mẫu.")
    if zips:
        told = f"có tệp zip “{printed(zips[0])}” cùng {len(uploaded) - 1} tệp khác"
        raise UploadRefused(reason=f"{told}. Mỗi lần gửi một tệp zip, hoặc chỉ các tệp rời.")
    files: dict[str, bytes] = {}
    for name, content in uploaded:
        path = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
        path = told_by_content(path, content)
        reason = next(_refusals(path, content, files), None)
        if reason:
            raise UploadRefused(reason=reason)
        files[_place(path)] = content
    return files


def called_otherwise(parts: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """The single files that are taken under another name than they came, with that name."""
    for name, content in parts:
        came = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
        path = told_by_content(came, content)
        if path != came and not is_zip(name, content) and not is_litter(name):
            yield printed(came), path


def _refusals(path: str, content: bytes, before: Mapping[str, bytes]) -> Iterator[str]:
    """Why the file is not taken beside those before it."""
    place = _place(path)
    yield from name_refusals(path, PACKAGE)
    if len(place) > PACKAGE.path:
        yield f"tên tệp “{printed(path)}” dài hơn {PACKAGE.path} ký tự."
    yield from file_refusals(path, len(content), PACKAGE)
    yield from kind_refusals(path)
    if one_on_every_disk(place) in map(one_on_every_disk, before):
        yield f"có hai tệp cùng tên “{printed(path)}”. Hãy giữ lại một."
    if len(before) >= PACKAGE.entries:
        yield f"có hơn {PACKAGE.entries} tệp, tối đa {PACKAGE.entries}."
    if (total := sum(map(len, before.values())) + len(content)) > PACKAGE.unpacked:
        yield f"các tệp cộng lại {size_written(total)}, tối đa {size_written(PACKAGE.unpacked)}."


def _placed(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of a zip where a package has them: many are made of files without their folders.

    A place that another file of the zip has stays that one's.
    """
    taken = set(map(one_on_every_disk, files))
    found: dict[str, bytes] = {}
    for path, content in files.items():
        place = _place(told_by_content(path, content))
        folded = one_on_every_disk(place)
        if folded != one_on_every_disk(path):
            place = path if folded in taken else place
            taken.add(folded)
        found[place] = content
    return found


def _place(path: str) -> str:
    """Where a file belongs in a package: forms and scenarios have folders of their own."""
    folder, _, name = path.partition("/")
    if name:
        return f"{folder.casefold()}/{name}" if folder.casefold() in FOLDERS else path
    return _place_of_single(path)


def _place_of_single(name: str) -> str:
    if name.endswith(".json"):
        return f"forms/{name}"
    if name.casefold() in _CALLED:
        return name.casefold()  # some systems write these names in other letters
    if name.endswith(".toml"):
        return f"scenarios/{name}"
    return name
