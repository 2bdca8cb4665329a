"""Rules of the province: the list, one decision with what it changes, and the acts on it."""

from collections.abc import Callable, Mapping
from typing import Any, get_args
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import holds
from engine.administration.rules.apply_rule import (
    Applied,
    DryRun,
    apply_to_running,
    dry_run,
)
from engine.administration.rules.approve_rule import approve_rule, send_back_rule, submit_rule
from engine.administration.rules.before import values_before
from engine.administration.rules.draft_rule import discard_rule
from engine.administration.rules.end_rule import (
    approve_end,
    propose_end,
    send_back_end,
    withdraw_end,
)
from engine.administration.rules.ending import MOST
from engine.administration.rules.list_rules import (
    RulePage,
    Which,
    local_rules,
    rule_counts,
    units_ruled,
)
from engine.administration.rules.offering import LABELS, RuleActKind, rule_acts
from engine.administration.rules.read_rules import basis_document, end_basis_words, local_rule
from engine.administration.rules.warning import promises_of
from engine.catalogue.rules.kinds import KINDS
from engine.errors import EntryInvalid, Refusal, RuleNotForRunning
from web.admin.drawing import drawn
from web.admin.posting import FILE, ending_posted
from web.forms.administering import administrator_here
from web.forms.filters import chosen, named, procedure_asked, unit_asked
from web.forms.once import once
from web.frame.sent_files import sent
from web.officer.listing import Link

blueprint = Blueprint("rules_pages", __name__, url_prefix="/quan-tri/quy-dinh")

CHIPS: Mapping[Which, str] = {
    "all": "Tất cả",
    "waiting": "Chờ duyệt",
    "ending": "Sắp hết, chưa có bản thay",
    "in_force": "Đang có hiệu lực",
    "scheduled": "Sắp có hiệu lực",
    "draft": "Bản nháp",
    "over": "Đã hết",
}
LOOKS: Mapping[Which, str] = {"waiting": "wait", "ending": "soon"}
WORDS_OF_ACTS: Mapping[str, RuleActKind] = {
    "gui": "submit",
    "bo": "discard",
    "duyet": "approve",
    "tra-lai": "send_back",
    "ap-dung": "apply",
    "ket-thuc": "propose_end",
    "rut-ket-thuc": "withdraw_end",
    "duyet-ket-thuc": "approve_end",
    "tra-ket-thuc": "send_back_end",
}
TOLD: Mapping[RuleActKind, str] = {
    "submit": "Đã gửi người duyệt. Người khác cùng quyền duyệt thì quy định mới có hiệu lực.",
    "discard": "Đã bỏ bản nháp. Bản nháp vẫn được lưu ở mục Tất cả.",
    "approve": "Đã duyệt.",
    "send_back": "Đã trả lại người lập.",
    "apply": "Đã áp dụng cả quyết định cho {cases} hồ sơ đang xử lý{each}.",
    "propose_end": "Đã đề nghị kết thúc sớm, chờ người khác duyệt.",
    "withdraw_end": "Đã rút đề nghị kết thúc sớm.",
    "approve_end": "Đã duyệt kết thúc sớm.",
    "send_back_end": "Đã trả lại đề nghị kết thúc sớm. Quy định vẫn có hiệu lực.",
}
SHOWN = 50
"""Cases of a dry run that a page shows; the rest are counted."""
EVENTS: Mapping[str, str] = {
    "rule_drafted": "lập",
    "rule_changed": "sửa",
    "rule_submitted": "gửi duyệt",
    "rule_sent_back": "trả lại",
    "rule_approved": "duyệt",
    "rule_discarded": "bỏ bản nháp",
    "rule_end_proposed": "đề nghị kết thúc sớm",
    "rule_end_withdrawn": "rút đề nghị kết thúc sớm",
    "rule_end_sent_back": "trả lại đề nghị kết thúc sớm",
    "rule_ended_early": "duyệt kết thúc sớm",
    "rule_end_undone": "áp dụng lại: việc sắp xếp đơn vị được hoàn tác",
    "rule_carried": "áp dụng tiếp ở đơn vị mới, khi chia đơn vị",
    "rule_end_lapsed": "đề nghị kết thúc sớm hết việc: đã có quy định thay",
    "rule_applied": "áp dụng cho hồ sơ đang xử lý",
}
"""What was done with a rule, as its history says it after a name."""


