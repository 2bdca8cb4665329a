"""A form that comes after its session has ended: nothing is done, and nothing is lost.

What was typed becomes a draft of the person that the form was made for, whoever sends it: nobody
else gets to read it. After signing in one press more sends it. The key of the form stands for the
token of the session here: it is signed, and no other site knows one of somebody else's.
"""

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from api.http import person
from api.http.csrf import SAFE
from api.http.doors import asks_for_sign_in
from web.forms.drafting import BY_ITSELF, SAVE, draft_address, keep_here, sheet_here
from web.forms.form_key import posted_key
from web.forms.opened_again import key_of_page, sheet_of_page
from web.frame.addresses import here_path

UNAUTHORISED = 401
ENDED, KEPT, LOST = "het-phien", "da-giu", "chua-nhan"
"""Why somebody is asked to sign in: what they sent is kept, or it did not come in."""


def sent_without_session() -> Response | None:
    """Where to sign in, for who sent what only a signed-in person may; nothing of it is kept."""
    if request.method in SAFE or person() is not None or not asks_for_sign_in():
        return None
    return redirect(url_for("sign_in.ask", ve=here_path(), vi=LOST), code=303)


def kept_for_later() -> Response | None:
    """Where to sign in and go on; ``None`` for a request that is no form of ours."""
    key = None if request.method in SAFE else posted_key()
    if key is None:
        return None
    sheet = sheet_here()
    if sheet is None and (sheet := sheet_of_page()) is not None:
        key = key_of_page(key)
    if sheet is not None:
        keep_here(key, sheet)
    address = draft_address(sheet, key.id) if sheet else here_path()
    who = person()
    again = who is not None and who.account_id == key.account_id
    if request.form.get(SAVE) == BY_ITSELF:
        answer = jsonify({"words": "Đã lưu nháp, nhưng phiên đăng nhập đã hết. Chưa gửi."})
        answer.status_code = UNAUTHORISED
        return answer
    if again:
        flash("Phiên trước đã hết nên chưa gửi được. Hãy xem lại rồi bấm gửi lần nữa.")
        return redirect(address, code=303)
    why = LOST if sheet is None else KEPT if sheet.kind == "page" else ENDED
    return redirect(url_for("sign_in.ask", ve=address, vi=why), code=303)
