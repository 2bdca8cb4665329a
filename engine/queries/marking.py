"""The mark of what a viewer is shown of a case, which they give with what they decide on it."""

from engine.access import of_case
from engine.acts.on_steps import COMPLETE
from engine.queries.asking import Asking, Choices
from engine.queries.case_rows import history_of
from engine.queries.kept_rows import kept_rows
from engine.queries.views.case import ChoiceView
from engine.routing.consulted import ANSWER, asked_by, mark_of_question, question_to
from engine.routing.read_before import goes_by_reading, shown

LABEL = "Nội dung đang hiện"


def shown_to(asking: Asking, act: str) -> Choices:
    """The one mark of what is shown now for the act; none where nothing waits for it, and at a step
    that looks over nobody's work.
    """
    mark = _question(asking) if act == ANSWER else _told(asking, act)
    return () if mark is None else (ChoiceView(mark, LABEL),)


def _question(asking: Asking) -> str | None:
    rows, person = asking.rows, asking.person
    own = asked_by(asking.session, history_of(asking.session, rows.case), person)
    asked = kept_rows(asking.session, rows.case).consultations
    found = question_to(person, asked, own, of_case(rows.case, rows.setting))
    return None if found is None else mark_of_question(found)


def _told(asking: Asking, act: str) -> str | None:
    rows, task = asking.rows, asking.task
    definition = rows.stands.definition
    if act == COMPLETE and (task is None or not goes_by_reading(definition, task["element_id"])):
        return None
    key = (rows.case["province_code"], rows.case["id"])
    return shown(act, key, history_of(asking.session, rows.case))
