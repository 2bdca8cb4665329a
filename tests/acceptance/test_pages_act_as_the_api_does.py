"""Whatever a form of a page does, a program does over the API, by the very same use-case.

A new form fails here until its row says by which operation a program does the same.
"""

from collections.abc import Mapping
from importlib import import_module
from inspect import isfunction

import pytest
from flask import Flask

from api.v1 import petitions as petition_desk
from web.admin.rules import _DO
from web.admin.units import _ACTS
from web.officer.petitions import DOING
from web.officer.publishing import WORDS_OF_ACTS
from web.officer.rights import DONE
from web.officer.stopped import CONFIRMING, MENDING

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Same = tuple[str, str]
"""The operation as the API names it, and the use-case that both call."""
P = "<province_code>"
DOES: Mapping[str, Same] = {
    # accounts and access
    "keeping.made": (f"POST /accounts/{P}", "make_accounts"),
    "keeping.reset": (f"POST /accounts/{P}/<username>/reset", "reset_account"),
    "keeping.locked": (f"POST /accounts/{P}/<username>/lock", "lock_account"),
    "keeping.unlocked": (f"POST /accounts/{P}/<username>/unlock", "unlock_account"),
    "keeping.numbered": (f"POST /accounts/{P}/<username>/identity-number", "name_number"),
    "keeping.closed": (f"POST /accounts/{P}/<username>/close", "close_account"),
    "granting.given": (f"POST /access/{P}/grants", "grant_role"),
    "granting.ended": (f"POST /access/{P}/grants/<grant_id>/end", "end_grant"),
    "rights.decided xac-nhan": (f"POST /access/{P}/awaiting/<awaiting_id>/confirm", "confirm"),
    "rights.decided bo": (f"POST /access/{P}/awaiting/<awaiting_id>/drop", "drop"),
    "system_tokens.proposed": (f"POST /tokens/{P}", "propose_token"),
    "system_tokens.confirmed": (f"POST /tokens/{P}/<token_id>/confirm", "confirm_token"),
    "system_tokens.ended": (f"POST /tokens/{P}/<token_id>/end", "end_token"),
    "password.set_by_code": ("POST /password", "set_password"),
    "password.changed": ("POST /session/password", "change_password"),
    "second_factor.begun": ("POST /session/second-factor", "begin_second_factor"),
    "second_factor.confirmed": ("POST /session/second-factor/confirm", "confirm"),
    "second_factor.given_up": ("POST /session/second-factor/give-up", "give_up"),
    "entry_codes.sent": ("POST /session/codes", "send_code"),
    "entry_codes.enter": ("POST /session/by-code", "sign_in_by_code"),
    "sign_in.enter": ("POST /session", "sign_in"),
    "sign_in.leave": ("DELETE /session", "sign_out"),
    "sessions.end_others": ("DELETE /sessions", "sign_out_elsewhere"),
    # organisation
    "units_pages.done cu": (f"POST /organisation/{P}/posts", "appoint"),
    "units_pages.done thoi": (f"POST /organisation/{P}/posts/end", "end_appointment"),
    "units_pages.done thay": (f"POST /organisation/{P}/substitutions", "stand_in"),
    "units_pages.done thoi-thay": (
        f"POST /organisation/{P}/substitutions/<substitution_id>/end",
        "end_substitution",
    ),
    "units_pages.done them": (f"POST /organisation/{P}/units", "put_unit"),
    "units_pages.done doi-ten": (f"POST /organisation/{P}/units/<code>/rename", "rename_unit"),
    "units_pages.done ket-thuc": (f"POST /organisation/{P}/units/<code>/end", "end_unit"),
    "moving.done": (f"POST /organisation/{P}/posts/move", "move_officer"),
    "moving_desk.done": (f"POST /organisation/{P}/desks/move", "move_desk"),
    "moving_desk.ended": (f"POST /organisation/{P}/desks/move/end", "end_desk_move"),
    "reorganising.send": ("POST /proposals/reorganisations", "propose_reorganisation"),
    "splitting.send": ("POST /proposals/reorganisations", "propose_reorganisation"),
    "positions_pages.kept": (f"POST /organisation/{P}/positions", "put_position"),
    "positions_pages.named": (f"POST /organisation/{P}/focal-persons", "name_focal_person"),
    "serving.added": (f"POST /organisation/{P}/serving-units", "serve_communes"),
    "serving.ended": (f"POST /organisation/{P}/serving-units/end", "end_serving"),
    "serving.taken_back": (
        f"POST /organisation/{P}/serving-units/take-back",
        "take_back_serving",
    ),
    "unit_calendar_pages.chosen": (
        f"POST /organisation/{P}/units/<code>/calendar",
        "choose_calendar",
    ),
    "calendar_pages.tried": ("POST /proposals/calendar-days/dry-run", "rehearsed"),
    "calendar_pages.proposed": ("POST /proposals/calendar-days", "propose_calendar_day"),
    "closed.checked": (
        f"POST /organisation/{P}/closed-services/<procedure_code>/check",
        "check_again",
    ),
    # the administrator's and the leader's pages
    "fee_pages.account_kept": (f"POST /catalogue/{P}/registers/<register_name>", "put_entry"),
    "import_pages.compared": (f"POST /catalogue/{P}/tables/<table>/compare", "compare_table"),
    "import_pages.written": (f"POST /catalogue/{P}/tables/<table>/write", "write_part"),
    "review_pages.signed": (f"POST /catalogue/{P}/reviews/<unit_code>", "sign_off"),
    "rule_forms.added": (f"POST /provinces/{P}/rule-decisions", "draft_decision"),
    "rule_forms.cut": (f"POST /provinces/{P}/rule-decisions", "draft_decision"),
    "rules_pages.done submit": (f"POST /provinces/{P}/rules/<rule_id>/submit", "submit_rule"),
    "rules_pages.done discard": (f"POST /provinces/{P}/rules/<rule_id>/discard", "discard_rule"),
    "rules_pages.done approve": (f"POST /provinces/{P}/rules/<rule_id>/approve", "approve_rule"),
    "rules_pages.done send_back": (
        f"POST /provinces/{P}/rules/<rule_id>/send-back",
        "send_back_rule",
    ),
    "rules_pages.done apply": (f"POST /provinces/{P}/rules/<rule_id>/apply", "apply_to_running"),
    "rules_pages.done propose_end": (f"POST /provinces/{P}/rules/<rule_id>/end", "propose_end"),
    "rules_pages.done withdraw_end": (
        f"POST /provinces/{P}/rules/<rule_id>/end/withdraw",
        "withdraw_end",
    ),
    "rules_pages.done approve_end": (
        f"POST /provinces/{P}/rules/<rule_id>/end/approve",
        "approve_end",
    ),
    "rules_pages.done send_back_end": (
        f"POST /provinces/{P}/rules/<rule_id>/end/send-back",
        "send_back_end",
    ),
    "publishing.decide duyet": ("POST /proposals/<proposal_id>/approve", "approve"),
    "publishing.decide tra-lai": ("POST /proposals/<proposal_id>/send-back", "send_back"),
    "publishing.decide rut": ("POST /proposals/<proposal_id>/withdraw", "withdraw"),
    "publishing.decide hoan-tac": ("POST /proposals/<proposal_id>/undo", "undo_reorganisation"),
    "stopped.mended chay-lai": (f"POST /incidents/{P}/<ref>/retry", "retry_stopped"),
    "stopped.mended gia-tri": (f"POST /incidents/{P}/<ref>/value", "give_value"),
    "stopped.mended ve-buoc": (f"POST /incidents/{P}/<ref>/back", "send_back"),
    "stopped.mended vi-tri": (f"POST /incidents/{P}/<ref>/desk", "give_desk"),
    "stopped.confirmed xac-nhan": (f"POST /incidents/{P}/<ref>/confirm", "confirm_repair"),
    "stopped.confirmed bo-de-nghi": (f"POST /incidents/{P}/<ref>/drop", "drop_repair"),
    "signing_desk.decided": ("POST /signing", "signing"),
    "many.done": ("POST /many-tasks/reassign", "by_act"),
    "watching.watch": ("PUT /cases/<ref>/watch", "watch_case"),
    "watching.unwatch": ("DELETE /cases/<ref>/watch", "watch_case"),
    # citizens, the counter
    "draft_pages.drop": ("DELETE /drafts/<draft_id>", "drop_draft"),
    "guiding.send": ("POST /guidance", "guide"),
    "petitions.send": ("POST /petitions", "file_petition"),
    "petitions.more": ("POST /petitions/<code>/more", "add_to_petition"),
    "rating.send": ("POST /tracking/<ref>/rate", "rate_by_secret"),
    "tracking.open_with_proof": ("POST /tracking/<ref>", "tracked"),
    "tracking.withdraw": ("POST /tracking/<ref>/withdraw", "withdraw_by_secret"),
    # designers
    "design_play.go": ("POST /designs/<code>/play", "play"),
    "design_try.run": ("POST /designs/<code>/scenarios", "run_scenarios"),
    "design_publish.tried": ("POST /designs/<code>/places", "where_fileable"),
}
THROUGH: Mapping[str, str] = {
    "web.admin.reorganising": "web.admin.plans_sent",
    "web.admin.splitting": "web.admin.plans_sent",
}
"""The modules in which pages share what they send."""
WITHOUT: Mapping[str, str] = {
    "display.change": "how this browser shows pages",
    "sign_in.as_demo": "a button of the demonstration: a program signs in",
    "second_factor.enter": "POST /session takes the code with the password",
    "many.chosen": "asks, and does nothing",
    "signing_desk.chosen": "the same",
    "filing.send": "POST /cases; what a form's controls say is read in web.forms",
    "reception.send": "the same",
    "reception.send_online": "the same",
    "work.on_task": "the table of acts makes both (test_acts)",
    "work.on_case": "the same",
    "work.ended": "the same",
    "petition_desk.done": "/petition-desk: the words of DOING are asked below",
    "design_acts.done": "/designs: the acts of engine.designing.change (test_doors_of_designs)",
    "design.uploaded": "POST /designs/<code>/files",
    "design_list.uploaded": "POST /designs",
    "unit_calendar_pages.begun": "POST /organisation/…/calendars/<code> sends the whole calendar",
}
"""The forms whose act has no operation of its own, and why."""


