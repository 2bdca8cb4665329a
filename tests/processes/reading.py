"""Reads the shipped folders as plain data, without the engine: what is checked here is the data."""

import csv
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from processes import root

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
TTHC = "{http://motcua.vn/schema/tthc/1.0}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

Element = Any  # lxml's element type has no public name without its stubs


def province_folders() -> list[Path]:
    """The provinces shipped, in the order of their codes."""
    return sorted(path.parent for path in root().glob("*/province.toml"))


def package_folders() -> list[Path]:
    """Every package of every province."""
    return sorted(path.parent for path in root().glob("*/*/procedure.toml"))


def label(folder: Path) -> str:
    """Province and folder, to name a test case."""
    return folder.relative_to(root()).as_posix()


@cache
def toml(path: Path) -> dict[str, Any]:
    """A TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def units(province: Path) -> dict[str, dict[str, str]]:
    """Rows of units.csv by code."""
    with (province / "units.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def posts(province: Path) -> set[tuple[str, str]]:
    """Every (unit, position) that a demo officer holds."""
    people = toml(province / "officers.toml")["officer"]
    return {(post["unit"], post["position"]) for officer in people for post in officer["posts"]}


@cache
def form(path: Path) -> dict[str, Any]:
    """A form-js schema."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Diagram:
    """One process.bpmn."""

    definitions: Element
    process: Element

    def all(self, *names: str) -> Iterator[Element]:
        """Elements of the process with one of these BPMN names."""
        return self.process.iter(*(BPMN + name for name in names))

    @property
    def nodes(self) -> dict[str, Element]:
        """Tasks, gateways and events by id."""
        found = self.process.iterchildren()
        return {
            node.get("id"): node
            for node in found
            if etree.QName(node).localname.endswith(("Task", "Gateway", "Event"))
        }

    @property
    def flows(self) -> list[Element]:
        """Sequence flows in document order."""
        return list(self.all("sequenceFlow"))

    @property
    def steps(self) -> list[Element]:
        """User tasks in document order."""
        return list(self.all("userTask"))


@cache
def diagram(package: Path) -> Diagram:
    """The package's diagram."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    definitions = etree.parse(package / "process.bpmn", parser).getroot()
    return Diagram(definitions, definitions.find(f"{BPMN}process"))


def hours(step: Element) -> Decimal:
    """Working hours of a step; 0 when it is not counted."""
    duration = step.find(f"{BPMN}extensionElements/{TTHC}duration")
    return Decimal(duration.get("hours", "0"))
