"""An officer of a service centre files for a person at the counter."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from engine.access import held
from engine.accounts import Grant, Person, Post
from engine.cases.submit import Submitted
from engine.errors import NotYourDesk
from engine.queries.guidance import guidance_today
from engine.queries.service_list import services
from web.forms.counter import Counter
from web.forms.drafting import only_kept
from web.forms.filing_form import answered, opened_page

blueprint = Blueprint("reception", __name__)


def counter_post(officer: Person) -> Post | Grant | None:
    """The officer's post or role at a counter, if they have one."""
    found = (by.holding for by, _ in held(officer, "counter.open"))
    return next((post for post in found if post is not None), None)


def _post() -> Post | Grant:
    found = counter_post(require("officer"))
    if found is None:
        raise NotYourDesk(position="cán bộ một cửa", unit="Trung tâm Phục vụ hành chính công")
    return found


@blueprint.get("/tiep-nhan")
@needs("counter.open")
def choose() -> str:
    """Which procedure the person at the counter needs."""
    search, post, province = request.args.get("q", "").strip(), _post(), require().province_code
    with reading() as session:
        page = services(
            session,
            search=search or None,
            province_code=province,
            receiving=post.unit_code,
            cursor=request.args.get("sau"),
            now=now(),
        )
        counted = guidance_today(session, person=require("officer"), now=now())
    return render_template(
        "pages/reception.html",
        page=page,
        search=search,
        centre_name=post.unit_name,
        guidance=counted,
    )


@blueprint.get("/tiep-nhan/<province>/<code>")
@needs("counter.open")
def ask(province: str, code: str) -> str:
    """The form of this procedure, over the counter."""
    return opened_page(Counter(province, code, "counter", _post()), require("officer"))


@blueprint.post("/tiep-nhan/<province>/<code>")
@needs("cases.file")
def send(province: str, code: str) -> Response | tuple[str, int]:
    """File it and go to the case, whose first step is to check and receive it."""
    return _filed(Counter(province, code, "counter", _post()))


@blueprint.get("/tiep-nhan/<province>/<code>/truc-tuyen")
@needs("counter.open")
def ask_online(province: str, code: str) -> str:
    """The form of this procedure, for a citizen whom an officer helps to file online."""
    return opened_page(Counter(province, code, "online", _post()), require("officer"))


@blueprint.post("/tiep-nhan/<province>/<code>/truc-tuyen")
@needs("cases.file")
def send_online(province: str, code: str) -> Response | tuple[str, int]:
    """File it online for the citizen: on record as assistance, and counted so."""
    return _filed(Counter(province, code, "online", _post()))


def _filed(counter: Counter) -> Response | tuple[str, int]:
    officer = require("officer")
    if (kept := only_kept(officer)) is not None:
        return kept
    others = counter.under_way(officer, request.form)
    submitted = answered(counter, officer)
    if not isinstance(submitted, Submitted):
        return submitted
    flash(f"Đã ghi nhận, số nộp {submitted.submission_number}. Tiếp theo: kiểm tra và tiếp nhận.")
    if refs := [one.ref for one in others if one.ref != submitted.submission_number]:
        flash(f"Lưu ý: người này còn hồ sơ cùng thủ tục chưa xong: {', '.join(refs)}.")
    return redirect(url_for("case.opened", ref=submitted.submission_number), code=303)