def operations(app: Flask) -> dict[str, str]:
    """Every operation of the API, and the module that has it."""
    found = {}
    for rule in app.url_map.iter_rules():
        at = str(rule).removeprefix("/api/v1")
        for method in rule.methods or () if at != str(rule) else ():
            found[f"{method} {at}"] = app.view_functions[rule.endpoint].__module__
    return found


def acts_in(module: str, use_case: str) -> set[object]:
    """The functions of this name that a module has or calls."""
    found = vars(import_module(module)).values()
    return {one for one in found if isfunction(one) and one.__name__ == use_case}


def test_every_form_has_its_operation_or_a_reason(app: Flask) -> None:
    forms = {
        str(rule.endpoint)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not str(rule).startswith("/api/")
    }
    assert {one.partition(" ")[0] for one in DOES} | {*WITHOUT} == forms
    words = {
        "units_pages.done": _ACTS,
        "rules_pages.done": _DO,
        "publishing.decide": WORDS_OF_ACTS,
        "stopped.mended": MENDING,
        "stopped.confirmed": CONFIRMING,
        "rights.decided": DONE,
    }
    for form, of_form in words.items():
        told = {one.partition(" ")[2] for one in DOES if one.startswith(f"{form} ")}
        assert told == {*of_form}, form


def test_the_operation_calls_the_use_case_that_the_page_calls(app: Flask) -> None:
    offered = operations(app)
    for form, (operation, use_case) in DOES.items():
        assert operation in offered, form
        module = app.view_functions[form.partition(" ")[0]].__module__
        page = acts_in(THROUGH.get(module, module), use_case)
        assert page & acts_in(offered[operation], use_case), form
    for act, _ in DOING.values():
        assert act in acts_in(petition_desk.__name__, act.__name__), act
