"""All cases of a province or unit, for who looks after them: by stage, unit, days, lateness."""

from engine.queries.all_cases.exporting import exported
from engine.queries.all_cases.listing import all_cases

__all__ = ["all_cases", "exported"]
