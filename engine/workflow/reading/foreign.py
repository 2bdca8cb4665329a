"""Extensions of other tools: what has a clear meaning here is read, the rest is reported.

Camunda 7 with Flowable and Activiti, Camunda 8 and SpiffWorkflow say some of the same things as
``tthc``. A table says for each attribute and element whether it is read, only drawn with, or
ignored; ``docs/reference/extensions.md`` shows it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from lxml import etree

from engine.workflow.reading.elements import Assignment
from engine.workflow.reading.faults import BPMN, Fault, fault

CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
TOOLS: Mapping[str, str] = {
    CAMUNDA: "camunda",
    "http://flowable.org/bpmn": "flowable",
    "http://activiti.org/bpmn": "activiti",
    ZEEBE: "zeebe",
    SPIFF: "spiffworkflow",
}
_LIKE_CAMUNDA = ("flowable:", "activiti:")
"""Kin of Camunda 7: what has the same name there means the same."""
_OWN = frozenset({BPMN, "http://motcua.vn/schema/tthc/1.0", *TOOLS})

Treatment = Literal["read", "harmless", "code", "ignored"]
"""``code`` would run something or change data elsewhere: its absence changes the case's way."""

_READ: Mapping[str, Treatment] = {
    "camunda:candidateGroups": "read",
    "camunda:formKey": "read",
    "camunda:formRef": "read",
    "camunda:dueDate": "read",
    "camunda:decisionRef": "read",
    "camunda:resultVariable": "read",
    "camunda:collection": "read",
    "camunda:elementVariable": "read",
    "zeebe:assignmentDefinition": "read",
    "zeebe:formDefinition": "read",
    "zeebe:taskSchedule": "read",
    "zeebe:calledDecision": "read",
    "zeebe:calledElement": "read",
    "zeebe:loopCharacteristics": "read",
    "zeebe:script": "read",
    "zeebe:userTask": "harmless",
    "zeebe:versionTag": "harmless",
    "zeebe:properties": "harmless",
    "camunda:properties": "harmless",
    "camunda:historyTimeToLive": "harmless",
    "camunda:versionTag": "harmless",
    "camunda:isStartableInTasklist": "harmless",
    "camunda:asyncBefore": "harmless",
    "camunda:asyncAfter": "harmless",
    "camunda:exclusive": "harmless",
    "camunda:formRefBinding": "harmless",
    "camunda:decisionRefBinding": "harmless",
    "camunda:mapDecisionResult": "harmless",
    "spiffworkflow:calledDecisionId": "read",
    "spiffworkflow:properties": "read",
    "spiffworkflow:instructionsForEndUser": "harmless",
    "spiffworkflow:preScript": "code",
    "spiffworkflow:postScript": "code",
    "spiffworkflow:serviceTaskOperator": "code",
    "camunda:executionListener": "code",
    "camunda:taskListener": "code",
    "camunda:inputOutput": "code",
    "camunda:class": "code",
    "camunda:delegateExpression": "code",
    "camunda:expression": "code",
    "camunda:connector": "code",
    "camunda:in": "code",
    "camunda:out": "code",
    "zeebe:ioMapping": "code",
    "zeebe:taskDefinition": "code",
    "zeebe:executionListeners": "code",
    "zeebe:taskListeners": "code",
}
_GROUP = re.compile(r"([a-z][a-z0-9_]*)[:/](?:([a-z][a-z0-9_]*)[:/])?([a-z][a-z0-9_]*)")
_HOURS = re.compile(r"PT(\d{1,6})H(?:(\d{1,2})M)?|PT(\d{1,6})M")
_RELATIVE = re.compile(r'=?\s*now\(\)\s*\+\s*duration\("([^"]*)"\)\s*')
_MINUTES = Decimal(60)


class Foreign(NamedTuple):
    """One attribute or extension element of another tool."""

    element: etree._Element
    name: str
    value: str


class ForeignStep(NamedTuple):
    """What other tools' extensions say about a step; None where they say nothing usable."""

    assignment: Assignment | None = None
    hours: Decimal | None = None
    form: str | None = None


def _known_as(name: str) -> str:
    """The name under which Camunda 7 knows an extension of its kin; others as they are."""
    tool, colon, local = name.partition(":")
    return f"camunda:{local}" if f"{tool}{colon}" in _LIKE_CAMUNDA else name


def treatment(name: str) -> Treatment:
    """How an extension is treated, by prefixed name."""
    return _READ.get(_known_as(name), "ignored")


def foreign_of(element: etree._Element) -> Iterator[Foreign]:
    """The foreign attributes of an element and the foreign elements in its extensionElements."""
    for name, value in element.items():
        if not str(name).startswith("{"):
            continue  # of BPMN itself: no tool's
        qualified = etree.QName(name)
        tool = TOOLS.get(qualified.namespace or "")
        if tool:
            yield Foreign(element, f"{tool}:{qualified.localname}", str(value))
    for extension in element.iterchildren(f"{{{BPMN}}}extensionElements"):
        for child in extension.iterchildren("{*}*"):
            qualified = etree.QName(child)
            tool = TOOLS.get(qualified.namespace or "")
            if tool:
                text = " ".join((child.text or "").split())
                yield Foreign(child, f"{tool}:{qualified.localname}", text)


