"""Procedures: search, and all that a citizen needs to decide and file."""

from flask import Blueprint, render_template, request

from api.http import now, reading
from api.http.doors import needs
from engine.queries.service_list import services
from engine.queries.services import service
from web.forms.places import PLACE
from web.frame.provinces import province_names

blueprint = Blueprint("services", __name__)


@blueprint.get("/thu-tuc")
@needs("public.read")
def listed() -> str:
    """Procedures whose name or code matches ``q``, all of them without it; those after ``sau``."""
    search = request.args.get("q", "").strip()
    with reading() as session:
        page = services(session, search=search or None, cursor=request.args.get("sau"), now=now())
    provinces = province_names(card.province_code for card in page.rows)
    return render_template("pages/services.html", page=page, search=search, provinces=provinces)


@blueprint.get("/thu-tuc/<province>/<code>")
@needs("public.read")
def shown(province: str, code: str) -> str:
    """One procedure: how long, how much, who, where; then the button; law text last."""
    with reading() as session:
        found = service(
            session, province_code=province, code=code, now=now(), place=request.args.get(PLACE)
        )
    name = province_names([province])[province]
    return render_template("pages/service.html", service=found, province_name=name)
