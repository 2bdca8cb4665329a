"""Who may do what: roles, rights, and the one table that joins them."""

from engine.access.administering import (
    Administrator,
    administrator,
    check_administers,
    operator,
)
from engine.access.asking import By, Matter, handles_own, held, holds, may, stands_in, units_of
from engine.access.cases import (
    OpenTask,
    Papers,
    Reader,
    Seen,
    of_applicants,
    offered,
    offered_in_list,
    papers_are,
    reads_case_as,
    takers,
)
from engine.access.matters import (
    CaseLookedAt,
    TaskLookedAt,
    of_case,
    of_file,
    of_task,
    with_people,
)
from engine.access.reaching import (
    CasesReached,
    UnitsReached,
    cases_reached,
    units_led,
    units_reached,
)
from engine.access.rights import RIGHTS, of_act
from engine.access.roles import (
    ADMIN_POSITIONS,
    REACHES,
    ROLES,
    UNIT_ADMIN,
    is_administrator,
    reaches_of,
)

__all__ = [
    "ADMIN_POSITIONS",
    "REACHES",
    "RIGHTS",
    "ROLES",
    "UNIT_ADMIN",
    "Administrator",
    "By",
    "CaseLookedAt",
    "CasesReached",
    "Matter",
    "OpenTask",
    "Papers",
    "Reader",
    "Seen",
    "TaskLookedAt",
    "UnitsReached",
    "administrator",
    "cases_reached",
    "check_administers",
    "handles_own",
    "held",
    "holds",
    "is_administrator",
    "may",
    "of_act",
    "of_applicants",
    "of_case",
    "of_file",
    "of_task",
    "offered",
    "offered_in_list",
    "operator",
    "papers_are",
    "reaches_of",
    "reads_case_as",
    "stands_in",
    "takers",
    "units_led",
    "units_of",
    "units_reached",
    "with_people",
]
