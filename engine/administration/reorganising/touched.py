"""The dry run of a reorganisation: everything that it touches, and where each goes."""

from collections.abc import Iterator, Mapping, Sequence, Set

from sqlalchemy import Select, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from engine.administration.people.waiting import WAITS, waiting
from engine.administration.reorganising.dated import Dated, told
from engine.administration.reorganising.mapping import Plan
from engine.administration.reorganising.rules_touched import (
    PLACE,
    Touched,
    rules_touched,
    sectors_of,
)
from engine.administration.reorganising.step import Step
from engine.catalogue.packages import versions_on
from engine.life import state
from engine.organisation.shares import About
from engine.organisation.tree import Setting
from engine.routing.lying_with import cases_of
from engine.store.cases import Case, Task
from engine.store.drafts import FormDraft
from engine.store.organisation import Appointment, Officer
from engine.store.petitions import Petition
from engine.store.rules import Area, LocalRule, undecided


def touched(session: Session, setting: Setting, plan: Plan, *, basis: str) -> tuple[Touched, ...]:
    """All of it: what the province has set up for these units, and every open case at the end."""
    dated = Dated(session, setting, plan, basis)
    steps, setting = list(told(dated.steps())), dated.setting
    return (
        *(
            Touched(
                one.key,
                "moved" if one.goes_on else "removed",
                one.where,
                one.before,
                one.after,
            )
            for one in steps
        ),
        *_nobody_there(setting, plan, steps, dated.carried),
        *rules_touched(session, setting, plan),
        *_named_in_packages(session, setting, plan),
        *_listed(session, setting, plan),
        *_cases(session, setting, plan, dated.carried),
    )


def _nobody_there(
    setting: Setting, plan: Plan, steps: Sequence[Step], carried: Set[tuple[str, str, str]]
) -> Iterator[Touched]:
    """Desks of new units that nobody holds, where somebody holds them in the old one."""
    made, held = {one.code for one in plan.made}, {(unit, desk) for _, unit, desk in carried}
    rows = (one.row for one in steps if one.entity is Appointment and one.row is not None)
    desks = dict.fromkeys((row.unit_code, row.position_code) for row in rows)
    for old, desk in desks:
        for new in plan.targets(old):
            if new in made and (new, desk) not in held:
                yield Touched(
                    f"nobody:{new}/{desk}",
                    "changed",
                    f"{setting.positions[desk]}, {setting.unit_short_name(new)}",
                    f"có người giữ ở {setting.unit_short_name(old)}",
                    "không ai giữ: hãy cử người, hồ sơ đến đây sẽ chờ",
                )


def _cases(
    session: Session, setting: Setting, plan: Plan, carried: set[tuple[str, str, str]]
) -> Iterator[Touched]:
    """Every open case, with each of its open steps that would lie elsewhere."""
    code = setting.province_code
    ids = cases_of(session, code, list(plan.to))
    cases = session.scalars(
        select(Case)
        .where(Case.province_code == code, Case.id.in_(ids))
        .order_by(Case.submitted_at, Case.id)
    )
    tasks = session.execute(
        select(Task, Officer.full_name)
        .outerjoin(
            Officer,
            (Officer.province_code == Task.province_code) & (Officer.id == Task.officer_id),
        )
        .where(Task.province_code == code, Task.case_id.in_(ids), Task.state == "open")
    )
    lying: dict[str, list[tuple[Task, str | None]]] = {}
    for task, name in tasks:
        lying.setdefault(task.case_id, []).append((task, name))
    sectors = sectors_of(session, code)
    for case in cases:
        about = About(
            case.procedure_code,
            sectors.get(case.procedure_code),
            case.first_commune or case.commune,
            frozenset(filter(None, (case.code, case.submission_number))),
        )
        to = {unit: plan.target(unit, about) for unit in plan.to}
        steps = [one for one in lying.get(case.id, ()) if one[0].unit_code in to]
        where = f"Hồ sơ {case.code or case.submission_number}"
        words = [_step(setting, to, *one, carried) for one in steps]
        before = "; ".join(one[0] for one in words) or state(case.status).name
        over = state(case.status).over
        goes_on = case.returning_unit if over else case.competent_unit
        does = "làm phần còn lại" if over else "giải quyết"
        there = f"{setting.unit_short_name(to.get(goes_on, goes_on))} {does}"
        after = "; ".join(one[1] for one in words) or there
        due = f"; hẹn trả {case.due_at:%d/%m/%Y} giữ nguyên" if case.due_at and not over else ""
        yield Touched(f"case:{case.id}", "moved", where, before, f"{after}{due}", running=True)


