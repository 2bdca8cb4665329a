"""As whom a person reads a case."""

from engine.access import Matter, reads_case_as
from engine.accounts import Person, Post

CASE = Matter("p", units={"u"}, procedure_code="1.000001")
OWN = Matter("p", units={"u"}, procedure_code="1.000001", account_id="a")


def person(*posts: Post, account: str = "a", province: str | None = "p") -> Person:
    return Person(account, "officer", "Lê Văn An", "an", province_code=province, posts=posts)


DESK = Post("u", "Phòng", "chuyen_vien", "Chuyên viên")


def test_a_case_that_nobody_filed_by_an_account_is_no_visitors_own() -> None:
    visitor = person(account=None)  # type: ignore[arg-type]
    assert reads_case_as(visitor, CASE) is None


def test_the_applicant_reads_as_applicant_even_with_a_desk_in_the_unit() -> None:
    assert reads_case_as(person(DESK), OWN) == "applicant"


def test_an_officer_of_a_unit_of_the_case_reads_it_and_one_of_another_does_not() -> None:
    other = Post("v", "Phòng khác", "chuyen_vien", "Chuyên viên")
    assert reads_case_as(person(DESK), CASE) == "officers"
    assert reads_case_as(person(other), CASE) is None


def test_the_same_post_in_another_province_reads_nothing() -> None:
    assert reads_case_as(person(DESK, province="q"), CASE) is None
