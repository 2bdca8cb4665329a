"""What a case has to pay: the package's fee table, then local rules. Pure."""

from engine.fees.calculation import FeeLine, fees_due
from engine.fees.tables import BaseFee, base_fees, items_of

__all__ = ["BaseFee", "FeeLine", "base_fees", "fees_due", "items_of"]
