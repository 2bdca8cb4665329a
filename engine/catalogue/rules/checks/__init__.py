"""Is a rule acceptable as entered? Pure checks; each fault stands on its field, in Vietnamese."""

from engine.catalogue.rules.checks.entry import check_entry, read_entry
from engine.catalogue.rules.checks.facts import Draft, Facts, ProcedureFacts

__all__ = ["Draft", "Facts", "ProcedureFacts", "check_entry", "read_entry"]
