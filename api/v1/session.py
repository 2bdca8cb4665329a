"""Sign in, see who is signed in, sign out."""

from typing import Any

from api.http import csrf_token, reading, require, sign_in, sign_out, today
from api.http.doors import open_door
from api.v1.blueprint import Blueprint
from api.v1.schemas import CsrfSchema, DoneSchema, SignInSchema
from api.v1.shapes import schema_of
from engine.accounts import Person
from engine.accounts.signing_in import authenticate

blueprint = Blueprint("session", "", description="Đăng nhập", door=open_door)


@blueprint.get("/csrf")
@blueprint.response(200, CsrfSchema)
def csrf() -> object:
    """Lấy mã chống giả mạo của phiên, gửi lại trong X-CSRF-Token"""
    return {"csrf_token": csrf_token()}


@blueprint.post("/session")
@blueprint.arguments(SignInSchema)
@blueprint.response(200, schema_of(Person))
def start(body: dict[str, Any]) -> object:
    """Đăng nhập"""
    with reading() as session:
        who = authenticate(
            session, username=body["username"], password=body["password"], today=today()
        )
    sign_in(who)
    return who


@blueprint.get("/session")
@blueprint.response(200, schema_of(Person))
def current() -> object:
    """Người đang đăng nhập và các vị trí của họ hôm nay"""
    return require()


@blueprint.delete("/session")
@blueprint.response(200, DoneSchema)
def end() -> object:
    """Đăng xuất"""
    sign_out()
    return {"done": True}
