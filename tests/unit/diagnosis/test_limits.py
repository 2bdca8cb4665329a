"""Rows of limits: what each may read, and that no two of them are about the same case."""

import pytest

from engine.diagnosis import Context, check
from engine.publishing.folders import read_package_folder
from engine.workflow.reading.faults import Fault
from tests.town import FLAGSHIP_FOLDER

MARRIAGE = read_package_folder(FLAGSHIP_FOLDER.parent / "ket_hon")
TEXT = MARRIAGE["procedure.toml"].decode()
ROW = """
[[limits]]
variant = "dòng thêm"
amount = {amount}
unit = "working_days"
basis = "Quyết định X"
{more}
"""


def faults(more: str, amount: str = "3", manifest: str = TEXT) -> list[Fault]:
    text = manifest + ROW.format(amount=amount, more=more)
    found = check(MARRIAGE | {"procedure.toml": text.encode()}, context=Context())
    return [one for one in found.faults if one.severity != "info"]


def test_a_package_says_what_counts_where_no_row_applies() -> None:
    (said,) = check(MARRIAGE, context=Context()).of("limits.otherwise")
    assert said.severity == "info"
    assert "kể cả khi câu hỏi để trống, tính theo thời hạn chung: trong ngày." in said.message


@pytest.mark.parametrize(
    ("more", "case"),
    [
        ("after = 'B2'\nwhen = 'kiem_tra != \"du\"'", "kiem_tra = xac_minh"),
        ("after = 'B2'\nchannels = ['counter']", "kiem_tra = xac_minh"),
        ("after = 'B2'", "kiem_tra = xac_minh"),
    ],
)
def test_two_rows_that_a_case_may_both_have_are_an_error_with_the_case(
    more: str, case: str
) -> None:
    (found,) = faults(more)
    assert found.code == "limits.overlap"
    assert case in found.message


@pytest.mark.parametrize(
    "more",
    [
        "after = 'B2'\nwhen = 'kiem_tra = \"du\"'",
        "after = 'XM'\nwhen = 'kenh = \"counter\"'",
        "clock = 'committed'\nafter = 'B2'\nwhen = 'kiem_tra = \"xac_minh\"'",
        "channels = ['online']",
    ],
)
def test_rows_about_different_cases_steps_or_clocks_stand_side_by_side(more: str) -> None:
    assert faults(more) == []


def test_a_promise_longer_than_the_law_s_limit_of_the_same_case_is_an_error() -> None:
    more = "clock = 'committed'\nafter = 'B2'\nwhen = 'kiem_tra = \"xac_minh\"'"
    assert [one.code for one in faults(more, amount="6")] == ["limits.longer"]
    assert [one.code for one in faults("clock = 'committed'", amount="6")] == [
        "limits.longer_than_own"
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("clock = 'committed'\nwhen = 'cam_ket'", ["limits.longer_than_own"]),
        ("clock = 'committed'\nchannels = ['counter']", ["limits.longer_than_own"]),
        ("clock = 'committed'\nafter = 'B2'", ["limits.longer_than_own"]),
        ("clock = 'committed'\nafter = 'B2'\nwhen = 'kiem_tra = \"xac_minh\"'", []),
    ],
)
def test_a_promise_to_some_cases_is_held_to_the_packages_own_limit(
    more: str, told: list[str]
) -> None:
    assert [one.code for one in faults(more, amount="4")] == told


def test_a_long_promise_that_cant_be_tried_out_is_to_be_looked_at() -> None:
    many = " or ".join(
        f'ho_ten_nu = "{n}" or ho_ten_nam = "{n}" or dia_chi = "{n}"' for n in "abcde"
    )
    more = f"clock = 'committed'\nwhen = '{many} or so_dinh_danh_nu = \"1\" or cam_ket'"
    assert "limits.own_not_compared" in [one.code for one in faults(more, amount="4")]


@pytest.mark.parametrize(
    ("more", "detail"),
    [
        ("when = 'khong_hoi = 1'", "phiếu khai không hỏi khong_hoi"),
        ("when = 'kiem_tra = \"du\"'", "phiếu khai không hỏi kiem_tra"),
        ("after = 'B2'\nwhen = 'kiem_tra'", "limits[2].when"),
        ("when = 'xa ='", "limits[2].when"),
        ("after = 'B77'", "sơ đồ không có bước này"),
        ("phase = 'sau khi ký'\nwhen = 'cam_ket'", "phải ghi bước đó ở after"),
        ("channels = ['postal']", "thủ tục chỉ nhận online, counter"),
        ("", "time_limit không bao giờ được tính"),
        ("after = 'B3'\nphase = 'ký'\nsame_day = true", "không tính theo ngày tiếp nhận"),
    ],
)
def test_what_a_row_says_wrong_is_a_fault_on_its_field(more: str, detail: str) -> None:
    assert any(detail in one.message for one in faults(more)), faults(more)


def test_conditions_with_too_many_cases_to_try_say_so() -> None:
    many = " or ".join(
        f'ho_ten_nu = "{n}" or ho_ten_nam = "{n}" or dia_chi = "{n}"' for n in "abcde"
    )
    wide = f'when = \'{many} or so_dinh_danh_nu = "1" or so_dinh_danh_nam = "1"\''
    text = TEXT + ROW.format(amount="3", more=wide) + ROW.format(amount="4", more=wide)
    found = check(MARRIAGE | {"procedure.toml": text.encode()}, context=Context())
    assert [one.severity for one in found.of("limits.not_compared")] == ["info"]
