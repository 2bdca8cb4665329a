"""The registers that the province holds, each with its rows: looked at, taken along as a table."""

from flask import Blueprint, Response, render_template, request

from api.http import reading, require, today
from api.http.attached import attached
from api.http.doors import needs
from engine.access import holds
from engine.administration.importing.ways import ways_of
from engine.administration.registers.shown_registers import (
    ShownRegister,
    as_table,
    shown_register,
)
from engine.catalogue.registers import REGISTERS
from web.forms.administering import administrator_here
from web.forms.numbers import page_asked

blueprint = Blueprint("register_pages", __name__, url_prefix="/quan-tri/danh-muc")

FIRST = "procedures"
ROWS = 100
"""Rows of a page."""


@blueprint.get("")
@blueprint.get("/<name>")
@needs("catalogue.read")
def shown(name: str = FIRST) -> str:
    """A register with the searched words (``q``), after some rows (``sau``)."""
    register = _register(name)
    after = page_asked("sau", 0)
    return render_template(
        "pages/registers.html",
        register=register,
        rows=register.cells[after : after + ROWS],
        after=after,
        next=after + ROWS if after + ROWS < len(register.rows) else None,
        registers=REGISTERS,
        q=request.args.get("q", ""),
        keeps=holds(require("officer"), "catalogue.registers") and name in _written(),
    )


def _written() -> set[str]:
    with reading() as session:
        return {way.code for way in ways_of(session, administrator_here(session))}


@blueprint.get("/<name>.csv")
@needs("catalogue.read")
def table(name: str) -> Response:
    """The register as a table."""
    return attached(as_table(_register(name)).encode(), f"{name}.csv", "text/csv")


def _register(name: str) -> ShownRegister:
    who = require("officer")
    with reading() as session:
        return shown_register(
            session,
            person=who,
            province_code=who.province_code or "",
            name=name,
            day=today(),
            search=request.args.get("q"),
        )
