"""The manifest and the scenarios held against the package and the province.

Their readers are the catalogue's own: what is checked here is what publication keeps, pages show
and clocks count.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from engine.acts import ACTS, path_rule
from engine.acts.act import PathRule
from engine.catalogue.fields import Finding, Named
from engine.catalogue.fields.values import MOST_ANSWERS
from engine.catalogue.manifest import Manifest, TimeLimit
from engine.catalogue.manifest_file import MANIFEST, ManifestRead
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.scenario_acts import label_of, missing, unreadable
from engine.catalogue.scenarios import MESSAGE, Scenario, ScenarioStep, read_scenario
from engine.diagnosis.forms import Form
from engine.diagnosis.names import hint
from engine.feel import FeelError, compile_expression
from engine.feel.check import DEPENDS_ON_DATA, check_condition
from engine.workflow.reading.elements import Step
from engine.workflow.reading.faults import Fault, fault
from engine.worktime import Unit

HOURS_A_DAY = Decimal(8)

Known = Mapping[str, Collection[str] | None]
"""Kind of thing → the names that there are; ``None`` or absent: not known, and not checked."""

LACKING: Mapping[str, str] = {
    "unit": "tỉnh không có đơn vị này, hoặc đơn vị đã hết hiệu lực",
    "serving": "tỉnh chưa ghi đơn vị nào phục vụ xã, phường trong vai trò này (serving_units)",
    "form": "gói không có tệp forms/{value}.json",
    "bpmn": "tệp này không phải sơ đồ .bpmn",
    "dmn": "gói không có bảng quyết định .dmn này",
    "file": "gói không có tệp này",
    "decision": "bảng phí không có quyết định này",
    "input": "bảng phí không dùng dữ liệu vào này",
    "question": "phiếu khai không hỏi câu này",
    "communes": 'phiếu khai không có câu chọn xã, phường này (valuesKey = "communes")',
    "step": "sơ đồ không có bước này",
    "event": "sơ đồ không có sự kiện nào mang mã này chờ thông điệp",
    "end": "sơ đồ không có sự kiện kết thúc này",
    "rule": "không có loại quy định này",
}
"""What is said of a value that names nothing, by the kind of thing that it should name."""


def told(findings: Iterable[Finding], *, file: str) -> Iterator[Fault]:
    """What a reader found, as faults of the file."""
    for one in findings:
        close = hint(one.near, one.known)
        yield fault(one.code, file=file, line=one.line, **one.values, hint=close)


def check_named(named: Iterable[Named], known: Known, *, file: str) -> Iterator[Fault]:
    """The values that name something which is not there."""
    for one in named:
        there = known.get(one.names)
        if there is not None and one.value not in there:
            yield fault(
                "field.name_unknown",
                file=file,
                line=one.line,
                field=one.field,
                value=one.value,
                lacking=LACKING[one.names].format(value=one.value),
                hint=hint(one.value, there),
            )


def units_on(units: Mapping[str, date | None] | None, day: date | None) -> Collection[str] | None:
    """The units that have not ended by that day; all of them when no day is known."""
    if units is None:
        return None
    return {code for code, end in units.items() if end is None or day is None or end > day}


def kinds_of_rules() -> Collection[str]:
    """The kinds of local rules that a lock may bind."""
    return KINDS.keys()


def working_hours(limit: TimeLimit | None) -> Decimal | None:
    """A limit as the drawing's hours add up to; ``None`` where they can't be compared."""
    if limit is None or limit.amount <= 0:
        return None
    factor = {Unit.WORKING_HOURS: Decimal(1), Unit.WORKING_DAYS: HOURS_A_DAY}.get(limit.unit)
    return limit.amount * factor if factor is not None else None


def check_filing_form(read: ManifestRead, forms: Collection[str]) -> Iterator[Fault]:
    """The filing form where the manifest names none: the usual one must be there."""
    said = any(one.names == "form" for one in read.named)
    if read.manifest is not None and not said and read.filing_form not in forms:
        yield from check_named(
            [Named("form", "filing.form", read.filing_form, None)], {"form": forms}, file=MANIFEST
        )


def check_level(manifest: Manifest | None, levels: Mapping[str, str] | None) -> Iterator[Fault]:
    """The competent unit must stand at the level that the manifest says."""
    level = (levels or {}).get((manifest.competent if manifest else None) or "")
    if manifest is not None and level not in (None, manifest.level):
        detail = f"ghi {manifest.level}, còn đơn vị giải quyết {manifest.competent} là cấp {level}."
        yield fault("field.conflict", file=MANIFEST, field="level", detail=detail)


def check_served(
    manifest: Manifest | None, unserved: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    """Communes that no unit serves in a role that the package needs: closed for its filings."""
    roles = {
        f"roles.{name}": role for name, role in (manifest.area_roles if manifest else {}).items()
    }
    if manifest and manifest.competent_by_area:
        roles["competent"] = manifest.competent_by_area
    for name, role in roles.items():
        if lacking := unserved.get(role, ()):
            yield fault(
                "roles.unserved",
                file=MANIFEST,
                field=f"{name}.by_area",
                value=role,
                count=len(lacking),
                communes=", ".join(islice(lacking, _NAMED)),
            )


_NAMED = 5
"""How many communes a fault names."""


def check_waits(manifest: Manifest | None, steps: Mapping[str, Step]) -> Iterator[Fault]:
    """Steps at which no clock runs that could stand still: before the reception, after the end."""
    for element in manifest.waits if manifest else ():
        step = steps.get(element)
        when = _NO_CLOCK.get(path_rule(step.act)) if step else None
        if when is not None:
            detail = f"{element} là bước {when}, không có gì để dừng."
            yield fault("field.conflict", file=MANIFEST, field="waits", detail=detail)


_NO_CLOCK: Mapping[PathRule | None, str] = {
    "first_and_once": "tiếp nhận, lúc ấy thời hạn chưa tính",
    "before_end": "trả kết quả, lúc ấy thời hạn đã dừng",
}


def check_roles_used(manifest: Manifest | None, steps: Mapping[str, Step]) -> Iterator[Fault]:
    """Extra unit roles that no step has: a slip in the diagram, or nothing that is needed."""
    if manifest is None or not steps:
        return
    used = {step.assignment.unit for step in steps.values() if step.assignment}
    for role in sorted({*manifest.roles, *manifest.area_roles} - used):
        yield fault("roles.unused", file=MANIFEST, value=role)


def check_conditions(read: ManifestRead, filing: Form | None) -> Iterator[Fault]:
    """Conditions of components that can't be read, or that ask what the filing form does not."""
    for at, (text, line) in read.when.items():
        field = f"documents[{at + 1}].when"
        for detail in _wrong_in(text, filing):
            yield fault(
                "field.condition", file=MANIFEST, line=line, field=field, text=text, detail=detail
            )


