"""A run of signs is parted into agency, day and order number only where a code could be so."""

from engine.typed.case_codes import readings

AGENCIES = ("H41", "H41.102.01", "H41.1", "N-H41")


def meant(text: str, *, end: bool = False) -> set[str]:
    codes = (way.code_of(agency, end=end) for way in readings(text) for agency in AGENCIES)
    return {code for code in codes if code}


def test_a_run_means_the_agency_whose_signs_or_digits_it_has() -> None:
    for text in ("h41102012611130004", "102.01 261113/0004", "41-10201-2611130004"):
        assert meant(text) == {"H41.102.01-261113-0004"}
    assert meant("41261126000 77") == meant("NH4126112600077") == {"N-H41-261126-00077"}
    assert meant("41126111310004") == {"H41.1-261113-10004"}


def test_an_order_number_of_five_digits_may_be_of_a_case_or_of_a_filing() -> None:
    assert meant("4126111310004") == {"H41-261113-10004", "N-H41-261113-10004"}


def test_the_end_of_a_code_is_enough_only_where_a_list_is_searched() -> None:
    assert meant("2611130004") == {"H41-261113-0004"}
    ends = {"H41-261113-0004", "H41.102.01-261113-0004", "H41.1-261113-0004"}
    assert meant("2611130004", end=True) == ends


def test_what_has_no_day_or_too_few_digits_is_no_code() -> None:
    for text in ("0912345678", "H41.102.01-261340-0004", "2611-0004", "Lê Thị Mai", "", "9" * 60):
        assert readings(text) == ()
