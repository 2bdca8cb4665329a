"""Procedure control reads all catalogues, processes and fees on its own; changes none (R-71)."""

import pytest
from flask import Flask

from engine.catalogue.registers import REGISTERS
from tests.client import Api
from tests.shipped import publish
from tests.town import WARD, Town

CONTROL = "thuy.ttb@nghe_an"
PAGES = (
    *("/quan-tri", "/quan-tri/con-thieu", "/quan-tri/quy-dinh", "/quan-tri/giai-thich"),
    *("/quan-tri/phi", "/quan-tri/phi/tai-khoan", "/quan-tri/don-vi", "/quan-tri/lich"),
    *("/quan-tri/ra-soat", f"/quan-tri/ra-soat/{WARD}"),
    *(f"/quan-tri/danh-muc/{name}" for name in REGISTERS),
)


@pytest.mark.long_on_postgres
def test_procedure_control_opens_every_page_and_finds_no_form_that_changes(
    app: Flask, town: Town
) -> None:
    publish(town, "giay_phep_nha_o")
    control = Api(app, CONTROL)
    for address in PAGES:
        answer = control.client.get(address)
        assert answer.status_code == 200, address
        main = answer.text.split("<main")[1].split("</main>")[0]
        assert 'method="post"' not in main, address
    home = control.client.get("/quan-tri").text
    assert "Rút ngắn thời hạn" not in home
    for address in ("/quan-tri/phi", "/quan-tri/danh-muc", "/quan-tri/ra-soat", "/quan-tri/lich"):
        assert f'href="{address}"' in home
    assert control.client.get("/quan-tri/nhap").status_code == 403
