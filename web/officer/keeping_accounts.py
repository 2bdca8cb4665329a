"""Accounts of officers: who has one, codes handed out on paper, locked and opened; empty desks."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, parts, reading, require, today, writing
from api.http.doors import needs
from api.http.problems import page_of
from engine.access import holds
from engine.accounts import Person
from engine.accounts.codes import Slip
from engine.administration.accounts.close_account import close_account
from engine.administration.accounts.leaving import leaving
from engine.administration.accounts.lock_account import lock_account, unlock_account
from engine.administration.accounts.make_accounts import make_accounts
from engine.administration.accounts.name_number import name_number
from engine.administration.accounts.officers_accounts import OfficerAccount, officers_accounts
from engine.administration.accounts.reset_account import reset_account
from engine.administration.people.vacancies import vacancies
from engine.administration.people.waiting import waiting
from engine.errors import Refusal
from engine.organisation.tree import Setting, setting_of
from engine.typed import folded
from engine.typed.folding import sought
from web.forms.administering import administrator_here
from web.forms.filters import chosen, unit_asked
from web.forms.once import once

blueprint = Blueprint("keeping", __name__)

SHOWN = 200
"""Rows that are shown at once; who looks for somebody else filters."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a state of accounts is shown: in addresses, in words, with which mark."""

    word: str
    words: str
    mark: str


LOOKS: Mapping[str, Look] = {
    "none": Look("chua-co", "Chưa có tài khoản", "today"),
    "invited": Look("cho-dat", "Chờ đặt mật khẩu", "wait"),
    "unused": Look("chua-dung", "Chưa đăng nhập lần nào", "soon"),
    "locked": Look("khoa", "Đang khóa", "hold"),
    "in_use": Look("dang-dung", "Đang dùng", "ok"),
    "left": Look("da-dong", "Đã đóng", "done"),
}
ALL = "tat-ca"


def sees_accounts(person: Person) -> bool:
    """Whether the page is for this person."""
    return holds(person, "accounts.read")


@blueprint.get("/tai-khoan")
@needs("accounts.read")
def listed() -> str:
    """Every officer whose account the reader keeps, those without one first."""
    return _list()


@blueprint.post("/tai-khoan")
@needs("accounts.keep")
def made() -> str | Response:
    """Give the ticked officers accounts: the sheet of their codes, shown this once."""
    with writing() as session:
        slips = make_accounts(
            session,
            admin=administrator_here(session),
            usernames=request.form.getlist("ai"),
            term=parts().sign_in.code,
            now=now(),
        )
    if not slips:
        flash("Không ai được cấp thêm: hãy chọn người chưa có tài khoản.")
        return redirect(url_for("keeping.listed"), code=303)
    return _sheet(slips)


@blueprint.get("/tai-khoan/<username>")
@needs("accounts.read")
def opened(username: str) -> str:
    """One officer's account, and what may be done with it."""
    return _one(username)


@blueprint.post("/tai-khoan/<username>/cap-lai")
@needs("accounts.keep")
def reset(username: str) -> str | Response:
    """A fresh code in place of the password: its slip, shown this once."""
    try:
        with writing() as session:
            admin, term = administrator_here(session), parts().sign_in.code
            slip = reset_account(session, admin=admin, username=username, term=term, now=now())
    except Refusal as refusal:
        return page_of(_one(username, refusal), refusal)
    return _sheet([slip])


@blueprint.post("/tai-khoan/<username>/khoa")
@needs("accounts.keep")
def locked(username: str) -> Response:
    """Lock it, for a reason."""

    def lock(session: Any) -> dict[str, Any]:
        admin, reason = administrator_here(session), request.form.get("reason")
        lock_account(session, admin=admin, username=username, reason=reason, now=now())
        return {}

    return _done(username, lock, "Đã khóa tài khoản; mọi nơi đang đăng nhập đã bị đăng xuất.")


@blueprint.post("/tai-khoan/<username>/mo-khoa")
@needs("accounts.keep")
def unlocked(username: str) -> Response:
    """Open it again, also after too many wrong passwords."""

    def unlock(session: Any) -> dict[str, Any]:
        unlock_account(session, admin=administrator_here(session), username=username, now=now())
        return {}

    return _done(username, unlock, "Đã mở: đăng nhập lại được ngay.")


@blueprint.post("/tai-khoan/<username>/so-dinh-danh")
@needs("accounts.keep")
def numbered(username: str) -> Response:
    """Tell the officer's identity number, or take away a wrong one: nobody handles their own."""

    def number(session: Any) -> dict[str, Any]:
        admin, told = administrator_here(session), request.form.get("so", "")
        name_number(session, admin=admin, username=username, number=told, now=now())
        return {}

    told = "Đã ghi số định danh: không xử lý hồ sơ của chính mình."
    told = told if request.form.get("so", "").strip() else "Đã bỏ số định danh của tài khoản."
    return _done(username, number, told)


