"""Every table of the product in one metadata: what migrations and tests compare with."""

from engine.store import (
    access,
    accounts,
    audit,
    cases,
    catalogue,
    consultations,
    drafts,
    guidance,
    jobs,
    lateness,
    organisation,
    payments,
    phases,
    proposals,
    rules,
)
from engine.store.base import Base

__all__ = [
    "access",
    "accounts",
    "audit",
    "cases",
    "catalogue",
    "consultations",
    "drafts",
    "guidance",
    "jobs",
    "lateness",
    "metadata",
    "organisation",
    "payments",
    "phases",
    "proposals",
    "rules",
]

metadata = Base.metadata
