"""What the steps of a procedure are called, for who reads a rule of one."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.packages import current_digest, package
from engine.catalogue.rules.scope import Scope
from engine.errors import ProcedureNotFound
from engine.routing.definitions import definition_of
from engine.store.rules import LocalRule


def step_names(
    session: Session, *, province_code: str, procedure_code: str, day: date
) -> Mapping[str, str]:
    """By element, of the version in force on the day; none where there is none."""
    try:
        digest = current_digest(
            session, province_code=province_code, procedure_code=procedure_code, day=day
        )
    except ProcedureNotFound:
        return {}
    steps = definition_of(package(session, province_code, digest)).steps
    return {element: step.name for element, step in steps.items()}


def steps_of_rules(
    session: Session, province_code: str, rules: Sequence[LocalRule]
) -> Mapping[str, str]:
    """By rule that is about a step: what the step was called on the rule's first day."""
    named: dict[tuple[str, date], Mapping[str, str]] = {}
    found = {}
    for rule in rules:
        scope = Scope.of(rule.target, rule.place, rule.element)
        if not (scope.procedure and scope.element):
            continue
        code, day = one = (scope.procedure, rule.valid_from)
        if one not in named:
            told = {"province_code": province_code, "procedure_code": code}
            named[one] = step_names(session, **told, day=day)
        found[rule.id] = named[one].get(scope.element, "")
    return found
