"""FEEL, the expression language of DMN, as designers of procedures write it.

Expressions are data from people: they are compiled to closures over plain values, never to Python,
and every evaluation has a budget. What is supported: ``docs/reference/feel.md``.
"""

from engine.feel.counted import Counted, counted_around, counting
from engine.feel.errors import (
    FeelError,
    FeelSyntaxError,
    FuelExhausted,
    LimitExceeded,
    TimeExhausted,
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
from engine.feel.limits import (
    Budget,
    Limits,
    SeveralActs,
    act_budget,
    current_budget,
    within_an_act,
)
from engine.feel.refusing import refuse_over_budget, refusing_over_budget
from engine.feel.trace import RuleHit, TableTrace, Trace
from engine.feel.typeref import FeelType
from engine.feel.values import Range, YearsMonths

__all__ = [
    "Budget",
    "Counted",
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "FeelType",
    "FuelExhausted",
    "LimitExceeded",
    "Limits",
    "Range",
    "RuleHit",
    "SeveralActs",
    "TableTrace",
    "TimeExhausted",
    "TooDeep",
    "TooLarge",
    "Trace",
    "UnaryTestsExpression",
    "ValueNotSupported",
    "YearsMonths",
    "act_budget",
    "compile_expression",
    "compile_unary_tests",
    "counted_around",
    "counting",
    "current_budget",
    "refuse_over_budget",
    "refusing_over_budget",
    "within_an_act",
]
