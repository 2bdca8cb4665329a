"""DMN: decision tables, boxed expressions and the requirements between decisions."""

from engine.feel.dmn.compiling import DmnFault
from engine.feel.dmn.errors import (
    CellCount,
    Cyclic,
    DmnError,
    DocumentRefused,
    NotAny,
    NotUnique,
    UnknownDecision,
    ValueNotAllowed,
    WrongType,
)
from engine.feel.dmn.model import Decision, DmnModel, compile_dmn, parse_dmn

__all__ = [
    "CellCount",
    "Cyclic",
    "Decision",
    "DmnError",
    "DmnFault",
    "DmnModel",
    "DocumentRefused",
    "NotAny",
    "NotUnique",
    "UnknownDecision",
    "ValueNotAllowed",
    "WrongType",
    "compile_dmn",
    "parse_dmn",
]
