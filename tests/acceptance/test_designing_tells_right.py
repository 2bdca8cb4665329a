"""What pages of designing offer and say is what holds: no fix that is refused, names, not codes."""

import pytest
from flask import Flask

from tests.acceptance.test_designing_pages import PAGE
from tests.acceptance.test_designs import DESIGN, begun
from tests.acceptance.test_packages import FILES
from tests.client import Api

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def with_manifest(old: str, new: str, files: dict[str, bytes] = FILES) -> dict[str, bytes]:
    """The flagship with another text in its manifest."""
    manifest = files["procedure.toml"].decode()
    assert old in manifest
    return files | {"procedure.toml": manifest.replace(old, new).encode()}


def number_of(api: Api, code: str) -> int:
    """The number of the first fault of the kind."""
    faults = api.get(f"{DESIGN}/faults?kind={code}").json["faults"]
    return int(faults[0]["number"])


def test_a_package_of_another_sector_is_told_and_only_own_sectors_are_offered(app: Flask) -> None:
    api = begun(app, with_manifest('sector = "Người có công"', 'sector = "Hộ tịch"'))
    number = number_of(api, "package.other_sector")
    page = api.client.get(f"{PAGE}/loi?loi={number}").text
    assert "ghi lĩnh vực “Hộ tịch”, còn thủ tục này đang thuộc lĩnh vực Người có công" in page
    assert '<option value="Người có công"' in page
    assert '<option value="Hộ tịch"' not in page
