"""What of a step's answers the diagram's conditions read."""

from decimal import Decimal

from engine.workflow import routing_values


def test_numbers_are_exact_and_only_what_is_read_is_taken() -> None:
    answers = {"tien": 4100000.5, "so": 3, "dung": False, "ten": "A", "khac": 1, "ds": [1]}
    found = routing_values(answers, {"tien", "so", "dung", "ten", "ds"})
    assert found == {"tien": Decimal("4100000.5"), "so": 3, "dung": False, "ten": "A"}
