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
    watches,
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
    "watches",
]

metadata = Base.metadata
