"""Text → syntax tree: operators by precedence, and the forms if, for, some, every, function."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from engine.feel.errors import FeelSyntaxError
from engine.feel.functions import FUNCTIONS
from engine.feel.lexer import OPERATOR, PARAMETER, NameTable, join_parts, name_table
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Comparison,
    External,
    For,
    FunctionOf,
    If,
    In,
    InstanceOf,
    Logic,
    Negation,
    Node,
    Quantified,
    Span,
    UnaryTests,
)
from engine.feel.terms import FORMS, HINTS, TermReader
from engine.feel.typeref import FeelType

_OR: Final = 1
_AND: Final = 2
_COMPARED: Final = 3
_SUM: Final = 4
_LEVELS: Final = {
    "or": _OR, "and": _AND,
    "=": _COMPARED, "!=": _COMPARED, "<": _COMPARED, ">": _COMPARED, "<=": _COMPARED,
    ">=": _COMPARED, "between": _COMPARED, "in": _COMPARED, "instance": _COMPARED,
    "+": _SUM, "-": _SUM, "*": 5, "/": 5, "**": 6,
}  # fmt: skip


class Parser(TermReader):
    """Reads one text once."""

    def whole(self) -> Node:
        """The text as one expression."""
        node = self.expression()
        self._end()
        return node

    def whole_unary(self) -> UnaryTests:
        """The text as a decision-table cell."""
        if self.text[self.at :].strip() == "-":
            return UnaryTests(self.at, [], negated=False)
        tests = self._negated_tests()
        if tests is None:
            tests = UnaryTests(self.at, self._tests(), negated=False)
        self._end()
        return tests

    def _end(self) -> None:
        if self.at != len(self.text):
            rest = self.text[self.at : self.at + 12]
            raise self.fault(HINTS.get(rest[0], f"không hiểu từ đoạn “{rest}”"))

    def _negated_tests(self) -> UnaryTests | None:
        """``not(…)`` around the whole cell; None when ``not(`` is only the begin of an
        expression."""
        start, nesting = self.at, self.nesting
        if self.take_word("not") and self.take("("):
            try:
                tests = self._tests()
                self.need(")")
                if self.at == len(self.text):
                    return UnaryTests(start, tests, negated=True)
            except FeelSyntaxError:
                self.nesting = nesting  # it may still be an expression
        self.at = start
        return None

    def _tests(self) -> list[Node]:
        tests = [self.test()]
        while self.take(","):
            tests.append(self.test())
        return tests

    def expression(self) -> Node:
        """A whole expression."""
        self.deeper()
        try:
            form = self.word()
            if form in FORMS:
                node = self._form(form)
                if node is not None:
                    return node
            return self._binary(self._unary(), _OR)
        finally:
            self.shallower()

    def operand(self) -> Node:
        return self._binary(self._unary(), _SUM)

    def _form(self, form: str) -> Node | None:
        """One of the forms; None when ``function`` is used as a plain name."""
        at = self.at
        self.skip(len(form))
        if form == "if":
            return self._if(at)
        if form == "for":
            return self._for(at)
        if form != "function":
            return self._quantified(at, form)
        if self.sees("("):
            return self._function(at)
        self.at = at
        return None

    def _binary(self, left: Node, floor: int) -> Node:
        """Operators of at least the level ``floor`` behind ``left``; equal levels group to the
        left."""
        while True:
            found = OPERATOR.match(self.text, self.at)
            if not found:
                return left
            operator = found.group()
            level = _LEVELS[operator]
            if level < floor:
                return left
            self.at = found.end()
            self.space()
            if level == _COMPARED:
                left = self._compared(operator, left)
            elif level > _COMPARED:
                right = self._binary(self._unary(), level + 1)
                left = Arithmetic(left.at, operator, left, right)
            else:
                left = self._logic(operator, left, level)

    def _logic(self, operator: str, left: Node, level: int) -> Node:
        right = self._binary(self._unary(), level + 1)
        if isinstance(left, Logic) and left.operator == operator:
            left.operands.append(right)
            return left
        return Logic(left.at, operator, [left, right])

    def _compared(self, operator: str, left: Node) -> Node:
        if operator == "between":
            low = self.operand()
            self.need_word("and")
            return Between(left.at, left, low, self.operand())
        if operator == "in":
            return In(left.at, left, self._in_tests())
        if operator == "instance":
            self.need_word("of")
            return InstanceOf(left.at, left, self.type())
        return Comparison(left.at, operator, left, self.operand())

    def _in_tests(self) -> list[Node]:
        """What stands behind ``in``: tests in brackets, one test, or one operand."""
        if not self.sees("("):
            return [self.operand()] if not self._at_comparator() else [self.test()]
        at = self.at
        self.skip(1)
        first = self.test()
        if self.take(".."):
            interval = self.interval(at, first, low_included=False)
            return [self._binary(self.postfix_of(interval), _SUM)]
        tests = [first]
        while self.take(","):
            tests.append(self.test())
        self.need(")")
        if len(tests) == 1:
            return [self._binary(self.postfix_of(first), _SUM)]
        return tests

    def _at_comparator(self) -> bool:
        return self.text[self.at : self.at + 1] in {"<", ">", "=", "!"}

    def _unary(self) -> Node:
        if self.sees("-"):
            at = self.at
            self.skip(1)
            self.deeper()
            node = Negation(at, self._unary())
            self.shallower()
            return node
        return self.postfix()

    def _if(self, at: int) -> Node:
        condition = self.expression()
        self.need_word("then")
        then = self.expression()
        self.need_word("else")
        return If(at, condition, then, self.expression())

    def _for(self, at: int) -> Node:
        iterators = self._iterators()
        self.need_word("return")
        return For(at, iterators, self.expression())

    def _quantified(self, at: int, quantifier: str) -> Node:
        iterators = self._iterators()
        self.need_word("satisfies")
        return Quantified(at, quantifier, iterators, self.expression())

    def _iterators(self) -> list[tuple[str, Node]]:
        iterators = []
        while True:
            name = self._iterator_name()
            self.need_word("in")
            at = self.at
            domain = self.expression()
            if self.take(".."):
                domain = Span(at, domain, self.expression())
            iterators.append((name, domain))
            if not self.take(","):
                return iterators

    def _iterator_name(self) -> str:
        words: list[str] = []
        while True:
            word = self.word()
            if word is None or word == "in":
                break
            words.append(word)
            self.skip(len(word))
        if not words:
            raise self.fault("thiếu tên biến chạy")
        name = " ".join(words)
        self.declare(name)
        return name

    def _function(self, at: int) -> Node:
        self.need("(")
        parameters: list[str] = []
        types: list[FeelType | None] = []
        while not self.take(")"):
            found = self.take_match(PARAMETER)
            if not found:
                raise self.fault("thiếu tên tham số")
            name = join_parts(found.group())
            self.declare(name)
            parameters.append(name)
            types.append(self.type() if self.take(":") else None)
            if not self.take(","):
                self.need(")")
                break
        if self.take_word("external"):
            self.expression()
            return External(at)
        return FunctionOf(at, parameters, types, self.expression())


_BUILTIN_TABLE: Final = name_table(FUNCTIONS)


@lru_cache(512)
def _table(names: tuple[str, ...]) -> NameTable:
    return name_table(names, _BUILTIN_TABLE) if names else _BUILTIN_TABLE


def parse(text: str, names: Iterable[str] = ()) -> Node:
    """An expression's tree. ``names`` are those in scope that hold spaces or signs; raises
    :class:`FeelSyntaxError`."""
    return Parser(text, _table(tuple(names))).whole()


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """A decision-table cell's tree; raises :class:`FeelSyntaxError`."""
    return Parser(text, _table(tuple(names))).whole_unary()