@blueprint.get("")
@needs("rules.read")
def listed() -> str | tuple[str, int]:
    """The part (``loc``), kind, procedure, unit and number of the basis that the address names.

    A value that there isn't is told at its field, over no rows.
    """
    try:
        return _list()
    except EntryInvalid as refusal:
        return _list(refusal), status_of(refusal)


def _list(refusal: EntryInvalid | None = None) -> str:
    who = require("officer")
    told: dict[str, Any] = {"person": who, "province_code": who.province_code, "now": now()}
    faults: Any = refusal.details["faults"] if refusal else ()
    wrong = {one["field"]: one["message"] for one in faults}
    which: Which = "all"
    page, counts = RulePage((), None), dict[Which, int]()
    with reading() as session:
        if refusal is None:
            which, wanted = _wanted(session)
            cursor = request.args.get("sau") or None
            page = local_rules(
                session, which=which, first_only=True, cursor=cursor, **wanted, **told
            )
            counts = dict(rule_counts(session, **wanted, **told))
        also = None if refusal else wanted["unit"]
        units = units_ruled(session, person=who, province_code=told["province_code"], also=also)
    return render_template(
        "pages/rules.html",
        page=page,
        which=which,
        chips=[_chip(one, counts, which, wrong) for one in CHIPS],
        picture=drawn(page.rows, now().date()),
        kinds=KINDS,
        units=units,
        typed=request.args,
        keeps=holds(who, "rules.keep"),
        later=_address(which, sau=page.next) if page.next else None,
        refusal=refusal,
        wrong=wrong,
    )


def _wanted(session: Any) -> tuple[Which, dict[str, Any]]:
    """What the address asks for. Raises EntryInvalid."""
    which: Which = chosen("loc", "mục", get_args(Which), "all")
    return which, {
        "kind": named("loai", "loại quy định", KINDS),
        "procedure": procedure_asked(session, "tt"),
        "unit": unit_asked(session),
        "number": request.args.get("so", "").strip() or None,
    }


def _chip(one: Which, counts: Mapping[Which, int], which: Which, wrong: Mapping[str, str]) -> Link:
    count = counts.get(one)
    words = "" if count is None else f"{MOST - 1}+" if count >= MOST else str(count)
    address = _address(one, **dict.fromkeys(set(wrong) - {"loc"}))
    return Link(CHIPS[one], words, address, one == which, LOOKS.get(one, ""))


def _address(which: Which, **more: str | None) -> str:
    kept = {name: request.args.get(name, "") for name in ("loai", "tt", "dv", "so")}
    named = {"loc": "" if which == "all" else which, **kept, **more}
    query = urlencode({key: value for key, value in named.items() if value})
    return url_for("rules_pages.listed") + (f"?{query}" if query else "")


@blueprint.get("/<rule_id>")
@needs("rules.read")
def shown(rule_id: str) -> str:
    """A rule with all of its decision: before and after, the running cases, the acts."""
    return _page(rule_id)


@blueprint.get("/<rule_id>/in")
@needs("rules.read")
def printed(rule_id: str) -> str:
    """The rule with all of its decision, on paper."""
    who = require("officer")
    told: dict[str, Any] = {"person": who, "province_code": who.province_code}
    with reading() as session:
        view = local_rule(session, rule_id=rule_id, now=now(), **told)
        before = values_before(session, view=view, **told)
    rows = (view.row, *view.beside)
    return render_template(
        "pages/rule_printed.html",
        view=view,
        rows=rows,
        before=before,
        events=EVENTS,
        end_basis=end_basis_words,
    )


