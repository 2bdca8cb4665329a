"""How long an applicant has for a supplement is the province's to say, where the law lets it."""

from datetime import timedelta

from sqlalchemy import select

from engine.cases.ask_supplement import Asked, ask_supplement
from engine.cases.judging_papers import JudgedPaper
from engine.catalogue.components import filled_forms
from engine.catalogue.packages import package
from engine.deadlines.supplements import MOMENT
from engine.jobs.waking import wake_due_cases
from engine.store.cases import Case, CaseDocument
from engine.worktime import ZONE
from tests.rulebook import Rulebook


def ask(rulebook: Rulebook, case_id: str) -> Asked:
    """Whoever sits at the open step asks for every paper again."""
    task = rulebook.task(case_id)
    person = rulebook.officer(task, known=True)
    with rulebook.database.writing() as session:
        codes = session.scalars(
            select(CaseDocument.component).where(CaseDocument.case_id == case_id)
        )
        judged = [JudgedPaper(code, "wrong", "Nộp lại.") for code in {*codes} if code]
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        manifest = package(session, case.province_code, case.package_digest).manifest
        judged += [JudgedPaper(code, "pass") for code in filled_forms(manifest)]
        return ask_supplement(
            session, task_id=task.id, person=person, judged=judged, now=rulebook.now
        )


def test_a_province_may_close_what_was_asked_before_the_reception(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "supplement_days_before", {"days": 30})
    case_id = rulebook.file("ha_tinh")
    asked = ask(rulebook, case_id)
    assert asked.until is not None
    assert (asked.until - rulebook.now).days in (30, 31)
    assert wake_due_cases(rulebook.database, now=asked.until) == 0
    assert wake_due_cases(rulebook.database, now=asked.until + MOMENT) == 1
    assert rulebook.case(case_id).status == 8


def test_a_local_term_is_counted_instead_of_the_laws(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "supplement_days", {"days": 20, "warn_before": [10]})
    case = rulebook.received("ha_tinh")
    asked = ask(rulebook, case.id)
    assert asked.until is not None
    assert (asked.until - rulebook.now).days >= 20
    warned = rulebook.case(case.id).wakes_at
    day = (asked.until - timedelta(days=10)).astimezone(ZONE)
    assert warned == day.replace(hour=8, minute=0, second=0)
