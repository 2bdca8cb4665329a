"""Every table of the product in one metadata: what migrations and tests compare with."""

from engine.store import (
    access,
    accounts,
    audit,
    cases,
    catalogue,
    consultations,
    designs,
    drafts,
    guidance,
    jobs,
    lateness,
    meetings,
    organisation,
    payments,
    petitions,
    phases,
    proposals,
    ratings,
    readings,
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
    "designs",
    "drafts",
    "guidance",
    "jobs",
    "lateness",
    "meetings",
    "metadata",
    "organisation",
    "payments",
    "petitions",
    "phases",
    "proposals",
    "ratings",
    "readings",
    "rules",
]

metadata = Base.metadata
