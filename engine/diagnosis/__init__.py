"""What is wrong with a procedure package, all at once. Codes: ``docs/reference/diagnosis.md``."""

from engine.diagnosis.package import check
from engine.diagnosis.report import Context, Diagnosis

__all__ = ["Context", "Diagnosis", "check"]
