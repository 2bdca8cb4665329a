"""No door takes a received, end or due time from a person, but for the lawful terms.

Every input that is a day or a moment is read from the API's description, the forms of the pages,
the commands and the table of acts; a new one fails here until it is said what it is.
"""

import ast
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_type_hints

import click
import pytest

import engine.cases
from api.cli import motcua
from engine.acts import ACTS
from engine.audit.chain import SYSTEM
from engine.cases.act.case_act import CaseAct
from engine.cases.act.locking import lock_named_case
from engine.cases.acts import USE_CASES
from engine.cases.vouching.verify import case_faults
from engine.facts.events_of_incidents import IncidentRetried
from engine.store.cases import Case
from tests.acceptance.test_supplements import received
from tests.town import Town

ROOT = Path(__file__).parent.parent
Meaning = Literal[
    "lawful term",
    "meeting",
    "validity",
    "filter",
    "legal basis",
    "applicant's paper",
    "evidence",
]
KNOWN: Mapping[str, Meaning] = {
    "act apologise.new_day": "lawful term",  # on its signed paper, once, kept beside the first
    "act consult.answer_by": "lawful term",  # a consulted unit's, within the case's own
    # When systems failed, while the case lay with the unit; no clock and no due time follows.
    "act confirm_lateness_cause.failed_on": "evidence",
    # On the paper slip of a recorded outage, confirmed by a second person, only ever earlier.
    "act take_outage_slip.slip_day": "lawful term",
    "act invite.day": "meeting",  # to be there; no clock and no due time follows from it
    "api POST /access/{province_code}/grants valid_from": "validity",
    "api POST /access/{province_code}/grants valid_to": "validity",
    "api POST /access/{province_code}/grants/{grant_id}/end day": "validity",
    "api POST /cases authorisation.day": "applicant's paper",  # of its number; no clock asks it
    "api POST /catalogue/{province_code}/procedure-lists effective": "validity",
    "api POST /catalogue/{province_code}/tables/{table}/compare effective": "filter",  # a dry run
    "api POST /catalogue/{province_code}/tables/{table}/write effective": "validity",
    "query /designs/{code}/proposal day": "filter",  # what would differ from it on
    "api POST /designs/{code}/form-check day": "filter",  # a form on paper
    "api POST /designs/{code}/places day": "filter",  # a dry run
    "api POST /designs/{code}/play clock": "filter",  # of a dossier in a sandbox
    "api POST /designs/{code}/propose valid_from": "validity",
    "api POST /designs/{code}/trial day": "filter",  # a filing on paper
    "api POST /organisation/{province_code}/focal-persons valid_from": "validity",
    "api POST /organisation/{province_code}/focal-persons valid_to": "validity",
    "api POST /organisation/{province_code}/posts valid_from": "validity",
    "api POST /organisation/{province_code}/posts valid_to": "validity",
    "api POST /organisation/{province_code}/posts/end day": "validity",
    "api POST /organisation/{province_code}/posts/end valid_from": "filter",  # which of several
    "api POST /organisation/{province_code}/desks/move day": "validity",
    "api POST /organisation/{province_code}/desks/move/end day": "validity",
    "api POST /organisation/{province_code}/desks/move/end ends": "validity",
    "api POST /organisation/{province_code}/posts/move day": "validity",
    "api POST /organisation/{province_code}/serving-units valid_from": "validity",
    "api POST /organisation/{province_code}/serving-units/end day": "validity",
    "api POST /organisation/{province_code}/serving-units/take-back valid_from": "validity",
    "api POST /organisation/{province_code}/substitutions valid_from": "validity",
    "api POST /organisation/{province_code}/substitutions valid_to": "validity",
    "api POST /organisation/{province_code}/substitutions/{substitution_id}/end day": "validity",
    "api POST /organisation/{province_code}/units valid_from": "validity",
    "api POST /organisation/{province_code}/units valid_to": "validity",
    "api POST /organisation/{province_code}/units/{code}/end day": "validity",
    "api POST /proposals/calendar-days day": "validity",
    "api POST /proposals/calendar-days paired": "validity",
    "api POST /proposals/calendar-days/dry-run day": "filter",
    "api POST /proposals/calendar-days/dry-run paired": "filter",
    "api POST /organisation/{province_code}/units/{code}/rename day": "validity",
    "api POST /proposals/packages valid_from": "validity",
    "api POST /proposals/reorganisations day": "validity",
    "api POST /proposals/reorganisations/dry-run day": "filter",
    "api POST /proposals/retirements valid_from": "validity",
    "api POST /proposals/{proposal_id}/approve valid_from": "validity",
    "api POST /provinces/{province_code}/rule-decisions basis.date": "legal basis",
    "api POST /provinces/{province_code}/rule-decisions valid_from": "validity",
    "api POST /provinces/{province_code}/rule-decisions valid_to": "validity",
    "api POST /tokens/{province_code} valid_from": "validity",
    "api POST /tokens/{province_code} valid_to": "validity",
    "api PUT /provinces/{province_code}/rule-decisions/{rule_id} basis.date": "legal basis",
    "api PUT /provinces/{province_code}/rule-decisions/{rule_id} valid_from": "validity",
    "api PUT /provinces/{province_code}/rule-decisions/{rule_id} valid_to": "validity",
    "query /provinces/{province_code}/limit-now day": "filter",
    "api POST /provinces/{province_code}/rules basis.date": "legal basis",
    "api POST /provinces/{province_code}/rules valid_from": "validity",
    "api POST /provinces/{province_code}/rules valid_to": "validity",
    "api POST /provinces/{province_code}/rules/{rule_id}/end basis.date": "legal basis",
    "api POST /provinces/{province_code}/rules/{rule_id}/end ends": "validity",
    "api PUT /provinces/{province_code}/rules/{rule_id} basis.date": "legal basis",
    "api PUT /provinces/{province_code}/rules/{rule_id} valid_from": "validity",
    "api PUT /provinces/{province_code}/rules/{rule_id} valid_to": "validity",
    "command access what day": "filter",
    "command access who day": "filter",
    "command catalogue compare effective": "validity",
    "command packages propose valid_from": "validity",
    "command proposals approve valid_from": "validity",
    "command proposals retire valid_from": "validity",
    "command proposals show valid_from": "filter",
    "command rules explain day": "filter",
    "command rules explain known": "filter",
    "command rules explain received_at": "filter",  # a dry run
    "query /access/{province_code}/grants day": "filter",
    "query /access/{province_code}/what/{username} day": "filter",
    "query /access/{province_code}/who day": "filter",
    "query /all-cases submitted_from": "filter",
    "query /catalogue/{province_code}/collected-fees day": "filter",
    "query /all-cases submitted_to": "filter",
    "query /all-cases.csv submitted_from": "filter",
    "query /all-cases.csv submitted_to": "filter",
    "query /organisation/{province_code}/focal-persons day": "filter",
    "query /guidance since": "filter",
    "query /oversight/filers since": "filter",
    "query /oversight/refusals since": "filter",
    "query /organisation/{province_code}/officers-without-account day": "filter",
    "query /organisation/{province_code}/posts day": "filter",
    "query /organisation/{province_code}/serving-units day": "filter",
    "query /organisation/{province_code}/substitutions day": "filter",
    "query /organisation/{province_code}/units day": "filter",
    "query /organisation/{province_code}/units-without-beneficiary-account day": "filter",
    "query /organisation/{province_code}/vacancies day": "filter",
    "query /proposals/{proposal_id} day": "filter",
    "query /provinces/{province_code}/rules-explained day": "filter",
    "query /provinces/{province_code}/rules-explained known_at": "filter",
    "query /provinces/{province_code}/rules-explained received_at": "filter",  # a dry run
}
"""Every day and moment that a door takes, and what it is."""
CONTROLS = {
    *("dv", "loc", "task_id"),
    *("gd", "tre", "thu-tuc", "trang-thai", "loai"),
    *(
        "ban-giay",
        "basis",
        "biet",
        "cho",
        "co-chu",
        "content",
        "csrf_token",
        "dong-bo",
        "dong-them",
    ),
    *("ds", "giu", "han", "hs", "kind", "lam", "luu-nhap", "m", "ma", "mat-khau", "name", "nen"),
    *("bieu-mau", "cua-ban", "kiem-thu", "noi-lam", "tinh-thu"),
    *("da-xem", "don-vi", "quyen", "remark", "seen", "since", "tat-ca"),
    *(
        "noi",
        "other",
        "outcome",
        "q",
        "reason",
        "role",
        "ten",
        "thoi",
        "tim",
        "unit",
        "vai",
        "ve",
        "viec",
    ),
    *(
        "ai",
        "ai-lam",
        "changes",
        "code",
        "renames",
        "version",
        "dung-lai",
        "da-moi-dung-lai",
        "moi",
        "moi-lai",
    ),
    *("digest", "element", "khoa-don-vi", "loai", "procedure", "so", "sua", "tt"),
    *("id", "leads", "lich", "nam", "position", "username"),
    *("xa", "package", "linh-vuc", "thay-het", "note", "new", "path"),
    *("more", "rest", "version"),
    *("score", "words", "lien-he", "tinh"),
    *("mot", "y-kien"),
    *("loi", "tep"),
    *("bang", "chon", "du"),
    *("cap", "nguoi-sua", "thoi"),
    *("becomes", "sai"),
    *("cho", "loi", "tep"),
    "kich-ban-dau",
    *(
        "da-lam",
        "da-lam-truoc",
        "kenh-nop",
        "ai-lam",
        "lam-gi",
        "noi-nop",
        "ten-kich-ban",
        "theo-kich-ban",
    ),
}
"""Every control of a page's own forms; what an act or a form asks comes from their tables."""
ON_PAGES: Mapping[str, Meaning] = {
    "day": "validity",
    "ends": "validity",
    "ngay": "filter",
    "biet-ngay": "filter",  # by what was known then
    "valid_from": "validity",
    "tu-ngay": "filter",
    "den-ngay": "filter",
    "ngay-het": "validity",
    **dict.fromkeys(("den-gio", "dong-ho", "nop-gio", "nop-ngay"), "filter"),
}
"""The controls that are days: from when a unit serves a commune, who may do what on a day, from
when a version is in force; the clock of a dossier that is played in a sandbox."""
TIMES = {"date", "date-time"}
SOUNDS = re.compile(
    r"(^|_)(day|date|at|until|by|from|to|ends|time|moment|due|since|when|effective|now)$"
)


