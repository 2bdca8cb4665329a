"""What a person reads when a page can't be shown: what happened and what to do."""

from collections.abc import Mapping

from flask import g, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from api.http import person
from api.http.counting import counted
from api.http.problems import page_of
from engine.errors import (
    CsrfRefused,
    FormOpenedAgain,
    Kind,
    NotSignedIn,
    OtherAccount,
    Refusal,
    SecondFactorMissing,
)
from web.forms.form_key import posted_key
from web.forms.session_ended import kept_for_later, sent_without_session
from web.frame.addresses import here_path
from web.frame.drafts import kept_page

LACKING, NOT_SO, TOO_LARGE, BROKEN = 404, 405, 413, 500

_WORDS: Mapping[int, tuple[str, str, str]] = {
    400: (
        "Trang chưa nhận được đủ thông tin",
        "Có thể trang đã mở quá lâu nên không còn hiệu lực.",
        "Hãy quay lại, tải lại trang rồi làm lại. Điều bạn vừa gửi chưa được ghi.",
    ),
    403: (
        "Bạn không có quyền xem trang này",
        "Trang này dành cho người giữ vị trí khác.",
        "Nếu việc này là của bạn, hãy đăng nhập bằng tài khoản đúng vị trí.",
    ),
    404: (
        "Không tìm thấy trang này",
        "Có thể địa chỉ gõ thiếu, hoặc trang đã được chuyển đi.",
        "Hãy kiểm tra lại địa chỉ, hoặc bắt đầu lại từ trang đầu.",
    ),
    413: (
        "Tệp gửi lên quá nặng",
        "Máy chủ không nhận được lần gửi này.",
        "Hãy chọn tệp nhẹ hơn 20 MB mỗi tệp rồi gửi lại.",
    ),
    414: (
        "Nội dung tìm dài quá",
        "Địa chỉ của trang này dài hơn mức máy chủ nhận được.",
        "Hãy quay lại, tìm bằng ít chữ hơn: vài chữ trong tên, hoặc mã.",
    ),
    431: (
        "Trình duyệt gửi kèm quá nhiều",
        "Phần đầu của yêu cầu, thường là cookie, dài hơn mức máy chủ nhận được.",
        "Hãy xóa cookie của trang này trong trình duyệt rồi mở lại.",
    ),
    500: (
        "Trang gặp lỗi từ phía chúng tôi",
        "Bạn không làm gì sai. Lỗi đã được ghi lại để sửa.",
        "Hãy thử lại sau ít phút. Xem lại trước khi gửi lại: có thể chưa được ghi.",
    ),
}

_HEADINGS: Mapping[Kind, str] = {
    "invalid": "Chưa làm được việc này",
    "forbidden": "Bạn không có quyền làm việc này",
    "not_found": "Không tìm thấy",
    "conflict": "Chưa làm được việc này",
    "too_often": "Hãy đợi một lúc",
    "unavailable": "Hệ thống đang bận",
}


def refused(refusal: Refusal) -> Response:
    """A refusal that no page showed itself; who is not signed in is asked to, and comes back."""
    elsewhere = _elsewhere(refusal)
    if elsewhere is not None:
        return elsewhere
    if isinstance(refusal, OtherAccount):
        heading, do = "Trang này dành cho vai khác", "Hãy đăng xuất rồi đăng nhập lại."
        return page_of(_page(heading, str(refusal), do), refusal)
    counted().refused(refusal.code)
    heading = _HEADINGS["conflict" if isinstance(refusal, CsrfRefused) else refusal.kind]
    return page_of(_page(heading, str(refusal), ""), refusal)


def _elsewhere(refusal: Refusal) -> Response | None:
    """Where a refusal leads that something else comes before: signing in, a form kept."""
    if isinstance(refusal, NotSignedIn | OtherAccount | CsrfRefused):
        kept = kept_for_later() or sent_without_session()
        if kept is not None:
            return kept
    if isinstance(refusal, FormOpenedAgain) and (key := posted_key(person())) is not None:
        return page_of(kept_page(key.id, opens=False), refusal)
    if isinstance(refusal, NotSignedIn):
        return redirect(url_for("sign_in.ask", ve=here_path()), code=303)
    if isinstance(refusal, SecondFactorMissing):
        return redirect(url_for("second_factor.own"), code=303)
    return None


def went_wrong(error: HTTPException) -> Response | tuple[str, int]:
    """The page for an HTTP error; an error without words of its own gets those of its class."""
    code = error.code or BROKEN
    if code == TOO_LARGE and (again := sent_without_session()) is not None:
        return again  # more than a visitor may bring: it was their session that had ended
    if code >= BROKEN:
        g.without_person = True  # the database may be what failed
    if code == NOT_SO and request.method == "GET":
        code = LACKING  # nothing was sent: the address is of something that is only sent
    known = _WORDS.get(code) or _WORDS[BROKEN if code >= BROKEN else 400]
    return _page(*known), code


def _page(heading: str, what: str, do: str) -> str:
    return render_template(
        "pages/error.html",
        layout="office.html" if _in_office() else "citizen.html",
        heading=heading,
        what=what,
        do=do,
    )


def _in_office() -> bool:
    """Whether an officer is shown the page; where that can't be asked now, nobody is."""
    if g.get("without_person"):
        return False
    try:
        who = person()
    except Refusal:
        g.without_person = True  # the database may be what is away
        return False
    return who is not None and who.kind != "citizen"
