"""Pages rendered by the server: an explicit table of blueprints, and what all pages share."""

from http import HTTPStatus

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from api.http.problems import http_problem, is_api
from engine.errors import Refusal
from web.admin import (
    calendars,
    configuration,
    explaining,
    fees,
    importing,
    moving,
    moving_desk,
    positions,
    registers,
    reorganising,
    reviewing,
    rule_forms,
    rules,
    splitting,
    unit_calendars,
    units,
)
from web.admin import home as admin_home
from web.citizen import apply, own_cases, petitions, rating, readings, services, tracking
from web.designer import acts as design_acts
from web.designer import comparing as design_compare
from web.designer import draft as design
from web.designer import faults as design_faults
from web.designer import fixing as design_fix
from web.designer import home as designs
from web.designer import look as design_look
from web.designer import playing as design_play
from web.designer import publishing as design_publish
from web.designer import trying as design_try
from web.entrance import (
    display,
    entry_codes,
    password,
    providers,
    second_factor,
    sessions,
    sign_in,
    start,
)
from web.forms.opened_again import forget_when_sent, only_shown
from web.frame import drafts
from web.frame.assets import assets
from web.frame.headers import secured
from web.frame.layout import GLOBALS, around
from web.frame.mishaps import refused, went_wrong
from web.frame.shrinking import shrunk
from web.frame.wording import FILTERS
from web.officer import (
    all_cases,
    case,
    closed,
    confirming,
    filers,
    granting,
    guiding,
    keeping_accounts,
    many,
    outage_slips,
    overdue,
    oversight,
    publishing,
    queue,
    ratings,
    reception,
    result,
    returning,
    rights,
    serving,
    signing,
    signing_in_log,
    slips,
    stopped,
    system_tokens,
    team,
    watching,
    work,
)
from web.officer import petitions as petition_desk

PAGES: tuple[Blueprint, ...] = (
    start.blueprint,
    sign_in.blueprint,
    sessions.blueprint,
    password.blueprint,
    second_factor.blueprint,
    providers.blueprint,
    entry_codes.blueprint,
    services.blueprint,
    apply.blueprint,
    reception.blueprint,
    queue.blueprint,
    watching.blueprint,
    work.blueprint,
    many.blueprint,
    stopped.blueprint,
    admin_home.blueprint,
    rule_forms.blueprint,
    rules.blueprint,
    explaining.blueprint,
    fees.blueprint,
    registers.blueprint,
    importing.blueprint,
    reviewing.blueprint,
    units.blueprint,
    moving.blueprint,
    moving_desk.blueprint,
    positions.blueprint,
    reorganising.blueprint,
    splitting.blueprint,
    calendars.blueprint,
    unit_calendars.blueprint,
    configuration.blueprint,
    rights.blueprint,
    granting.blueprint,
    system_tokens.blueprint,
    keeping_accounts.blueprint,
    publishing.blueprint,
    all_cases.blueprint,
    signing_in_log.blueprint,
    signing.blueprint,
    designs.blueprint,
    design.blueprint,
    design_faults.blueprint,
    design_compare.blueprint,
    design_fix.blueprint,
    design_look.blueprint,
    design_try.blueprint,
    design_play.blueprint,
    design_publish.blueprint,
    design_acts.blueprint,
    outage_slips.blueprint,
    oversight.blueprint,
    filers.blueprint,
    overdue.blueprint,
    team.blueprint,
    ratings.blueprint,
    closed.blueprint,
    serving.blueprint,
    confirming.blueprint,
    result.blueprint,
    returning.blueprint,
    case.blueprint,
    slips.blueprint,
    guiding.blueprint,
    tracking.blueprint,
    rating.blueprint,
    petitions.blueprint,
    petition_desk.blueprint,
    own_cases.blueprint,
    readings.blueprint,
    display.blueprint,
    drafts.blueprint,
)


# Once, at import: a blueprint takes no handler any more when it serves its first application.
for _page in PAGES:
    _page.register_error_handler(Refusal, refused)
    _page.register_error_handler(HTTPException, went_wrong)


def register(app: Flask) -> None:
    """Add every page, the static files, their wording and their headers to the application."""
    shared = Blueprint("shared", __name__, template_folder="templates")
    for blueprint in (shared, assets, *PAGES):
        app.register_blueprint(blueprint)
    for code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        app.register_error_handler(code, _no_page)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(GLOBALS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(around)
    app.before_request(only_shown)
    app.after_request(forget_when_sent)
    app.after_request(secured)
    app.after_request(shrunk)


def _no_page(error: HTTPException) -> ResponseReturnValue:
    """An address that no page has; the JSON API says so in its own format."""
    return http_problem(error) if is_api() else went_wrong(error)
