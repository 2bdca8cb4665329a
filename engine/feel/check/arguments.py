"""What the built-in functions take, and calls that can only give null for what they are given."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from engine.feel.check.checker import Checker
from engine.feel.check.findings import type_words
from engine.feel.check.results import known
from engine.feel.compiler import BUILTINS
from engine.feel.functions.regex import compile_pattern
from engine.feel.functions.signature import Unfit
from engine.feel.literals import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.syntax import Call, Literal, Node
from engine.feel.typeref import ANY, FeelType
from engine.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS,
    FUNCTION,
    LIST,
    MONTHS,
    NUMBER,
    RANGE,
    STRING,
    TIME,
)

Kinds = frozenset[str]

_N: Final = frozenset({NUMBER})
_S: Final = frozenset({STRING})
_B: Final = frozenset({BOOLEAN})
_DAY: Final = frozenset({DATE, DATE_TIME})
_DAY_TEXT: Final = _DAY | _S
TAKES: Final[Mapping[str, tuple[Kinds, ...]]] = {
    "not": (_B,),
    **dict.fromkeys(("string length", "upper case", "lower case", "trim", "is blank"), (_S,)),
    **dict.fromkeys(
        ("contains", "starts with", "ends with", "substring before", "substring after", "split"),
        (_S, _S),
    ),
    "matches": (_S, _S, _S),
    "replace": (_S, _S, _S, _S),
    "substring": (_S, _N, _N),
    "number": (_N | _S, _S, _S),
    **dict.fromkeys(
        ("decimal", "floor", "ceiling", "round up", "round down", "round half up",
         "round half down", "modulo"),
        (_N, _N),
    ),
    **dict.fromkeys(("sqrt", "log", "exp", "odd", "even"), (_N,)),
    "abs": (frozenset({NUMBER, DAYS, MONTHS}),),
    "duration": (frozenset({STRING, DAYS, MONTHS}),),
    "years and months duration": (_DAY, _DAY),
    **dict.fromkeys(
        ("day of year", "day of week", "month of year", "week of year", "last day of month"),
        (_DAY,),
    ),
}  # fmt: skip
"""The kinds that each parameter takes; any other kind makes the result null."""
ALONE: Final[Mapping[str, Kinds]] = {
    "date": _DAY_TEXT,
    "time": _DAY_TEXT | {TIME},
    "date and time": _DAY_TEXT,
}
"""What those of several signatures take when called with one argument."""
ELEMENTS: Final[Mapping[str, Kinds]] = {
    "sum": frozenset({NUMBER, DAYS, MONTHS}),
    **dict.fromkeys(("mean", "product", "median", "mode"), _N),
}
"""What every element must be of what is added up."""
_OF_LISTS: Final = frozenset({"count", "is empty", "list contains", "index of", "reverse", "sort"})
_NO_SCALARS: Final = frozenset({LIST, CONTEXT, RANGE, FUNCTION})
_READERS: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "date": (DATE, parse_date),
    "time": (TIME, parse_time),
    "date and time": (DATE_TIME, parse_date_time),
    "duration": (DAYS, parse_duration),
}
_PATTERNS: Final = frozenset({"matches", "replace", "split"})
_FLAGS_AT: Final = {"matches": 2, "replace": 3}


def check_given(check: Checker, node: Call, name: str, types: list[FeelType]) -> None:
    """Note arguments with which the built-in function can only give null."""
    placed = dict(_placed(node, name))
    takes = (ALONE[name],) if name in ALONE and len(node.arguments) == 1 else TAKES.get(name, ())
    for position, index in placed.items():
        if position < len(takes) and not fits(types[index], takes[position]):
            _wrong(check, node.arguments[index], name, takes[position], types[index])
    for index, type_ in enumerate(types if name in ELEMENTS else ()):
        alone = len(types) == 1 and known(type_) == LIST
        element = (type_.item or ANY) if alone else type_
        if known(element) not in {None, *ELEMENTS[name]}:
            _wrong(check, node.arguments[index], name, ELEMENTS[name], element)
    if name in _OF_LISTS and types and known(types[0]) not in {None, *_NO_SCALARS}:
        message = f"Hàm “{name}” dành cho danh sách, ở đây là {type_words(types[0])}."
        check.findings.add("feel.not_list", message, node.arguments[0].at, "warning")
    _constants(check, node, name, {p: node.arguments[i] for p, i in placed.items()}, types)


def _placed(node: Call, name: str) -> Iterator[tuple[int, int]]:
    """The position of each argument in its signature, and in the call."""
    if not node.names:
        yield from ((index, index) for index in range(len(node.arguments)))
        return
    given = set(node.names)
    for signature in BUILTINS[name].signatures:
        if given.issubset(signature):
            yield from ((signature.index(one), at) for at, one in enumerate(node.names))
            return


def fits(type_: FeelType, takes: Kinds) -> bool:
    """Whether a value of the type may be one that the parameter takes."""
    if known(type_) == LIST:
        # A list of one text is that text.
        return STRING in takes and known(type_.item or ANY) in {None, STRING}
    return known(type_) in {None, *takes}


def _wrong(check: Checker, node: Node, name: str, takes: Kinds, type_: FeelType) -> None:
    wanted = " hoặc ".join(sorted({type_words(FeelType(one)) for one in takes}))
    message = f"Hàm “{name}” cần {wanted}, ở đây là {type_words(type_)}."
    check.findings.add("feel.arguments", message, node.at)


def _constants(
    check: Checker, node: Call, name: str, given: Mapping[int, Node], types: list[FeelType]
) -> None:
    """Note texts that can't be read as what the function makes of them."""
    first, second = given.get(0), given.get(1)
    if name in _READERS and len(node.arguments) == 1:
        wanted, read = _READERS[name]
        words = type_words(FeelType(wanted)) if wanted != DAYS else "khoảng thời gian"
        text = _text(first)
        if text is not None and not _reads(read, text):
            check.findings.add("feel.unreadable", f"“{text}” không phải là {words}.", node.at)
        elif text is None and known(types[0]) == STRING and types[0].values is None:
            message = f"Hàm “{name}” đọc một chuỗi bất kỳ: không phải là {words} thì cho null."
            check.findings.add("feel.free_text", message, node.at, "warning")
    pattern = _text(second)
    flags = given.get(_FLAGS_AT.get(name, -1))
    if name in _PATTERNS and pattern is not None and (flags is None or _text(flags) is not None):
        try:
            compile_pattern(pattern, _text(flags) or "")
        except Unfit:
            message = f"“{pattern}” không phải là mẫu (biểu thức chính quy) đọc được."
            check.findings.add("feel.unreadable", message, node.at)
    if name == "modulo" and is_zero(second):
        check.clash(node, "Không thể chia cho 0.")


def _text(node: Node | None) -> str | None:
    """The text that a node is, if it is one."""
    return node.value if isinstance(node, Literal) and type(node.value) is str else None


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        return read(text) is not None
    except (Unfit, ValueError, OverflowError):
        return False


def is_zero(node: Node | None) -> bool:
    """Whether a node is the constant zero."""
    return isinstance(node, Literal) and isinstance(node.value, Decimal) and not node.value
