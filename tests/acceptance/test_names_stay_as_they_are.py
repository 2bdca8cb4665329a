"""Sentences name people and units as they are, and say who did what."""

from sqlalchemy import select

from engine.accounts import Person
from engine.facts.base import OFFICERS, Event
from engine.facts.words import Words
from engine.queries.case_file import case_file
from engine.queries.tracking import track
from engine.store.cases import Dossier
from tests.integration.jobs.procedures import act_on, faults, install, task
from tests.integration.jobs.procedures import file as file_small
from tests.integration.workflow.diagrams import flows, nodes
from tests.town import CENTRE, CITIZEN, Town

SMALL = (nodes("start:s end:e"), task("a"), flows("s>a>e"))


class FromTheFuture(Event, kind="from_the_future", icon="ok", audience=OFFICERS):
    """Something that only a newer program knows."""

    def sentence(self, words: Words) -> str:
        return f"{words.who} làm điều mới"


def sentences(town: Town, case_id: str, person: Person) -> list[str]:
    """What the timeline tells the person, newest first."""
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        return [
            row.sentence
            for row in case_file(session, ref=ref, person=person, now=town.now).timeline
        ]


def test_tracking_writes_the_names_of_steps_as_the_diagram_does(town: Town) -> None:
    filed = town.file()
    told: list[str] = []
    while True:
        with town.database.reading() as session:
            seen = track(session, ref=filed.submission_number, now=town.now)
        told += [stage.sentence for stage in seen.steps if stage.state == "now"]
        if not (now := [stage for stage in seen.steps if stage.state == "now"]):
            break
        open_task = town.task(filed.case_id)
        assert now[0].sentence.endswith(f"đang làm: {open_task.name}")
        town.end(open_task)
    assert any("UBND tỉnh" in sentence for sentence in told)


def test_whoever_types_for_a_citizen_is_never_the_submitter(town: Town) -> None:
    """Even where the form asks for the owner alone."""
    install(town, *SMALL)
    officer = town.officers(CENTRE, "can_bo_mot_cua")[0]
    answers = {"ten": "Hồ Văn Nam"}
    case_id = town.file(person=officer, procedure_code="9.000001", answers=answers).case_id
    with town.database.reading() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.case_id == case_id)).one()
        assert dossier.applicant["submitter_name"] == "Hồ Văn Nam"
    (told,) = sentences(town, case_id, officer)
    assert told == f"Hồ Văn Nam nộp hồ sơ trực tuyến; anh {officer.name} giúp nộp"


def test_an_event_of_a_newer_program_breaks_no_page_and_is_said_by_verify(town: Town) -> None:
    install(town, *SMALL)
    case_id = file_small(town).case_id
    with town.act() as session:
        act = act_on(town, session, case_id)
        act.record(FromTheFuture())
        act.save()
    why = "bản phần mềm này chưa biết loại này"
    officer = town.officers(CENTRE, "can_bo_mot_cua")[0]
    assert sentences(town, case_id, officer)[0].endswith(f"ghi sự kiện “from_the_future”, {why}")
    assert len(sentences(town, case_id, CITIZEN)) == 1
    (fault,) = faults(town, case_id)
    assert fault.endswith(f"sự kiện 2 (from_the_future): {why}.")
