"""Reading terms: literals, names, brackets, lists, contexts, calls, paths and filters."""

from abc import abstractmethod
from decimal import DecimalException
from typing import Final

from engine.feel.lexer import (
    ARGUMENT_NAME,
    COMPARATOR,
    KEY,
    NUMBER,
    SPACE,
    STRING,
    WORD,
    join_parts,
    unescape,
)
from engine.feel.literals import parse_at_literal
from engine.feel.syntax import (
    Call,
    ContextOf,
    Filter,
    HalfRange,
    Interval,
    ListOf,
    Literal,
    Name,
    Node,
    Path,
)
from engine.feel.typereader import TypeReader
from engine.feel.values import DECIMAL128

_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_KEYWORDS: Final = frozenset(
    {"for", "if", "then", "else", "some", "every", "satisfies", "in", "and", "or", "between"}
)
_PARTS: Final = (
    ("time offset", "time", "offset"),
    ("start included", "start", "included"),
    ("end included", "end", "included"),
)
_AFTER_INTERVAL: Final = frozenset({"", ")", "]", ",", "}", "+", "*", "/", "=", "!", "<", ">"})
_AFTER_WORDS: Final = frozenset(
    {"and", "or", "then", "else", "return", "satisfies", "between", "in", "instance"}
)
_QUOTES: Final = 'chuỗi phải đặt trong ngoặc kép thẳng "…"'
HINTS: Final = {
    **dict.fromkeys("“”„‘’'", _QUOTES),
    "=": "so sánh bằng chỉ viết một dấu =",
    "&": "viết and thay cho &&",
    "|": "viết or thay cho ||",
    "!": "viết not(…) thay cho !",
    ";": "các phần ngăn nhau bằng dấu phẩy",
}
"""What to say of signs that people bring along from other languages and from word processors."""
FORMS: Final = frozenset({"if", "for", "some", "every", "function"})
"""Words that begin a form of their own."""


