"""Running a draft's scenarios: not by a look, not all at once, and others go on meanwhile."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engine.designing import scenarios_run
from engine.designing.proposing_it import where_fileable
from engine.designing.rights import designing_operator
from engine.designing.sandboxed import to_try
from engine.publishing.rehearsing import Rehearsing
from tests.acceptance.test_designing_pages import PAGE, posted
from tests.acceptance.test_designs import DESIGN, begun
from tests.acceptance.test_packages import FILES
from tests.town import FLAGSHIP, PROVINCE, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TWO = {
    path: data
    for path, data in FILES.items()
    if not path.startswith("scenarios/") or path[10] in "12"
}


def filing_meanwhile(town: Town, filed: list[str]) -> Rehearsing:
    """A dossier is filed when another has been tried and is not yet taken back."""

    @contextmanager
    def rehearsing(code: str, procedures: Collection[str] | None) -> Iterator[Session]:
        with town.database.rehearsing(code, procedures) as session:
            yield session
            filed.append(town.file().case_id)

    return rehearsing


def test_others_file_while_a_scenario_runs(app: Flask, town: Town) -> None:
    begun(app, TWO)
    with town.database.reading() as session:
        draft = to_try(session, who=designing_operator(session, PROVINCE), procedure_code=FLAGSHIP)
    filed: list[str] = []
    for run, _ in scenarios_run.each_run(filing_meanwhile(town, filed), draft, now=town.now):
        assert run.passed, run.why
    assert len(filed) == 2


def test_others_file_while_it_is_asked_where_a_draft_can_be_filed(app: Flask, town: Town) -> None:
    """While the places are looked at, and while a dossier is tried."""
    begun(app, TWO)
    filed: list[str] = []

    @contextmanager
    def reading() -> Iterator[Session]:
        with town.database.reading() as session:
            yield session
            filed.append(town.file().case_id)

    told = {"procedure_code": FLAGSHIP, "now": town.now}
    who = partial(designing_operator, province_code=PROVINCE)
    found = where_fileable(reading, filing_meanwhile(town, filed), who=who, **told)
    assert len(found.closed) < found.total
    assert len(filed) == 2


def test_a_request_runs_some_and_tells_where_to_go_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenarios_run, "MOST_AT_ONCE", 1)
    api = begun(app, TWO)
    first = api.post(f"{DESIGN}/scenarios").json
    assert (len(first["runs"]), first["total"], first["left_from"]) == (1, 2, 2)
    rest = api.post(f"{DESIGN}/scenarios?first=2").json
    assert (len(rest["runs"]), rest["first"], rest["left_from"]) == (1, 2, None)
    assert rest["runs"][0]["file"] != first["runs"][0]["file"]
    page = posted(api, f"{PAGE}/chay-thu").text
    assert "Đã chạy kịch bản thứ 1 đến 1 trong 2" in page
    assert "Chạy từ kịch bản thứ 2</button>" in page


def test_a_look_at_a_page_files_no_dossier(app: Flask) -> None:
    api = begun(app, TWO)
    assert "kịch bản đúng" not in api.client.get(f"{PAGE}/chay-thu?chay=1").text
    assert "nơi được" not in api.client.get(f"{PAGE}/cong-bo?nop-thu=1").text