def read_foreign_step(task: etree._Element) -> ForeignStep:
    """Assignment, hours and form as Camunda or SpiffWorkflow say them, where the meaning is clear.

    A group is read when it is written ``unit:position`` or ``unit:division:position``; a due date
    when it is an ISO 8601 duration in hours and minutes (a day there is 24 hours, here 8).
    """
    assignment: Assignment | None = None
    hours: Decimal | None = None
    form: str | None = None
    for item in foreign_of(task):
        name = _known_as(item.name)
        if name == "camunda:candidateGroups":
            assignment = assignment or read_group(item.value)
        elif name == "zeebe:assignmentDefinition":
            assignment = assignment or read_group(item.element.get("candidateGroups") or "")
        elif name == "camunda:dueDate":
            hours = hours if hours is not None else read_hours(item.value)
        elif name == "zeebe:taskSchedule":
            hours = hours if hours is not None else read_hours(item.element.get("dueDate") or "")
        elif name in ("camunda:formKey", "camunda:formRef"):
            form = form or read_form_key(item.value)
        elif name == "zeebe:formDefinition":
            key = item.element.get("formId") or item.element.get("formKey") or ""
            form = form or read_form_key(key)
        elif name == "spiffworkflow:properties":
            form = form or _spiff_form(item.element)
    return ForeignStep(assignment, hours, form)


def read_group(text: str) -> Assignment | None:
    """``competent:van_hoa_xa_hoi:chuyen_vien`` as an assignment; None when it is anything else."""
    match = _GROUP.fullmatch(text.strip().removeprefix("=").strip().strip('"'))
    return Assignment(match[1], match[3], match[2]) if match else None


def read_hours(text: str) -> Decimal | None:
    """``PT20H`` or ``=now() + duration("PT20H")`` as working hours; None for anything else."""
    relative = _RELATIVE.fullmatch(text)
    match = _HOURS.fullmatch((relative[1] if relative else text).strip())
    if match is None:
        return None
    if match[3] is not None:
        return Decimal(match[3]) / _MINUTES
    return Decimal(match[1]) + Decimal(match[2] or 0) / _MINUTES


def read_form_key(text: str) -> str | None:
    """The name of a form: without Camunda's storage prefix, folder and ending."""
    name = text.strip().rpartition(":")[2].rpartition("/")[2]
    for ending in (".form", ".json"):
        name = name.removesuffix(ending)
    return name if re.fullmatch(r"[\w\-]+", name) else None


def _spiff_form(properties: etree._Element) -> str | None:
    for item in properties.iter(f"{{{SPIFF}}}property"):
        if item.get("name") == "formJsonSchemaFilename":
            key = read_form_key(item.get("value") or "")
            return key.removesuffix("-schema") if key else None
    return None


def check_foreign(root: etree._Element, *, file: str, faults: list[Fault]) -> None:
    """Says what of other tools' extensions was read and what was ignored, once per place; what is
    of a tool that is not known here, once per file."""
    for namespace, found in _strange(root).items():
        faults.append(
            fault("foreign.other", file=file, at=found[0], tool=namespace, count=len(found))
        )
    for element in root.iter(f"{{{BPMN}}}*"):
        for item in foreign_of(element):
            kind = treatment(item.name)
            if kind in ("code", "ignored"):
                code = "foreign.code" if kind == "code" else "foreign.ignored"
                faults.append(fault(code, file=file, at=element, extension=item.name))
            for name, value in _unclear(item):
                faults.append(
                    fault("foreign.unclear", file=file, at=element, extension=name, value=value)
                )


def _strange(root: etree._Element) -> dict[str, list[etree._Element]]:
    """What tools that are not known here have written, by their namespace."""
    found: dict[str, list[etree._Element]] = {}
    for extension in root.iter(f"{{{BPMN}}}extensionElements"):
        for child in extension.iterchildren("{*}*"):
            namespace = etree.QName(child).namespace or ""
            if namespace not in _OWN:
                found.setdefault(namespace, []).append(child)
    return found


_READERS: Mapping[str, Callable[[str], object]] = {
    "camunda:candidateGroups": read_group,
    "camunda:dueDate": read_hours,
    "camunda:formKey": read_form_key,
    "camunda:formRef": read_form_key,
}


def _unclear(item: Foreign) -> Iterator[tuple[str, str]]:
    """What should have been read and could not be."""
    reader = _READERS.get(_known_as(item.name))
    if reader is not None and reader(item.value) is None:
        yield item.name, item.value
    if item.name == "zeebe:taskSchedule":
        due = item.element.get("dueDate")
        if due and read_hours(due) is None:
            yield f"{item.name} dueDate", due
    elif item.name == "zeebe:assignmentDefinition":
        groups = item.element.get("candidateGroups")
        if groups and read_group(groups) is None:
            yield f"{item.name} candidateGroups", groups
        for named in ("assignee", "candidateUsers"):
            # Steps are given to positions; a person named in a diagram would soon be another.
            if item.element.get(named):
                yield f"{item.name} {named}", item.element.get(named) or ""
