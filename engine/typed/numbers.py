"""Numbers: 1.500.000,5 as people here write them, 1500000.5 as programs do, never another one.

Fifteen digits are what a JSON number keeps exactly everywhere.
"""

import re
from decimal import ROUND_CEILING, Decimal

from engine.typed.text import Typed, Unreadable, plain_signs

DIGITS = 15
HOW = "hãy ghi như 12,5 hoặc 1.500.000: dấu phẩy cho phần lẻ, dấu chấm giữa từng nhóm ba chữ số"
UNIT = "chỉ ghi số, không ghi đơn vị hay chữ phía sau, ví dụ 12,5 hoặc 1.500.000"
_KILOBYTE = 1024
NAMED_DIGITS = 9
"""Digits of a number that names something, such as a page, a year, a revision: more of them name
nothing, and no database keeps them."""
_TYPED = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_WITH_UNIT = re.compile(r"-?[0-9][0-9.,]*\s*(?:[^\W\d_]|[%₫$])[^0-9]*[²³23]?")
_TWO_WAYS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
"""As a text: a thousand here, one and a half elsewhere."""
_COMMA_TWO_WAYS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
"""Typed: one and a half here, fifteen hundred for who learnt it of a bank or a spreadsheet."""
_SENT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def number_of(value: object) -> Decimal:
    """The number that was typed or sent. Raises Unreadable."""
    return number_typed(value) if isinstance(value, Typed) else number_sent(value)


def number_typed(text: str) -> Decimal:
    """A number as a person types it: ``12,5``, ``1.500``, ``1.500.000,5``. Raises Unreadable.

    ``12.5``, ``0.500``, ``1,500``, ``1e2`` and ``12 5`` are refused: each is read in two ways.
    """
    typed = plain_signs(text)
    if _COMMA_TWO_WAYS.fullmatch(typed):
        raise Unreadable(f"“{typed}” đọc được hai cách; {_both_ways(typed)}")
    if not _TYPED.fullmatch(typed):
        raise Unreadable(UNIT if _WITH_UNIT.fullmatch(typed) else HOW)
    return _kept(Decimal(typed.replace(".", "").replace(",", ".")))


def number_sent(value: object) -> Decimal:
    """A JSON number, or a text written as one without exponent. Raises Unreadable.

    ``"1.500"`` is refused: it is read in two ways.
    """
    if isinstance(value, str) and _SENT.fullmatch(value):
        if _TWO_WAYS.fullmatch(value):
            raise Unreadable(f"“{value}” đọc được hai cách; hãy gửi số JSON")
        return _kept(Decimal(value))
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
        if number.is_finite():
            return _kept(number)
    raise Unreadable("phải là một số, như 1500000 hoặc 12.5")


def plain(number: Decimal) -> int | float:
    """The number as JSON keeps it, exactly."""
    return int(number) if number == number.to_integral_value() else float(number)


def number_written(value: Decimal | float) -> str:
    """1.250.000 or 0,5: a dot for thousands, a comma for decimals, no empty decimals.

    But 1,1250: what is shown can be typed, and ``1,125`` would be read in two ways.
    """
    amount = Decimal(str(value)).normalize()
    text = (f"{amount:,f}" if amount else "0").translate(str.maketrans(",.", ".,"))
    return f"{text}0" if _COMMA_TWO_WAYS.fullmatch(text) else text


def size_written(size: int) -> str:
    """3,1 MB; 840 kB. Of a size in bytes, rounded up: what is too large reads as larger."""
    unit, name = (_KILOBYTE**2, "MB") if size >= _KILOBYTE**2 else (_KILOBYTE, "kB")
    exact = Decimal(size) / unit
    step = Decimal("0.1") if name == "MB" else Decimal(1)
    return f"{number_written(max(exact.quantize(step, ROUND_CEILING), step))} {name}"


def decimals_of(number: Decimal) -> int:
    """How many digits stand behind the comma, empty ones not counted."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _both_ways(typed: str) -> str:
    """How to write what was meant, be it thousands or decimals."""
    thousands = f"hãy ghi {typed.replace(',', '.')} nếu là hàng nghìn"
    if typed.count(",") > 1:
        return thousands
    return f"{thousands}, {number_written(Decimal(typed.replace(',', '.')))} nếu là phần lẻ"


def _kept(number: Decimal) -> Decimal:
    if len(number.normalize().as_tuple().digits) > DIGITS or number.adjusted() >= DIGITS:
        raise Unreadable(f"có nhiều hơn {DIGITS} chữ số")
    return number
