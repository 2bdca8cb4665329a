"""What a person typed, as plain data: "22/12/2025" as 2025-12-22, "4.100.000" as 4100000."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

_DATE = "%d/%m/%Y"
_DATE_TIME = "%d/%m/%Y %H:%M"


def read_answer(text: str, kind: str) -> object:
    """The answer of a form-js question of this kind; what can't be read stays as it was typed."""
    if kind == "number":
        return _read_number(text)
    if kind in ("date", "datetime"):
        return _read_instant(text, kind)
    return text


def _read_number(text: str) -> object:
    try:
        amount = Decimal(text.replace(" ", "").replace(".", "").replace(",", "."))
    except InvalidOperation:
        return text
    if not amount.is_finite():
        return text
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _read_instant(text: str, kind: str) -> str:
    """ISO text of a date or of a local date and time."""
    tidy = text.replace("-", "/").replace(".", "/") if kind == "date" else text
    try:
        at = datetime.strptime(tidy, _DATE if kind == "date" else _DATE_TIME)  # noqa: DTZ007 - a form asks for local time, without a zone
    except ValueError:
        return text
    return at.date().isoformat() if kind == "date" else at.isoformat(timespec="minutes")
