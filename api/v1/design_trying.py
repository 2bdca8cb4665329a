"""What designers try of a draft or a version: its scenarios run, a dossier played step by step."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.http import now, reading, rehearsing, require
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.design_reading import WhichTextSchema
from api.v1.designs import CHANGED, changed
from api.v1.shapes import Instant, Number, schema_of
from engine.designing.coverage import Coverage
from engine.designing.keeping_played import keep_played
from engine.designing.played import Moment
from engine.designing.playing import play, read_played
from engine.designing.rights import designer
from engine.designing.sandboxed import ToTry, to_try
from engine.designing.scenarios_run import ScenarioRuns, each_run, run_scenarios

blueprint = Blueprint(
    "design_trying", "/designs", description="Chạy thử bản nháp", door=signed_in("officer")
)


class FirstScenarioSchema(WhichTextSchema):
    """Which scenario is the first to run, by the order of their files."""

    first = Number(load_default=1, least=1)


class PlayedSchema(WhichTextSchema):
    """What was played so far, as the text of a scenario's file; the virtual clock goes on at least
    to ``clock``. ``with_scenarios``: coverage together with the draft's own scenarios."""

    scenario = fields.String(required=True)
    clock = Instant(load_default=None, allow_none=True)
    with_scenarios = fields.Boolean(load_default=False)


class KeptPlaySchema(Schema):
    """What was played, as ``play`` answered its ``text``; a sentence that names the scenario."""

    scenario = fields.String(required=True)
    name = fields.String(required=True)


class PlaySchema(Schema):
    """How the played dossier stands; ``text`` is its scenario's file, with what came of it."""

    text = fields.String(required=True)
    moment = fields.Nested(schema_of(Moment), required=True)
    coverage = fields.Nested(schema_of(Coverage), required=True, allow_none=True)


@blueprint.post("/<code>/scenarios")
@blueprint.arguments(FirstScenarioSchema, location="query")
@blueprint.response(200, schema_of(ScenarioRuns))
@needs("designs.read")
def scenarios(query: dict[str, Any], code: str) -> object:
    """Chạy các kịch bản của bản nháp, mỗi lần một số; không để lại gì"""
    draft = _to_try(code, query.pop("version"))
    return run_scenarios(rehearsing, draft, now=now(), **query)


@blueprint.post("/<code>/play")
@blueprint.arguments(PlayedSchema)
@blueprint.response(200, PlaySchema)
@needs("designs.read")
def played(body: dict[str, Any], code: str) -> object:
    """Chơi một hồ sơ qua bản nháp đến lúc của đồng hồ ảo; không để lại gì"""
    scenario, draft = read_played(body["scenario"]), _to_try(code, body["version"])
    beside = None
    if body["with_scenarios"]:
        beside = [ran for _, ran in each_run(rehearsing, draft, now=now())]
    told = {"scenario": scenario, "clock": body["clock"], "beside": beside}
    found = play(rehearsing, draft=draft, now=now(), **told)
    if found.refused is not None:
        raise found.refused
    return found


@blueprint.post("/<code>/play/keep")
@blueprint.arguments(KeptPlaySchema)
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def kept(body: dict[str, Any], code: str) -> Response:
    """Ghi hồ sơ đã chơi thành một kịch bản của bản nháp"""
    return changed(keep_played, code, {"text": body["scenario"], "name": body["name"]})


def _to_try(code: str, version: int | None) -> ToTry:
    person = require("officer")
    with reading() as session:  # nobody waits for what is asked of the draft
        who = designer(session, person)
        return to_try(session, who=who, procedure_code=code, version=version)
