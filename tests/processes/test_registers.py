"""The registers that the provinces ship: legal bases, sectors, result types."""

import csv
from datetime import date
from pathlib import Path

import pytest

from engine.catalogue.registered import numbers_in
from tests.processes.reading import label, package_folders, province_folders, toml


def rows(province: Path, name: str) -> dict[str, dict[str, str]]:
    with (province / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


@pytest.mark.parametrize("folder", package_folders(), ids=label)
def test_the_registers_know_all_that_a_package_names(folder: Path) -> None:
    manifest = toml(folder / "procedure.toml")
    province = folder.parent
    assert manifest["sector"] in rows(province, "sectors")
    known = {row["name"] for row in rows(province, "result_types").values()}
    assert {result["name"] for result in manifest["results"]} <= known
    cited = {
        number
        for path in [folder / "procedure.toml", *folder.glob("*.dmn"), *folder.glob("*.bpmn")]
        for number in numbers_in(path.read_text(encoding="utf-8"))
    }
    assert cited <= rows(province, "legal_bases").keys()


FACTS = {
    ("nghe_an", "09/2025/NQ-HĐND"): (date(2025, 7, 10), date(2025, 7, 21)),
    ("dak_lak", "09/2025/NQ-HĐND"): (date(2025, 10, 30), None),
    ("nghe_an", "3854/QĐ-UBND"): (date(2025, 11, 26), None),
    ("nghe_an", "3857/QĐ-UBND"): (date(2025, 11, 26), None),
}


@pytest.mark.parametrize(("at", "days"), FACTS.items(), ids=str)
def test_what_is_known_of_a_legal_basis_is_not_called_a_demonstration(
    at: tuple[str, str], days: tuple[date, date | None]
) -> None:
    province = next(path for path in province_folders() if path.name == at[0])
    row = rows(province, "legal_bases")[at[1]]
    given = tuple(
        date.fromisoformat(row[k]) if row[k] else None for k in ("issued_on", "valid_from")
    )
    assert given == days
    assert "issued_on" not in row["source"]
    assert row["source"] != "demo"


@pytest.mark.parametrize("province", province_folders(), ids=label)
def test_an_invented_decision_says_so_and_every_basis_has_kind_issuer_and_date(
    province: Path,
) -> None:
    for number, row in rows(province, "legal_bases").items():
        assert numbers_in(number) == [number]
        assert all(row[name] for name in ("kind", "title", "issuer", "issued_on"))
        assert number.startswith("MH-") == (row["source"] == "demo")
