"""Divisions are called by what the names of their units share."""

from types import SimpleNamespace
from typing import Any

import pytest

from engine.catalogue.desk_names import desk_names

CULTURE = "Phòng Văn hóa - Xã hội"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([f"{CULTURE} phường A", f"{CULTURE} phường B"], CULTURE),
        (["Phòng Người có công, Sở Nội vụ"], "Phòng Người có công"),
        (["Văn phòng Sở A", "Văn phòng HĐND phường B"], "Văn phòng"),
        (["Sở Nội vụ", "Sở Y tế", "Thanh tra tỉnh"], "Sở"),
        (["Văn phòng Sở A", "Văn phòng HĐND xã B", "Phòng Hành chính, Ban C"], "Văn phòng"),
        (["Thuế tỉnh", "Công an tỉnh", "Kho bạc"], "Thuế tỉnh và 2 đơn vị khác"),
    ],
)
def test_a_division_is_called_by_what_its_units_share(names: list[str], told: str) -> None:
    units = {name: SimpleNamespace(kind="kind", name=name, short_name=name) for name in names}
    province: Any = SimpleNamespace(units=units, positions={"van_thu": "Văn thư"})
    found = desk_names(province)
    assert (found.get("kind"), found["van_thu"]) == (told, "Văn thư")