@blueprint.get("/<rule_id>/van-ban")
@needs("rules.read")
def document(rule_id: str) -> Response:
    """The document of the legal basis: whoever decides reads it here."""
    who = require("officer")
    with reading() as session:
        digest, name = basis_document(
            session, person=who, province_code=who.province_code or "", rule_id=rule_id
        )
    return sent(digest=digest, name=name)


@blueprint.post("/<rule_id>/<word>")
@needs("rules.keep")
def done(rule_id: str, word: str) -> Response | tuple[str, int]:
    """One act on the rule and all of its decision."""
    kind = WORDS_OF_ACTS.get(word) or abort(404)
    who = require("officer")
    try:
        given = _GIVEN.get(kind, dict)()

        def act(session: Any) -> dict[str, Any]:
            admin = administrator_here(session)
            saved = _DO[kind](session, admin=admin, rule_id=rule_id, now=now(), **given)
            return {"id": rule_id, "cases": getattr(saved, "cases", 0), "each": _each(saved)}

        _, answer = once(who, act)
    except Refusal as refusal:
        return _page(rule_id, refusal), status_of(refusal)
    flash(TOLD[kind].format(**answer))
    if kind == "discard":
        return redirect(url_for("rules_pages.listed"), code=303)
    return redirect(url_for("rules_pages.shown", rule_id=rule_id), code=303)


def _each(saved: Any) -> str:
    """How far the rules of an applied decision reached, where there are several."""
    if not isinstance(saved, Applied) or len(saved.rules) == 1:
        return ""
    changed = sum(one.cases > 0 for one in saved.rules)
    return f", {changed} trong {len(saved.rules)} quy định có thay đổi"


_DO: Mapping[RuleActKind, Callable[..., Any]] = {
    "submit": submit_rule,
    "discard": discard_rule,
    "approve": approve_rule,
    "send_back": send_back_rule,
    "apply": apply_to_running,
    "propose_end": propose_end,
    "withdraw_end": withdraw_end,
    "approve_end": approve_end,
    "send_back_end": send_back_end,
}
_GIVEN: Mapping[RuleActKind, Callable[[], dict[str, Any]]] = {
    "approve": lambda: {"seen": request.form.get("seen", "")},
    "approve_end": lambda: {"seen": request.form.get("seen", "")},
    "send_back": lambda: {"reason": request.form.get("reason", "")},
    "send_back_end": lambda: {"reason": request.form.get("reason", "")},
    "propose_end": ending_posted,
    "apply": lambda: {"digest": request.form.get("digest", "")},
}


def _page(rule_id: str, refusal: Refusal | None = None) -> str:
    who = require("officer")
    told: dict[str, Any] = {"person": who, "province_code": who.province_code}
    tried = request.args.get("thu", "")
    with reading() as session:
        view = local_rule(session, rule_id=rule_id, now=now(), **told)
        admin = administrator_here(session)
        acts = rule_acts(session, admin=admin, rule_id=rule_id, now=now())
        before = values_before(session, view=view, **told)
        warnings = promises_of(session, who.province_code or "", view) if acts else ()
        run = _run(session, admin, rule_id) if tried and acts else None
    return render_template(
        "pages/rule.html",
        view=view,
        rows=(view.row, *view.beside),
        acts=acts,
        labels=LABELS,
        events=EVENTS,
        end_basis=end_basis_words,
        before=before,
        warnings=warnings,
        run=run,
        of_rule={one.rule_id: one for one in run.rules} if run else {},
        tried=tried,
        shown=SHOWN,
        FILE=FILE,
        refusal=refusal,
        typed=request.form if refusal else {},
    )


def _run(session: Any, admin: Any, rule_id: str) -> DryRun | None:
    """What the decision would change in running cases; ``None`` where it reaches none."""
    try:
        return dry_run(session, admin=admin, rule_id=rule_id, now=now())
    except RuleNotForRunning:
        return None
