"""Checks of single texts: expressions, conditions, decision-table cells."""

from collections.abc import Iterable, Mapping

from engine.feel.check.findings import Finding, Findings, type_words
from engine.feel.check.inference import checker
from engine.feel.check.names import Names
from engine.feel.check.results import known
from engine.feel.closures.matching import TESTED
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile_expression, compile_unary_tests
from engine.feel.parser import parse, parse_unary_tests
from engine.feel.typeref import ANY, FeelType
from engine.feel.values import BOOLEAN, LIST, NULL


def spaced(names: Iterable[str]) -> tuple[str, ...]:
    """Names that are more than one word, which a parser must be told."""
    return tuple(sorted(name for name in names if not name.isidentifier()))


def _all_names(names: Mapping[str, FeelType]) -> set[str]:
    """Declared names with those of the fields inside, as far down as they go."""
    found = set(names)
    for type_ in names.values():
        if inside := (type_.item or type_).fields:
            found |= _all_names(dict(inside))
    return found


def check_expression(
    text: str,
    names: Mapping[str, FeelType],
    *,
    expects: FeelType | None = None,
    spaced_names: Iterable[str] = (),
) -> list[Finding]:
    """What is wrong in an expression over the declared ``names``.

    ``expects`` is the type its value must have, if any; ``spaced_names`` are names of several words
    that may occur though they are not declared (entries of contexts). An empty list means: nothing
    found.
    """
    findings = Findings(text)
    words = spaced(_all_names(names).union(spaced_names))
    try:
        compile_expression(text, words)
        tree = parse(text, words)
    except FeelSyntaxError as error:
        return [syntax_finding(error)]
    for part, type_ in checker(findings).ways(tree, Names(names)):
        if expects is not None and not _fits(type_, expects):
            code = "feel.not_boolean" if known(expects) == BOOLEAN else "feel.result_type"
            message = f"Biểu thức phải cho {type_words(expects)}, ở đây là {type_words(type_)}."
            findings.add(code, message, part.at)
    return findings.found


def result_types_of(
    text: str, names: Mapping[str, FeelType], *, spaced_names: Iterable[str] = ()
) -> list[FeelType]:
    """The types that an expression may come to, one for each way through its “if”s.

    Raises FeelSyntaxError.
    """
    tree = parse(text, spaced(_all_names(names).union(spaced_names)))
    return [type_ for _, type_ in checker(Findings(text)).ways(tree, Names(names))]


def _fits(type_: FeelType, wanted: FeelType) -> bool:
    """Whether a value of the type may be one of the wanted type; a list of one may be its item."""
    if known(wanted) is None or known(type_) in {None, known(wanted)}:
        return True
    alone = known(type_) == LIST and known(wanted) != BOOLEAN
    return alone and known(type_.item or ANY) in {None, known(wanted)}


def check_condition(text: str, names: Mapping[str, FeelType]) -> list[Finding]:
    """What is wrong in a condition, such as a gateway's: its value must be true or false."""
    found = check_expression(text, names, expects=FeelType(BOOLEAN))
    if not found and any(one.name == NULL for one in result_types_of(text, names)):
        message = "Biểu thức phải cho đúng/sai, ở đây là null."
        return [Finding("feel.not_boolean", message, 1, 1)]
    return found


def check_cell(
    text: str,
    tested: FeelType,
    names: Mapping[str, FeelType],
    *,
    spaced_names: Iterable[str] = (),
) -> list[Finding]:
    """What is wrong in a decision-table cell whose input has the type ``tested``."""
    findings = Findings(text)
    words = spaced(_all_names(names).union(spaced_names))
    try:
        compile_unary_tests(text, words)
        tree = parse_unary_tests(text, words)
    except FeelSyntaxError as error:
        return [syntax_finding(error)]
    inference = checker(findings)
    inside = Names({**names, TESTED: tested})
    for test in tree.tests:
        inference.test(test, tested, inside)
    return findings.found


def infer_type(
    text: str, names: Mapping[str, FeelType], *, spaced_names: Iterable[str] = ()
) -> FeelType:
    """The type of an expression's value, as far as it can be known; raises FeelSyntaxError."""
    tree = parse(text, spaced(_all_names(names).union(spaced_names)))
    return checker(Findings(text)).type_of(tree, Names(names))


def syntax_finding(error: FeelSyntaxError) -> Finding:
    """A syntax error as a finding."""
    what = error.what[:1].upper() + error.what[1:] + "."
    return Finding("feel.syntax", what, error.line, error.column)
