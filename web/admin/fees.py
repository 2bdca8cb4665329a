"""What is collected where, and which account receives it: read by all staff, changed from here."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import Administrator, holds
from engine.administration.people.listing import units
from engine.administration.registers.keep_registers import put_entry, read_register
from engine.administration.registers.missing_accounts import without_beneficiary_account
from engine.errors import EntryInvalid, Refusal
from engine.organisation.tree import setting_of
from engine.queries.collected_fees import collected_fees
from web.forms.administering import administrator_here
from web.forms.days import Days, day_in
from web.forms.faulty import faults_by_control
from web.forms.numbers import small
from web.forms.once import once
from web.frame.wording import day

blueprint = Blueprint("fee_pages", __name__, url_prefix="/quan-tri/phi")

ACCOUNTS = "beneficiary-accounts"
KEEPS = "catalogue.registers"
"""The right to write an account down."""
RECEIVED = {"both": "phí, lệ phí", "phi": "phí", "le_phi": "lệ phí"}


@blueprint.get("")
@needs("catalogue.read")
def listed() -> str | tuple[str, int]:
    """The fees of the day (``ngay``) at a unit (``dv``), of procedures with some words (``q``)."""
    try:
        return _fees()
    except EntryInvalid as refusal:
        return _fees(refusal), status_of(refusal)


@blueprint.get("/tai-khoan")
@needs("catalogue.read")
def accounts() -> str:
    """Every account that receives fees, and where there is none yet."""
    return _accounts()


@blueprint.post("/tai-khoan")
@needs(KEEPS)
def account_kept() -> Response | tuple[str, int]:
    """Write down an account of a unit, from a day on."""
    try:
        days = Days()
        values = {
            **{name: request.form.get(name, "") for name in ("unit_code", "kind", "bank")},
            **{name: request.form.get(name, "") for name in ("number", "name")},
            "valid_from": days.needed("valid_from", "Từ ngày").isoformat(),
        }
        until = days.read("valid_to", "Đến trước ngày")
        days.beside(
            {
                "unit_code": "Hãy chọn đơn vị thu.",
                "number": "Hãy ghi số tài khoản.",
                "name": "Hãy ghi tên tài khoản.",
                "bank": "Hãy ghi kho bạc, ngân hàng.",
            }
        )
        if until is not None:
            values["valid_to"] = until.isoformat()

        def act(session: Any) -> dict[str, Any]:
            admin = administrator_here(session)
            told: dict[str, Any] = {"register_name": ACCOUNTS, "values": values, "now": now()}
            days.around(lambda: put_entry(session, admin=admin, **told))
            return {}

        once(require("officer"), act)
    except Refusal as refusal:
        return _accounts(refusal), status_of(refusal)
    flash("Đã ghi tài khoản thu. Ghi vào nhật ký cấu hình với tên bạn.")
    return redirect(url_for("fee_pages.accounts"), code=303)


def _fees(refusal: Refusal | None = None) -> str:
    who = require("officer")
    code = who.province_code or ""
    typed = request.args
    asked = None if refusal else day_in("ngay", "Tính ngày", typed.get("ngay"))
    with reading() as session:
        page = collected_fees(
            session,
            person=who,
            province_code=code,
            day=asked or today(),
            unit=typed.get("dv") or None,
            search=typed.get("q"),
            after=typed.get("sau", 0, type=small),
        )
        every = units(session, person=who, province_code=code, day=today())
    kept = {name: typed[name] for name in ("q", "dv", "ngay") if typed.get(name)}
    return render_template(
        "pages/fees.html",
        page=page,
        units=[one for one in every if one.agency_code],
        typed=typed,
        keeps=holds(who, "rules.keep"),
        refusal=refusal,
        later=f"{url_for('fee_pages.listed')}?{urlencode({**kept, 'sau': page.next})}",
    )


def _accounts(refusal: Refusal | None = None) -> str:
    who = require("officer")
    code = who.province_code or ""
    told: dict[str, Any] = {"person": who, "province_code": code, "day": today()}
    with reading() as session:
        register = read_register(session, register_name=ACCOUNTS, **told)
        every = units(session, **told)
        admin = administrator_here(session)
        mine = _kept_units(session, admin)
        lacking = (
            without_beneficiary_account(session, admin=admin, day=today())
            if holds(who, "organisation.gaps")
            else ()
        )
    return render_template(
        "pages/fee_accounts.html",
        rows=[_row(one) for one in register.entries],
        names={one.code: one.name for one in every},
        units=[(one.code, one.name) for one in every if one.agency_code and one.code in mine],
        mine=mine,
        lacking=lacking,
        received=RECEIVED,
        keeps=bool(mine),
        typed=request.form if refusal else request.args,
        faults=faults_by_control(refusal),
        refusal=refusal,
    )


def _kept_units(session: Any, admin: Administrator) -> frozenset[str]:
    """The units whose accounts the reader may write down; none for who may write none."""
    setting = setting_of(session, admin.province_code)
    reach = admin.units(KEEPS, setting)
    return frozenset(setting.units) if reach is None else frozenset(reach)


def _row(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An account with its days as people type them, and whether it is over."""
    since, until = (_typed_day(entry[name]) for name in ("valid_from", "valid_to"))
    over = entry["valid_to"] is not None and entry["valid_to"] <= today().isoformat()
    return {**entry, "valid_from": since, "valid_to": until, "over": over}


def _typed_day(kept: str | None) -> str:
    return day(date.fromisoformat(kept)) if kept else ""
