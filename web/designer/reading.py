"""Which text of a procedure an address means: its draft, or a version."""

from typing import Any

from engine.designing.rights import Designer
from engine.designing.to_read import Text, to_read
from web.forms.numbers import number_asked


def version_asked() -> int | None:
    """The version that the address names. Raises EntryInvalid."""
    return number_asked("ban", "bản")


def text_asked(session: Any, who: Designer, code: str) -> Text:
    """What is read. Raises DesignNotFound."""
    return to_read(session, who, code, version_asked())


def of(text: Text) -> dict[str, int]:
    """What the addresses of its other pages bear."""
    return {"ban": text.version} if text.version is not None else {}