def _step(
    setting: Setting,
    to: Mapping[str, str],
    task: Task,
    holder: str | None,
    carried: set[tuple[str, str, str]],
) -> tuple[str, str]:
    new = to[task.unit_code]
    kept = holder and (task.officer_id or "", new, task.position_code) in carried
    before = f"{setting.unit_short_name(task.unit_code)}, {task.name}"
    who = f"vẫn {holder}" if kept else "chung ở bàn việc"
    return before, f"{setting.unit_short_name(new)}, {who}"


def _named_in_packages(session: Session, setting: Setting, plan: Plan) -> Iterator[Touched]:
    """Procedures of that day in which a unit that ends plays a fixed part: who took over does."""
    for one in versions_on(session, plan.wish.day, setting.province_code):
        fixed = {*one.manifest.roles.values(), one.manifest.competent} & plan.to.keys()
        for unit in sorted(code for code in fixed if code):
            new = plan.target(unit, About(one.manifest.code, one.manifest.sector))
            yield Touched(
                f"package:{one.manifest.code}/{unit}",
                "changed",
                f"Thủ tục {one.manifest.short_name}",
                setting.unit_short_name(unit),
                f"{setting.unit_short_name(new)}, không cần công bố lại",
            )


def _listed(session: Session, setting: Setting, plan: Plan) -> Iterator[Touched]:
    """What stays for people to look after: areas, drafts, petitions, what waits for a check."""
    names = session.execute(
        select(Area.code, Area.name).where(Area.province_code == setting.province_code)
    )
    yield from _areas(setting, plan, {row.code: row.name for row in names})
    for key, where, after, unit, query in _counted(setting.province_code, list(plan.to)):
        if count := session.scalar(query):
            yield Touched(key, "changed", where, f"{count}{unit}", after, running=True)
    for one in waiting(session, setting, units=plan.to):
        where = f"{one.full_name}, {one.what}" if one.full_name else one.what
        before = f"{setting.unit_short_name(one.unit_code)}, từ {one.valid_from:%d/%m/%Y}: {WAITS}"
        again = "từ chối rồi giao lại ở đơn vị nhận"
        yield Touched(f"waiting:{one.id}", "changed", where, before, again, running=True)


def _areas(setting: Setting, plan: Plan, names: Mapping[str, str]) -> Iterator[Touched]:
    """The areas in which a unit lies that ends."""
    short, there = setting.unit_short_name, dict(setting.areas)
    made = {one.code for one in plan.made}
    for unit, new in ((one, new) for one in plan.to for new in plan.targets(one)):
        for area in there.get(unit, ()):
            has = (
                "thuộc"
                if new in made
                else "cũng thuộc"
                if area in there.get(new, ())
                else "không thuộc: xem lại nếu cần"
            )
            yield Touched(
                f"area:{area}/{unit}/{new}",
                "changed",
                f"Khu vực {names.get(area, area)}",
                short(unit),
                f"{short(new)} {has}",
            )


def _counted(code: str, units: Sequence[str]) -> Iterator[tuple[str, str, str, str, Select[int]]]:
    """Of what is only counted: key, name, what becomes of it, in what it is counted, how many."""
    count = select(func.count())
    yield (
        "draft:",
        "Bản nháp đang điền",
        "người nộp chọn lại nơi nhận khi mở",
        " bản",
        count.select_from(FormDraft).where(
            FormDraft.province_code == code,
            or_(*(cast(FormDraft.answers, Text).contains(f'"{one}"') for one in units)),
        ),
    )
    yield (
        "petition:",
        "Phản ánh, kiến nghị chưa trả lời",
        "đơn vị nhận trả lời tiếp, hạn giữ nguyên",
        "",
        count.where(
            Petition.province_code == code,
            Petition.unit_code.in_(units),
            Petition.answered_at.is_(None),
        ),
    )
    yield (
        "rule_draft:",
        "Quy định chưa duyệt",
        "soạn lại cho đơn vị nhận",
        "",
        count.where(
            LocalRule.province_code == code,
            LocalRule.place.in_([PLACE + one for one in units]),
            undecided(),
        ),
    )
