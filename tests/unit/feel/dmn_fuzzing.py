"""DMN files damaged at random: elements and attributes dropped, doubled, swapped, texts mutated."""

import random
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from engine.feel import FeelError, Limits, Trace
from engine.feel.check import check_model
from engine.feel.dmn import parse_dmn
from tests.unit.feel import fuzzing
from tests.unit.feel.dmn_texts import (
    Column,
    decision,
    definitions,
    literal,
    requires,
    table_file,
    text,
)

LIMITS = Limits(fuel=5_000, depth=15, size=10_000)
WORDS = [
    "UNIQUE",
    "COLLECT",
    "SUM",
    "",
    "number",
    "tX",
    "list<number>",
    "d",
    "#d",
    "n",
    "true",
    "?",
]


def damaged(source: bytes, rng: random.Random) -> bytes:
    """A file with one to four faults."""
    root = etree.fromstring(source)
    for _ in range(rng.randint(1, 4)):
        elements = list(root.iter("*"))
        victim, other = rng.choice(elements), rng.choice(elements)
        parent = victim.getparent()
        kind = rng.randrange(5)
        if kind == 0 and parent is not None:
            parent.remove(victim)
        elif kind == 1 and parent is not None:
            parent.insert(rng.randrange(len(parent) + 1), deepcopy(victim))
        elif kind == 2:
            other.append(deepcopy(victim))
        elif kind == 3 and victim.attrib:
            victim.set(rng.choice(list(victim.attrib)), rng.choice(WORDS))
        elif victim.text is not None and victim.text.strip():
            victim.text = rng.choice([*fuzzing.ATOMS, "> 5", "-", "d(1)", "n.a", "", "1 +"])
    return etree.tostring(root)


def trial(source: bytes) -> str:
    """Read, check and decide everything; anything but FeelError comes out."""
    try:
        model = parse_dmn(source)
        check_model(model)
    except FeelError as error:
        return error.code
    outcome = "made"
    for element in model.document.elements:
        for lenient in (False, True):
            try:
                inputs = {**fuzzing.CONTEXT, "n": 3, "s": "a"}
                model.evaluate(element, inputs, limits=LIMITS, trace=Trace(), lenient=lenient)
            except FeelError as error:
                outcome = error.code
    return outcome


def outcomes(sources: Iterable[bytes], rounds: int, seed: int) -> set[str]:
    """What came of ``rounds`` damaged copies of each file."""
    rng = random.Random(seed)
    return {trial(damaged(source, rng)) for source in sources for _ in range(rounds)}


def sources() -> list[bytes]:
    """Small files with everything in them, so that damage hits."""
    inputs = [Column("n", "number", "[0..100]"), Column("s", "string", '"a", "b"')]
    rules = [(["[0..5)", '"a"'], ["1", '"x"']), (["not(3)", "-"], ["n * 2", '"y"'])]
    policies = {"UNIQUE": "", "FIRST": "", "ANY": "", "PRIORITY": "", "COLLECT": "SUM"}
    files = [
        table_file(
            inputs,
            rules,
            policy=policy,
            aggregation=aggregation,
            outputs=("so", "chu"),
            output_values='1, 2, "x", "y"',
            output_type="Any",
            default="0",
        )
        for policy, aggregation in policies.items()
    ]
    item = (
        '<itemDefinition name="tX"><typeRef>number</typeRef>'
        + text("allowedValues", "[0..5]")
        + "</itemDefinition>"
        '<itemDefinition name="tY" isCollection="true"><itemComponent name="a">'
        "<typeRef>tX</typeRef></itemComponent></itemDefinition>"
    )
    function = (
        '<businessKnowledgeModel id="f" name="f"><variable name="f" typeRef="tX"/>'
        '<encapsulatedLogic><formalParameter name="a" typeRef="tX"/>'
        + literal("if a > 0 then f(a - 1) else a")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    boxed = (
        '<context><contextEntry><variable name="x" typeRef="tX"/>'
        + literal("n")
        + '</contextEntry><contextEntry><variable name="y"/><invocation>'
        + literal("f")
        + '<binding><parameter name="a"/>'
        + literal("x")
        + "</binding></invocation></contextEntry></context>"
    )
    service = (
        '<decisionService id="s1" name="s1"><variable name="s1"/><outputDecision href="#e"/>'
        '<inputData href="#i"/></decisionService>'
    )
    graph = (
        item
        + '<inputData id="i" name="n"><variable name="n" typeRef="tX"/></inputData>'
        + function
        + decision("e", boxed, requires("Input", "i") + requires("Knowledge", "f"))
        + decision("g", literal("e.y + n"), requires("Decision", "e"), "number")
        + service
        + decision("h", literal("s1(2)"), requires("Knowledge", "s1"))
    )
    return [*files, definitions(graph)]
