"""What a fee table reads: given by the product, or to be named by the manifest."""

from datetime import date

import pytest

from engine.catalogue.manifest import FeeTable
from engine.errors import FeeUndecided
from engine.fees.tables import GIVEN, base_fees, inputs_of, items_of
from engine.workflow.reading.models import read_models

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="b" namespace="n">'
NAMES = ("kenh", "ngay_nop", "khu_vuc", "doi_tuong", "so_ban", "muc")


def data(name: str) -> str:
    return f'<inputData id="{name}" name="{name}"><variable name="{name}"/></inputData>'


def decision(name: str, text: str, *requires: str) -> str:
    needs = "".join(
        f"<informationRequirement><{kind} href='#{one}'/></informationRequirement>"
        for one in requires
        for kind in ("requiredInput" if one in NAMES else "requiredDecision",)
    )
    box = f"<literalExpression><text>{text}</text></literalExpression>"
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{needs}{box}</decision>'


def file(*parts: str) -> dict[str, bytes]:
    return {"fees.dmn": f"{HEAD}{''.join(parts)}</definitions>".encode()}


def test_what_a_decision_reads_is_found_through_every_decision_below_it_once() -> None:
    files = file(
        *(data(name) for name in NAMES),
        decision("khoan_thu", "giua + canh", "giua", "canh"),
        decision("giua", "day + muc", "day", "muc"),
        decision("canh", "day", "day"),
        decision("day", "so_ban", "so_ban", "khoan_thu"),
        decision("khac", "kenh", "kenh"),
    )
    model = read_models(files)["fees.dmn"]
    assert inputs_of(model, "khoan_thu") == {"so_ban", "muc"}
    assert inputs_of(model, "khac") == {"kenh"}


def test_the_product_gives_what_it_says_and_nothing_else() -> None:
    found = set()
    for name in NAMES:
        text = f'{{loai: if {name} != null then "phi" else null, so_tien: 1, so_tien_goc: 1}}'
        files = file(data(name), decision("khoan_thu", text, name))
        try:
            base_fees(
                FeeTable("fees.dmn", "khoan_thu"),
                files,
                channel="online",
                day=date(2026, 3, 2),
                areas=["mien_nui"],
                subjects=["ho_ngheo"],
                answers={"so_ban": 2},
            )
        except FeeUndecided:
            continue
        found.add(name)
    assert found == GIVEN


@pytest.mark.parametrize("column", ["ma", "loai"])
def test_a_table_without_rows_tells_no_items(column: str) -> None:
    table = f'<decisionTable><output name="{column}"/></decisionTable>'
    files = file(f'<decision id="khoan_thu" name="khoan_thu">{table}</decision>')
    assert items_of(FeeTable("fees.dmn", "khoan_thu"), files) is None