def of_the_api() -> Iterator[str]:
    described = json.loads((ROOT / "docs/reference/openapi.json").read_text("utf-8"))
    for address, ways in described["paths"].items():
        path = address.removeprefix("/api/v1")
        for way, told in ways.items():
            if not isinstance(told, dict):
                continue
            for one in told.get("parameters", ()):
                if _timely(one["name"], one.get("schema", {})):
                    yield f"query {path} {one['name']}"
            for content in told.get("requestBody", {}).get("content", {}).values():
                for name, schema in _members(described, content["schema"]):
                    if _timely(name, schema):
                        yield f"api {way.upper()} {path} {name}"


def _members(
    described: Any, schema: Any, before: str = "", seen: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Any]]:
    if (ref := schema.get("$ref")) is not None:
        if ref in seen:
            return
        schema = described["components"]["schemas"][ref.rpartition("/")[2]]
        seen |= {ref}
    parts = [*schema.get("allOf", ()), *schema.get("anyOf", ())]
    for part in [*parts, schema["items"]] if "items" in schema else parts:
        yield from _members(described, part, before, seen)
    for name, member in schema.get("properties", {}).items():
        inner = list(_members(described, member, f"{before}{name}.", seen))
        yield from inner or [(f"{before}{name}", member)]


def _timely(name: str, schema: Mapping[str, object]) -> bool:
    words = bool(SOUNDS.search(name.rpartition(".")[2])) and "string" in str(schema.get("type"))
    return schema.get("format") in TIMES or words


