"""An XML file edited as text: values go where they belong, all else stays byte for byte."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers.expat import ExpatError, ParserCreate

from engine.errors import DesignRefused
from engine.workflow.reading.document import encoding_kept
from engine.workflow.reading.drawn import B
from engine.workflow.reading.extensions import TTHC
from engine.workflow.reading.start_tags import too_much

_ATTRIBUTE = re.compile(r"\s++([^\s=/>]++)\s*+=\s*+(\"[^\"]*+\"|'[^']*+')")
_START = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>")
_NAME = re.compile(r"<([^\s/>]+)")


@dataclass(slots=True, eq=False)
class Tag:
    """An element and where it stands: its start tag from ``start`` to ``inner``, its end tag from
    ``close`` to ``end``; one without content has all three at the end of its only tag."""

    name: str
    raw: str
    start: int
    inner: int
    close: int = 0
    end: int = 0
    parent: "Tag | None" = None
    children: list["Tag"] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id; "" for none."""
        return self.attributes.get("id", "")

    def child(self, name: str) -> "Tag | None":
        """The first child of this name."""
        return next((one for one in self.children if one.name == name), None)


class XmlText:
    """A file, what stands where in it, and the edits that are to be made."""

    def __init__(self, data: bytes) -> None:
        """Raises DesignRefused for a file that can't be read, or not written again as it is."""
        self._mark, self._encoding = encoding_kept(data)
        if self._encoding is None:
            reason = "tệp lưu theo mã mà máy không ghi lại đúng được. Hãy lưu tệp theo mã UTF-8."
            raise DesignRefused(reason=reason)
        # Places are counted in UTF-8, whatever the file is kept in.
        self.data = data[len(self._mark) :].decode(self._encoding).encode()
        self.tags: list[Tag] = []
        self._edits: list[tuple[int, int, str]] = []
        self._inside: dict[Tag, list[str]] = {}
        self._extended: dict[Tag, list[str]] = {}
        if too_much(self.data.decode()):
            raise DesignRefused(reason="tệp XML có tên, giá trị quá dài hoặc quá nhiều thuộc tính.")
        try:
            self._read()
        except (ExpatError, UnicodeDecodeError) as wrong:
            raise DesignRefused(reason="tệp XML không đọc được.") from wrong
        self._drawn = {tag.id: tag for tag in reversed(self.tags) if tag.name.startswith(B)}
        self._line = "\r\n" if b"\r\n" in self.data else "\n"

    def _read(self) -> None:
        parser = ParserCreate("utf-8", " ")
        open_tags: list[Tag] = []

        def begun(name: str, _attributes: object) -> None:
            at = parser.CurrentByteIndex
            tag = self._tag(name, at)
            tag.parent = open_tags[-1] if open_tags else None
            if tag.parent:
                tag.parent.children.append(tag)
            open_tags.append(tag)
            self.tags.append(tag)

        def ended(_name: str) -> None:
            tag = open_tags.pop()
            if self.data[tag.inner - 2 : tag.inner] == b"/>":
                tag.close = tag.end = tag.inner
            else:
                tag.close = parser.CurrentByteIndex
                tag.end = self.data.index(b">", tag.close) + 1

        parser.StartElementHandler, parser.EndElementHandler = begun, ended
        parser.Parse(self.data, True)  # noqa: FBT003 - the whole file at once

    def _tag(self, name: str, at: int) -> Tag:
        whole = _START.match(self.data, at)
        text = whole[0].decode() if whole else ""
        space, _, local = name.rpartition(" ")
        found = _NAME.match(text)
        raw = found[1] if found else local
        attributes = {one[1]: _plain(one[2][1:-1]) for one in _attributes(text)}
        return Tag(
            f"{{{space}}}{local}" if space else local,
            raw,
            at,
            at + len(text.encode()),
            attributes=attributes,
        )

    @property
    def root(self) -> Tag:
        """The outermost element."""
        return self.tags[0]

    def all(self, name: str) -> Iterator[Tag]:
        """The elements of this name."""
        return (tag for tag in self.tags if tag.name == name)

    def drawn(self, element_id: str) -> Tag:
        """The BPMN element with this id. Raises DesignRefused."""
        if element_id not in self._drawn:
            raise DesignRefused(reason=f"sơ đồ không còn phần tử {element_id}.")
        return self._drawn[element_id]

    def text(self, tag: Tag) -> str:
        """What stands between the tags of an element, as it is written."""
        return self.data[tag.inner : tag.close].decode()

    def set(self, tag: Tag, name: str, value: str) -> None:
        """Give an attribute this value."""
        written = escape(value)
        text = self.data[tag.start : tag.inner].decode()
        for one in _attributes(text):
            if one[1] == name:
                first = tag.start + len(text[: one.start(2)].encode()) + 1
                last = tag.start + len(text[: one.end(2)].encode()) - 1
                self._edits.append((first, last, written))
                return
        at = tag.start + 1 + len(tag.raw.encode())
        self._edits.append((at, at, f' {name}="{written}"'))

    def unset(self, tag: Tag, name: str) -> None:
        """Take an attribute out, with the space before it."""
        text = self.data[tag.start : tag.inner].decode()
        for one in _attributes(text):
            if one[1] == name:
                first = tag.start + len(text[: one.start()].encode())
                self._edits.append((first, tag.start + len(text[: one.end()].encode()), ""))

    def call(self, tag: Tag, local: str) -> None:
        """Give an element another name of the same namespace."""
        raw = f"{tag.raw.rpartition(':')[0]}:{local}".lstrip(":")
        size = len(tag.raw.encode())
        self._edits.append((tag.start + 1, tag.start + 1 + size, raw))
        if tag.end > tag.close or tag.close > tag.inner:
            self._edits.append((tag.close + 2, tag.close + 2 + size, raw))

    def say(self, tag: Tag, value: str) -> None:
        """Write this as the text of an element before its first child; the space around stays."""
        last = tag.children[0].start if tag.children else tag.close
        old = self.data[tag.inner : last].decode()
        before = old[: len(old) - len(old.lstrip())] if old.strip() else ""
        after = old[len(old.rstrip()) :] if old.strip() else ""
        if tag.close == tag.inner == tag.end:
            xml = f">{escape(value, quote=False)}</{tag.raw}>"
            self._edits.append((tag.inner - 2, tag.inner, xml))
            return
        xml = f"{before}{escape(value.strip(), quote=False)}{after}"
        self._edits.append((tag.inner, last, xml))

    def put_in(self, tag: Tag, xml: str) -> None:
        """Put an element in, behind those that are there."""
        self._inside.setdefault(tag, []).append(xml)

    def put_behind(self, tag: Tag, xml: str) -> None:
        """Put an element behind another."""
        self._edits.append((tag.end, tag.end, self._on_a_line(tag, xml)))

    def write(self, tag: Tag, xml: str) -> None:
        """Write something in the place of an element."""
        self._edits.append((tag.start, tag.end, xml))

    def drop(self, tag: Tag) -> None:
        """Take an element out, with the space before it."""
        start = tag.start
        while self.data[start - 1 : start].isspace():
            start -= 1
        self._edits.append((start, tag.end, ""))

    def extend(self, tag: Tag, element: str, told: Mapping[str, str]) -> None:
        """Say something in our namespace of an element; one of the same name there is changed."""
        holder = tag.child(f"{B}extensionElements")
        known = holder.child(f"{{{TTHC}}}{element}") if holder else None
        if known is not None:
            for name, value in told.items():
                self.set(known, name, value)
            return
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in told.items())
        self.extend_xml(tag, f"<{self.ours}{element}{attributes}/>")

    def extend_xml(self, tag: Tag, xml: str) -> None:
        """Put an element of our namespace into the extensions of an element."""
        holder = tag.child(f"{B}extensionElements")
        if holder is not None:
            self.put_in(holder, xml)
        else:
            self._extended.setdefault(tag, []).append(xml)

    @property
    def ours(self) -> str:
        """The prefix of our namespace, with its colon."""
        return self.prefix_of(TTHC, "tthc")

    def prefix_of(self, namespace: str, usual: str) -> str:
        """A prefix with its colon; declared at the root where the file has none for the space."""
        for name, value in self.root.attributes.items():
            if value == namespace and name.startswith("xmlns:"):
                return f"{name.removeprefix('xmlns:')}:"
        names = (f"xmlns:{usual}", *(f"xmlns:{usual}{number}" for number in range(1, 100)))
        name = next(one for one in names if one not in self.root.attributes)
        self.set(self.root, name, namespace)
        self.root.attributes[name] = namespace
        return f"{name.removeprefix('xmlns:')}:"

    def prefix(self, tag: Tag) -> str:
        """The prefix under which elements of this one's space can stand anywhere in the file."""
        space = tag.name[1:].partition("}")[0]
        before, colon, _ = tag.raw.rpartition(":")
        declared = self.root.attributes.get(f"xmlns:{before}" if colon else "xmlns")
        return f"{before}{colon}" if declared == space else self.prefix_of(space, "bpmn")

    def written(self) -> bytes:
        """The file with all edits."""
        for tag, parts in self._extended.items():
            self._extend(tag, parts)
        for tag, parts in self._inside.items():
            self._fill(tag, "".join(self._on_a_line(tag, xml, deeper=True) for xml in parts))
        pieces, at = [], 0
        for start, end, text in sorted(self._edits, key=lambda one: (one[0], one[1])):
            pieces += [self.data[at:start], text.encode()]
            at = max(at, end)
        told = b"".join([*pieces, self.data[at:]]).decode()
        # A letter that the file's encoding lacks is written by its number.
        return self._mark + told.encode(self._encoding or "utf-8", "xmlcharrefreplace")

    def _extend(self, tag: Tag, parts: list[str]) -> None:
        holder = f"{self.prefix(tag)}extensionElements"
        inside = "".join(self._on_a_line(tag, xml, deeper=True, more="  ") for xml in parts)
        last = self._on_a_line(tag, "", deeper=True)
        xml = self._on_a_line(tag, f"<{holder}>{inside}{last}</{holder}>", deeper=True)
        notes = [one for one in tag.children if one.name == f"{B}documentation"]
        if notes:
            self._edits.append((notes[-1].end, notes[-1].end, xml))
        elif tag.close == tag.inner == tag.end:
            self._inside.setdefault(tag, []).insert(0, xml.strip())
        else:
            self._edits.append((tag.inner, tag.inner, xml))

    def _fill(self, tag: Tag, xml: str) -> None:
        if tag.close != tag.end:
            at = tag.children[-1].end if tag.children else tag.close
            if not tag.children and not self.text(tag).strip():
                at = tag.inner
            empty = not tag.children and not self.text(tag)
            self._edits.append((at, at, xml + (self._on_a_line(tag, "") if empty else "")))
        else:
            after = self._on_a_line(tag, "")
            self._edits.append((tag.inner - 2, tag.inner, f">{xml}{after}</{tag.raw}>"))

    def _on_a_line(self, tag: Tag, xml: str, *, deeper: bool = False, more: str = "") -> str:
        """The element on a line of its own, where the file has lines."""
        start = tag.start
        while start and self.data[start - 1 : start] in (b" ", b"\t"):
            start -= 1
        if start and self.data[start - 1 : start] != b"\n":
            return xml
        indent = self.data[start : tag.start].decode()
        unit = "\t" if "\t" in indent else "  "
        return f"{self._line}{indent}{unit if deeper else ''}{unit if more else ''}{xml}"


def _attributes(text: str) -> Iterator[re.Match[str]]:
    """The attributes of a start tag, each found where the one before it ends."""
    found = _NAME.match(text)
    while found and (found := _ATTRIBUTE.match(text, found.end())):
        yield found


def _plain(text: str) -> str:
    """A value without its entities, as far as values that are compared have any."""
    for sign, word in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;")):
        text = text.replace(word, sign)
    return text.replace("&amp;", "&")
