"""FEEL, the expression language of DMN, as designers of procedures write it.

Expressions are data from people: they are compiled to closures over plain values, never to Python,
and every evaluation has a budget. What is supported: ``docs/reference/feel.md``.
"""

from engine.feel.errors import (
    FeelError,
    FeelSyntaxError,
    FuelExhausted,
    LimitExceeded,
    TooDeep,
    TooLarge,
    ValueNotSupported,
)
from engine.feel.expression import (
    Expression,
    UnaryTestsExpression,
    compile_expression,
    compile_unary_tests,
)
from engine.feel.limits import Limits
from engine.feel.trace import RuleHit, TableTrace, Trace
from engine.feel.typeref import FeelType
from engine.feel.values import Range, YearsMonths

__all__ = [
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "FeelType",
    "FuelExhausted",
    "LimitExceeded",
    "Limits",
    "Range",
    "RuleHit",
    "TableTrace",
    "TooDeep",
    "TooLarge",
    "Trace",
    "UnaryTestsExpression",
    "ValueNotSupported",
    "YearsMonths",
    "compile_expression",
    "compile_unary_tests",
]
