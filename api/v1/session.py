"""Sign in, see who is signed in and where, sign out."""

from typing import Any

from api.http import csrf_token, reading, require, sign_in, sign_out
from api.http.doors import needs, open_door
from api.http.entry_codes import send_code, sign_in_by_code
from api.http.second_factor import begin_second_factor, confirm, give_up
from api.http.signing import (
    change_password,
    sessions_of_mine,
    set_password,
    sign_out_elsewhere,
)
from api.v1.blueprint import Blueprint
from api.v1.schemas import (
    CodeAskedSchema,
    CsrfSchema,
    DoneSchema,
    EndedSchema,
    OwnPasswordSchema,
    PageSchema,
    PasswordByCodeSchema,
    RecoverySchema,
    SecondFactorBeginSchema,
    SecondFactorCodeSchema,
    SignInByCodeSchema,
    SignInSchema,
)
from api.v1.shapes import schema_of
from engine.accounts import Person
from engine.accounts.second_factor import Enrolment
from engine.accounts.sessions import OwnSession
from engine.queries.sign_ins import SignInPage, own_sign_ins

blueprint = Blueprint("session", "", description="Đăng nhập", door=open_door)


@blueprint.get("/csrf")
@blueprint.response(200, CsrfSchema)
@needs("public.read")
def csrf() -> object:
    """Lấy mã chống giả mạo của phiên, gửi lại trong X-CSRF-Token"""
    return {"csrf_token": csrf_token()}


@blueprint.post("/session")
@blueprint.arguments(SignInSchema)
@blueprint.response(200, schema_of(Person))
@needs("public.sign_in")
def start(body: dict[str, Any]) -> object:
    """Đăng nhập"""
    return sign_in(body["username"], body["password"], body["code"])


@blueprint.post("/session/codes")
@blueprint.arguments(CodeAskedSchema)
@blueprint.response(200, DoneSchema)
@needs("public.sign_in")
def ask_code(body: dict[str, Any]) -> object:
    """Gửi mã đăng nhập về điện thoại của tài khoản công dân; số có tài khoản hay không đều trả
    lời như nhau"""
    send_code(**body)
    return {"done": True}


@blueprint.post("/session/by-code")
@blueprint.arguments(SignInByCodeSchema)
@blueprint.response(200, schema_of(Person))
@needs("public.sign_in")
def start_by_code(body: dict[str, Any]) -> object:
    """Đăng nhập bằng mã vừa gửi về điện thoại"""
    return sign_in_by_code(**body)


@blueprint.get("/session")
@blueprint.response(200, schema_of(Person))
@needs("account.own")
def current() -> object:
    """Người đang đăng nhập và các vị trí của họ hôm nay"""
    return require()


@blueprint.delete("/session")
@blueprint.response(200, DoneSchema)
@needs("account.own")
def end() -> object:
    """Đăng xuất"""
    sign_out()
    return {"done": True}


@blueprint.get("/sessions")
@blueprint.response(200, schema_of(OwnSession)(many=True))
@needs("account.own")
def sessions() -> object:
    """Các nơi mình đang đăng nhập, nơi dùng gần nhất trước"""
    return sessions_of_mine()


@blueprint.delete("/sessions")
@blueprint.response(200, EndedSchema)
@needs("account.own")
def end_elsewhere() -> object:
    """Đăng xuất khỏi mọi nơi khác"""
    return {"ended": sign_out_elsewhere()}


@blueprint.get("/sign-ins")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, schema_of(SignInPage))
@needs("account.own")
def own_events(query: dict[str, Any]) -> object:
    """Nhật ký đăng nhập của mình, mới nhất trước"""
    who = require()
    with reading() as database:
        return own_sign_ins(database, person=who, **query)


@blueprint.post("/password")
@blueprint.arguments(PasswordByCodeSchema)
@blueprint.response(200, DoneSchema)
@needs("public.sign_in")
def set_by_code(body: dict[str, Any]) -> object:
    """Đặt mật khẩu bằng mã một lần; mọi phiên của tài khoản kết thúc"""
    set_password(**body)
    return {"done": True}


@blueprint.post("/session/password")
@blueprint.arguments(OwnPasswordSchema)
@blueprint.response(200, DoneSchema)
@needs("account.own")
def change(body: dict[str, Any]) -> object:
    """Đổi mật khẩu của mình; mọi phiên khác kết thúc"""
    change_password(**body)
    return {"done": True}


@blueprint.post("/session/second-factor")
@blueprint.arguments(SecondFactorBeginSchema)
@blueprint.response(200, schema_of(Enrolment))
@needs("account.own")
def enrol(body: dict[str, Any]) -> object:
    """Bắt đầu bật xác thực hai lớp; chưa hỏi mã cho đến khi xác nhận"""
    return begin_second_factor(body["password"])


@blueprint.post("/session/second-factor/confirm")
@blueprint.arguments(SecondFactorCodeSchema)
@blueprint.response(200, RecoverySchema)
@needs("account.own")
def confirm_factor(body: dict[str, Any]) -> object:
    """Xác nhận bằng mã đang hiện trên điện thoại; mã dự phòng chỉ trả lời lần này"""
    return {"recovery": list(confirm(body["code"]))}


@blueprint.post("/session/second-factor/give-up")
@blueprint.arguments(SecondFactorCodeSchema)
@blueprint.response(200, DoneSchema)
@needs("account.own")
def give_up_factor(body: dict[str, Any]) -> object:
    """Tắt xác thực hai lớp"""
    give_up(body["code"])
    return {"done": True}
