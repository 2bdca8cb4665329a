"""The page of whoever leads: what is late and why, what lies with whom, who is away."""

from flask import Blueprint, render_template

from api.http import now, reading, require
from api.http.doors import needs
from engine.queries.lateness.overdue import overdue
from engine.queries.team import held_by, team_of

blueprint = Blueprint("team", __name__)

LATE = 8
"""Late cases that the page shows; the list of late cases has all."""


@blueprint.get("/don-vi-toi")
@needs("tasks.list_led")
def shown() -> str:
    """The team, the late cases, the work that nobody has taken."""
    who = require("officer")
    with reading() as session:
        team = team_of(session, person=who, now=now())
        late = overdue(session, person=who, now=now(), which="all", agency=None)
    return render_template("pages/team.html", team=team, late=late, LATE=LATE)


@blueprint.get("/don-vi-toi/<officer_id>")
@needs("tasks.list_led")
def of_one(officer_id: str) -> str:
    """What lies with one of the team, to give it to others."""
    with reading() as session:
        name, tasks = held_by(session, person=require("officer"), officer_id=officer_id, now=now())
    return render_template("pages/team_member.html", name=name, tasks=tasks)
