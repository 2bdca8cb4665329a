"""Every table of the product in one metadata: what migrations and tests compare with."""

from engine.store import (
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
    proposals,
    rules,
)
from engine.store.base import Base

__all__ = [
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
    "proposals",
    "rules",
]

metadata = Base.metadata
