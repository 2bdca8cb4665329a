"""Forms of the product (form-js schemas): what may stand in one, and how its answers are read."""

from engine.catalogue.forms.checking import asked, checked
from engine.catalogue.forms.questions import (
    Audience,
    Fault,
    audience_of,
    keys_asked,
    keys_of_communes,
    keys_of_files,
    label_of,
    questions,
    unit_of,
    with_options,
)
from engine.catalogue.forms.schema import answers_schema
from engine.catalogue.forms.wording import shown, written

__all__ = [
    "Audience",
    "Fault",
    "answers_schema",
    "asked",
    "audience_of",
    "checked",
    "keys_asked",
    "keys_of_communes",
    "keys_of_files",
    "label_of",
    "questions",
    "shown",
    "unit_of",
    "with_options",
    "written",
]
