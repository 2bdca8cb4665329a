"""What needs an administrator today: what waits for them, what ends, what is missing."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request

from api.http import now, reading, require, today
from api.http.doors import needs
from engine.access import Administrator, holds
from engine.accounts import Person
from engine.administration.people.confirming import Awaiting, awaiting
from engine.administration.people.vacancies import (
    Vacancy,
    count_vacancies,
    vacancies,
    without_account,
)
from engine.administration.registers.missing_accounts import without_beneficiary_account
from engine.administration.reviewing.checklist import AgencyReview, agencies_reviewing
from engine.administration.reviewing.sign_off import RIGHT as SIGNS
from engine.administration.rules.list_rules import ending_for, own_drafts, waiting_for
from engine.administration.rules.sent_back import sent_back_to
from engine.designing.delayed import delayed_decisions
from engine.designing.rights import designer, sees_designs
from engine.organisation.tree import setting_of
from engine.proposing.reading import ProposalRow, given_back, proposals
from engine.proposing.rights import publisher, takes_part
from engine.queries.closed_services import closed_services
from engine.queries.outage_slips import slips_to_confirm
from engine.queries.stopped import stopped_cases
from web.forms.administering import administrator_here

blueprint = Blueprint("admin_home", __name__)

SHOWN = 4
"""Names that a line tells; the rest are counted."""
UNITS = 30
"""Units of the page of what is missing, unless all are asked for."""


@blueprint.get("/quan-tri")
@needs("organisation.gaps")
def home() -> str:
    """What needs this person today, each with the page that mends it."""
    return render_template("pages/admin_home.html", SHOWN=SHOWN, **_found())


@blueprint.get("/quan-tri/con-thieu")
@needs("organisation.gaps")
def missing() -> str:
    """Posts that nobody holds, officers who can't sign in, units without an account for fees.

    Units with most of it first; all of them with ``het``.
    """
    with reading() as session:
        admin = administrator_here(session)
        told: dict[str, Any] = {"admin": admin, "day": today()}
        empty = vacancies(session, **told)
        strangers = without_account(session, **told)
        unpaid = without_beneficiary_account(session, **told)
    most = None if request.args.get("het") else UNITS
    return render_template(
        "pages/admin_missing.html",
        vacancies=empty,
        strangers=strangers,
        unpaid=unpaid,
        by_unit=_by_unit(empty)[:most],
        units=len({one.unit_name for one in empty}),
        most=most,
    )


def _by_unit(empty: Sequence[Vacancy]) -> list[tuple[str, list[Vacancy]]]:
    """Those that most stops in first."""
    found: dict[str, list[Vacancy]] = {}
    for one in empty:
        found.setdefault(one.unit_name, []).append(one)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def _found() -> dict[str, Any]:
    who = require("officer")
    with reading() as session:
        admin = administrator_here(session)
        endings, ending = ending_for(session, admin=admin, now=now(), first=SHOWN)
        here: dict[str, Any] = {"admin": admin, "day": today()}
        waiting, rules = (
            waiting_for(session, admin=admin, now=now(), first=SHOWN)
            if holds(who, "rules.keep")
            else (0, ())
        )
        proposed: tuple[ProposalRow, ...] = ()
        back: tuple[ProposalRow, ...] = ()
        if takes_part(who):
            part = publisher(session, who)
            rows = proposals(session, who=part, now=now())
            proposed = tuple(row for row in rows if "approve" in row.acts)
            back = given_back(session, who=part, now=now())
        return {
            "vacant": count_vacancies(session, **here),
            "strangers": len(without_account(session, **here)),
            "unpaid": len(without_beneficiary_account(session, **here)),
            "delayed": delayed_decisions(session, who=designer(session, who), now=now())
            if sees_designs(who)
            else (),
            "closed": closed_services(session, admin=admin),
            "waiting": waiting,
            "rules": rules,
            "endings": endings,
            "ending": ending,
            "drafts": own_drafts(session, admin=admin, now=now()),
            "proposed": proposed,
            "back": back,
            "rules_back": sent_back_to(session, admin=admin, now=now())
            if holds(who, "rules.keep")
            else (),
            "stopped": stopped_cases(session, admin=admin, now=now())
            if holds(who, "incidents.read")
            else (),
            "slips": slips_to_confirm(session, person=who),
            **_reviews(session, who, admin),
            "signs": holds(who, SIGNS),
            "keeps_rules": holds(who, "rules.keep"),
            "people": _to_confirm(session, who, admin),
        }


def _to_confirm(session: Any, who: Person, admin: Administrator) -> list[Awaiting]:
    """Posts and roles that wait for this person, not for another."""
    if not holds(who, "access.confirm"):
        return []
    return [one for one in awaiting(session, admin=admin, now=now()) if one.may_confirm]


def _reviews(session: Any, who: Person, admin: Administrator) -> dict[str, list[AgencyReview]]:
    """The agencies that have something to look through, all or those they sign for; and those that
    found something wrong: whoever answers for the whole province mends it."""
    setting = setting_of(session, admin.province_code)
    whole = admin.may("organisation.gaps", setting)
    if not whole and not holds(who, SIGNS):
        return {"reviews": [], "wrong": []}
    found = agencies_reviewing(session, person=who, province_code=admin.province_code, now=now())
    rows = [one for one in found if one.unit_code]
    return {
        "reviews": [
            one for one in rows if one.open and (whole or admin.may(SIGNS, setting, one.unit_code))
        ],
        "wrong": [one for one in rows if one.wrong] if whole else [],
    }
