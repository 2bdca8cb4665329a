"""Reading an uploaded zip: nothing is written to disk, nothing unpacks beyond its limits.

The central directory of a zip is the sender's word. So sizes are checked twice: as declared before
anything is unpacked, and as bytes really come out.
"""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from typing import ClassVar

from engine.errors import Invalid
from engine.files.limits import PACKAGE, ArchiveLimits
from engine.files.zips import BROKEN, METHODS, names_too_many
from engine.publishing.importing.endings import told_by_content, usual
from engine.typed.file_names import one_on_every_disk
from engine.typed.numbers import size_written

KNOWN_ENDINGS = frozenset({".bpmn", ".dmn", ".json", ".toml", ".csv", ".txt", ".md", ".xml"})
FOLDERS = ("forms", "scenarios")
"""Folders that have a meaning of their own in a package."""
_ENCRYPTED = 0x1
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_HEADER = struct.Struct("<HH")
_JUNK = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
_SHADOWS = ("._", "~$", ".~lock.")
_CHUNK = 64 * 1024


class ArchiveRefused(Invalid):
    """An uploaded archive is damaged, too large or plays tricks; ``reasons`` has every reason."""

    code: ClassVar[str] = "archive_refused"
    message: ClassVar[str] = "Không nhận tệp nén: {first}"

    def __init__(self, *, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(reasons=reasons, first=reasons[0])


def read_archive(data: bytes, *, limits: ArchiveLimits = PACKAGE) -> dict[str, bytes]:
    """The files of a zip by their path, with ``/`` between folders and accents composed (NFC).

    When everything lies in one folder, or in one within one, those are left out of the paths.
    Folders and the litter of file managers are left out. Raises ArchiveRefused with every reason.
    """
    if len(data) > limits.packed:
        raise ArchiveRefused(
            reasons=(f"tệp nặng {size_written(len(data))}, tối đa {size_written(limits.packed)}.",)
        )
    if count := names_too_many(data, limits.entries):
        raise ArchiveRefused(reasons=(f"có {count} mục, tối đa {limits.entries}.",))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN:
        raise ArchiveRefused(
            reasons=("không phải tệp zip, hoặc tệp bị hỏng. Hãy nén lại và tải lên.",)
        ) from None
    with archive:
        for info in archive.infolist():
            info.filename = _name(info)
        entries = [info for info in archive.infolist() if not is_litter(info.filename)]
        reasons = tuple(dict.fromkeys(_refusals(entries, limits)))
        if reasons:
            raise ArchiveRefused(reasons=reasons)
        files = _unpack(archive, [info for info in entries if not _is_folder(info)], limits)
    if not files:
        raise ArchiveRefused(reasons=("tệp nén không có tệp nào.",))
    return _without_common_folder(files)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as whoever zipped the file saw it, whole: zipfile cuts it at a NUL byte.

    A name that isn't marked as UTF-8 is in whatever the program that wrote it uses: often UTF-8
    all the same (its own field, APPNOTE 4.6.9, or the bytes themselves), on a Vietnamese Windows
    its code page 1258. zipfile reads it as code page 437, which makes letters of every byte.
    """
    name = info.orig_filename
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    raw = name.encode("cp437")
    for read in (_unicode_path(info.extra, raw), raw):
        with suppress(UnicodeDecodeError):
            if read:
                return read.decode()
    with suppress(UnicodeDecodeError):
        return raw.decode("cp1258")
    return name


def _unicode_path(extra: bytes, raw: bytes) -> bytes:
    """What the field "Info-ZIP Unicode Path" says, if it is of this very name; empty: nothing."""
    while len(extra) >= _HEADER.size:
        kind, size = _HEADER.unpack_from(extra)
        told, extra = extra[_HEADER.size : _HEADER.size + size], extra[_HEADER.size + size :]
        if kind == _UNICODE_PATH and told[:5] == struct.pack("<BL", 1, zlib.crc32(raw)):
            return told[5:]
    return b""


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(path)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()


def is_litter(name: str) -> bool:
    """What file managers and editors leave beside the files: ``._so_do.bpmn`` is macOS's shadow of
    one, ``~$ghi.docx`` Word's mark of an open one."""
    parts = _slashed(name).rstrip("/").split("/")
    return not _JUNK.isdisjoint(parts) or parts[-1].startswith(_SHADOWS)


def _slashed(name: str) -> str:
    """The path as packages have it: some programs of Windows write ``\\`` between folders."""
    return name.replace("\\", "/")


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return _slashed(info.filename).endswith("/")


def _refusals(entries: list[zipfile.ZipInfo], limits: ArchiveLimits) -> Iterator[str]:
    if len(entries) > limits.entries:
        yield f"có {len(entries)} mục, tối đa {limits.entries}."
        return
    total = sum(info.file_size for info in entries)
    if total > limits.unpacked:
        yield f"khi giải nén sẽ nặng {size_written(total)}, tối đa {size_written(limits.unpacked)}."
    seen: set[str] = set()
    for info in entries:
        yield from _refusals_of(info, limits)
        folded = one_on_every_disk(usual(_slashed(info.filename)))
        if folded in seen:
            yield f"có hai tệp cùng tên “{_shown(info)}”. Hãy giữ lại một."
        seen.add(folded)


def _refusals_of(info: zipfile.ZipInfo, limits: ArchiveLimits) -> Iterator[str]:
    name = _shown(info)
    if not info.filename:
        yield "có mục không có tên. Hãy nén lại."
        return
    yield from name_refusals(info.filename, limits)
    if info.flag_bits & _ENCRYPTED:
        yield f"“{name}” được đặt mật khẩu. Hãy nén lại không mật khẩu."
    if info.compress_type not in METHODS:
        yield f"“{name}” dùng kiểu nén không hỗ trợ. Hãy nén lại kiểu zip thường."
    mode = info.external_attr >> 16
    kind = stat.S_IFMT(mode)
    if kind and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        yield f"“{name}” là liên kết hoặc tệp đặc biệt. Hãy thay bằng tệp thường."
    if _is_folder(info):
        return
    yield from file_refusals(info.filename, info.file_size, limits)
    if info.file_size > limits.ratio * max(info.compress_size, 1):
        yield f"“{name}” được nén quá {limits.ratio} lần, giống tệp dùng để tấn công."


def file_refusals(path: str, size: int, limits: ArchiveLimits) -> Iterator[str]:
    """Why no package has a file of this kind and size, be it sent alone or in a zip.

    A name without an ending, or with one like ``.bpmn (1)`` or ``.form``, is told by its content.
    """
    suffix = PurePosixPath(_slashed(path)).suffix
    if suffix[1:].isalnum() and suffix.lower() not in (".form", ".bak"):
        yield from kind_refusals(path)
    if size > limits.entry:
        most = size_written(limits.entry)
        yield f"“{printed(path)}” nặng {size_written(size)}, tối đa {most} mỗi tệp."


def kind_refusals(path: str) -> Iterator[str]:
    """Why no package has a file with the ending of this name."""
    if PurePosixPath(_slashed(path)).suffix.lower() not in KNOWN_ENDINGS:
        known = " ".join(sorted(KNOWN_ENDINGS))
        yield f"“{printed(path)}” thuộc loại tệp không dùng trong gói. Gói chỉ nhận: {known}."


def name_refusals(original: str, limits: ArchiveLimits) -> Iterator[str]:
    """Why a package has no file of this name, be it sent alone or in a zip."""
    name = printed(original)
    parts = _slashed(original).rstrip("/").split("/")
    if original.startswith(("/", "\\")) or ":" in original:
        yield f"đường dẫn “{name}” là tuyệt đối. Hãy nén lại từ thư mục của gói."
    if any(part in ("", ".", "..") for part in parts):
        yield f"đường dẫn “{name}” đi ra ngoài gói hoặc có phần rỗng."
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in original):
        yield f"đường dẫn “{name}” có ký tự điều khiển."
    if len(parts) > limits.depth:
        yield f"đường dẫn “{name}” sâu hơn {limits.depth} thư mục."
    if len(original) > limits.path:
        yield f"đường dẫn “{name}” dài hơn {limits.path} ký tự."


