"""Functions of strings (DMN 1.5, 10.3.4.3); lengths and positions count characters."""

import re
from decimal import Decimal
from typing import Any, Final

from engine.feel.functions.regex import REFUSED, Pattern, compile_pattern, price_of
from engine.feel.functions.signature import (
    MISSING,
    Unfit,
    as_list,
    builtin,
    string,
    table,
    whole,
)
from engine.feel.limits import ITEMS_PER_UNIT
from engine.feel.scope import Scope
from engine.feel.values import Value

_LONGEST_COMPARED: Final = 128
_COMPARED_AT_ONCE: Final = 8
"""Beyond the one, Python looks for a text in time linear in the other; so many letters at once."""
_PARTS_AT_ONCE: Final = 2
_MATCH: Final = 30
"""Units of fuel for one place that a pattern matches."""
_BAD_REPLACEMENT: Final = re.compile(r"\\(?![\\$])|\$(?!\d)")
_ESCAPED: Final = re.compile(r"\\[\\$]")
_GROUP_OR_ESCAPED: Final = re.compile(r"\$(\d{1,3})|\\([\\$])", re.ASCII)


def _substring(scope: Scope, value: Value, start: Value, length: Value = None) -> str:
    text = string(value)
    position = whole(start)
    if position == 0:
        raise Unfit
    scope.run.spend_on(len(text))
    if abs(position) > len(text):
        return ""
    begin = position - 1 if position > 0 else len(text) + position
    if length is None:
        return text[begin:]
    count = whole(length)
    if count < 1:
        raise Unfit
    return text[begin : begin + count]


def _searched(scope: Scope, text: Value, match: Value) -> None:
    """Pay for looking for one text in another: at worst each place is compared anew."""
    looked_for = min(len(string(match)), _LONGEST_COMPARED)
    scope.run.spend_on(len(string(text)) * (1 + looked_for // _COMPARED_AT_ONCE))
    scope.run.spend_on(len(string(match)))


def _before(scope: Scope, text: Value, match: Value) -> str:
    _searched(scope, text, match)
    place = string(text).find(string(match))
    return string(text)[:place] if place > 0 else ""


def _after(scope: Scope, text: Value, match: Value) -> str:
    _searched(scope, text, match)
    place = string(text).find(string(match))
    return string(text)[place + len(string(match)) :] if place >= 0 else ""


def _contains(scope: Scope, text: Value, match: Value) -> bool:
    _searched(scope, text, match)
    return string(match) in string(text)


def _blank(scope: Scope, text: Value) -> bool:
    scope.run.spend_on(len(string(text)))
    return not string(text).strip()


def _beside(method: Any) -> Any:
    """Whether a text begins or ends with another, paid for by the other's length."""

    def body(scope: Scope, text: Value, match: Value) -> bool:
        scope.run.spend_on(len(string(match)))
        return bool(method(string(text), string(match)))

    return body


def _changed(method: Any) -> Any:
    """A function of a string and nothing else, paid for by length."""

    def body(scope: Scope, value: Value) -> str:
        text = string(value)
        scope.run.spend_on(len(text))
        return method(text)  # type: ignore[no-any-return]

    return body


def _pattern(scope: Scope, text: Value, pattern: Value, flags: Value) -> Pattern:
    if flags is not None and type(flags) is not str:
        raise Unfit
    told = string(pattern)
    scope.run.spend(price_of(told))
    try:
        found = compile_pattern(told, flags or "")
    except Unfit:
        scope.run.spend(REFUSED * len(told))
        raise
    # At worst each character is compared with each part of the pattern.
    parts = found.programsize // _PARTS_AT_ONCE
    scope.run.spend(parts + len(string(text)) * (2 + parts) // ITEMS_PER_UNIT)
    return found


def _matches(scope: Scope, text: Value, pattern: Value, flags: Value = None) -> bool:
    return bool(_pattern(scope, text, pattern, flags).search(string(text)))


def _replace(
    scope: Scope, text: Value, pattern: Value, replacement: Value, flags: Value = None
) -> str:
    found = _pattern(scope, text, pattern, flags)
    wanted = string(replacement)
    scope.run.spend_on(2 * len(wanted))
    if found.search("") is not None:  # XPath: a pattern must not match the empty string
        raise Unfit
    literal = "q" in (flags or "")
    if not literal and _BAD_REPLACEMENT.search(_ESCAPED.sub("", wanted)):
        raise Unfit
    return _replaced(scope, found, string(text), wanted, literal=literal)


def _replaced(scope: Scope, found: Pattern, text: str, wanted: str, *, literal: bool) -> str:
    pieces: list[str] = []
    length = last = 0
    for match in found.finditer(text):
        scope.run.spend(_MATCH + len(wanted) // 4)
        new = wanted if literal else _expanded(match, wanted, found.groups)
        pieces += (text[last : match.start()], new)
        length += len(pieces[-1]) + len(pieces[-2])
        scope.run.spend_on(len(new))
        last = match.end()
    pieces.append(text[last:])
    scope.run.spend_on(length + len(pieces[-1]))
    return "".join(pieces)


def _expanded(match: Any, wanted: str, groups: int) -> str:
    """A replacement text with its ``$1`` filled; as many digits as make a group's number count."""

    def one(part: re.Match[str]) -> str:
        digits = part[1]
        if digits is None:
            return part[2]
        number = digits
        while number and int(number) > groups:
            number = number[:-1]
        if number:
            return (match.group(int(number)) or "") + digits[len(number) :]
        return digits[1:] if groups else ""

    return _GROUP_OR_ESCAPED.sub(one, wanted)


def _split(scope: Scope, text: Value, delimiter: Value) -> list[str]:
    found = _pattern(scope, text, delimiter, None)
    pieces: list[str] = []
    last = 0
    for match in found.finditer(string(text)):
        if match.end() == match.start():
            continue
        scope.run.spend(_MATCH)
        pieces.append(string(text)[last : match.start()])
        last = match.end()
    return [*pieces, string(text)[last:]]


def _join(scope: Scope, items: Value, delimiter: Value = MISSING) -> str:
    if items is None:
        raise Unfit
    between = "" if delimiter is None or delimiter is MISSING else string(delimiter)
    scope.run.spend(2 * len(as_list(items)))
    texts = [string(item) for item in as_list(items) if item is not None]
    scope.run.spend_on(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)


FUNCTIONS: Final = table(
    [
        builtin(
            "substring", _substring, "string, start position, length?", nulls=True, scoped=True
        ),
        builtin("string length", lambda text: Decimal(len(string(text))), "string"),
        builtin("upper case", _changed(str.upper), "string", scoped=True),
        builtin("lower case", _changed(str.lower), "string", scoped=True),
        builtin("trim", _changed(str.strip), "string", scoped=True),
        builtin("substring before", _before, "string, match", scoped=True),
        builtin("substring after", _after, "string, match", scoped=True),
        builtin("contains", _contains, "string, match", scoped=True),
        builtin("starts with", _beside(str.startswith), "string, match", scoped=True),
        builtin("ends with", _beside(str.endswith), "string, match", scoped=True),
        builtin("matches", _matches, "input, pattern, flags?", nulls=True, scoped=True),
        builtin(
            "replace", _replace, "input, pattern, replacement, flags?", nulls=True, scoped=True
        ),
        builtin("split", _split, "string, delimiter", scoped=True),
        builtin("string join", _join, "list, delimiter?", nulls=True, scoped=True),
        builtin("is blank", _blank, "string", scoped=True),
    ]
)
