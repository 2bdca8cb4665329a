"""Which demonstration data an installation takes: a demonstration all, production what it names.

The opened database knows, so that whoever would write such data asks the same, behind every door.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

DEMO_DATA = "motcua_demo_data"
"""Under which a writing session knows it. ``None``: all is taken."""


def takes_demo(session: Session, province_code: str, procedure_code: str | None = None) -> bool:
    """Whether demonstration data of a province, or of one of its procedures, may be written."""
    return named(session.info.get(DEMO_DATA), province_code, procedure_code)


def named(
    accepted: Collection[str] | None, province_code: str, procedure_code: str | None = None
) -> bool:
    """Whether it is among what is taken: a province, or ``province/procedure``."""
    if accepted is None or province_code in accepted:
        return True
    return procedure_code is not None and f"{province_code}/{procedure_code}" in accepted