def _shown(info: zipfile.ZipInfo) -> str:
    return printed(info.filename)


def printed(name: str) -> str:
    """The name as it may be shown to people: short, without control characters."""
    text = "".join(c if c.isprintable() else "�" for c in name)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SHOWN = 80


def _unpack(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: ArchiveLimits
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    reasons: list[str] = []
    left = limits.unpacked
    for info in entries:
        try:
            content = _content(archive, info, min(limits.entry, left))
        except BROKEN:
            reasons.append(f"“{_shown(info)}” bị hỏng. Hãy nén lại và tải lên.")
            continue
        except RuntimeError:  # how zipfile says that a password is needed
            reasons.append(f"“{_shown(info)}” được đặt mật khẩu. Hãy nén lại không mật khẩu.")
            continue
        if content is None:
            raise ArchiveRefused(
                reasons=(f"“{_shown(info)}” giải nén ra nhiều hơn mức được phép.",)
            )
        left -= len(content)
        name = usual(unicodedata.normalize("NFC", _slashed(info.filename)))
        if PurePosixPath(name).suffix not in KNOWN_ENDINGS:
            name = told_by_content(name, content)
            reasons += kind_refusals(name)
        if name in files:
            reasons.append(f"có hai tệp cùng tên “{printed(name)}”. Hãy giữ lại một.")
        files[name] = content
    if reasons:
        raise ArchiveRefused(reasons=tuple(reasons))
    return files


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """The unpacked bytes; None as soon as there are more than ``most``."""
    chunks: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                return None
            chunks.append(chunk)
    return b"".join(chunks)


def _without_common_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """Zipping a folder puts its name before every path; the package begins inside it."""
    first = next(iter(files)).split("/", 1)[0] + "/"
    if first[:-1].casefold() in FOLDERS or not all(path.startswith(first) for path in files):
        return files
    return _without_common_folder(
        {path.removeprefix(first): content for path, content in files.items()}
    )
