"""Small DMN files for tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


@dataclass(frozen=True)
class Column:
    """An input: its expression, type and allowed values."""

    text: str
    type_ref: str = ""
    allowed: str = ""


def definitions(body: str, namespace: str = "test") -> bytes:
    """A file with these elements."""
    head = f'<definitions xmlns="{NAMESPACE}" namespace="{namespace}" name="t">'
    return f"{head}{body}</definitions>".encode()


def text(tag: str, content: str, **attributes: str) -> str:
    """An element with FEEL text in it; empty attributes are left out."""
    written = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
    return f"<{tag}{written}><text>{escape(content)}</text></{tag}>"


def table(
    inputs: Sequence[Column],
    rules: Sequence[tuple[Sequence[str], Sequence[str]]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    default: str = "",
    outputs: Sequence[str] = ("result",),
    output_values: str = "",
    output_type: str = "number",
) -> str:
    """A decision table; every rule on its own line."""
    heads = "".join(
        f"<input>{text('inputExpression', column.text, typeRef=column.type_ref)}"
        + (text("inputValues", column.allowed) if column.allowed else "")
        + "</input>"
        for column in inputs
    )
    columns = "".join(
        f'<output name="{name}" typeRef="{output_type}">'
        + (text("outputValues", output_values) if output_values else "")
        + (text("defaultOutputEntry", default) if default else "")
        + "</output>"
        for name in outputs
    )
    rows = "".join(
        f'\n<rule id="rule{number}">'
        + "".join(text("inputEntry", cell) for cell in conditions)
        + "".join(text("outputEntry", cell) for cell in results)
        + f"<annotationEntry><text>ghi chú {number}</text></annotationEntry></rule>"
        for number, (conditions, results) in enumerate(rules, 1)
    )
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    head = f'<decisionTable id="table" hitPolicy="{policy}"{extra}>'
    return f"{head}{heads}{columns}{rows}\n</decisionTable>"


def decision(name: str, body: str, requires: str = "", type_ref: str = "") -> str:
    """A decision whose id is its name."""
    reference = f' typeRef="{type_ref}"' if type_ref else ""
    variable = f'<variable name="{name}"{reference}/>'
    return f'<decision id="{name}" name="{name}">{variable}{requires}{body}</decision>'


def literal(content: str) -> str:
    return text("literalExpression", content)


def requires(kind: str, reference: str) -> str:
    """``kind`` is Input, Decision or Knowledge."""
    outer = "knowledgeRequirement" if kind == "Knowledge" else "informationRequirement"
    return f'<{outer}><required{kind} href="#{reference}"/></{outer}>'


def table_file(
    inputs: Sequence[Column], rules: Sequence[tuple[Sequence[str], Sequence[str]]], **options: str
) -> bytes:
    """A file of one decision "d" with one table."""
    return definitions(decision("d", table(inputs, rules, **options)))  # type: ignore[arg-type]
