"""Static checks: what can be known to be wrong before anything runs.

The caller declares names with their types; every finding has a place, a code (``CODES``) and a
Vietnamese text.
"""

from engine.feel.check.expressions import (
    check_cell,
    check_condition,
    check_expression,
    infer_type,
    result_types_of,
)
from engine.feel.check.findings import CODES, DEPENDS_ON_DATA, Finding, Severity
from engine.feel.check.models import check_model, result_types
from engine.feel.check.tables import check_table

__all__ = [
    "CODES",
    "DEPENDS_ON_DATA",
    "Finding",
    "Severity",
    "check_cell",
    "check_condition",
    "check_expression",
    "check_model",
    "check_table",
    "infer_type",
    "result_types",
    "result_types_of",
]
