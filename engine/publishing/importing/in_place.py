"""What was mended in a tree, written into the text of its file: all else stays byte for byte, with
comments, instructions, line ends, marks and encoding."""

from lxml import etree

from engine.errors import DesignRefused
from engine.workflow.reading.extensions import local_name
from engine.workflow.reading.xml_text import Tag, XmlText


class InPlace:
    """A file with its tree; whatever the tree becomes, the file can follow."""

    def __init__(self, data: bytes, root: etree._Element) -> None:
        """Raises DesignRefused for a file in whose text the elements can't be found again."""
        self._data, self._root = data, root
        elements = list(root.iter(etree.Element))
        self._text = XmlText(data)
        if [one.tag for one in elements] != [one.name for one in self._text.tags]:
            raise DesignRefused(reason="tệp XML không đọc được.")
        self._was = [
            (one, tag, str(one.tag), _told(one), one.text)
            for one, tag in zip(elements, self._text.tags, strict=True)
        ]

    def written(self) -> bytes:
        """The file with what changed in the tree; the same bytes where nothing did."""
        inside = set(self._root.iter(etree.Element))
        changed = False
        for element, tag, name, attributes, text in self._was:
            if element not in inside:
                self._text.drop(tag)
                changed = True
                continue
            changed |= self._attributes(element, tag, attributes)
            if element.tag != name:
                self._text.call(tag, local_name(element))
                changed = True
            if element.text != text:
                self._text.say(tag, element.text or "")
                changed = True
        return self._text.written() if changed else self._data

    def _attributes(self, element: etree._Element, tag: Tag, before: dict[str, str]) -> bool:
        written = [name for name in tag.attributes if name.split(":")[0] != "xmlns"]
        raw = dict(zip(before, written, strict=True))
        now = _told(element)
        for name, value in now.items():
            if before.get(name) != value:
                self._text.set(tag, raw.get(name, name), value)
        for gone in before.keys() - now.keys():
            self._text.unset(tag, raw[gone])
        return now != before


def _told(element: etree._Element) -> dict[str, str]:
    # A dict of ``attrib`` itself would look up each name among all others.
    return {str(name): str(value) for name, value in element.items()}
