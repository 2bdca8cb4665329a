"""Sign in, sign out, and in demo mode step into a role with one press."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import parts, reading, sign_in, sign_out, today
from api.http.doors import needs
from api.http.entry_codes import codes_are_sent
from api.http.problems import page_of
from api.http.signing import step_in
from api.http.vouching import offered
from engine.access import ROLE_OF_POSITION
from engine.accounts.person import Person
from engine.errors import (
    HasLeft,
    Refusal,
    SecondFactorNeeded,
    SignInBusy,
    SignInFailed,
    TooManyTries,
)
from engine.ports import Audience
from engine.queries.demo import demo_people
from web.entrance.demo_path import demo_path
from web.forms.session_ended import ENDED, KEPT, LOST
from web.frame.addresses import local_path

BEGINS: Mapping[str, str] = {
    "province_admin": "admin_home.home",
    "unit_admin": "admin_home.home",
    "control_officer": "admin_home.home",
    "designer": "design_list.listed",
}
"""Where the work of somebody begins whose posts are these roles alone: no steps of cases."""

blueprint = Blueprint("sign_in", __name__)

WHY: Mapping[str, str] = {
    ENDED: "Phiên đăng nhập đã hết nên chưa gửi được. Những gì bạn đã điền, kể cả tệp, được giữ"
    " trong bản nháp của bạn. Đăng nhập lại rồi bấm gửi lần nữa.",
    KEPT: "Phiên đăng nhập đã hết nên chưa gửi được. Những gì bạn đã điền được giữ riêng cho bạn."
    " Đăng nhập lại, biểu mẫu mở ra như đã điền; xem lại rồi bấm gửi.",
    LOST: "Phiên đăng nhập đã hết nên lần gửi vừa rồi chưa được nhận. Đăng nhập lại rồi gửi lại;"
    " nếu có tệp thì chọn lại tệp.",
}
"""Why somebody is asked to sign in, by what the address says."""

OUT_BY: Mapping[Audience, str] = {"officers": "can-bo", "citizens": "cong-dan"}
"""For whom a provider is, as the addresses of its pages say it."""


def place_of(person: Person | None) -> str:
    """Where this person's work begins: no queue is for who handles no step of any case."""
    if person is None or person.kind == "citizen":
        return url_for("services.listed")
    roles = [ROLE_OF_POSITION.get(post.position_code, "") for post in person.posts]
    known = [BEGINS.get(role, "queue.listed") for role in roles]
    return url_for("queue.listed" if "queue.listed" in known or not known else known[0])


@blueprint.get("/dang-nhap")
@needs("public.sign_in")
def ask() -> str:
    """The sign-in form; ``ve`` is the page to go to afterwards."""
    return sign_in_page(local_path(request.args.get("ve"), ""))


@blueprint.post("/dang-nhap")
@needs("public.sign_in")
def enter() -> Response:
    """Sign in with user name and password, and go where the person wanted to go."""
    username, after = request.form.get("ten", ""), request.form.get("ve")
    try:
        person = sign_in(username, request.form.get("mat-khau", ""))
    except SecondFactorNeeded:
        return redirect(url_for("second_factor.ask", ve=local_path(after, "") or None), code=303)
    except (SignInFailed, TooManyTries, SignInBusy, HasLeft) as refusal:
        return page_of(sign_in_page(local_path(after, ""), refusal, username), refusal)
    return redirect(local_path(after, place_of(person)), code=303)


@blueprint.post("/vai")
@needs("public.sign_in")
def as_demo() -> Response:
    """Step into a demo person's role, whatever the visitor before did to it.

    Raises DemoRefused in production mode, SignInFailed.
    """
    person = step_in(request.form["vai"])
    return redirect(local_path(request.form.get("ve"), place_of(person)), code=303)


@blueprint.post("/dang-xuat")
@needs("account.own")
def leave() -> Response:
    """Sign out and go to the start page."""
    via = sign_out()
    if via:
        return redirect(url_for("providers.gone", word=OUT_BY[via]), code=303)
    return redirect(url_for("start.home"), code=303)


def sign_in_page(after: str, refusal: Refusal | None = None, username: str = "") -> str:
    """Every way to sign in; in demo mode with the roles of the sample case beside it."""
    with reading() as session:
        people = demo_people(session, today=today()) if parts().demo else ()
    personas = demo_path(parts().processes, people).personas
    return render_template(
        "pages/sign_in.html",
        after=after,
        refusal=refusal,
        username=username,
        wrong=isinstance(refusal, SignInFailed),
        personas=personas,
        providers={OUT_BY[audience]: name for audience, name in offered().items()},
        codes=codes_are_sent(),
        why=WHY.get(request.args.get("vi", "")),
    )
