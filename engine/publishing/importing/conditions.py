"""Conditions as Camunda 7, Flowable and Activiti write them → FEEL, where the meaning is plain.

``${ket_qua == 'dong_y' && so > 3}`` is ``ket_qua = "dong_y" and so > 3``. Calls, methods, ternaries
and assignments are left: the check names them.
"""

import re

from lxml import etree

from engine.feel import FeelError, compile_expression
from engine.workflow.reading.drawn import B
from engine.workflow.reading.faults import Fault, fault

_PLACES = ("conditionExpression", "completionCondition", "loopCondition", "loopCardinality")
_TEMPLATE = re.compile(r"\s*[$#]\{(?P<inside>[^{}]*)\}\s*")
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^'\\\"]*'|\"[^\"\\]*\")|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[<>!()+\-*/])|(?P<word>[^\W\d]\w*))"
)
_SIGNS = {"==": "=", "&&": "and", "||": "or"}
_WORDS = {"eq": "=", "ne": "!=", "gt": ">", "lt": "<", "ge": ">=", "le": "<=", "and": "and"}
_WORDS |= {"or": "or", "true": "true", "false": "false", "null": "null"}


def write_as_feel(root: etree._Element, file: str, changes: list[Fault]) -> None:
    """Rewrites the conditions whose meaning is plain."""
    for element in list(root.iter(*(f"{B}{place}" for place in _PLACES))):
        old = element.text or ""
        flow = element.getparent()
        if flow is not None and _says_nothing(element):
            flow.remove(element)
            changes.append(fault("import.condition_empty", file=file, at=flow))
            continue
        new = feel_of(old)
        if new is not None:
            element.text = new
            if "language" in element.attrib:
                del element.attrib["language"]
            changes.append(fault("import.condition", file=file, at=element, old=old, new=new))


def _says_nothing(element: etree._Element) -> bool:
    """A condition of a flow that some editors write although nobody gave one."""
    empty = not len(element) and not (element.text or "").strip()
    return empty and element.tag == f"{B}conditionExpression"


def feel_of(text: str) -> str | None:
    """The expression in FEEL; None for what is no such template, or not plain."""
    template = _TEMPLATE.fullmatch(text)
    words = None if template is None else _translated(template["inside"])
    if not words:
        return None
    written = " ".join(words).replace("( ", "(").replace(" )", ")").replace("not (", "not(")
    try:
        compile_expression(written)
    except FeelError:
        return None
    return written


def _translated(text: str) -> list[str] | None:
    """The words of FEEL; None when something is not plain."""
    found: list[str] = []
    negated = False
    at = 0
    while text[at:].strip():
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        at = token.end()
        sign, word = token["sign"], token["word"]
        if sign == "!" or word == "not":
            if negated:
                return None
            negated = True
            continue
        if word and word not in _WORDS and text[at:].lstrip().startswith(("(", ".", "[")):
            return None  # a call, a method, an index
        one = _one(token)
        if not negated:
            found.append(one)
        elif sign == "(":
            found += ["not", "("]
        elif word:
            found.append(f"not({one})")
        else:
            return None
        negated = False
    return None if negated else found


def _one(token: re.Match[str]) -> str:
    if token["text"]:
        return f'"{token["text"][1:-1]}"'
    if token["word"]:
        return _WORDS.get(token["word"], token["word"])
    return token["number"] or _SIGNS.get(token["sign"], token["sign"])