def of_commands(group: click.Command = motcua, before: str = "command") -> Iterator[str]:
    for one in group.params:
        if isinstance(one.type, click.DateTime) or SOUNDS.search(one.name or ""):
            yield f"{before} {one.name}"
    for name, command in getattr(group, "commands", {}).items():
        yield from of_commands(command, f"{before} {name}")


def of_acts() -> Iterator[str]:
    for act in ACTS.values():
        for one in act.inputs:
            if one.kind == "day":
                yield f"act {act.kind}.{one.name}"
            else:
                assert not SOUNDS.search(one.name), f"{act.kind}.{one.name}: a day is of kind day"


def of_pages() -> Iterator[str]:
    """The names of controls that templates write and that pages read, of forms of their own."""
    for file in (ROOT / "web/templates").rglob("*.html"):
        text = file.read_text("utf-8")
        yield from re.findall(r"<(?:input|select|textarea|button)[^>]*? name=\"([\w-]+)\"", text)
    for file in (ROOT / "web").rglob("*.py"):
        read = r"request\.(?:form|values)(?:\.get(?:list)?\(|\[)\"([\w-]+)\""
        yield from re.findall(read, file.read_text("utf-8"))


def test_every_day_and_moment_that_a_door_takes_is_classified() -> None:
    acts = set(of_acts())
    kinds = {one[4:].partition(".")[0].replace("_", "-") for one in acts}
    on = ("/tasks/{task_id}", "/cases/{ref}")
    by_address = {f"api POST {target}/{kind}" for target in on for kind in kinds}
    api = {one for one in of_the_api() if one.rpartition(" ")[0] not in by_address}
    assert {*api, *of_commands(), *acts} == set(KNOWN)


