"""What a designer hands in: a zip of the package, or its files one by one."""

from collections.abc import Iterable, Mapping

from engine.errors import Invalid
from engine.files.limits import PACKAGE
from engine.publishing.archive import KNOWN_ENDINGS, is_litter, read_archive
from engine.publishing.importing.endings import usual


class UploadRefused(Invalid):
    """Nothing was uploaded, or a single file is too large or of a kind that packages don't have."""

    code = "upload_refused"
    message = "Chưa nhận được gói: {reason}"


def read_upload(parts: Iterable[tuple[str, bytes]]) -> Mapping[str, bytes]:
    """The package's files by path, from one zip or from several named files.

    Raises ArchiveRefused, UploadRefused.
    """
    uploaded = [(name, content) for name, content in parts if not is_litter(name)]
    if len(uploaded) == 1 and uploaded[0][0].lower().endswith(".zip"):
        return read_archive(uploaded[0][1])
    if not uploaded:
        raise UploadRefused(reason="hãy chọn một tệp zip, hoặc các tệp BPMN, DMN và biểu mẫu.")
    files: dict[str, bytes] = {}
    for name, content in uploaded:
        path = usual(name.replace("\\", "/").rsplit("/", maxsplit=1)[-1])
        if not any(path.endswith(ending) for ending in KNOWN_ENDINGS):
            raise UploadRefused(reason=f"tệp {path} không thuộc loại nào của gói.")
        if len(content) > PACKAGE.entry:
            raise UploadRefused(reason=f"tệp {path} quá lớn.")
        if _place(path) in files:
            raise UploadRefused(reason=f"có hai tệp cùng tên {path}.")
        files[_place(path)] = content
        if len(files) > PACKAGE.entries or sum(map(len, files.values())) > PACKAGE.unpacked:
            raise UploadRefused(reason="các tệp quá nhiều hoặc quá lớn.")
    return files


def _place(name: str) -> str:
    """Where a single file belongs in a package: forms and scenarios have folders of their own."""
    if name.endswith(".json"):
        return f"forms/{name}"
    if name.endswith(".toml") and name != "procedure.toml":
        return f"scenarios/{name}"
    return name
