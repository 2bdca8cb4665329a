"""What the scenarios of a draft came through: nodes, flows, rows of decision tables, by name."""

from typing import Any

import pytest
from flask import Flask

from engine.publishing.folders import read_package_folder
from tests.acceptance.test_designing_pages import PAGE, posted
from tests.acceptance.test_designs import begun, sent, zipped
from tests.acceptance.test_packages import FILES, changed
from tests.client import Api
from tests.shipped import FOLDERS
from tests.town import FLAGSHIP, PROVINCE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MAIN = "scenarios/1_duong_chinh.toml"


def ran(api: Api) -> dict[str, Any]:
    answer = api.post(f"/designs/{FLAGSHIP}/scenarios").json
    assert all(run["passed"] for run in answer["runs"]), answer["runs"]
    found: dict[str, Any] = answer["coverage"]
    return found


def alone(*names: str) -> dict[str, bytes]:
    """The flagship with these of its scenarios only."""
    kept = {path: data for path, data in changed().items() if not path.startswith("scenarios/")}
    return kept | {path: FILES[path] for path in names}


def times(found: dict[str, Any], kind: str) -> dict[str, int]:
    return {one["id"]: one["times"] for one in found[kind]}


def test_flows_that_only_a_return_takes_never_ran_on_the_main_way(app: Flask) -> None:
    api = begun(app, alone(MAIN))
    found = ran(api)
    assert times(found, "nodes")["B4"] == 1
    missed = [one for one in found["flows"] if not one["times"]]
    assert found["of_flows"] == {
        "run": len(found["flows"]) - len(missed),
        "all": len(found["flows"]),
    }
    assert missed
    assert all(any(one["id"] in name for name in found["never"]) for one in missed)
    page = posted(api, f"{PAGE}/chay-thu").text
    assert f"{found['of_flows']['run']}/{found['of_flows']['all']} luồng" in page
    assert page.count('class="pin bad"') >= 1
    assert 'class="pin cnt"' in page


def test_rows_of_a_table_count_the_dossiers_that_they_decided_for(app: Flask) -> None:
    """Only a permit filed at a counter, which is returned twice: one row of each table hits."""
    files = read_package_folder(FOLDERS / "giay_phep_nha_o")
    few = {path: data for path, data in files.items() if "scenarios/" not in path}
    few["scenarios/4.toml"] = files["scenarios/4_tra_lai_hai_lan.toml"]
    api = Api(app, f"hieu.ph@{PROVINCE}")
    code = sent(api, {"goi.zip": zipped(few)}, "/designs").json["procedure_code"]
    page = posted(api, f"/quy-trinh/{code}/chay-thu").text
    assert "2/4 dòng bảng quyết định" in page
    found = api.post(f"/designs/{code}/scenarios").json["coverage"]
    assert sorted(one for table in found["tables"] for one in table["times"]) == [0, 0, 1, 1]
    assert sum("dòng" in name for name in found["never"]) == 2
    assert times(found, "nodes")["B3"] == 3
