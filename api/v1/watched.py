"""Cases that whoever leads or monitors watches."""

from api.http import now, reading, require, writing
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.schemas import DoneSchema
from api.v1.shapes import schema_of
from engine.cases.watch import watch_case
from engine.queries.views.watching import WatchedCase
from engine.queries.watching import watched_cases

blueprint = Blueprint("watched", "", description="Hồ sơ theo dõi", door=signed_in("officer"))


@blueprint.get("/watched-cases")
@blueprint.response(200, schema_of(WatchedCase)(many=True))
@needs("cases.watch")
def listed() -> object:
    """Hồ sơ mình theo dõi, và những gì mới từ lần xem trước"""
    with reading() as session:
        return watched_cases(session, person=require("officer"), now=now())


@blueprint.put("/cases/<ref>/watch")
@blueprint.response(200, DoneSchema)
@needs("cases.watch")
def watch(ref: str) -> object:
    """Theo dõi một hồ sơ: nó ở trong danh sách của mình đến khi bỏ"""
    with writing() as session:
        watch_case(session, ref=ref, person=require("officer"), now=now())
    return {"done": True}


@blueprint.delete("/cases/<ref>/watch")
@blueprint.response(200, DoneSchema)
@needs("cases.watch")
def unwatch(ref: str) -> object:
    """Bỏ theo dõi một hồ sơ"""
    with writing() as session:
        watch_case(session, ref=ref, person=require("officer"), watched=False, now=now())
    return {"done": True}
