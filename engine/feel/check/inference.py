"""Goes through a syntax tree, infers the type of every node and notes what can't work."""

from typing import Final

from engine.feel.check import data_rules, operator_rules
from engine.feel.check.checker import Checker, Rules
from engine.feel.check.findings import Findings
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    ContextOf,
    External,
    Filter,
    For,
    FunctionOf,
    HalfRange,
    If,
    In,
    InstanceOf,
    Interval,
    ListOf,
    Literal,
    Logic,
    Name,
    Negation,
    Path,
    Quantified,
    Span,
)

_RULES: Final[Rules] = {
    Literal: operator_rules.literal,
    Name: operator_rules.name,
    Negation: operator_rules.negation,
    Arithmetic: operator_rules.arithmetic,
    Comparison: operator_rules.comparison,
    Logic: operator_rules.logic,
    If: operator_rules.condition,
    Between: operator_rules.between,
    In: operator_rules.membership,
    HalfRange: operator_rules.half_range,
    Interval: operator_rules.interval,
    Span: data_rules.span,
    ListOf: data_rules.list_type,
    ContextOf: data_rules.context,
    Path: data_rules.path,
    Filter: data_rules.filtered,
    For: data_rules.iteration,
    Quantified: data_rules.quantified,
    FunctionOf: data_rules.function,
    External: operator_rules.external,
    Call: data_rules.call,
    InstanceOf: operator_rules.instance_of,
}


def checker(findings: Findings) -> Checker:
    """A checker of one text; what it finds goes to ``findings``."""
    return Checker(findings, _RULES)
