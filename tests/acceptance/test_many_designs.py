"""Pages of designers stay small, in bytes and statements, whatever a province has of everything."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.catalogue import Package, PackageFile, Procedure
from tests.acceptance.test_designing_pages import LIMIT, PAGE
from tests.acceptance.test_designs import CONTROL, begun, signed_in
from tests.acceptance.test_packages import FILES
from tests.client import Api
from tests.integration.jobs.test_statements import counted
from tests.town import FLAGSHIP, PROVINCE, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MANY, VERSIONS, FAULTS = 200, 60, 5_000
LONG = (
    "Cấp giấy phép xây dựng mới, sửa chữa, cải tạo, di dời đối với công trình cấp III, cấp IV " * 2
)
BARE = FILES["process.bpmn"].partition(b"<bpmndi:BPMNDiagram")[0] + b"</bpmn:definitions>"


def asked(town: Town, api: Api, path: str) -> tuple[int, int]:
    """Bytes and statements of a page whose parts have been looked at before."""
    assert api.client.get(path).status_code == 200
    with counted(town.database.engine) as cost:
        answer = api.client.get(path)
    assert answer.status_code == 200
    return len(answer.data), len(cost.statements)


def procedures(session: Session, first: int, last: int) -> None:
    told = {"province_code": PROVINCE, "sector": "Người có công", "level": "commune"}
    decided = {"decision": "1/QĐ-UBND", "valid_from": date(2025, 1, 1)}
    for at in range(first, last):
        name = f"{LONG}{at}"
        row = Procedure(code=f"9.{at:06}", name=name, short_name=name, **told, **decided)
        session.add(row)


def versions(session: Session) -> None:
    """So many versions more, each with the manifest of the first."""
    row = session.scalars(select(Package).where(Package.procedure_code == FLAGSHIP)).one()
    for at in range(2, VERSIONS):
        one = {"province_code": PROVINCE, "digest": f"{at:064x}"}
        rest = {"procedure_code": FLAGSHIP, "published_by": LONG, "diagram": row.diagram}
        day = row.valid_from + timedelta(days=at)
        when = {"valid_from": day, "published_at": row.published_at}
        session.add(Package(**one, **rest, **when, version=at))
        session.flush()
        content = FILES["procedure.toml"]
        session.add(PackageFile(**one, path="procedure.toml", content=content))


def test_home_with_200_procedures_costs_what_it_costs_with_ten(town: Town, app: Flask) -> None:
    api = signed_in(app, CONTROL)
    with town.act() as session:
        procedures(session, 0, 10)
    _, few = asked(town, api, "/quy-trinh")
    with town.act() as session:
        procedures(session, 10, MANY)
    size, many = asked(town, api, "/quy-trinh")
    assert len(LONG) > 160
    assert (size < LIMIT, many) == (True, few)
    assert f"{MANY}" in api.client.get("/quy-trinh?q=xay+dung").text


def test_60_versions_cost_what_one_costs(town: Town, app: Flask) -> None:
    api = begun(app, FILES)
    _, few = asked(town, api, PAGE)
    with town.act() as session:
        versions(session)
    size, many = asked(town, api, PAGE)
    assert (size < LIMIT, many) == (True, few)
    assert f"Xem {VERSIONS - 21} bản trước nữa" in api.client.get(PAGE).text
    whole = api.client.get(f"{PAGE}?ban-cu=het").text
    assert whole.count("Tải gói") >= VERSIONS


def test_5000_faults_without_a_diagram_cost_what_a_few_cost(town: Town, app: Flask) -> None:
    begun(app, FILES)
    api = begun(app, FILES | {"process.bpmn": BARE.replace(b'hours="20"', b'hours="x"')})
    _, few = asked(town, api, f"{PAGE}/loi")
    rows = ",".join(f'{{"type": "textfield", "key": "a {at}"}}' for at in range(FAULTS))
    form = f'{{"components": [{rows}]}}'.encode()
    api = begun(app, FILES | {"process.bpmn": BARE, "forms/nhieu.json": form})
    size, many = asked(town, api, f"{PAGE}/loi?loi=4000")
    assert (size < 2 * LIMIT, many) == (True, few)
    assert api.get(f"/designs/{FLAGSHIP}/faults").json["errors"] >= FAULTS
