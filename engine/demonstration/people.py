"""Invented people for invented dossiers: names, identity numbers, phones. Nobody real is meant."""

import re
from collections.abc import Mapping
from random import Random

FAMILIES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"),
    *("Dương", "Lý", "Cao", "Võ", "Đinh", "Trương", "Lô", "Vi"),
)
MIDDLES = {
    "nam": ("Văn", "Đức", "Quang", "Hữu", "Minh", "Xuân", "Thanh", "Công", "Ngọc", "Đình"),
    "nữ": ("Thị", "Ngọc", "Thu", "Thanh", "Mai", "Kim", "Minh", "Hồng", "Phương", "Bích"),
}
GIVEN = {
    "nam": ("Hùng", "Dũng", "Sơn", "Hải", "Bình", "Thắng", "Tuấn", "Long", "Phúc", "Toàn", "Việt"),
    "nữ": ("Lan", "Hoa", "Hương", "Thủy", "Nga", "Hạnh", "Trang", "Yến", "Loan", "Vân", "Nhung"),
}
_PERSON = re.compile(r"(^|_)ho_ten(_|$)")
_IDENTITY = re.compile(r"[0-9]{12}")
_PHONE = re.compile(r"0[0-9]{9}")


def other_people(answers: Mapping[str, object], rng: Random) -> dict[str, object]:
    """The answers, about other people: whoever stood in two places still stands in both."""
    others: dict[object, str] = {}
    return {key: _other(key, value, others, rng) for key, value in answers.items()}


def _other(key: str, value: object, others: dict[object, str], rng: Random) -> object:
    if not isinstance(value, str):
        return value
    if value in others:
        return others[value]
    if _PERSON.search(key) and _is_person(value):
        others[value] = name(rng, "nữ" if " Thị " in value or key.endswith("_nu") else "nam")
    elif _IDENTITY.fullmatch(value):
        # Province, sex, century and year of birth stay: other answers may agree with them.
        others[value] = f"{value[:6]}{rng.randrange(10**6):06}"
    elif _PHONE.fullmatch(value):
        others[value] = f"{value[:3]}{rng.randrange(10**7):07}"
    return others.get(value, value)


def name(rng: Random, sex: str) -> str:
    """A full name."""
    return " ".join((rng.choice(FAMILIES), rng.choice(MIDDLES[sex]), rng.choice(GIVEN[sex])))


def _is_person(text: str) -> bool:
    """Neither a company nor a name in capitals as on a foreign passport."""
    return not text.startswith("Công ty") and not text.isupper()
