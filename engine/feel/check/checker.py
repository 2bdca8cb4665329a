"""What the rules of the static check share: comparing types, and noting what can't work."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from engine.feel.check.findings import Findings, did_you_mean, type_words
from engine.feel.check.names import Names
from engine.feel.check.results import known
from engine.feel.closures.matching import uses_tested_value
from engine.feel.syntax import HalfRange, If, ListOf, Literal, Node
from engine.feel.typeref import ANY, FeelType
from engine.feel.values import BOOLEAN, CONTEXT, FUNCTION, LIST, NULL, RANGE

_UNORDERED: Final = frozenset({BOOLEAN, LIST, CONTEXT, FUNCTION, RANGE})
_EQUALITY: Final = frozenset({"=", "!="})

Rules = Mapping[type[Node], Callable[[Any, Any, Names], FeelType]]
"""For each kind of node a function of checker, node and names that gives the node's type."""


class Checker:
    """Checks one text; what it finds goes to ``findings``."""

    def __init__(self, findings: Findings, rules: Rules) -> None:
        self.findings = findings
        self._rules = rules

    def type_of(self, node: Node, names: Names) -> FeelType:
        """The type of a node; Any when it can't be known."""
        return self._rules[type(node)](self, node, names)

    def ways(self, node: Node, names: Names) -> Iterator[tuple[Node, FeelType]]:
        """What a node may come to: of an “if” each branch, of anything else itself."""
        waiting = [node]
        self.type_of(node, names)
        while waiting:
            one = waiting.pop()
            if isinstance(one, If):
                waiting += (one.otherwise, one.then)
            else:
                yield one, self.type_of(one, names)

    def hint(self, wanted: str, known_names: Iterable[str]) -> str:
        """What was probably meant; nothing once enough has been found."""
        return "" if self.findings.full else did_you_mean(wanted, known_names)

    def clash(self, node: Node, message: str) -> None:
        """Note kinds that never go together."""
        self.findings.add("feel.type_clash", message, node.at)

    def require_boolean(self, node: Node, names: Names, what: str) -> None:
        """Note a condition that can't be true or false."""
        for part, type_ in self.ways(node, names):
            if known(type_) == BOOLEAN or (known(type_) is None and type_.name != NULL):
                continue
            message = f"{what} phải là điều kiện đúng/sai, ở đây là {type_words(type_)}."
            self.findings.add("feel.not_boolean", message, part.at)

    def comparable(self, node: Node, left: FeelType, right: FeelType, operator: str) -> None:
        """Note a comparison that can only be null."""
        one, other = known(left), known(right)
        if operator not in _EQUALITY and NULL in {left.name, right.name}:
            self.clash(node, "So sánh lớn bé với null: không bao giờ đúng.")
        if one is None or other is None:
            return
        if one != other:
            self.clash(
                node, f"So sánh {type_words(left)} với {type_words(right)}: không bao giờ đúng."
            )
        elif operator not in _EQUALITY and one in _UNORDERED:
            self.clash(node, f"{type_words(left).capitalize()} không có thứ tự lớn bé.")

    def require_value(self, node: Node, wanted: FeelType) -> None:
        """Note a constant that the enumeration it is compared with does not have."""
        if wanted.values is None or not isinstance(node, Literal) or node.value is None:
            return
        if node.value not in wanted.values:
            hint = self.hint(str(node.value), map(str, wanted.values))
            message = f"Giá trị “{node.value}” không có trong danh mục.{hint}"
            self.findings.add("feel.unknown_value", message, node.at)

    def test(self, node: Node, tested: FeelType, names: Names) -> None:
        """Check one test of ``in`` or of a cell against the type of the value under test."""
        if isinstance(node, HalfRange):
            self.comparable(node, tested, self.type_of(node.end, names), node.operator)
            return
        self.require_value(node, tested)
        if isinstance(node, ListOf) and known(tested) != LIST:
            for item in node.items:
                self.test(item, tested, names)
            return
        type_ = self.type_of(node, names)
        if known(type_) == RANGE:
            self.comparable(node, tested, type_.item or ANY, "<")
        elif known(type_) == LIST:
            if known(tested) != LIST:
                self.comparable(node, tested, type_.item or ANY, "=")
        elif known(tested) == LIST and isinstance(node, Literal) and node.value is not None:
            written = self.findings.text[node.at :].split(",")[0].strip()
            self.clash(
                node,
                f"So sánh danh sách với {type_words(type_)}: không bao giờ đúng. Hãy viết"
                f" list contains(?, {written}).",
            )
        elif not uses_tested_value(node):
            self.comparable(node, tested, type_, "=")
