"""DMN file → plain data."""

from typing import Final

from lxml import etree

from engine.feel.dmn.boxes import Document, Element, Import, ItemDefinition
from engine.feel.dmn.boxreader import box_in, function_box
from engine.feel.dmn.markup import address, attribute, child, children, local_name, name_of, text_of

_GRAPH: Final = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
_NAMED: Final = frozenset(
    {
        *_GRAPH,
        "variable",
        "itemComponent",
        "informationItem",
        "column",
        "output",
    }
)
_LOOPS: Final = frozenset({"for", "some", "every"})


def item_definition(element: etree._Element) -> ItemDefinition:
    """A type of the model."""
    reference = child(element, "typeRef")
    constraints = (text_of(part) for part in children(element, "allowedValues", "typeConstraint"))
    return ItemDefinition(
        name=element.get("name", ""),
        type_ref=(reference.text or "").strip() if reference is not None else None,
        collection=element.get("isCollection") in ("true", "1"),
        function=child(element, "functionItem") is not None,
        allowed=tuple(text for text in constraints if text is not None and not text.blank),
        components=tuple(map(item_definition, children(element, "itemComponent"))),
    )


def read_document(root: etree._Element) -> Document:
    """Everything in a file."""
    document = Document(namespace=root.get("namespace", ""), name=root.get("name", ""))
    for part in root:
        kind = local_name(part)
        if kind in _GRAPH:
            element = _element(part, kind)
            document.elements[element.element_id] = element
        elif kind == "itemDefinition":
            item = item_definition(part)
            document.items[item.name] = item
        elif kind == "import":
            prefix = part.get("name", "")
            document.imports.append(Import(part.get("namespace", ""), prefix))
    document.names = _spaced_names(root)
    return document


def _spaced_names(root: etree._Element) -> tuple[str, ...]:
    names = {name_of(part) for part in root.iter() if local_name(part) in _NAMED}
    names |= {
        part.get("iteratorVariable", "") for part in root.iter() if local_name(part) in _LOOPS
    }
    return tuple(sorted(name for name in names if name and not name.isidentifier()))


def _element(part: etree._Element, kind: str) -> Element:
    logic = child(part, "encapsulatedLogic")
    requirements = list(children(part, "informationRequirement", "knowledgeRequirement"))
    return Element(
        kind=kind,
        element_id=part.get("id") or f"{kind} {name_of(part)}",
        name=name_of(part),
        type_ref=attribute(child(part, "variable"), "typeRef"),
        box=function_box(logic) if logic is not None else box_in(part),
        information=tuple(
            address(reference)
            for requirement in requirements
            for reference in children(requirement, "requiredInput", "requiredDecision")
        ),
        knowledge=tuple(
            address(reference)
            for requirement in requirements
            for reference in children(requirement, "requiredKnowledge")
        ),
        inputs=(
            *map(address, children(part, "inputData")),
            *map(address, children(part, "inputDecision")),
        ),
        outputs=tuple(map(address, children(part, "outputDecision"))),
    )
