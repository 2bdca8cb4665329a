"""Words of a package that are there and show nothing: blank on every page, equal to no other."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from engine.typed.text import plain_signs
from engine.workflow.reading.faults import Fault, fault

_WORDS = ("name", "label", "note")


def unseen_in(root: etree._Element, *, file: str) -> Iterator[Fault]:
    """Names, labels and notes of a drawing or a decision file that hold hidden letters only."""
    for element in root.iter("*"):
        for key in _WORDS:
            if _is_unseen(element.get(key)):
                yield fault("text.unseen", file=file, at=element, key=key)


def unseen_in_form(schema: Mapping[str, Any], *, file: str) -> Iterator[Fault]:
    """The same of every text of a form."""
    waiting: list[tuple[str, Any]] = [("", schema)]
    while waiting:
        key, one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += one.items()
        elif isinstance(one, list):
            waiting += ((key, inner) for inner in one)
        elif _is_unseen(one):
            yield fault("text.unseen", file=file, key=key)


def _is_unseen(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip()) and not plain_signs(text)
