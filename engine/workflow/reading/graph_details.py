"""Parts of a BPMN element that need a look at more than one dialect: ours, Camunda 7, Camunda 8."""

from lxml import etree

from engine.workflow.reading.graph import Repeat

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TTHC = "{http://motcua.vn/schema/tthc/1.0}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
CAMUNDA_LIKE = (CAMUNDA, "{http://flowable.org/bpmn}", "{http://activiti.org/bpmn}")
"""Camunda 7 and its kin: their attributes have the same names and meanings."""
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
DEFINITION = "EventDefinition"
_LOOP = f"{BPMN}standardLoopCharacteristics"
_MANY = f"{BPMN}multiInstanceLoopCharacteristics"


def local_name(element: etree._Element) -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def says(element: etree._Element, attribute: str, *, default: bool = False) -> bool:
    """A yes or no of XML Schema, which may be written in words or as 1 and 0."""
    written = element.get(attribute)
    return default if written is None else written.strip() in ("true", "1")


def referred(value: str | None) -> str:
    """The id in a reference, which may carry a prefix of the file's own namespace."""
    return (value or "").strip().rpartition(":")[2]


def camunda_like(element: etree._Element, name: str) -> str | None:
    """An attribute of Camunda 7, Flowable or Activiti."""
    return next(filter(None, (element.get(f"{tool}{name}") for tool in CAMUNDA_LIKE)), None)


def text_of(element: etree._Element | None) -> str | None:
    """The text without the equals sign that Camunda 8 puts before expressions; None when blank."""
    if element is None:
        return None
    text = "".join(str(part) for part in element.itertext()).strip()
    return text.removeprefix("=").strip() or None


def accepted(element: etree._Element) -> tuple[str, ...]:
    """The variables that a message may set: ``<tthc:payload variables="a b"/>``."""
    bearer: etree._Element | None = element
    if local_name(element).endswith(DEFINITION):
        bearer = element.getparent()
    payload = None if bearer is None else bearer.find(f"{BPMN}extensionElements/{TTHC}payload")
    return () if payload is None else tuple((payload.get("variables") or "").split())


def decision_of(element: etree._Element) -> tuple[str | None, str | None]:
    """The decision called and the variable that takes its value (own, Camunda 7, Camunda 8)."""
    extensions = f"{BPMN}extensionElements/"
    own = element.find(f"{extensions}{TTHC}decision")
    if own is not None:
        return own.get("ref"), own.get("result")
    zeebe = element.find(f"{extensions}{ZEEBE}calledDecision")
    if zeebe is not None:
        return zeebe.get("decisionId"), zeebe.get("resultVariable")
    script = element.find(f"{extensions}{ZEEBE}script")
    if script is not None:
        return None, script.get("resultVariable")
    result = element.find(f"{extensions}{TTHC}result")
    variable = None if result is None else result.get("variable")
    return camunda_like(element, "decisionRef"), variable or camunda_like(element, "resultVariable")


def script_of(element: etree._Element) -> str | None:
    """The script or expression of a script task."""
    zeebe = element.find(f"{BPMN}extensionElements/{ZEEBE}script")
    if zeebe is not None:
        return (zeebe.get("expression") or "").removeprefix("=").strip() or None
    return text_of(element.find(f"{BPMN}script"))


def called_of(element: etree._Element) -> str | None:
    """The process that a call activity of Camunda 8 calls."""
    zeebe = element.find(f"{BPMN}extensionElements/{ZEEBE}calledElement")
    return None if zeebe is None else zeebe.get("processId")


def repeat_of(element: etree._Element) -> Repeat | None:
    """Loop or multi-instance characteristics; None when the activity is done once."""
    own = next(element.iterchildren(_LOOP, _MANY), None)
    if own is None:
        return None
    if (loop := element.find(_LOOP)) is not None:
        maximum = (loop.get("loopMaximum") or "").strip().removeprefix("+")
        return Repeat(
            "loop",
            condition=text_of(loop.find(f"{BPMN}loopCondition")),
            maximum=int(maximum) if maximum.isdecimal() else None,
            test_before=says(loop, "testBefore"),
        )
    many = own
    zeebe = many.find(f"{BPMN}extensionElements/{ZEEBE}loopCharacteristics")
    names = {} if zeebe is None else {str(k): str(v).removeprefix("=") for k, v in zeebe.items()}
    return Repeat(
        "sequential" if says(many, "isSequential") else "parallel",
        cardinality=text_of(many.find(f"{BPMN}loopCardinality")),
        collection=text_of(many.find(f"{BPMN}loopDataInputRef"))
        or camunda_like(many, "collection")
        or names.get("inputCollection"),
        item=_item(many, "inputDataItem")
        or camunda_like(many, "elementVariable")
        or names.get("inputElement"),
        output_collection=text_of(many.find(f"{BPMN}loopDataOutputRef"))
        or names.get("outputCollection"),
        output_item=_item(many, "outputDataItem") or names.get("outputElement"),
        condition=text_of(many.find(f"{BPMN}completionCondition")),
    )


def _item(many: etree._Element, tag: str) -> str | None:
    item = many.find(f"{BPMN}{tag}")
    return None if item is None else item.get("name") or item.get("id")
