"""The queue and the acts on its tasks."""

from collections.abc import Callable
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from api.http import now, parts, reading, require
from api.http.idempotency import once
from api.v1.files import files_of
from api.v1.schemas import DoneSchema, EndingSchema, QueueQuerySchema, ResultSchema
from api.v1.shapes import schema_of
from engine.cases.act.moved import Moved
from engine.cases.act.task_act import Ending
from engine.cases.claim import claim_task
from engine.cases.complete import complete_task
from engine.cases.receive import receive_case
from engine.cases.release import release_task
from engine.cases.return_result import return_result
from engine.cases.store_result import store_result
from engine.queries.inbox import queue
from engine.queries.views.queue import QueuePage

blueprint = Blueprint("tasks", __name__, url_prefix="/api/v1", description="Việc của cán bộ")

EndTask = Callable[..., Moved]


@blueprint.get("/queue")
@blueprint.arguments(QueueQuerySchema, location="query")
@blueprint.response(200, schema_of(QueuePage))
def inbox(query: dict[str, Any]) -> object:
    """Hàng việc, hạn gần nhất trước"""
    who = require("officer")
    with reading() as session:
        return queue(session, person=who, now=now(), search=query.pop("q"), **query)


@blueprint.post("/tasks/<task_id>/claim")
@blueprint.response(200, DoneSchema)
def claim(task_id: str) -> object:
    """Nhận việc"""
    return _simply(claim_task, task_id)


@blueprint.post("/tasks/<task_id>/release")
@blueprint.response(200, DoneSchema)
def release(task_id: str) -> object:
    """Trả việc lại cho bộ phận"""
    return _simply(release_task, task_id)


@blueprint.post("/tasks/<task_id>/complete")
@blueprint.arguments(EndingSchema)
@blueprint.response(200, schema_of(Moved))
def complete(body: dict[str, Any], task_id: str) -> object:
    """Hoàn thành một bước thường"""
    return _end(complete_task, task_id, body)


@blueprint.post("/tasks/<task_id>/receive")
@blueprint.arguments(EndingSchema)
@blueprint.response(200, schema_of(Moved))
def receive(body: dict[str, Any], task_id: str) -> object:
    """Tiếp nhận đủ hồ sơ: cấp mã, bắt đầu tính thời hạn"""
    return _end(receive_case, task_id, body)


@blueprint.post("/tasks/<task_id>/store-result")
@blueprint.arguments(ResultSchema)
@blueprint.response(200, schema_of(Moved))
def store(body: dict[str, Any], task_id: str) -> object:
    """Lưu kho kết quả điện tử"""
    files = files_of(body.pop("documents"))
    return _end(store_result, task_id, body, documents=files, store=parts().documents)


@blueprint.post("/tasks/<task_id>/return")
@blueprint.arguments(EndingSchema)
@blueprint.response(200, schema_of(Moved))
def hand_over(body: dict[str, Any], task_id: str) -> object:
    """Trả kết quả cho người nộp"""
    return _end(return_result, task_id, body)


def _simply(act: Callable[..., None], task_id: str) -> Response:
    who = require("officer")
    return once(
        who,
        lambda session: act(session, task_id=task_id, person=who, now=now()),
        lambda _: {"done": True},
    )


def _end(act: EndTask, task_id: str, body: dict[str, Any], **more: object) -> Response:
    who = require("officer")
    ending = Ending(**body)
    return once(
        who,
        lambda session: act(session, task_id=task_id, person=who, ending=ending, now=now(), **more),
        schema_of(Moved)().dump,
    )
