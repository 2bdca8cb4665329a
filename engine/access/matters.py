"""Cases and tasks as rights look at them."""

from collections.abc import Collection
from dataclasses import replace
from typing import TypedDict

from engine.access.asking import Matter
from engine.organisation.tree import Setting
from engine.typed.identifiers import is_persons


class CaseOfTask(TypedDict):
    """The columns of a case that rights to its open tasks look at."""

    province_code: str
    procedure_code: str


class CaseLookedAt(CaseOfTask):
    """The columns of a case that rights look at."""

    code: str | None
    submission_number: str
    commune: str | None
    first_commune: str | None
    receiving_unit: str
    returning_unit: str
    account_id: str | None


class TaskLookedAt(TypedDict):
    """The columns of a task that rights look at."""

    unit_code: str
    position_code: str
    officer_id: str | None


def with_people(
    matter: Matter, owner: str | None, submitter: str | None, *, represented: bool
) -> Matter:
    """The same with the identity numbers of its people.

    An organisation acts by whoever files for it without a paper: who represents it by law.
    """
    acting = owner if represented or owner is None or is_persons(owner) else submitter
    return replace(matter, owner_number=acting, submitter_number=submitter, represented=represented)


def refs_of(case: CaseLookedAt) -> frozenset[str]:
    """What a split names the case by."""
    return frozenset(filter(None, (case["code"], case["submission_number"])))


def of_case(case: CaseLookedAt, setting: Setting) -> Matter:
    """A case, for what is done to it beside its tasks."""
    return Matter(
        *(case["province_code"], setting, case["receiving_unit"]),
        receiving=case["receiving_unit"],
        returning=case["returning_unit"],
        account_id=case["account_id"],
        procedure_code=case["procedure_code"],
        commune=case["first_commune"] or case["commune"],
        refs=refs_of(case),
    )


def of_task(case: CaseOfTask, task: TaskLookedAt, setting: Setting) -> Matter:
    """A task of a case."""
    unit = task["unit_code"]
    return Matter(
        *(case["province_code"], setting, unit),
        desk=(unit, task["position_code"]),
        holder=task["officer_id"],
        led_by=setting.led_from(unit),
        procedure_code=case["procedure_code"],
    )


def of_file(
    case: CaseLookedAt,
    *,
    competent_unit: str,
    task_units: Collection[str],
    watching: Collection[str],
    asked: Collection[str],
    setting: Setting,
) -> Matter:
    """The file of a case, whose tasks went to these units, for who reads it.

    ``watching``: the competent unit's own centres (decree 118/2025 art. 20), ``asked``: the units
    that were asked for an opinion.
    """
    own = {case["receiving_unit"], case["returning_unit"], competent_unit}
    return Matter(
        *(case["province_code"], setting, competent_unit),
        led_by={
            above for unit in {competent_unit, *task_units} for above in setting.led_from(unit)
        },
        units=own.union(task_units),
        watching=watching,
        asked=asked,
        account_id=case["account_id"],
        procedure_code=case["procedure_code"],
        commune=case["first_commune"] or case["commune"],
        refs=refs_of(case),
    )
