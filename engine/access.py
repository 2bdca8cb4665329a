"""Who may do what. Pure: values in, a verdict out."""

from collections.abc import Collection

from engine.accounts import Person


def may_read_case(
    person: Person, *, province_code: str, account_id: str | None, units: Collection[str]
) -> bool:
    """Whether the person may open the file of a case.

    The applicant who filed it may; so may an officer who holds a post in one of ``units``: the
    receiving, competent and returning unit and every unit that a task of the case went to.
    """
    if account_id is not None and person.account_id == account_id:
        return True
    return person.province_code == province_code and any(
        post.unit_code in units for post in person.posts
    )