def test_every_control_of_a_page_is_known_and_no_time_of_a_case() -> None:
    assert set(of_pages()) == CONTROLS | set(ON_PAGES)
    assert "lawful term" not in ON_PAGES.values()  # those are inputs of acts


def test_only_lawful_terms_and_meetings_reach_a_case() -> None:
    reach = {door for door in KNOWN if door.startswith("act ") or "/cases" in door}
    assert {KNOWN[door] for door in reach} == {
        *("lawful term", "meeting", "applicant's paper", "evidence")
    }


@pytest.mark.parametrize("kind", sorted(USE_CASES))
def test_a_use_case_knows_no_moment_but_now(kind: str) -> None:
    """Trap 2: no act takes the time that it would like to have."""
    timely = (date, datetime, date | None, datetime | None)
    hints = get_type_hints(USE_CASES[kind])
    names = {name for name, hint in hints.items() if hint in timely and name != "return"}
    assert names == {"now"}


def test_repairs_and_the_worker_know_no_moment_but_now() -> None:
    folder = Path(inspect.getfile(engine.cases)).parent
    for file in folder.glob("*.py"):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                asked = (*node.args.args, *node.args.kwonlyargs)
                given = {one.arg for one in asked if "date" in ast.unparse(one.annotation or one)}
                acts = {"session", "now"} <= {one.arg for one in asked}
                assert not acts or given <= {"now"}, f"{file.name}: {node.name}"


def test_doors_give_the_time_of_the_clock_and_no_other() -> None:
    for room in ("web", "api"):
        for file in (ROOT / room).rglob("*.py"):
            text = file.read_text("utf-8")
            # To parse what can't hold one takes seconds.
            for node in ast.walk(ast.parse(text)) if re.search(r"\bnow\s*=", text) else ():
                if isinstance(node, ast.keyword) and node.arg == "now":
                    assert ast.unparse(node.value) in CLOCKS, f"{file}: {ast.unparse(node.value)}"


CLOCKS = {"now()", "wall_clock()", "now", "moment", "datetime.now(UTC)"}


def test_a_case_whose_times_were_ever_corrected_is_found(town: Town) -> None:
    """Its rows and its audit agree, and still its reception is not when it was received."""
    case_id = received(town)
    late = town.case(case_id).received_at
    assert late is not None
    _correct(town, case_id, late.replace(day=3))
    assert "ngày tiếp nhận" in str(_faults(town, case_id))
    assert "đã bị sửa" in str(_faults(town, case_id))


def _faults(town: Town, case_id: str) -> list[str]:
    with town.database.reading() as session:
        return case_faults(session, session.get_one(Case, ("nghe_an", case_id)))


def _correct(town: Town, case_id: str, moment: datetime) -> None:
    ref = town.case(case_id).submission_number
    with town.act() as session:
        locked = lock_named_case(session, ref)
        act = CaseAct(session, locked.case, epoch=locked.epoch, actor=SYSTEM, now=town.now)
        act.change(received_at=moment)
        act.record(IncidentRetried(incidents=()))
        act.save()
