"""One procedure before its designers: its versions, its draft with every change, its files."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from api.http import now, reading, require
from api.http.attached import attached
from api.http.doors import needs
from api.http.problems import status_of
from engine.catalogue.packages import digest_of
from engine.designing.drafts import changes, draft, file_of, files_of, revision_asked, subject
from engine.designing.looked import look
from engine.designing.rights import designer
from engine.designing.versions import version_files, versions
from engine.errors import DesignNotFound, MayNotPublish, Refusal
from engine.proposing.kept import waits_by
from engine.proposing.reading import ProposalRow, proposals_of
from engine.proposing.remarks import remarks_drawn
from engine.proposing.rights import reader
from engine.publishing.archive import write_archive
from web.designer.sending import kept_files, sent_files, to_faults
from web.forms.numbers import number_asked

blueprint = Blueprint("design", __name__)
SHOWN = 20
"""Changes, and versions, that the page shows; older ones follow on request."""
STATES = {
    "now": "đang công bố",
    "later": "đã duyệt, chưa đến ngày",
    "again": "tạm hết, sẽ áp dụng lại",
    "over": "đã hết",
    "covered": "bị bản khác cùng ngày thay",
    "retired": "đã thu hồi",
    "taken_back": "đã rút trước ngày áp dụng",
}


@blueprint.get("/quy-trinh/<code>")
@needs("designs.read")
def show(code: str) -> str:
    """Versions, draft, files, who changed what."""
    return page(code)


@blueprint.post("/quy-trinh/<code>/tep")
@needs("designs.keep")
def uploaded(code: str) -> Answer | tuple[str, int]:
    """Files for its draft."""
    try:
        changed = sent_files(code)
    except Refusal as refusal:
        if isinstance(refusal, DesignNotFound | MayNotPublish):
            raise
        return page(code, refusal), status_of(refusal)
    return to_faults(changed)


@blueprint.get("/quy-trinh/<code>/tep")
@needs("designs.read")
def one_file(code: str) -> Answer:
    """A file of the draft, or of an earlier change of it, as it came."""
    path = request.args.get("ten")
    if path is None:  # the address of an upload that was refused, asked for again
        return redirect(url_for("design.show", code=code))
    with reading() as session:
        who = designer(session, require("officer"))
        number = number_asked("lan", "lần sửa")
        data = file_of(session, revision_asked(session, who, code, number), path)
    return attached(data, path, "application/octet-stream")


@blueprint.get("/quy-trinh/<code>/goi.zip")
@needs("designs.read")
def whole(code: str) -> Answer:
    """All files of the draft, of a change of it, or of a version."""
    number, version = number_asked("lan", "lần sửa"), number_asked("ban", "bản")
    with reading() as session:
        who = designer(session, require("officer"))
        if version is not None:
            files = version_files(session, who=who, procedure_code=code, version=version)
        else:
            files = files_of(session, revision_asked(session, who, code, number))
    return attached(write_archive(files), f"{code}.zip", "application/zip")


def _remarked(files: Mapping[str, bytes], asked: Sequence[ProposalRow]) -> str | None:
    """The draft's diagram with what an approver remarked on it last."""
    back = next((row for row in asked if row.state == "sent_back"), None)
    return remarks_drawn(files, back.remarks) if back and back is asked[0] else None


def page(code: str, refusal: Refusal | None = None) -> str:
    """The page of the procedure, with why something was refused."""
    person = require("officer")
    with reading() as session:
        who = designer(session, person)
        about, found = subject(session, who, code), draft(session, who, code)
        rows = versions(session, who=who, procedure_code=code, now=now())
        told: dict[str, Any] = {"looked": None, "same": None, "sent": None, "on_diagram": None}
        asked = proposals_of(session, who=reader(session, person), procedure_code=code, now=now())
        if found is not None:
            told["looked"] = look(session, who.province_code, code, found.files)
            digest = digest_of(found.files)
            told["same"] = next(
                (row for row in rows if row.digest == digest and row.state != "taken_back"), None
            )
            told["sent"] = waits_by(session, who.province_code, "package", digest)
            told["on_diagram"] = _remarked(found.files, asked)
        history = changes(session, about, who.province_code) if about.revision else ()
    return render_template(
        "pages/design.html",
        about=about,
        draft=found,
        versions=rows if request.args.get("ban-cu") else rows[:SHOWN],
        all_versions=rows,
        states=STATES,
        history=history if request.args.get("lich-su") else history[:SHOWN],
        older=len(history) - SHOWN,
        may=who.changes(about.sector),
        refusal=refusal,
        typed=request.form,
        kept=kept_files(person),
        waiting=asked,
        **told,
    )
