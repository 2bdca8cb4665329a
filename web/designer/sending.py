"""Files that a form brings for a draft, and the page that tells what came of them."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, writing
from engine.accounts import Person
from engine.designing.change import merged, upload_files
from engine.designing.keeping import Changed
from engine.designing.looked import look
from engine.designing.rights import designer
from engine.publishing.importing.endings import is_zip
from engine.publishing.uploads import called_otherwise, read_upload
from engine.typed.text import Typed
from web.forms.numbers import small
from web.forms.uploads import KeptFile, keep_as_it_is, posted_results

CONTROL = "package"
"""The control of the files."""


def sent_files(code: str | None) -> Changed:
    """Put the files of this request into the draft. The same ones again change nothing, so no key
    of the form is asked. Raises Refusal."""
    who = require("officer")
    came = _sent(who)
    files, alone = read_upload(came), bool(request.form.get("thay-het"))
    given = Typed(code or "") or None
    with reading() as session:  # nobody waits for the diagnosis
        part = designer(session, who)
        of, after = merged(session, part, given, files, alone=alone)
        look(session, part.province_code, of, after)
    with writing() as session:
        changed = upload_files(
            session,
            who=designer(session, who),
            procedure_code=given,
            files=files,
            sector=request.form.get("linh-vuc") or None,
            alone=alone,
            seen=request.form.get("seen", type=small),
            now=now(),
        )
    for name, becomes in called_otherwise(came):
        flash(f"Tệp “{name}” được nhận với tên {becomes}.")
    return changed


def kept_files(who: Person) -> tuple[KeptFile, ...]:
    """The files of a try that was refused, to send again without choosing them anew."""
    if request.method != "POST":
        return ()
    return keep_as_it_is(posted_results(CONTROL, who.account_id), who.account_id)


def _sent(who: Person) -> list[tuple[str, bytes]]:
    """The files of this form; what is chosen anew stands for a kept archive or its namesake."""
    chosen = [file.filename for file in request.files.getlist(CONTROL) if file.filename]
    files = [(file.name, file.content) for file in posted_results(CONTROL, who.account_id)]
    kept, new = files[: -len(chosen) or None], files[-len(chosen) :] if chosen else []
    if new:
        kept = [one for one in kept if not (one[0] in chosen or is_zip(*one))]
    return [*kept, *new]


def to_faults(changed: Changed) -> Response:
    """To the faults of the draft, with what the files did to it."""
    flash(told_of(changed))
    return redirect(url_for("design_faults.listed", code=changed.procedure_code), code=303)


def told_of(changed: Changed) -> str:
    """What a change came to, in a sentence."""
    parts = [
        f"{len(paths)} tệp {word}"
        for paths, word in (
            (changed.added, "thêm"),
            (changed.replaced, "thay"),
            (changed.removed, "bỏ"),
        )
        if paths
    ]
    if not parts:
        return "Các tệp giống hệt bản nháp đang có, không đổi gì."
    told = f"Lần {changed.revision}: {', '.join(parts)}."
    if changed.overtaken:
        told += f" {changed.overtaken} cũng vừa đổi tệp này; tệp ấy còn ở lịch sử bản nháp."
    return told


def done_once(act: Any, **told: Any) -> Any:
    """An act of ``engine.designing.change`` as a form does it once: what it answers."""

    def acted(session: Any) -> dict[str, Any]:
        who = designer(session, require("officer"))
        return {"words": told_of(act(session, who=who, now=now(), **told))}

    return acted
