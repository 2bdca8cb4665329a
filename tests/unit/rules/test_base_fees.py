"""The items that a package's table gives for a filing."""

from datetime import date
from decimal import Decimal

import pytest

from engine.catalogue.manifest import FeeTable
from engine.errors import FeeUndecided
from engine.fees import BaseFee, base_fees

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="b" namespace="n">'
TABLE = FeeTable("fees.dmn", "khoan_thu", {"so_ban": "so_ban_sao"})
PHI = 'loai: "phi", so_tien_goc: 8000, so_tien: 5000'


def fees(text: str, **given: object) -> tuple[BaseFee, ...]:
    """What a table that answers this FEEL text gives."""
    escaped = text.replace("<", "&lt;")
    box = f"<literalExpression><text>{escaped}</text></literalExpression>"
    names = ("kenh", "ngay_nop", "khu_vuc", "doi_tuong", "so_ban")
    inputs = "".join(f'<inputData id="{n}" name="{n}"/>' for n in names)
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{n}"/></informationRequirement>'
        for n in names
    )
    decision = f'<decision id="khoan_thu" name="khoan_thu">{needs}{box}</decision>'
    content = f"{HEAD}{inputs}{decision}</definitions>".encode()
    asked: dict[str, object] = {
        "channel": "online",
        "day": date(2025, 12, 4),
        "areas": ["nui", "bien"],
        "subjects": ["ho_ngheo"],
        "answers": {"so_ban_sao": 3},
        **given,
    }
    return base_fees(TABLE, {"fees.dmn": content}, **asked)  # type: ignore[arg-type]


def test_an_item_has_its_code_its_kind_both_amounts_its_basis_and_an_explanation() -> None:
    said = f'{{ma: "phi_a", {PHI}, can_cu: "NQ 1", dien_giai: "Bản đầu"}}'
    amounts = Decimal(8000), Decimal(5000)
    assert fees(said) == (BaseFee("phi_a", "phi", *amounts, "NQ 1", "Bản đầu"),)


def test_an_item_without_a_code_is_known_by_its_kind_and_may_have_no_words() -> None:
    for said in (f"{{{PHI}}}", f'{{ma: null, {PHI}, can_cu: "", dien_giai: null}}'):
        assert fees(said) == (BaseFee("phi", "phi", Decimal(8000), Decimal(5000), "", ""),)


def test_several_items_stay_in_the_order_of_the_table() -> None:
    second = '{ma: "b", loai: "le_phi", so_tien_goc: 1, so_tien: 0}'
    found = fees(f"[{{{PHI}}}, {second}]")
    assert [(one.item, one.kind, one.full, one.due) for one in found] == [
        ("phi", "phi", 8000, 5000),
        ("b", "le_phi", 1, 0),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        'kenh = "online"',
        'ngay_nop = date("2025-12-04")',
        'khu_vuc = ["nui", "bien"]',
        'doi_tuong = ["ho_ngheo"]',
        "so_ban = 3",
    ],
)
def test_a_table_reads_the_filing_by_these_names(asked: str) -> None:
    (one,) = fees(f'{{loai: "phi", so_tien_goc: 1, so_tien: if {asked} then 1 else 0}}')
    assert one.due == 1


def test_an_answer_that_the_filing_does_not_give_is_null() -> None:
    (one,) = fees(
        '{loai: "phi", so_tien_goc: 1, so_tien: if so_ban = null then 1 else 0}', answers={}
    )
    assert one.due == 1


@pytest.mark.parametrize(
    "said",
    [
        "null",
        "5000",
        '"phi"',
        "[null]",
        "{so_tien_goc: 1, so_tien: 1}",
        "{loai: 1, so_tien_goc: 1, so_tien: 1}",
        '{loai: "phi", so_tien: 1}',
        '{loai: "phi", so_tien_goc: "1", so_tien: 1}',
        '{loai: "phi", so_tien_goc: 1}',
        '{loai: "phi", so_tien_goc: 1, so_tien: "1"}',
        f'[{{{PHI}}}, {{loai: "phi"}}]',
    ],
)
def test_a_row_without_a_kind_or_an_amount_leaves_the_fee_undecided(said: str) -> None:
    with pytest.raises(FeeUndecided, match="bảng phí không có dòng nào cho trường hợp này"):
        fees(said)


def test_a_table_that_fails_leaves_the_fee_undecided_and_says_why() -> None:
    with pytest.raises(FeeUndecided) as refused:
        base_fees(
            FeeTable("fees.dmn", "khac"),
            {"fees.dmn": f"{HEAD}</definitions>".encode()},
            channel="online",
            day=date(2025, 12, 4),
            areas=(),
            subjects=(),
            answers={},
        )
    assert "khac" in str(refused.value.details["reason"])


def test_a_package_without_a_table_asks_for_nothing() -> None:
    found = base_fees(
        None, {}, channel="online", day=date(2025, 12, 4), areas=(), subjects=(), answers={}
    )
    assert found == ()
