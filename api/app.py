"""Put the pieces together. Nothing else in the product knows all of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask, Response
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

import web
from api.http import characters, csrf, problems
from api.http.parts import Parts, install_parts
from api.ports import DOCUMENTS
from api.settings import Settings
from api.v1 import (
    acts,
    cases,
    catalogue,
    configuration,
    drafts,
    guidance,
    incidents,
    organisation,
    packages,
    procedures,
    rules,
    session,
    tasks,
)
from api.v1.schemas import ProblemSchema
from engine.store.database import Database

BLUEPRINTS = (
    session.blueprint,
    procedures.blueprint,
    cases.blueprint,
    tasks.blueprint,
    acts.blueprint,
    drafts.blueprint,
    guidance.blueprint,
    packages.blueprint,
    rules.blueprint,
    organisation.blueprint,
    incidents.blueprint,
    catalogue.blueprint,
    configuration.blueprint,
)
SESSION_HOURS = 12
LARGEST_REQUEST = 64 * 1024 * 1024


def wall_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    database: Database,
    *,
    clock: Callable[[], datetime] = wall_clock,
) -> Flask:
    """The web application: API and pages over one database."""
    app = Flask("web", static_folder=None, template_folder=None)
    app.config.update(
        API_TITLE="Một Cửa",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="motcua",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not settings.demo,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    install_parts(app, parts_from(settings, database, clock))
    characters.install(app)
    csrf.install(app)
    problems.install(app)
    _install_api(app)
    web.register(app)
    return app


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
    )


class _Api(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """flask-smorest with the product's one error shape."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error: HTTPException) -> Response | HTTPException:
        """Errors of the HTTP layer: problem details for the API, the pages' own for pages."""
        return problems.http_problem(error) if problems.is_api() else error


def _install_api(app: Flask) -> None:
    api = _Api(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
