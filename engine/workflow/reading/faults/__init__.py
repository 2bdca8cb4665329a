"""Faults of uploaded files: what is wrong, where, and what to do about it, in Vietnamese.

A fault's code is a key of ``CODES``; ``docs/reference/diagnosis.md`` lists every code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from engine.workflow.reading.faults.drawing_codes import DRAWING_CODES
from engine.workflow.reading.faults.extension_codes import EXTENSION_CODES
from engine.workflow.reading.faults.field_codes import FIELD_CODES
from engine.workflow.reading.faults.flow_codes import FLOW_CODES
from engine.workflow.reading.faults.import_codes import IMPORT_CODES
from engine.workflow.reading.faults.kinds import Code, Severity
from engine.workflow.reading.faults.package_codes import PACKAGE_CODES
from engine.workflow.reading.faults.profile_codes import PROFILE_CODES
from engine.workflow.reading.faults.xml_codes import XML_CODES

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_LONGEST_VALUE = 200

CODES: Mapping[str, Code] = {
    **XML_CODES,
    **DRAWING_CODES,
    **FLOW_CODES,
    **PACKAGE_CODES,
    **FIELD_CODES,
    **PROFILE_CODES,
    **EXTENSION_CODES,
    **IMPORT_CODES,
}


class Place(NamedTuple):
    """Where in a file something stands. ``line`` counts from 1."""

    element_id: str | None = None
    element_name: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding about one place of one file. ``line`` counts from 1."""

    file: str
    code: str
    severity: Severity
    message: str
    line: int | None = None
    element_id: str | None = None
    element_name: str | None = None
    remedy: str = ""
    """What to do, as ``message`` ends with it."""

    @property
    def problem(self) -> str:
        """What is wrong, without what to do."""
        return self.message.removesuffix(self.remedy).rstrip()


def place_of(element: etree._Element | None) -> Place:
    """The place of an element: its own id and name, or those of the nearest ancestor with an id."""
    if element is None:
        return Place()
    bearer: etree._Element | None = element
    while bearer is not None and not bearer.get("id"):
        bearer = bearer.getparent()
    named = element if bearer is None else bearer
    line: int | None = getattr(element, "sourceline", None)
    return Place(named.get("id"), named.get("name") or None, line)


def fault(
    code: str,
    *,
    file: str,
    at: etree._Element | None = None,
    line: int | None = None,
    **values: object,
) -> Fault:
    """A fault of the kind ``code`` at an element or line; ``values`` fill its message."""
    kind = CODES[code]
    short = {name: _shorten(value) for name, value in values.items() if name != "way"}
    if "way" in values:
        short["way"] = str(values["way"])  # shortened in its middle by who tells it
    if short.get("hint"):
        # Shortened like any value, it lost the space that parts it from the sentence before.
        short["hint"] = f" {short['hint']}"
    place = place_of(at)
    remedy = kind.remedy.format(**short)
    return Fault(
        file=file,
        code=code,
        severity=kind.severity,
        message=f"{kind.problem.format(**short)} {remedy}",
        line=place.line if line is None else line,
        element_id=place.element_id,
        element_name=place.element_name,
        remedy=remedy,
    )


def _shorten(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
