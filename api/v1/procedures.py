"""The procedures that can be filed."""

from typing import Any

from api.http import now, reading
from api.http.doors import needs, open_door
from api.v1.blueprint import Blueprint
from api.v1.schemas import PlaceSchema, SearchSchema
from api.v1.shapes import schema_of
from engine.queries.service_list import services
from engine.queries.services import service
from engine.queries.views.service import CardPage, ServicePage

blueprint = Blueprint("procedures", "/procedures", description="Thủ tục", door=open_door)


@blueprint.get("")
@blueprint.arguments(SearchSchema, location="query")
@blueprint.response(200, schema_of(CardPage))
@needs("public.read")
def find(query: dict[str, Any]) -> object:
    """Các thủ tục đang nhận hồ sơ, theo quy định hôm nay tại nơi đã chọn"""
    search, province = query.pop("q"), query.pop("province")
    with reading() as session:
        return services(session, search=search, province_code=province, now=now(), **query)


@blueprint.get("/<province_code>/<code>")
@blueprint.arguments(PlaceSchema, location="query")
@blueprint.response(200, schema_of(ServicePage))
@needs("public.read")
def show(query: dict[str, Any], province_code: str, code: str) -> object:
    """Một thủ tục: thời hạn, giấy tờ, nơi nộp, mẫu khai, quy định hôm nay tại nơi đã chọn"""
    with reading() as session:
        return service(session, province_code=province_code, code=code, now=now(), **query)
