"""An XLSX file looked through before it is read: what it holds, counted without building it.

The sizes that a zip declares and the extent that a sheet declares are the sender's word. So bytes
are counted as they come out, and cells as they are written.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from engine.errors import SheetUnreadable
from engine.files.limits import SheetLimits

_CHUNK = 64 * 1024
_SHEET = "xl/worksheets/"
_CELL = re.compile(rb"<(?:\w{1,20}:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s/>]")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})\d""")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LETTERS = 26


def check_workbook(content: bytes, *, name: str, limits: SheetLimits) -> int:
    """The last column that is written in.

    Raises SheetUnreadable for what is no zip, holds too much, or declares entities.
    """
    widest = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.parts:
                raise SheetUnreadable(name=name, reason="có quá nhiều phần bên trong.")
            left = limits.unpacked
            for info in entries:
                left, last = _checked(archive, info, left, name, limits)
                widest = max(widest, last)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise SheetUnreadable(name=name, reason="không phải tệp XLSX, hoặc tệp hỏng.") from None
    return widest or limits.columns  # cells need not say where they are


def _checked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, name: str, limits: SheetLimits
) -> tuple[int, int]:
    """How many bytes may still come out after this part, and its last column."""
    cells = rows = widest = 0
    for chunk, is_new in _chunks(archive, info):
        left -= is_new
        if left < 0:
            raise SheetUnreadable(name=name, reason="giải nén ra quá lớn.")
        if _DECLARED.search(chunk):
            raise SheetUnreadable(name=name, reason="có khai báo XML không được nhận.")
        if not info.filename.startswith(_SHEET):
            continue
        rows += len(_ROW.findall(chunk))
        cells += len(_CELL.findall(chunk))
        if rows > limits.rows:
            raise SheetUnreadable(name=name, reason=f"có hơn {limits.rows} dòng.")
        if cells > limits.cells:
            raise SheetUnreadable(name=name, reason=f"có hơn {limits.cells} ô.")
        widest = max([widest, *map(_column, set(_PLACE.findall(chunk)))])
        if widest > limits.columns:
            raise SheetUnreadable(name=name, reason=f"có hơn {limits.columns} cột.")
    return left, widest


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """The part piece by piece, cut where a mark begins, and how many new bytes each piece has."""
    kept = b""
    with archive.open(info) as stream:
        while new := stream.read(_CHUNK):
            text = kept + new
            cut = text.rfind(b"<")
            cut = cut if cut > 0 and len(text) - cut < _CHUNK else len(text)
            yield text[:cut], len(new)
            kept = text[cut:]
    yield kept, 0


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number
