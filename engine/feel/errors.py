"""What can go wrong in FEEL and DMN.

FeelError
├── FeelSyntaxError     the text is not FEEL (line and column of the first fault)
├── LimitExceeded       an evaluation was stopped; it has no value, not even null
│   ├── FuelExhausted   the act's budget is used up
│   ├── TimeExhausted   the act took too long on this machine
│   ├── TooDeep         nested or called too deep
│   └── TooLarge        a value grew too large
├── ValueNotSupported   the caller's data hold something that FEEL has no kind for
└── DmnError            a decision can't be made (``engine.feel.dmn.errors``)

A mistake *inside* an expression (adding a number to a string, a name that isn't there) is no
exception: FEEL says that its value is null (DMN 1.5, 10.3.2.13). ``Trace`` says why.
"""

from typing import ClassVar


class FeelError(Exception):
    """Base of all; ``code`` is for machines, ``message`` is Vietnamese."""

    code: ClassVar[str] = "feel"
    template: ClassVar[str] = "Biểu thức không thực hiện được."

    def __init__(self, **details: object) -> None:
        self.details = details
        self.message = self.template.format(**details)
        super().__init__(self.message)


class FeelSyntaxError(FeelError):
    """The text is not FEEL. ``line`` and ``column`` count from 1."""

    code = "feel.syntax"
    template = "Dòng {line}, cột {column}: {what}."

    def __init__(self, *, what: str, line: int, column: int) -> None:
        self.what = what
        self.line = line
        self.column = column
        super().__init__(what=what, line=line, column=column)


class LimitExceeded(FeelError):
    """An evaluation was stopped because it went over its budget."""

    code = "feel.limit"


class FuelExhausted(LimitExceeded):
    """The act's budget is used up; the same act on the same data always stops here."""

    code = "feel.fuel"
    template = "Phải tính toán quá nhiều nên đã bị dừng (quá {fuel} đơn vị tính)."


class TimeExhausted(LimitExceeded):
    """The act took more of the processor's time than it may: another time it may well pass."""

    code = "feel.time"
    template = "Máy chủ tính quá {seconds} giây chưa xong nên đã dừng."


class TooDeep(LimitExceeded):
    """Nested or called too deep."""

    code = "feel.depth"
    template = "Biểu thức gọi lồng nhau quá sâu (quá {depth} tầng)."


class TooLarge(LimitExceeded):
    """A string or list grew beyond the limit."""

    code = "feel.size"
    template = "Giá trị quá lớn (quá {size} phần tử hoặc ký tự)."


class ValueNotSupported(FeelError):
    """The caller's data hold something that FEEL has no kind for."""

    code = "feel.value"
    template = "Dữ liệu có giá trị kiểu {type_name} mà biểu thức không dùng được."
