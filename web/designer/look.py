"""What a draft or a version is: diagram, steps with who does them today, tables, forms, fees of a
trial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from api.http.parts import today
from api.http.problems import status_of
from engine.catalogue.manifest import CHANNEL_NAMES, CHANNELS
from engine.designing.as_far_as_read import AsFarAsRead, as_far_as_read
from engine.designing.explained import DraftStep, Explained, FormShown, explained
from engine.designing.looked import Looked, look
from engine.designing.pages import rows_of_page
from engine.designing.rights import designer
from engine.designing.trial import Tried, channel_given, check_step_form, try_filing
from engine.errors import ChannelClosed, DesignRefused, DesignUnready, TextUnreadable
from engine.typed.given import day_given
from web.designer.reading import VERSION, of, text_asked
from web.forms import rows
from web.forms.fields import answers, fields, sections
from web.forms.numbers import page_asked
from web.forms.rows import Posted

blueprint = Blueprint("design_look", __name__)
A_PAGE = 100
"""Steps of one page of their table."""
TRY, PLACE, CHANNEL, DAY = "tinh-thu", "noi-lam", "kenh-nop", "nop-ngay"
WHICH, CHECK = "bieu-mau", "kiem-thu"
"""Which form of a step is sent back to this page, and whether to be checked."""
OF = "cua-ban"
"""Which version a form that was sent back is of. No question has a hyphen in its key, so none is
taken for a control of the page; what addresses name otherwise (``ban``, ``trang``) may be one."""


@blueprint.get("/quy-trinh/<code>/xem")
@needs("designs.read")
def show(code: str) -> str | tuple[str, int]:
    """The draft, or a version, in words; with answers in the address, what they would cost. A
    trial that is refused keeps the page and what was typed."""
    with reading() as session:
        who = designer(session, require("officer"))
        found = text_asked(session, who, code, OF if _sent() else VERSION)
        told: Explained | None = None
        part: AsFarAsRead | None = None
        looked: Looked | None = None
        tried, refusal = None, None
        checked: Mapping[str, str] | None = None
        place, trying = request.args.get(PLACE), bool(request.args.get(TRY))
        try:
            told = explained(
                session,
                who=who,
                procedure_code=code,
                version=found.version,
                place=place,
                now=now(),
            )
            if trying and _more_rows(told) is None:
                tried = _tried(session, told)
            checked = _checked(told)
        except DesignUnready:
            looked = look(session, who.province_code, code, found.files)
            part = as_far_as_read(session, who, found.files, looked)
        except (ChannelClosed, DesignRefused, TextUnreadable) as refused:
            refusal = refused
    faults = tried.faults if tried else {}
    page = render_template(
        "pages/design_look.html",
        about=found.subject,
        text=found,
        of=of(found),
        may=who.changes(found.subject.sector),
        told=told,
        part=part,
        looked=looked,
        steps=_page_of(told.steps if told else part.steps if part else ()),
        tried=tried,
        checked=checked,
        refusal=refusal,
        channel=request.args.get(CHANNEL),
        channels=channels_taken(told),
        day=request.args.get(DAY) or f"{today():%d/%m/%Y}",
        forms=[
            (
                form,
                sections(
                    fields(
                        form.schema,
                        typed=_typed(form),
                        faults=_of_form(form, checked) if form.steps else faults,
                    ),
                    first="",
                ),
            )
            for form in (told.forms if told else ())
        ],
    )
    return (page, status_of(refusal)) if refusal and told else page


@dataclass(frozen=True, slots=True)
class StepsPage:
    """A page of the table of steps; the drawing has them all."""

    rows: Sequence[DraftStep]
    page: int
    pages: int


def _sent() -> bool:
    """Whether the address bears a form of the package that was sent back."""
    return TRY in request.args or CHECK in request.args or WHICH in request.args


def _page_of(steps: Sequence[DraftStep]) -> StepsPage:
    page = 1 if _sent() else page_asked()
    pages = max(1, -(-len(steps) // A_PAGE))
    return StepsPage(steps[rows_of_page(page, pages, A_PAGE)], page, pages)


def _typed(form: FormShown) -> Posted | None:
    """What was typed into the form, with a row more or less where a button asked for that."""
    mine = request.args.get(WHICH) == form.key if form.steps else bool(request.args.get(TRY))
    return (rows.changed(form.schema, request.args) or request.args) if mine else None


def _checked(told: Explained) -> Mapping[str, str] | None:
    """What is wrong with the form of a step that was sent to be checked; ``None``: none was."""
    key = request.args.get(WHICH)
    form = next((one for one in told.forms if one.key == key and one.steps), None)
    if form is None or CHECK not in request.args or rows.changed(form.schema, request.args):
        return None
    given = answers(form.schema, request.args)
    return check_step_form(told, form.key, given, day=today())


def _of_form(form: FormShown, checked: Mapping[str, str] | None) -> Mapping[str, str]:
    return checked or {} if request.args.get(WHICH) == form.key else {}


def _more_rows(told: Explained) -> Posted | None:
    return rows.changed(told.forms[0].schema if told.forms else None, request.args)


def channels_taken(told: Explained | None) -> Mapping[str, str]:
    """The ways in which the procedure is filed, the usual one first; all while it can't be read."""
    taken = told.published.manifest.channels if told else CHANNELS
    return {one: CHANNEL_NAMES[one] for one in CHANNELS if one in taken}


def _day() -> date:
    text = request.args.get(DAY) or ""
    return day_given(DAY, "Ngày nộp", text) if text.strip() else today()


def _tried(session: Any, told: Explained) -> Tried:
    taken = told.published.manifest.channels
    channel, day = channel_given(CHANNEL, request.args.get(CHANNEL), taken), _day()
    given = answers(told.forms[0].schema if told.forms else None, request.args)
    return try_filing(session, told, channel=channel, day=day, answers=given)