def _wrong_in(text: str, filing: Form | None) -> Iterator[str]:
    try:
        names = compile_expression(text).names
    except FeelError as error:
        yield error.message
        return
    if filing is None:
        return
    unknown = sorted(names - filing.answers.keys())
    for name in unknown:
        yield f"phiếu khai không hỏi {name}.{hint(name, filing.answers)}"
    if not unknown:
        declared = {name: filing.compared[name] for name in names}
        for finding in check_condition(text, declared):
            if finding.code not in DEPENDS_ON_DATA:
                yield finding.message


def check_scenario(
    data: bytes,
    steps: Mapping[str, Step],
    known: Known,
    forms: Mapping[str, Form],
    *,
    accepts: Mapping[str, Collection[str]],
    filing: str,
    file: str,
) -> Iterator[Fault]:
    """A scenario against the drawing, its forms and the province.

    ``accepts``: the names that each event takes of its message.
    """
    read = read_scenario(file, data)
    yield from told(read.findings, file=file)
    scenario = read.scenario
    came = {
        f"step[{at}].element"
        for at, one in enumerate(scenario.steps if scenario else (), start=1)
        if one.act == MESSAGE
    }
    named = (replace(one, names="event") if one.field in came else one for one in read.named)
    yield from check_named(named, known, file=file)
    if scenario is None:
        return
    yield from _answers(scenario.answers, forms.get(filing), "values", None, file)
    for at, taken in enumerate(scenario.steps):
        step, line = steps.get(taken.element), read.lines.get(at)
        if taken.act is not None:
            yield from _given(taken, at, line, file, accepts.get(taken.element, ()))
        if step is None or taken.act is not None:
            continue
        form = forms.get(step.form) if step.form else None
        yield from _answers(taken.answers, form, f"step[{at + 1}].values", line, file)
        yield from _outcome(scenario, at, step, line)


def _given(
    taken: ScenarioStep, at: int, line: int | None, file: str, accepts: Collection[str]
) -> Iterator[Fault]:
    """What an act is given: all that it must be, in the shape that it takes, and nothing else."""
    kind, field = taken.act or "", f"step[{at + 1}].values"

    def wrong(code: str, name: str, **more: Any) -> Fault:
        where = f"{field}.{name}"
        return fault(
            f"scenario.{code}", file=file, line=line, act=label_of(kind), field=where, **more
        )

    yield from (wrong("value_missing", name) for name in missing(taken))
    yield from (wrong("value_shape", name, shape=shape) for name, shape in unreadable(taken))
    names = accepts if kind == MESSAGE else [one.name for one in ACTS[kind].inputs]
    for key in islice((key for key in taken.answers if key not in names), MOST_ANSWERS):
        yield wrong("value_unknown", key, hint=hint(key, names))


def _outcome(scenario: Scenario, at: int, step: Step, line: int | None) -> Iterator[Fault]:
    outcome = scenario.steps[at].outcome
    allowed = [choice.value for choice in step.outcomes]
    if outcome is not None and outcome not in allowed:
        yield fault(
            "scenario.outcome_unknown",
            file=scenario.file,
            line=line,
            value=outcome,
            step=step.name,
            allowed=", ".join(allowed) or "(bước này không có lựa chọn)",
        )


def _answers(
    answers: Collection[str], form: Form | None, field: str, line: int | None, file: str
) -> Iterator[Fault]:
    """Answers to questions that the form does not ask."""
    if form is None or not form.whole:
        return
    for key in islice(answers, MOST_ANSWERS):
        if key not in form.answers:
            yield fault(
                "scenario.question_unknown",
                file=file,
                line=line,
                field=field,
                value=key,
                hint=hint(key, form.answers),
            )
