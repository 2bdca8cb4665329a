"""What designers compare: two versions of a procedure, the last list beside the packages."""

from dataclasses import dataclass

from marshmallow import Schema

from api.http import now
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.designs import read_by
from api.v1.shapes import Number, schema_of
from engine.designing.comparing import VersionsCompared, versions_compared
from engine.designing.delayed import DelayedDecision, delayed_decisions
from engine.designing.national_list import LastList, last_list

blueprint = Blueprint(
    "design_comparing", "/designs", description="So sánh các bản", door=signed_in("officer")
)


class TwoVersionsSchema(Schema):
    """Two versions that were published, the one that is asked about as ``after``."""

    before = Number(required=True)
    after = Number(required=True)


@dataclass(frozen=True, slots=True)
class OfTheList:
    """The last list of procedures that was accepted; nothing: none was."""

    last: LastList | None


@blueprint.get("/national-list")
@blueprint.response(200, schema_of(OfTheList))
@needs("designs.read")
def of_the_list() -> object:
    """Danh mục thủ tục nhận lần cuối đổi gì, gói đang áp dụng còn khớp không"""
    return read_by(lambda session, who: OfTheList(last_list(session, who=who, now=now())))


@blueprint.get("/delayed-decisions")
@blueprint.response(200, schema_of(DelayedDecision)(many=True))
@needs("designs.read")
def delayed() -> object:
    """Quyết định đã có hiệu lực mà chưa có quy trình, chậm bao nhiêu ngày"""
    return read_by(lambda session, who: delayed_decisions(session, who=who, now=now()))


@blueprint.get("/<code>/versions/compared")
@blueprint.arguments(TwoVersionsSchema, location="query")
@blueprint.response(200, schema_of(VersionsCompared))
@needs("designs.read")
def two_versions(query: dict[str, int], code: str) -> object:
    """Hai bản bất kỳ khác nhau ở đâu, bằng lời và trên sơ đồ"""
    return read_by(
        lambda session, who: versions_compared(
            session, who=who, procedure_code=code, now=now(), **query
        )
    )