@blueprint.get("/tai-khoan/<username>/thoi-viec")
@needs("accounts.keep")
def leaves(username: str) -> str:
    """What somebody who leaves still holds, and who takes it."""
    return _leaver(username)


@blueprint.post("/tai-khoan/<username>/thoi-viec")
@needs("accounts.keep")
def closed(username: str) -> Response:
    """Move it all, and close the account for good."""

    def close(session: Any) -> dict[str, Any]:
        close_account(
            session,
            admin=administrator_here(session),
            username=username,
            successor=request.form.get("ai"),
            reason=request.form.get("reason"),
            now=now(),
        )
        return {}

    try:
        once(require("officer"), close)
    except Refusal as refusal:
        return page_of(_leaver(username, refusal), refusal)
    flash("Đã đóng tài khoản; việc, bản nháp đã chuyển, vị trí và vai trò kết thúc hôm nay.")
    return redirect(url_for("keeping.listed"), code=303)


@blueprint.get("/vi-tri-trong")
@needs("organisation.gaps")
def empty_desks() -> str:
    """Desks that published procedures need and nobody holds, with what stands still there."""
    with reading() as session:
        unit = unit_asked(session) or ""
        admin = administrator_here(session)
        setting = setting_of(session, admin.province_code)
        every = vacancies(session, admin=admin, day=today())
    here = [one for one in every if not unit or setting.within(one.unit_code, {unit})]
    here.sort(key=lambda one: -len(one.procedures))
    with reading() as session:
        rows = waiting(session, setting, units={one.unit_code for one in here[:SHOWN]})
    return render_template(
        "pages/empty_desks.html",
        rows=here[:SHOWN],
        waiting=[((one.unit_code, one.position_code), one.words) for one in rows],
        found=len(here),
        agencies=_agencies(setting, {one.unit_code for one in every}),
        unit=unit,
    )


def _done(username: str, act: Any, words: str) -> Response:
    try:
        once(require("officer"), act)
    except Refusal as refusal:
        return page_of(_one(username, refusal), refusal)
    flash(words)
    return redirect(url_for("keeping.opened", username=username), code=303)


def _list() -> str:
    with reading() as session:
        unit = unit_asked(session) or ""
        admin = administrator_here(session)
        setting = setting_of(session, admin.province_code)
        every = officers_accounts(session, admin=admin, now=now())
    here = [row for row in every if not unit or _within(setting, row, unit)]
    counts = Counter(row.state for row in here)
    usual = LOOKS["none"].word if counts["none"] else ALL
    which = chosen("loc", "mục", (ALL, *(one.word for one in LOOKS.values())), usual)
    words = folded(sought(request.args.get("q", "")))
    rows = [
        row
        for row in here
        if which in (ALL, LOOKS[row.state].word)
        and (not words or words in folded(f"{row.full_name} {row.account} {row.unit_name}"))
    ]
    return render_template(
        "pages/accounts.html",
        rows=rows[:SHOWN],
        found=len(rows),
        all=len(here),
        counts=counts,
        which=which,
        looks=LOOKS,
        every=ALL,
        agencies=_agencies(setting, {row.unit_code for row in every if row.unit_code}),
        unit=unit,
        sought=request.args.get("q", ""),
        days=parts().sign_in.code.days,
    )


def _within(setting: Setting, row: OfficerAccount, unit: str) -> bool:
    return row.unit_code is not None and setting.within(row.unit_code, {unit})


def _agencies(setting: Setting, units: Collection[str]) -> list[tuple[str, str]]:
    codes = {setting.agency_unit(unit) for unit in units}
    named = [(code, setting.unit_name(code)) for code in codes]
    return sorted(named, key=lambda one: folded(one[1]))


def _one(username: str, refusal: Refusal | None = None) -> str:
    with reading() as session:
        admin = administrator_here(session)
        every = officers_accounts(session, admin=admin, now=now())
        rows = waiting(session, setting_of(session, admin.province_code))
    row = next((one for one in every if one.username == username), None)
    if row is None:
        abort(404)
    return render_template(
        "pages/account.html",
        row=row,
        waiting=[one.what_where for one in rows if one.username == username],
        look=LOOKS[row.state],
        refusal=refusal,
        typed=request.form if refusal else {},
        days=parts().sign_in.code.days,
    )


def _leaver(username: str, refusal: Refusal | None = None) -> str:
    with reading() as session:
        found = leaving(session, admin=administrator_here(session), username=username, now=now())
    return render_template(
        "pages/leaver.html", found=found, refusal=refusal, typed=request.form if refusal else {}
    )


def _sheet(slips: Sequence[Slip]) -> str:
    return render_template("pages/account_slips.html", slips=slips, place=request.url_root)
