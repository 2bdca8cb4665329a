"""A blueprint of the API: a door, bodies from the one gate, lists that stay lists, errors told.

What an operation may answer besides its 200 follows from what it is: whether it is behind a door,
has names in its address, takes parameters or changes something.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

import flask_smorest
from flask import Request
from marshmallow import Schema, fields, missing
from webargs.flaskparser import FlaskParser

from api.http import bodies
from api.http.csrf import FIELD, SAFE
from api.http.doors import Door, open_door, takes_files
from api.v1.shapes import Content

CHANGING = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""What an act may be refused with, besides what every request may."""


class _Parser(FlaskParser):
    """Takes JSON from the gate, which has read it already, and what a form says beside files."""

    def _raw_load_json(self, req: Request) -> Any:
        found = bodies.body()
        return missing if found is None and not req.get_data() else found

    def load_form(self, req: Request, _schema: Schema) -> Any:
        """The texts of a form; a field that is left empty is one that isn't told."""
        return {name: text for name, text in req.form.items() if text and name != FIELD}


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest is untyped
    """Views behind one door: who may come in is asked before a body is read."""

    ARGUMENTS_PARSER = _Parser()

    def __init__(self, name: str, address: str, *, description: str, door: Door) -> None:
        super().__init__(name, __name__, url_prefix=f"/api/v1{address}", description=description)
        self.door = door
        self._prepare_doc_cbks.append(self._tell_errors)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        *args: Any,
        **options: Any,
    ) -> None:
        """As flask-smorest's; whether the address has names in it is told to the description."""
        told: dict[str, Any] = getattr(view_func, "_apidoc", {})
        told["addressed"] = "<" in f"{self.url_prefix}{rule}"
        super().add_url_rule(rule, endpoint, view_func, *args, **options)

    def _tell_errors(
        self, doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_: object
    ) -> dict[str, Any]:
        statuses = {HTTPStatus.BAD_REQUEST, HTTPStatus.SERVICE_UNAVAILABLE}
        if self.door is not open_door:
            statuses |= {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        if doc_info.get("addressed"):
            statuses.add(HTTPStatus.NOT_FOUND)
        if "arguments" in doc_info:
            statuses.add(HTTPStatus.UNPROCESSABLE_ENTITY)
        if method.upper() not in SAFE:
            statuses |= CHANGING
        doc.setdefault("responses", {}).update(
            {str(status.value): status.name for status in sorted(statuses)}
        )
        return doc

    def arguments(
        self, schema: type[Schema] | Schema, **told: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """As flask-smorest's; a schema is made once, not at each request."""
        made = schema() if isinstance(schema, type) else schema
        taking: Callable[[Callable[..., Any]], Callable[..., Any]] = super().arguments(made, **told)
        if not _has_files(made):
            return taking
        return lambda view: takes_files(taking(view))

    def response(
        self, status_code: int, schema: type[Schema] | Schema | dict[str, str], **told: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """As flask-smorest's, for a view that gives rows as a tuple, as queries do.

        Flask would read a tuple as body, status and headers.
        """
        answering = super().response(status_code, schema, **told)

        def decorator(view: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(view)
            def listing(*args: Any, **kwargs: Any) -> Any:
                found = view(*args, **kwargs)
                return list(found) if isinstance(found, tuple) else found

            made: Callable[..., Any] = answering(listing)
            return made

        return decorator


def fields_of(schema: Schema) -> dict[str, Any]:
    """What a form of several parts says beside its files, by a schema; 422 as of any body."""
    found: dict[str, Any] = Blueprint.ARGUMENTS_PARSER.parse(schema, location="form")
    return found


def _has_files(schema: Schema) -> bool:
    """Whether files are among what a schema loads."""
    waiting: list[Any] = list(schema.load_fields.values())
    while waiting:
        one = waiting.pop()
        if isinstance(one, Content):
            return True
        if isinstance(one, fields.List):
            waiting.append(one.inner)
        elif isinstance(one, fields.Nested):
            waiting += one.schema.load_fields.values()
    return False
