"""Declared fields of a TOML file: type, bounds, form and what each names; and their one reader."""

from engine.catalogue.fields.table import Field, Finding, Named, Reading, Tables, read_fields
from engine.catalogue.fields.values import Form

__all__ = ["Field", "Finding", "Form", "Named", "Reading", "Tables", "read_fields"]
