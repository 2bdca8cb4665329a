"""Put the pieces together. Nothing else in the product knows all of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

import web
from api.clock import wall_clock
from api.http import bodies, counting, csrf, doors, logs, problems, watching
from api.http.cookies import Cookies
from api.http.in_json import Json
from api.http.parts import Parts, install_parts
from api.http.signing import KEPT, cookie_name
from api.memory import with_room
from api.ports import DOCUMENTS, IDENTITY, MESSAGES
from api.settings import Settings
from api.v1 import (
    access,
    accounts,
    acts,
    all_cases,
    cases,
    catalogue,
    configuration,
    design_comparing,
    design_fixes,
    design_reading,
    design_trying,
    designs,
    desk_moves,
    drafts,
    guidance,
    incidents,
    organisation,
    oversight,
    packages,
    petitions,
    procedures,
    proposals,
    results,
    rules,
    session,
    signing,
    tasks,
    tokens,
    tracking,
    watched,
)
from api.v1.schemas import ProblemSchema
from engine.accounts.passwords import Hashing
from engine.accounts.second_factor import SecretBox
from engine.accounts.signing_in import SignInRules
from engine.store.database import Database
from web.frame.environment import PageEnvironment

BLUEPRINTS = (
    session.blueprint,
    procedures.blueprint,
    cases.blueprint,
    tracking.blueprint,
    tasks.blueprint,
    acts.blueprint,
    acts.of_applicants,
    designs.blueprint,
    design_comparing.blueprint,
    design_fixes.blueprint,
    design_reading.blueprint,
    design_trying.blueprint,
    drafts.blueprint,
    guidance.blueprint,
    oversight.blueprint,
    petitions.blueprint,
    petitions.desk,
    all_cases.blueprint,
    signing.blueprint,
    results.blueprint,
    watched.blueprint,
    packages.blueprint,
    proposals.blueprint,
    rules.blueprint,
    organisation.blueprint,
    desk_moves.blueprint,
    access.blueprint,
    accounts.blueprint,
    tokens.blueprint,
    incidents.blueprint,
    catalogue.blueprint,
    configuration.blueprint,
)
ERRORS = 400
LARGEST_REQUEST = 64 * 1024 * 1024


def create_app(
    settings: Settings,
    database: Database,
    *,
    clock: Callable[[], datetime] = wall_clock,
) -> Flask:
    """The web application: API and pages over one database."""
    app = _App("web", static_folder=None, template_folder=None)
    app.jinja_environment = PageEnvironment
    app.session_interface = Cookies()
    app.json = Json(app)
    app.config.update(
        API_TITLE="Một Cửa",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=cookie_name("motcua", demo=settings.demo),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not settings.demo,
        PERMANENT_SESSION_LIFETIME=max(KEPT, timedelta(hours=settings.session_hours)),
        # A cookie says who signed in, not when they last came: it is sent when that changes.
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    install_parts(app, parts_from(settings, database, clock))
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]
    logs.install(app)
    counting.install(app)
    watching.install(app)
    doors.install(app)
    app.before_request(bodies.check_fields)
    csrf.install(app)
    bodies.install(app)
    problems.install(app)
    _install_api(app)
    web.register(app)
    app.wsgi_app = with_room(app.wsgi_app)  # type: ignore[method-assign]
    return app


HASHED = 0.5
"""The share of one core that hashing passwords may take, all processes together."""


def parts_from(
    settings: Settings, database: Database, clock: Callable[[], datetime] = wall_clock
) -> Parts:
    """What an application runs on."""
    return Parts(
        database=database,
        documents=DOCUMENTS.make(settings),
        clock=clock,
        processes=settings.processes,
        demo=settings.demo,
        draft_days=settings.draft_days,
        sign_in=SignInRules(
            wrong=settings.sign_in_wrong,
            wrong_here=settings.sign_in_wrong_here,
            within=timedelta(minutes=settings.sign_in_minutes),
            idle=timedelta(minutes=settings.session_idle_minutes),
            longest=timedelta(hours=settings.session_hours),
            code=timedelta(hours=settings.sign_in_code_hours),
        ),
        hashing=Hashing(HASHED / settings.processes_at_once),
        secrets=SecretBox(settings.secret_key),
        second_factor=settings.second_factor,
        var=settings.var,
        metrics_token=settings.metrics_token,
        identity=IDENTITY.make(settings),
        messages=MESSAGES.make(settings),
        address=settings.address,
        officers_province=settings.officers_province,
    )


class _Answer(Response):
    """Flask's, for whose length is known and whose headers are the same for every request."""

    def get_wsgi_headers(self, asked: dict[str, Any]) -> Headers:
        """The headers; copied where some may have to be made fit for this request."""
        there = self.headers
        if self.status_code == HTTPStatus.OK and "Content-Length" in there:
            return there
        return super().get_wsgi_headers(asked)


class _App(Flask):
    """Flask's, for functions none of which is a coroutine: a request would ask it of ten."""

    response_class = _Answer

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


class _Api(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """flask-smorest with the product's one error shape."""

    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        """The answers that operations name besides their own: all are problem details."""
        named = {status.name: status.phrase for status in HTTPStatus if status >= ERRORS}
        for name, phrase in {**named, "DEFAULT_ERROR": "Any other error"}.items():
            answer = {"description": phrase, "schema": ProblemSchema}
            prepare_response(answer, self.spec, problems.CONTENT_TYPE)
            self.spec.components.response(name, answer, lazy=True)

    @cached_property
    def _description(self) -> bytes:
        """The specification as it is served: a fifth of a second to write, the same for all."""
        written: Response = super()._openapi_json()
        return written.get_data()

    def _openapi_json(self) -> Response:
        return current_app.response_class(self._description, mimetype="application/json")

    def handle_http_exception(self, error: HTTPException) -> Response | HTTPException:
        """Errors of the HTTP layer: problem details for the API, the pages' own for pages."""
        return problems.http_problem(error) if problems.is_api() else error


def _install_api(app: Flask) -> None:
    api = _Api(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
