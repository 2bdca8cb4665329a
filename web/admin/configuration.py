"""The whole configuration of the province: what it holds, and all of it as one file."""

from flask import Blueprint, Response, render_template

from api.http import reading, require
from api.http.attached import attached
from api.http.doors import needs
from engine.configuration.held import held
from engine.configuration.zips import export_zip
from web.forms.administering import administrator_here

blueprint = Blueprint("configuration_pages", __name__, url_prefix="/quan-tri")


@blueprint.get("/cau-hinh")
@needs("configuration.export")
def shown() -> str:
    """What the file would hold: each part with its rows."""
    with reading() as session:
        parts = held(session, admin=administrator_here(session))
    return render_template("pages/configuration.html", parts=parts)


@blueprint.get("/cau-hinh.zip")
@needs("configuration.export")
def taken() -> Response:
    """The file."""
    with reading() as session:
        content = export_zip(session, admin=administrator_here(session))
    return attached(content, f"{require('officer').province_code}.zip", "application/zip")
