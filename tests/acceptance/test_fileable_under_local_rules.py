"""What local rules change in whether a procedure can be filed, and where."""

import pytest
from sqlalchemy import delete, update

from engine.publishing.closing import check_procedure
from engine.publishing.fileable import Fileable
from engine.store.organisation import Appointment
from engine.store.rules import BeneficiaryAccount
from tests.rulebook import PERMIT, Rulebook

pytestmark = pytest.mark.parametrize("rulebook", ["sqlite"], indirect=True)
WARD, OFFICE = "phuong_thanh_sen", "phuong_thanh_sen_kt"
OTHER_DESK = {"unit": "competent", "division": "van_hoa_xa_hoi", "position": "lanh_dao_phong"}


def check(book: Rulebook, code: str = PERMIT) -> Fileable:
    with book.database.writing() as session:
        return check_procedure(session, province_code="ha_tinh", procedure_code=code, now=book.now)


def leave(book: Rulebook, unit: str, position: str) -> None:
    with book.database.writing() as session:
        session.execute(
            update(Appointment)
            .where(
                Appointment.province_code == "ha_tinh",
                Appointment.unit_code == unit,
                Appointment.position_code == position,
            )
            .values(valid_to=book.now.date())
        )


def codes(found: Fileable) -> list[str]:
    return [one.code for one in found.places[WARD]]


def test_a_rule_that_gives_a_step_to_a_desk_with_people_opens_its_ward(rulebook: Rulebook) -> None:
    leave(rulebook, OFFICE, "lanh_dao_phong")
    assert codes(check(rulebook)) == ["nobody_at_desk"]
    rulebook.rule("ha_tinh", "assignment", OTHER_DESK, element="B2")
    assert codes(check(rulebook)) == []


def test_a_rule_that_gives_a_step_to_a_desk_without_people_closes_it(rulebook: Rulebook) -> None:
    assert codes(check(rulebook)) == []
    rulebook.rule("ha_tinh", "assignment", OTHER_DESK, element="B2")
    leave(rulebook, f"{WARD}_vhxh", "lanh_dao_phong")
    (reason,) = check(rulebook).places[WARD]
    assert "Phòng Văn hóa - Xã hội phường Thành Sen" in reason.words


def test_where_another_system_takes_every_filing_no_dossier_is_rehearsed(
    rulebook: Rulebook,
) -> None:
    rulebook.rule("ha_tinh", "handling_system", {"home": "ministry"})
    found = check(rulebook)
    assert (codes(found), found.everywhere) == ([], ())


def test_a_rule_that_charges_for_what_was_free_needs_an_account(rulebook: Rulebook) -> None:
    rulebook.publish("ha_tinh", "khai_sinh")
    with rulebook.database.writing() as session:
        session.execute(delete(BeneficiaryAccount))
    free = "1.001193"
    assert codes(check(rulebook, free)) == []
    rate = {"item": "le_phi", "amount": 8000, "added": True}
    rulebook.rule("ha_tinh", "fee_amount", rate, procedure=free)
    assert codes(check(rulebook, free)) == ["no_account"]
