"""What a process takes from outside as people type it: yes or no, a whole number, else text."""


def scalar_typed(text: str) -> str | int | bool:
    """``true`` and ``false``, ``12``, or the text itself."""
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isascii() and text.isdecimal() else text


def scalar_text(value: object) -> str:
    """A value as ``scalar_typed`` reads it; nothing where there is none."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
