"""Every operation of the API, with whatever its description allows and forbids, by four roles.

The answer is never a 500, and is one that the description has: its status, its kind, its shape.
A slice with a fixed seed belongs to every check; all of it is ``make test-long``.
"""

import random
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.client import Api
from tests.town import Town

ROLES = (None, "congdan", "bao.pq@nghe_an", "quan.dm@nghe_an")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
SLICE = 4
"""Operations of the quick look, each with one role and one mode."""
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def operations(app: Flask) -> Iterator[schemathesis.APIOperation[Any, Any, Any, Any]]:
    for found in from_wsgi("/api/v1/openapi.json", app).get_all_operations():
        yield found.ok()


def named(operation: Any, town: Town) -> dict[str, Any]:
    """Names of the address that lead somewhere, so that more than "not found" is tried."""
    filed = town.file()
    known = {
        "province_code": "nghe_an",
        "ref": filed.submission_number,
        "task_id": town.task(filed.case_id).id,
        "code": "2.002755",
        "register_name": "procedures",
    }
    return {one.name: known[one.name] for one in operation.path_parameters if one.name in known}


def tried(
    client: Api, operation: Any, mode: GenerationMode, known: dict[str, Any], most: int
) -> None:
    """Send the operation what hypothesis thinks of, and check each answer."""
    strategy = operation.as_strategy(
        generation_mode=mode, path_parameters=known if mode is GenerationMode.POSITIVE else None
    )
    cookies = [client.client.get_cookie("motcua")]
    headers = {"X-CSRF-Token": client.token}

    @seed(2026)
    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(case=strategy)
    def one(case: Any) -> None:
        case.call_and_validate(
            headers=headers,
            cookies={cookie.key: cookie.value for cookie in cookies if cookie},
            checks=CHECKS,
        )

    # Nothing that is sent to some operations can be wrong.
    with suppress(Unsatisfiable):
        one()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_some_operations_answer_as_described(app: Flask, town: Town) -> None:
    app.testing = False
    chosen = random.Random(7)
    clients = [Api(app, role) for role in ROLES]
    for operation in chosen.sample(list(operations(app)), SLICE):
        client, mode = chosen.choice(clients), chosen.choice(MODES)
        tried(client, operation, mode, named(operation, town), most=2)


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_operation_answers_as_described(app: Flask, town: Town, role: str | None) -> None:
    app.testing = False
    client, faults = Api(app, role), []
    for operation in operations(app):
        if operation.path == "/api/v1/session":
            continue  # it would sign the client out
        for mode in MODES:
            try:
                tried(client, operation, mode, named(operation, town), most=10)
            except FailureGroup as found:
                faults.append(f"{operation.label}, {mode.name}: {found.exceptions}")
            except Exception as found:  # noqa: BLE001 - the other operations have theirs to tell
                told = "".join(traceback.format_exception(found)[-3:])
                faults.append(f"{operation.label}, {mode.name}: {told}")
    assert not faults, "\n".join(faults)
