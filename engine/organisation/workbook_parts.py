"""The parts of a workbook's archive, parsed piece by piece within limits.

All of it is what the sender wrote: bytes, elements and letters are counted as they come.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from engine.errors import SheetUnreadable
from engine.files.limits import SheetLimits
from engine.files.zips import METHODS

_CHUNK = 64 * 1024
TOO_MANY_PARTS = "có quá nhiều phần bên trong."


@dataclass(slots=True)
class Counted:
    """What was met of a file so far, and what may be."""

    name: str
    limits: SheetLimits
    unpacked: int = 0
    marks: int = 0
    letters: int = 0

    def refuse(self, reason: str) -> SheetUnreadable:
        """The refusal that says so."""
        return SheetUnreadable(name=self.name, reason=reason)

    def opened(self, size: int) -> None:
        """Count bytes that came out. Raises SheetUnreadable."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked:
            raise self.refuse("giải nén ra quá lớn.")

    def marked(self) -> None:
        """Count an element. Raises SheetUnreadable."""
        self.marks += 1
        if self.marks > self.limits.marks:
            raise self.refuse(TOO_MANY_PARTS)

    def unread(self, size: int) -> None:
        """Refuse a name, a value or a remark that goes on and on: the parser begins it anew with
        each piece. ``size``: bytes of it so far. Raises SheetUnreadable."""
        if size > self.limits.token:
            raise self.refuse("có tên hay giá trị XML quá dài.")

    def named(self, _prefix: str | None, space: str | None) -> None:
        """A namespace is declared: each name of it is told with its address. Raises
        SheetUnreadable."""
        if len(space or "") > self.limits.namespace:
            raise self.refuse("có tên hay giá trị XML quá dài.")

    def told(self, text: str) -> str:
        """The text of one more cell. Raises SheetUnreadable."""
        self.letters += len(text)
        if self.letters > self.limits.letters:
            raise self.refuse("có quá nhiều chữ trong các ô.")
        return text


def _nothing(_: str) -> None:
    """For what nobody listens to."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is told of a part: elements by their names without namespaces, attributes with them."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None] = _nothing
    text: Callable[[str], None] = _nothing


def parsed(archive: zipfile.ZipFile, path: str, counted: Counted, heard: Heard) -> Iterator[None]:
    """Parse a part, piece by piece. Raises SheetUnreadable, ExpatError, KeyError."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def begun(tag: str, given: dict[str, str]) -> None:
        counted.marked()
        heard.start(tag.rpartition(" ")[2], given)

    def declared(*_: Any) -> None:
        raise counted.refuse("có khai báo XML không được nhận.")

    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda tag: heard.end(tag.rpartition(" ")[2])
    parser.StartDoctypeDeclHandler = declared
    parser.StartNamespaceDeclHandler = counted.named
    parser.CharacterDataHandler = heard.text
    if archive.getinfo(path).compress_type not in METHODS:
        raise counted.refuse("dùng kiểu nén không hỗ trợ. Hãy lưu lại bằng Excel hay LibreOffice.")
    fed = 0
    with archive.open(path) as stream:
        while piece := stream.read(_CHUNK):
            fed += len(piece)
            counted.opened(len(piece))
            parser.Parse(piece, False)  # noqa: FBT003 - takes no keywords
            counted.unread(fed - parser.CurrentByteIndex)
            yield
    parser.Parse(b"", True)  # noqa: FBT003 - takes no keywords
    yield


def parse(archive: zipfile.ZipFile, path: str, counted: Counted, heard: Heard) -> None:
    """The whole part at once."""
    for _ in parsed(archive, path, counted, heard):
        pass
