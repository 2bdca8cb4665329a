"""Sign in by an outside provider: out to it, back from it, and out of it again."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import parts
from api.http.doors import needs
from api.http.problems import page_of
from api.http.vouching import come_back, go_out, left, offered, wanted_after
from engine.errors import (
    AccountBoundElsewhere,
    AccountShut,
    AccountUnknown,
    HasLeft,
    ProviderAnswerWrong,
    ProviderDenied,
    ProviderNotOffered,
    ProviderSilent,
    ProviderStateWrong,
    ProviderUnavailable,
    SecondFactorNeeded,
    WrittenMeanwhile,
)
from engine.ports import Audience
from web.entrance.sign_in import OUT_BY, place_of, sign_in_page
from web.frame.addresses import local_path

blueprint = Blueprint("providers", __name__)

REFUSED = (
    AccountBoundElsewhere,
    AccountShut,
    AccountUnknown,
    HasLeft,
    ProviderAnswerWrong,
    ProviderDenied,
    ProviderNotOffered,
    ProviderSilent,
    ProviderStateWrong,
    ProviderUnavailable,
    WrittenMeanwhile,
)


@blueprint.get("/dang-nhap/qua/<word>")
@needs("public.sign_in")
def out(word: str) -> Response:
    """To the provider; ``ve`` is the page to go to afterwards."""
    after = local_path(request.args.get("ve"), "")
    try:
        address = go_out(_audience(word), back=_back(word), after=after)
    except REFUSED as refusal:
        return page_of(sign_in_page(after, refusal), refusal)
    return redirect(address, code=303)


@blueprint.get("/dang-nhap/qua/<word>/xong")
@needs("public.sign_in")
def back(word: str) -> Response:
    """From the provider, with a code or without."""
    audience, asked, after = _audience(word), request.args, wanted_after()
    try:
        person = come_back(
            audience, back=_back(word), state=asked.get("state", ""), code=asked.get("code")
        )
    except SecondFactorNeeded:
        return redirect(url_for("second_factor.ask", ve=after or None), code=303)
    except REFUSED as refusal:
        return page_of(sign_in_page(after, refusal), refusal)
    return redirect(local_path(after, place_of(person)), code=303)


@blueprint.get("/dang-xuat/qua/<word>")
@needs("public.sign_in")
def gone(word: str) -> str:
    """Signed out here; the provider may still know the person at this computer."""
    audience = _audience(word)
    return render_template(
        "pages/signed_out.html",
        name=offered().get(audience, ""),
        there=left(audience, back=_ours(url_for("start.home"))),
    )


def _audience(word: str) -> Audience:
    found = [audience for audience, known in OUT_BY.items() if known == word]
    return found[0] if found else abort(404)


def _back(word: str) -> str:
    """Where the provider sends browsers back to: registered there, the same on the way out."""
    return _ours(url_for("providers.back", word=word))


def _ours(path: str) -> str:
    return (parts().address or request.url_root.rstrip("/")) + path
