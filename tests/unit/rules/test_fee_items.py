"""Which items a package's fee table may answer, read before any filing."""

from pathlib import Path

import pytest

from engine.catalogue.manifest import FeeTable
from engine.catalogue.manifest_file import read_manifest
from engine.fees import items_of
from processes import root

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="b" namespace="n">'
TABLE = FeeTable("fees.dmn", "khoan_thu")


def entry(name: str, text: str) -> str:
    expression = f"<literalExpression><text>{text}</text></literalExpression>"
    return f'<contextEntry><variable name="{name}"/>{expression}</contextEntry>'


def context(**entries: str) -> str:
    return f"<context>{''.join(entry(*one) for one in entries.items())}</context>"


def column(name: str, *texts: str) -> str:
    rows = "".join(f"<rule><outputEntry><text>{text}</text></outputEntry></rule>" for text in texts)
    return f'<decisionTable hitPolicy="COLLECT"><output name="{name}"/>{rows}</decisionTable>'


def listed(*boxes: str) -> str:
    return f"<list>{''.join(boxes)}</list>"


def items(box: str) -> frozenset[str] | None:
    decision = f'<decision id="khoan_thu" name="khoan_thu">{box}</decision>'
    return items_of(TABLE, {"fees.dmn": f"{HEAD}{decision}</definitions>".encode()})


@pytest.mark.parametrize(
    ("box", "known"),
    [
        (context(loai='"phi"', so_tien="1"), {"phi"}),
        (context(ma='"phi_a"', loai='"phi"'), {"phi_a"}),
        (listed(context(ma='"a"'), context(loai='"le_phi"')), {"a", "le_phi"}),
        (column("ma", '"a"', '"b"', '"a"'), {"a", "b"}),
        (column("loai", '"phi"'), {"phi"}),
    ],
    ids=["a kind", "a code before the kind", "a list", "a table of codes", "a table of kinds"],
)
def test_items_that_are_written_as_text_are_known(box: str, known: set[str]) -> None:
    assert items(box) == known


@pytest.mark.parametrize(
    "box",
    [
        context(loai='if kenh = "online" then "phi" else "le_phi"'),
        context(so_tien="1"),
        listed(context(ma='"a"'), context(ma="kenh")),
        column("ma", '"a"', "kenh"),
        column("muc", "1"),
        '<literalExpression><text>{loai: "phi"}</text></literalExpression>',
    ],
    ids=["computed", "none", "half a list", "half a table", "another table", "one text"],
)
def test_items_that_only_a_filing_tells_are_not_guessed(box: str) -> None:
    assert items(box) is None


def test_a_package_without_a_table_knows_no_items() -> None:
    assert items_of(None, {}) is None
    assert (
        items_of(FeeTable("fees.dmn", "khac"), {"fees.dmn": f"{HEAD}</definitions>".encode()})
        is None
    )


SHIPPED = sorted(root().glob("*/*/fees.dmn"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_every_shipped_table_tells_its_items(path: Path) -> None:
    fee = read_manifest((path.parent / "procedure.toml").read_bytes()).fee
    assert items_of(fee, {"fees.dmn": path.read_bytes()}) in ({"phi"}, {"le_phi"})
