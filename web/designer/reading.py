"""Which text of a procedure an address means: its draft, or a version."""

from typing import Any

from engine.designing.rights import Designer
from engine.designing.to_read import Text, to_read
from web.forms.numbers import number_asked


VERSION = "ban"
"""What names the version in an address."""


def version_asked(name: str = VERSION) -> int | None:
    """The version that the address names. Raises EntryInvalid."""
    return number_asked(name, "bản")


def text_asked(session: Any, who: Designer, code: str, name: str = VERSION) -> Text:
    """What is read. Raises DesignNotFound."""
    return to_read(session, who, code, version_asked(name))


def of(text: Text) -> dict[str, int]:
    """What the addresses of its other pages bear."""
    return {VERSION: text.version} if text.version is not None else {}