class TermReader(TypeReader):
    """Reads everything that binds tighter than an operator."""

    _in_interval = 0

    @abstractmethod
    def expression(self) -> Node:
        """A whole expression (the parser's)."""

    @abstractmethod
    def operand(self) -> Node:
        """What may stand after a comparison sign: everything down to ``+`` and ``-``."""

    def test(self) -> Node:
        """``< 5`` or an expression."""
        at = self.at
        sign = self.take_match(COMPARATOR)
        return HalfRange(at, sign.group(), self.operand()) if sign else self.expression()

    def postfix(self) -> Node:
        """A primary with the paths, filters and calls behind it."""
        return self.postfix_of(self._primary())

    def postfix_of(self, node: Node) -> Node:
        """Paths, filters and calls behind a node already read."""
        while True:
            sign = self.text[self.at : self.at + 1]
            if sign == "." and not self.sees(".."):
                self.skip(1)
                name_at = self.at
                node = Path(node.at, node, self._part_name(), name_at)
            elif sign == "[":
                if self._in_interval and self._interval_ends():
                    return node
                node = self._filter(node)
            elif sign == "(":
                node = self._call(node)
            else:
                return node

    def _interval_ends(self) -> bool:
        """Whether the bracket here ends an interval (``[1..x[``): nothing that could filter
        follows."""
        after = SPACE.match(self.text, self.at + 1).end()  # type: ignore[union-attr]
        sign = self.text[after : after + 1]
        word = WORD.match(self.text, after)
        path = sign == "." and not self.text[after + 1 : after + 2].isdigit()
        return (
            path or sign in _AFTER_INTERVAL or (word is not None and word.group() in _AFTER_WORDS)
        )

    def _filter(self, node: Node) -> Node:
        self.skip(1)
        # inside the brackets an interval may begin anew, and this one can't end
        outer, self._in_interval = self._in_interval, 0
        predicate = self.expression()
        self._in_interval = outer
        self.need("]")
        return Filter(node.at, node, predicate)

    def _part_name(self) -> str:
        for name, *parts in _PARTS:
            end = self.match_parts(tuple(parts))
            if end:
                self.at = end
                self.space()
                return name
        found = self.take_name()
        if found is None:
            raise self.fault("thiếu tên mục sau dấu chấm")
        return found

    def _call(self, target: Node) -> Call:
        self.need("(")
        arguments: list[Node] = []
        names: list[str] | None = None
        while not self.take(")"):
            named = ARGUMENT_NAME.match(self.text, self.at)
            if named and (names is not None or not arguments):
                names = names if names is not None else []
                names.append(join_parts(named[1]))
                self.skip(named.end() - self.at)
            arguments.append(self.expression())
            if not self.take(","):
                self.need(")")
                break
        if names is not None and len(names) != len(arguments):
            raise self.fault("lời gọi hàm trộn tham số có tên và không tên")
        return Call(target.at, target, arguments, names)

    def _primary(self) -> Node:
        sign = self.text[self.at : self.at + 1]
        if not sign:
            raise self.fault("biểu thức chưa viết hết")
        if sign.isdigit() or (sign == "." and self.text[self.at + 1 : self.at + 2].isdigit()):
            return self._number()
        if sign == '"':
            return self._string()
        if sign in "@([{]":
            return self._bracketed(sign)
        return self._named()

    def _bracketed(self, sign: str) -> Node:
        if sign == "@":
            return self._at_literal()
        if sign == "(":
            return self._parenthesis()
        if sign == "[":
            return self._list()
        if sign == "{":
            return self._context()
        at = self.at
        self.skip(1)
        low = self.expression()
        self.need("..")
        return self.interval(at, low, low_included=False)

    def _number(self) -> Node:
        at = self.at
        found = self.take_match(NUMBER)
        if not found:
            raise self.fault("số viết sai")
        try:
            return Literal(at, DECIMAL128.create_decimal(found.group()))
        except DecimalException:
            raise self.fault("số quá lớn", at) from None

    def _string(self) -> Node:
        at = self.at
        found = self.take_match(STRING)
        if not found:
            raise self.fault("chuỗi chưa đóng ngoặc kép")
        return Literal(at, unescape(found[1]))

    def _at_literal(self) -> Node:
        at = self.at
        self.at += 1
        found = self.take_match(STRING)
        if not found:
            raise self.fault("sau @ phải là chuỗi trong ngoặc kép")
        return Literal(at, parse_at_literal(unescape(found[1])))

    def _parenthesis(self) -> Node:
        at = self.at
        self.skip(1)
        sign = self.take_match(COMPARATOR)
        if sign:
            end = self.operand()
            self.need(")")
            return HalfRange(at, sign.group(), end)
        inner = self.expression()
        if self.take(".."):
            return self.interval(at, inner, low_included=False)
        self.need(")")
        return inner

    def _list(self) -> Node:
        at = self.at
        self.skip(1)
        if self.take("]"):
            return ListOf(at, [])
        first = self.test()
        if self.take(".."):
            return self.interval(at, first, low_included=True)
        items = [first]
        while self.take(","):
            items.append(self.test())
        self.need("]")
        return ListOf(at, items)

    def interval(self, at: int, low: Node, *, low_included: bool) -> Interval:
        """The rest of an interval behind its ``..``."""
        self._in_interval += 1
        try:
            high = self.expression()
        finally:
            self._in_interval -= 1
        if self.take("]"):
            return Interval(at, low, high, low_included, high_included=True)
        if self.take(")") or self.take("["):
            return Interval(at, low, high, low_included, high_included=False)
        raise self.fault("khoảng giá trị thiếu dấu đóng “]” hoặc “)”")

    def _context(self) -> Node:
        at = self.at
        self.need("{")
        entries: list[tuple[str, Node]] = []
        while not self.take("}"):
            key = self._key()
            self.need(":")
            entries.append((key, self.expression()))
            self.declare(key)
            if not self.take(","):
                self.need("}")
                break
        return ContextOf(at, entries)

    def _key(self) -> str:
        quoted = self.take_match(STRING)
        if quoted:
            return unescape(quoted[1])
        plain = self.take_match(KEY)
        if not plain:
            raise self.fault("thiếu tên mục trong context")
        return join_parts(plain.group())

    def _named(self) -> Node:
        at = self.at
        name = self.take_name()
        if name is None:
            raise self.fault(HINTS.get(self.text[at], f"không hiểu ký tự “{self.text[at]}”"))
        if name in _CONSTANTS:
            return Literal(at, _CONSTANTS[name])
        if name in FORMS and (self.sees("(") == (name == "function")):
            self.at = at
            return self.expression()
        function = name in {"and", "or"} and self.sees("(")  # DMN 1.1's names of all and any
        if name in _KEYWORDS and not function:
            raise self.fault(f"từ khóa “{name}” đặt sai chỗ", at)
        return Name(at, name)
