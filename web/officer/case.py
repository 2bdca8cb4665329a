"""The case page: the next step first; and what can be printed or downloaded from it."""

from io import BytesIO

from flask import Blueprint, abort, render_template, send_file
from markupsafe import Markup
from werkzeug.wrappers import Response

from api.http import now, parts, person, reading
from api.http.problems import status_of
from engine.accounts.person import Person
from engine.acts import COMMENT
from engine.errors import NotSignedIn, Refusal
from engine.queries.case_file import case_document, case_file
from engine.queries.views.case import CaseFile
from web.forms.act_inputs import control_of
from web.forms.fields import Field, fields
from web.forms.rows import Posted
from web.frame.refusing import Trouble, trouble
from web.officer.listing import Listing, asked
from web.officer.neighbours import place_of

blueprint = Blueprint("case", __name__)


def reader() -> Person:
    """Whoever is signed in: an officer, or the applicant of the case. Raises NotSignedIn."""
    found = person()
    if found is None:
        raise NotSignedIn
    return found


@blueprint.get("/ho-so/<ref>")
def opened(ref: str) -> str:
    """A case, with what the person can do now on top."""
    return case_page(ref, asked())


@blueprint.get("/ho-so/<ref>/giay-tiep-nhan")
def receipt(ref: str) -> str:
    """Form 01, ready to print; only of a case that was received."""
    with reading() as session:
        file = case_file(session, ref=ref, person=reader(), now=now())
    if file.received_at is None:
        abort(404)
    return render_template("pages/receipt.html", file=file)


@blueprint.get("/ho-so/<ref>/tep/<document_id>")
def document(ref: str, document_id: str) -> Response:
    """A file of the case, with the name it was handed in under; never run by the browser."""
    with reading() as session:
        found = case_document(session, ref=ref, document_id=document_id, person=reader())
    response = send_file(
        BytesIO(parts().documents.get(found.digest)),
        mimetype=found.media_type,
        as_attachment=not found.media_type.startswith("image/"),
        download_name=found.name,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def case_page(
    ref: str, listing: Listing, refusal: Refusal | None = None, typed: Posted | None = None
) -> str:
    """The case as a page; after a refusal with the reasons and what the person had typed."""
    with reading() as session:
        file = case_file(session, ref=ref, person=reader(), now=now())
    found = trouble(refusal)
    return render_template(
        "pages/case.html",
        layout="office.html" if reader().kind == "officer" else "citizen.html",
        for_officer=reader().kind == "officer",
        file=file,
        filter=listing,
        back_href=listing.href(seen=file.ref),
        place=place_of(listing, file.ref),
        diagram=Markup(file.diagram),  # noqa: S704 - engine.workflow.draw escapes every text
        refusal=found.banner,
        faults=found.faults,
        errors=found.by_field,
        task_fields=_task_fields(file, found, typed),
        typed_comment=typed.get(control_of(COMMENT.name), "") if typed else "",
    )


def refused_on_case(
    ref: str, listing: Listing, refusal: Refusal, typed: Posted | None = None
) -> tuple[str, int]:
    """The case again, saying why an act on it did not happen."""
    return case_page(ref, listing, refusal, typed), status_of(refusal)


def _task_fields(file: CaseFile, found: Trouble, typed: Posted | None) -> tuple[Field, ...]:
    schema = file.task.form if file.task else None
    return fields(schema, typed=typed, faults=found.by_field)
