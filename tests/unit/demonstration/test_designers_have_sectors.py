"""Who designs in a demonstration."""

import csv

import pytest

from processes import root


@pytest.mark.parametrize("province", ["ha_tinh", "dak_lak"])
def test_every_province_of_the_demonstration_has_a_designer_with_a_sector(province: str) -> None:
    folder = root() / province
    agencies = {
        row.split(",")[2] for row in (folder / "sectors.csv").read_text("utf-8").splitlines()[1:]
    }
    with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
        within = {
            row["code"] for row in csv.DictReader(file) if {row["code"], row["parent"]} & agencies
        }
    posts = (folder / "officers.toml").read_text("utf-8")
    assert any(f'unit = "{one}", position = "thiet_ke_quy_trinh"' in posts for one in within)
