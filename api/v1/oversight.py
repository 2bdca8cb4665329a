"""What heads and the province's administrators look over."""

from api.http import reading, require
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.shapes import schema_of
from engine.queries.oversight import Overseen, overseen

blueprint = Blueprint("oversight", "/oversight", description="Giám sát", door=signed_in("officer"))


@blueprint.get("/halts")
@blueprint.response(200, schema_of(Overseen)(many=True))
@needs("oversight.read")
def halts() -> object:
    """Hồ sơ tạm dừng, dừng, bổ sung lần nữa: lý do, căn cứ, ai đề nghị, ai duyệt; mới nhất trước"""
    with reading() as session:
        return overseen(session, person=require("officer"))
