"""The case page: the next step first; and what can be printed or downloaded from it."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from api.http import now, person, reading
from api.http.doors import needs
from api.http.opened_files import opened_document, opened_file
from api.http.problems import status_of
from api.http.receipts import code_of
from engine.accounts.person import Person
from engine.acts.inputs import COMMENT
from engine.catalogue.forms import asked as asked_by
from engine.drafts.draft import KeptDraft
from engine.errors import NotSignedIn, Refusal
from engine.queries.slip_heads import receipt_head
from engine.queries.views.case import CaseFile
from web.forms.act_inputs import control_of
from web.forms.drafting import asked_draft, draft_of_step
from web.forms.fields import Field, fields
from web.forms.rows import Posted
from web.forms.scans import scans_asked
from web.forms.uploads import KeptFile
from web.frame.qr import qr
from web.frame.refusing import Trouble, posted_act, trouble, trouble_of_act
from web.frame.sent_files import sent
from web.officer.listing import Listing, asked
from web.officer.neighbours import place_of

blueprint = Blueprint("case", __name__)
TIMELINE = 40
"""Events that a page tells, the newest; the others are asked for."""


def reader() -> Person:
    """Whoever is signed in: an officer, or the applicant of the case. Raises NotSignedIn."""
    found = person()
    if found is None:
        raise NotSignedIn
    return found


@blueprint.get("/ho-so/<ref>")
@needs("cases.read")
def opened(ref: str) -> str:
    """A case, with what the person can do now on top."""
    return case_page(ref, asked())


@blueprint.get("/ho-so/<ref>/giay-tiep-nhan")
@needs("cases.read")
def receipt(ref: str) -> str:
    """Form 01, ready to print; only of a case that was received."""
    file = opened_file(ref)
    if file.received_at is None:
        abort(404)
    with reading() as session:
        head = receipt_head(session, ref=ref, person=reader(), now=now())
    code = code_of(file.case_id, head.code) if head.code is not None else None
    address = url_for("tracking.look_up", ma=file.ref, m=code, _external=True)
    return render_template(
        "pages/receipt.html", file=file, head=head, qr=qr(address), receipt_code=code
    )


@blueprint.get("/ho-so/<ref>/phieu")
@needs("cases.read")
def sheet(ref: str) -> str:
    """The case on paper: what was filed and what each step found, as far as the person may read."""
    file = opened_file(ref)
    return render_template("pages/sheet.html", file=file, for_officer=reader().kind == "officer")


@blueprint.get("/ho-so/<ref>/tep/<document_id>")
@needs("cases.read")
def document(ref: str, document_id: str) -> Response:
    """A file of the case, with the name it was handed in under; never run by the browser."""
    found = opened_document(ref, document_id)
    return sent(digest=found.digest, name=found.name)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person had typed in a step's form, and the files that came with it."""

    answers: Posted
    kept: tuple[KeptFile, ...] = ()
    draft: KeptDraft | None = None


def case_page(
    ref: str,
    listing: Listing,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
    papers: tuple[KeptFile, ...] = (),
) -> str:
    """The case as a page; after a refusal with the reasons and what the person had typed.

    ``papers`` are files that came with a refused act.
    """
    file = opened_file(ref)
    act = posted_act()
    found = trouble_of_act(act, refusal) if act else trouble(refusal)
    typed = typed or _drafted(file)
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
        step_errors=found.of_step.by_field,
        task_fields=task_fields(file, found.of_step, typed.answers if typed else None),
        typed=typed.answers if typed else {},
        typed_comment=typed.answers.get(control_of(COMMENT.name), "") if typed else "",
        kept=typed.kept if typed else (),
        scans=scans_asked(
            file,
            typed=typed.answers if typed else None,
            kept=typed.kept if typed else (),
            errors=found.of_step.by_field,
        ),
        draft=typed.draft if typed else None,
        stale=_stale(file),
        kept_papers=papers,
        timeline_page=TIMELINE,
    )


def _drafted(file: CaseFile) -> Typed | None:
    """What the person had typed in the step's form and not sent."""
    found = draft_of_step(file.task.task_id) if file.task else None
    return Typed(found.typed, found.kept, found.draft) if found else None


def _stale(file: CaseFile) -> KeptDraft | None:
    """The draft that the address opens, of a step that isn't the person's any more."""
    found = asked_draft()
    here = file.task.task_id if file.task else None
    return found.draft if found and found.draft.target != here else None


def refused_on_case(
    ref: str,
    listing: Listing,
    refusal: Refusal,
    typed: Typed | None = None,
    papers: tuple[KeptFile, ...] = (),
) -> tuple[str, int]:
    """The case again, saying why an act on it did not happen."""
    return case_page(ref, listing, refusal, typed, papers), status_of(refusal)


def task_fields(file: CaseFile, found: Trouble, typed: Posted | None) -> tuple[Field, ...]:
    """The form of the viewer's step, filled with what was typed or with its last answers."""
    if file.task is None:
        return ()
    form, last = file.task.form, file.task.answers
    # What the step left empty the last time stays empty: no default comes back in its place.
    empty = dict.fromkeys(str(one["key"]) for one in asked_by(form, last)) if form and last else {}
    return fields(form, values={**empty, **last}, typed=typed, faults=found.by_field)
