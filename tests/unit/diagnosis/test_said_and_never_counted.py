"""What a manifest says and no case would ever have: told before anybody relies on it."""

import pytest

from engine.diagnosis import Context, check
from engine.publishing.folders import read_package_folder
from tests.town import FLAGSHIP_FOLDER

FILES = read_package_folder(FLAGSHIP_FOLDER.parent / "xac_nhan_hon_nhan")
MANIFEST, FEES = "procedure.toml", "fees.dmn"
WAIT = '[[waits]]\nelement = "{}"\nkind = "financial_duty"\n[fee]'


def told(file: str, old: str, new: str) -> list[tuple[str, str]]:
    text = FILES[file].decode()
    assert old in text
    files = {path: data for path, data in FILES.items() if "scenarios" not in path}
    found = check(files | {file: text.replace(old, new, 1).encode()}, context=Context())
    return [(one.code, one.severity) for one in found.faults if one.code != "dmn.table"]


@pytest.mark.parametrize(
    ("old", "new", "code", "severity"),
    [
        ("[fee]", WAIT.format("B1"), "field.conflict", "error"),
        ("[fee]", WAIT.format("B7"), "field.conflict", "error"),
        (
            "[fee]",
            '[[endings]]\nelement = "Ket_thuc"\nkind = "refused"\n[fee]',
            "ending.after_return",
            "warning",
        ),
        ("[fee]", '[roles.x]\nunit = "so_noi_vu"\n[fee]', "roles.unused", "warning"),
        ('basis = "03', 'same_day = true\nbasis = "03', "field.conflict", "error"),
        ('code = "1.004873"', 'code = "1.004873 "', "field.bounds", "error"),
        ('code = "to_khai"', 'code = " to_khai"', "field.bounds", "error"),
    ],
)
def test_what_has_no_effect_where_it_stands_is_said(
    old: str, new: str, code: str, severity: str
) -> None:
    assert (code, severity) in told(MANIFEST, old, new)


@pytest.mark.parametrize("decision", ["mien_giam", "muc_thu", "so_tien_goc"])
def test_a_decision_that_answers_no_amounts_is_no_fee(decision: str) -> None:
    wrong = f'decision = "{decision}"'
    assert ("fee.answer", "error") in told(MANIFEST, 'decision = "khoan_thu"', wrong)


def test_an_input_that_the_product_gives_is_not_taken_from_the_form() -> None:
    own = '[fee.inputs]\nngay_nop = "chu_ho_so_ngay_sinh"'
    assert told(MANIFEST, "[fee.inputs]", own)[0] == ("fee.input_given", "error")


def test_a_count_of_rows_read_as_a_row_is_an_error() -> None:
    count = 'hitPolicy="COLLECT" aggregation="COUNT"'
    assert ("dmn.expression", "error") in told(FEES, 'hitPolicy="FIRST"', count)
