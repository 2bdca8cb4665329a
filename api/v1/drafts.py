"""Drafts of one's own: the same that the pages keep and show."""

from typing import Any

from api.http import now, oldest_draft, parts, reading, require, writing
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.files import files_of
from api.v1.schemas import DoneSchema, DraftSchema
from api.v1.shapes import schema_of
from engine.cases.adding_files import media_type_of, name_of
from engine.drafts.draft import Draft, DraftFile, KeptDraft, own_draft, own_drafts
from engine.drafts.drop import drop_draft
from engine.drafts.keep import bytes_typed, check_room, keep_draft

blueprint = Blueprint("drafts", "", description="Bản nháp", door=signed_in())


@blueprint.get("/drafts")
@blueprint.response(200, schema_of(KeptDraft)(many=True))
@needs("drafts.keep")
def listed() -> object:
    """Các bản nháp của mình, mới nhất trước"""
    who = require()
    with reading() as session:
        return own_drafts(session, account_id=who.account_id, since=oldest_draft())


@blueprint.get("/drafts/<draft_id>")
@blueprint.response(200, schema_of(KeptDraft))
@needs("drafts.keep")
def show(draft_id: str) -> object:
    """Một bản nháp của mình"""
    who = require()
    with reading() as session:
        return own_draft(
            session, account_id=who.account_id, draft_id=draft_id, since=oldest_draft()
        )


@blueprint.put("/drafts/<draft_id>")
@blueprint.arguments(DraftSchema)
@blueprint.response(200, DoneSchema)
@needs("drafts.keep")
def keep(body: dict[str, Any], draft_id: str) -> object:
    """Lưu nháp: điền đến đâu giữ đến đó, chưa gửi. Mã do nơi gửi đặt: 32 chữ số hệ 16"""
    who = require()
    answers = {name: tuple(values) for name, values in body["answers"].items()}
    sent = files_of(body["files"])
    with reading() as session:  # before any of their bytes are stored
        size = sum(len(one.content) for one in sent)
        check_room(
            session,
            account_id=who.account_id,
            draft_id=draft_id,
            size=size,
            typed=bytes_typed(answers),
        )
    files = tuple(map(_kept, sent))
    draft = Draft(**{**body, "id": draft_id, "address": "", "answers": answers, "files": files})
    with writing() as session:
        keep_draft(session, account_id=who.account_id, draft=draft, now=now())
    return {"done": True}


@blueprint.delete("/drafts/<draft_id>")
@blueprint.response(200, DoneSchema)
@needs("drafts.keep")
def drop(draft_id: str) -> object:
    """Bỏ bản nháp"""
    who = require()
    with writing() as session:
        drop_draft(session, account_id=who.account_id, draft_id=draft_id)
    return {"done": True}


def _kept(file: Any) -> DraftFile:
    media_type_of(file)
    digest = parts().documents.put(file.content)
    return DraftFile(file.component, name_of(file), len(file.content), digest)
