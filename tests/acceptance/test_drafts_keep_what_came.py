"""What comes into a draft: names that every machine tells apart, and out again as they are."""

import unicodedata
from urllib.parse import quote

import pytest
from flask import Flask

from engine.publishing.uploads import read_upload
from tests.acceptance.test_designing_pages import PAGE, posted
from tests.acceptance.test_designs import DESIGN, begun, sent
from tests.acceptance.test_packages import FILES

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DRAWING = "so_do.bpmn"


def test_a_file_with_vietnamese_letters_in_its_name_is_downloaded_under_it(app: Flask) -> None:
    api = begun(app, FILES)
    assert sent(api, {DRAWING: b"<a/>"}).json["added"] == [DRAWING]
    for door in (f"{PAGE}/tep?ten={DRAWING}", f"/api/v1{DESIGN}/file?path={DRAWING}"):
        answer = api.client.get(door)
        assert (answer.status_code, answer.data) == (200, b"<a/>")
        told = answer.headers["Content-Disposition"]
        assert told.startswith("attachment; filename=")
        assert f"filename*=UTF-8''{quote(DRAWING)}" in told


def test_a_file_that_some_machines_take_for_another_of_the_draft_is_refused(app: Flask) -> None:
    api = begun(app, FILES)
    assert sent(api, {"doc.md": b"1", DRAWING: b"<a/>"}).status_code == 200
    refused = sent(api, {"DOC.md": b"2"})
    assert refused.json["code"] == "design_refused"
    assert "bản nháp đã có “doc.md”" in refused.json["details"]["reason"]
    page = posted(api, f"{PAGE}/tep", {"DOC.md": b"2"})
    assert (page.status_code, "bản nháp đã có “doc.md”" in page.text) == (422, True)
    same = sent(api, {unicodedata.normalize("NFD", DRAWING): b"<b/>"}).json
    assert (same["added"], same["replaced"]) == ([], [DRAWING])
    archive = api.get(f"{DESIGN}/archive").data
    assert read_upload([("goi.zip", archive)]).keys() == FILES.keys() | {"doc.md", DRAWING}
