"""Which text of a procedure an address means: its draft, or a version."""

from dataclasses import replace
from typing import Any

from api.http import now
from engine.designing.rights import Designer
from engine.designing.to_read import Text, to_read
from engine.designing.versions import versions
from web.designer.draft import STATES
from web.forms.numbers import number_asked

VERSION = "ban"
"""What names the version in an address."""


def version_asked(name: str = VERSION) -> int | None:
    """The version that the address names. Raises EntryInvalid."""
    return number_asked(name, "bản")


def text_asked(session: Any, who: Designer, code: str, name: str = VERSION) -> Text:
    """What is read; a version with how it stands. Raises DesignNotFound."""
    found = to_read(session, who, code, version_asked(name))
    rows = versions(session, who=who, procedure_code=code, now=now()) if found.version else ()
    row = next((one for one in rows if one.version == found.version), None)
    return replace(found, state=STATES[row.state], running=row.running) if row else found


def of(text: Text) -> dict[str, int]:
    """What the addresses of its other pages bear."""
    return {VERSION: text.version} if text.version is not None else {}
