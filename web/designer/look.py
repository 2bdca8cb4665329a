"""What a draft is: diagram, steps with who does them today, tables, forms, fees of a trial."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from api.http.parts import today
from engine.catalogue.manifest import CHANNEL_NAMES, CHANNELS
from engine.designing.drafts import the_draft
from engine.designing.explained import Explained, explained
from engine.designing.rights import designer
from engine.designing.trial import Tried, try_filing
from engine.errors import DesignRefused, TextUnreadable
from engine.typed.given import day_given
from web.forms.fields import answers, fields, sections

blueprint = Blueprint("design_look", __name__)


@blueprint.get("/quy-trinh/<code>/xem")
@needs("designs.read")
def show(code: str) -> str:
    """The draft in words; with answers in the address, what they would cost."""
    with reading() as session:
        who = designer(session, require("officer"))
        found = the_draft(session, who, code)
        told: Explained | None = None
        tried, refusal = None, None
        channel = request.args.get("kenh") or "online"
        try:
            day = _day()
            told = explained(
                session, who=who, procedure_code=code, place=request.args.get("noi"), now=now()
            )
            if request.args.get("thu"):
                tried = _tried(session, told, channel, day)
        except (DesignRefused, TextUnreadable) as refused:
            refusal = refused
    typed = request.args if tried else None
    faults = tried.faults if tried else {}
    return render_template(
        "pages/design_look.html",
        about=found.subject,
        draft=found,
        told=told,
        tried=tried,
        refusal=refusal,
        channel=channel,
        channels={one: CHANNEL_NAMES[one] for one in CHANNELS},
        day=request.args.get("ngay") or f"{today():%d/%m/%Y}",
        forms=[
            (
                form,
                sections(
                    fields(
                        form.schema,
                        typed=None if form.steps else typed,
                        faults={} if form.steps else faults,
                    ),
                    first="",
                ),
            )
            for form in (told.forms if told else ())
        ],
    )


def _day() -> date:
    text = request.args.get("ngay") or ""
    return day_given("ngay", "Ngày nộp", text) if text.strip() else today()


def _tried(session: Any, told: Explained, channel: str, day: date) -> Tried:
    known = next((one for one in CHANNELS if one == channel), CHANNELS[0])
    given = answers(told.forms[0].schema if told.forms else None, request.args)
    return try_filing(session, told, channel=known, day=day, answers=given)
