"""Every shipped scenario on both databases: its events are known, its applicant reads no secret."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.folder.documents import FolderDocuments
from engine.accounts import Person, Post
from engine.audit.chain import StoredEvent, read_body
from engine.catalogue.packages import package
from engine.catalogue.scenarios import Scenario, read_scenarios
from engine.facts.base import payload
from engine.facts.reading import EVENTS, recorded
from engine.facts.topics import TOPICS
from engine.organisation.loading import load_province
from engine.publishing.folders import package_folders, read_package_folder
from engine.publishing.publish import publish_package
from engine.publishing.walk import CITIZEN, Walk
from engine.queries.case_file import case_file
from engine.routing.definitions import definition_of
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.database import Database
from engine.store.jobs import OutboxMessage
from engine.store.upgrade import upgrade
from processes import root
from tests.slices import part_of

PROVINCES = sorted(path.parent.name for path in root().glob("*/province.toml"))
NOW = datetime(2026, 6, 1, tzinfo=UTC)
WORDS = "Lời của cán bộ ở "


def talkative(scenario: Scenario) -> Scenario:
    """The scenario with something written at every step."""
    steps = tuple(
        replace(step, comment=f"{WORDS}bước {number}")
        for number, step in enumerate(scenario.steps, start=1)
    )
    return replace(scenario, steps=steps)


def walked(session: Session, province: str, folder: Path, store: FolderDocuments) -> list[Walk]:
    """The scenarios of a package, taken to their end."""
    files = read_package_folder(folder)
    done = publish_package(
        session, province_code=province, files=files, published_by="tests", now=NOW
    )
    walks = []
    for scenario in read_scenarios(files):
        walk = Walk(
            session,
            province_code=province,
            procedure_code=done.procedure_code,
            scenario=talkative(scenario),
            store=store,
        )
        list(walk.steps())
        walks.append(walk)
    return walks


def check_comments(session: Session, walk: Walk) -> None:
    """The applicant reads exactly what was written to them; officers read everything."""
    case = walk.case
    written = [step for step in walk.scenario.steps if step.act is None]
    steps = definition_of(package(session, case.province_code, case.package_digest)).steps
    addressed = {
        step.comment
        for step in written
        if steps[step.element].comment_reader(step.outcome) == "applicant"
    }
    post = Post(case.receiving_unit, "Trung tâm", "can_bo_mot_cua", "Cán bộ một cửa")
    officer = Person("o" * 32, "officer", "Bảo", "bao", None, case.province_code, "o", (post,))
    if case.account_id is not None:  # what is filed at a counter belongs to no account
        assert read(session, case, CITIZEN) == addressed
    reasons = {
        str(one)
        for step in walk.scenario.steps
        if step.act
        for one in (step.answers or {}).values()
    }
    assert read(session, case, officer) - reasons == {step.comment for step in written}


def read(session: Session, case: Case, person: Person) -> set[str]:
    """Every comment that the person reads of the case."""
    ref = case.code or case.submission_number
    shown = case_file(session, ref=ref, person=person, now=NOW)
    in_timeline = {row.comment for row in shown.timeline}
    in_steps = {row.comment for row in shown.steps}
    return {comment for comment in in_timeline | in_steps if comment}


def check_facts(session: Session, walk: Walk) -> None:
    """Every event is one of the table's and reads back to what is stored; so do the messages."""
    mine = CaseEvent.case_id == walk.case_id
    for row in session.scalars(select(CaseEvent).where(mine)):
        stored = StoredEvent(row.seq, row.at, row.kind, row.body, row.hash)
        event = recorded(stored).event
        assert type(event) is EVENTS[row.kind]
        assert plain(payload(event)) == read_body(stored)["data"]
    for sent in session.scalars(select(OutboxMessage).where(OutboxMessage.case_id == walk.case_id)):
        read = msgspec.convert(sent.payload, type=TOPICS[sent.topic])
        assert plain(payload(read)) == sent.payload


def plain(data: dict[str, Any]) -> Any:
    return msgspec.json.decode(msgspec.json.encode(data))


TRIED = [
    *((province, "sqlite", 6) for province in PROVINCES),
    ("ha_tinh", "postgres", 6),
    *(
        pytest.param(province, kind, 1, marks=pytest.mark.long)
        for province in PROVINCES
        for kind in ("sqlite", "postgres")
    ),
]
"""Province, database, and of how many packages one is tried."""


@pytest.mark.parametrize(("province", "kind", "parts"), TRIED)
def test_shipped_cases_tell_facts_and_keep_comments_to_their_readers(
    make_empty_database: Callable[[str], Database],
    documents: FolderDocuments,
    kind: str,
    province: str,
    parts: int,
) -> None:
    database = make_empty_database(kind)
    upgrade(database)
    with database.writing() as session:
        load_province(session, root() / province)
        folders = package_folders(root() / province)
        for folder in part_of(folders, parts, lambda one: one.name):
            for walk in walked(session, province, folder, documents):
                check_comments(session, walk)
                check_facts(session, walk)


def test_some_shipped_decision_is_addressed_to_the_applicant_and_most_are_not() -> None:
    drawn = [path.read_text(encoding="utf-8") for path in root().glob("*/*/process.bpmn")]
    addressed = sum(text.count('reader="applicant"') for text in drawn)
    assert 0 < addressed < sum(text.count("<tthc:outcome ") for text in drawn) / 2
