"""DMN files: what they answer, what is wrong in their tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.catalogue.manifest import FeeTable
from engine.diagnosis.forms import Form
from engine.diagnosis.names import FEE, Names
from engine.feel import FeelType
from engine.feel.check import check_model, result_types
from engine.feel.dmn import DmnModel
from engine.feel.typeref import ANY
from engine.fees.tables import inputs_of
from engine.workflow.reading.document import Document
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.models import ModelRefused, read_model
from engine.workflow.reading.reads import names_read

_SEVERAL = 2
MOST_WORK = 1_000_000
"""Columns times the square of the rules: what takes about two seconds to search."""


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A compiled DMN file.

    ``outputs`` are the columns that a decision's table answers with, by the decision's id and name;
    ``work`` says how long searching its tables for gaps would take.
    """

    file: str
    model: DmnModel
    outputs: Mapping[str, tuple[str, ...]]
    work: int
    root: etree._Element = field(repr=False)

    def results(self, names: Names) -> Mapping[str, FeelType]:
        """The types of what its decisions answer, by their ids and names."""
        declared = {name: names.type_of(name) for name in names.known}
        return result_types(self.model, declared)

    @property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """The input data that its decisions require, by their ids and names."""
        return {key: inputs_of(self.model, key) for key in self.keys}

    @property
    def keys(self) -> list[str]:
        """The ids and names by which its decisions may be called."""
        decisions = self.model.decisions
        return list(dict.fromkeys(k for d in decisions for k in (d.decision_id, d.name) if k))


def read_decisions(
    document: Document, others: Iterable[DecisionFile], *, faults: list[Fault]
) -> DecisionFile | None:
    """The model of a DMN file, which may import the ``others``; None with a fault."""
    try:
        model = read_model(document, {other.file: other.model for other in others})
    except ModelRefused as refused:
        faults.append(fault("dmn.refused", file=document.file, detail=refused.reason))
        return None
    if not model.decisions:
        faults.append(fault("dmn.no_decision", file=document.file))
    work = 0
    for table in document.root.iter("{*}decisionTable"):
        rules = sum(1 for _ in table.iterchildren("{*}rule"))
        work += rules * rules * sum(1 for _ in table.iterchildren("{*}input"))
    return DecisionFile(document.file, model, _outputs(document.root), work, document.root)


def _outputs(root: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for decision in root.iter("{*}decision"):
        columns = decision.iterfind("{*}decisionTable/{*}output")
        names = tuple(column.get("name") or "" for column in columns)
        for key in (decision.get("id"), decision.get("name")):
            if key:
                found.setdefault(key, names)
    return found


def inputs_read(decisions: DecisionFile) -> frozenset[str]:
    """The names that an input may have: those that the file declares or its texts read."""
    elements = decisions.model.document.elements.values()
    return names_read([decisions.root]) | {one.name for one in elements if one.kind == "inputData"}


def fee_names(fee: FeeTable, asked: Form | None) -> Mapping[str, FeelType]:
    """What a fee table is given: by the product, and of the filing form's answers."""
    answers = asked.answers if asked else {}
    return {name: answers.get(key, ANY) for name, key in fee.inputs.items()} | dict(FEE)


def check_decisions(
    decisions: DecisionFile, names: Names, given: Mapping[str, FeelType], *, faults: list[Fault]
) -> None:
    """Cells, types, gaps and overlaps of a model over what it is ``given`` as a fee table, or over
    the names that the process gives it."""
    file = decisions.file
    if decisions.work > MOST_WORK:
        faults.append(fault("dmn.not_analysed", file=file))
        for wrong in decisions.model.faults:
            said = fault("dmn.expression", file=file, line=wrong.line, detail=wrong.message)
            faults.append(replace(said, element_id=wrong.element_id))
        return
    declared = given or {name: names.type_of(name) for name in sorted(names.known)}
    elements = {element.get("id"): element for element in decisions.root.iter("{*}inputData")}
    for found in check_model(decisions.model, declared):
        code = "dmn.expression" if found.severity == "error" else "dmn.table"
        at = None if found.line else elements.get(found.element_id)
        said = fault(code, file=file, at=at, line=found.line or None, detail=found.message)
        faults.append(replace(said, element_id=found.element_id))
