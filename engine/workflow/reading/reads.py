"""Which names decisions read, so that only those answers go into a case's state."""

from collections.abc import Iterable, Iterator

from lxml import etree

from engine.feel import FeelError, compile_expression

DMN_EXPRESSIONS = ("inputExpression", "literalExpression", "inputEntry", "outputEntry")


def names_read(roots: Iterable[etree._Element]) -> frozenset[str]:
    """The root names of every expression in these DMN documents; texts that are no FEEL read
    nothing."""
    found: set[str] = set()
    for root in roots:
        for text in _texts(root):
            try:
                found |= compile_expression(text).names
            except FeelError:
                continue
    return frozenset(found)


def _texts(root: etree._Element) -> Iterator[str]:
    for tag in DMN_EXPRESSIONS:
        for element in root.iter(f"{{*}}{tag}"):
            text = element.findtext("{*}text")
            if text and text.strip():
                yield text
