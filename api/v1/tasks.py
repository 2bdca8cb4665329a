"""The queue of an officer's work."""

from typing import Any

from api.http import now, reading, require
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.schemas import QueueQuerySchema
from api.v1.shapes import schema_of
from engine.queries.beside_steps import WaitsBeside, waits_beside
from engine.queries.inbox import queue
from engine.queries.views.queue import QueuePage

blueprint = Blueprint("tasks", "", description="Việc của cán bộ", door=signed_in("officer"))


@blueprint.get("/queue")
@blueprint.arguments(QueueQuerySchema, location="query")
@blueprint.response(200, schema_of(QueuePage))
@needs("tasks.list")
def inbox(query: dict[str, Any]) -> object:
    """Hàng việc, hạn gần nhất trước"""
    who = require("officer")
    with reading() as session:
        return queue(session, person=who, now=now(), search=query.pop("q"), **query)


@blueprint.get("/queue/beside")
@blueprint.response(200, schema_of(WaitsBeside))
@needs("tasks.list")
def beside() -> object:
    """Việc khác đang chờ, ngoài các bước: trả giấy tờ, ý kiến, biên bản, duyệt dừng, nhắc hạn"""
    with reading() as session:
        return waits_beside(session, person=require("officer"), now=now())
