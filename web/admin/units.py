"""Units and officers: the tree of a day, a unit with its posts and stand-ins, and the acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import ADMIN_POSITIONS, holds
from engine.administration.people.held_posts import has_position
from engine.administration.people.listed_rows import PositionRow, PostRow, UnitRow
from engine.administration.people.listing import (
    may_appoint_administrators,
    positions,
    posts,
    substitutions,
    units,
)
from engine.administration.people.officers import (
    HONORIFICS,
    OfficerEntry,
    appoint,
    end_appointment,
)
from engine.administration.people.rename_unit import Renaming, rename_unit
from engine.administration.people.substitutes import StandIn, end_substitution, stand_in
from engine.administration.people.units import (
    UnitEntry,
    end_unit,
    kind_fits,
    kinds_known,
    levels_below,
    put_unit,
)
from engine.administration.people.waiting import Waiting, waiting
from engine.catalogue.desk_names import desk_names
from engine.errors import EntryInvalid, Refusal
from engine.organisation.substitutions import MANNERS_TOLD
from engine.organisation.tree import setting_of
from engine.proposing.reorganisations import plans_waiting
from engine.typed import folded
from web.admin.unit_tree import found, other_day, to_come, tree, way
from web.admin.why_not_ended import FIELD, why_not_ended
from web.forms.administering import administrator_here
from web.forms.choosing import people_of, procedures_here
from web.forms.days import Days, day_in, day_refused
from web.forms.faulty import faults_by_control
from web.forms.once import once

blueprint = Blueprint("units_pages", __name__, url_prefix="/quan-tri/don-vi")

TOLD = {
    "cu": "Đã ghi.",
    "thoi": "Đã ghi thôi giữ vị trí.",
    "thay": "Đã ghi người thay.",
    "thoi-thay": "Đã ghi thôi thay.",
    "them": "Đã thêm đơn vị.",
    "doi-ten": "Đã ghi tên mới; giấy tờ in trước ngày ấy giữ tên cũ.",
    "ket-thuc": "Đã ghi ngày kết thúc của đơn vị.",
}
_ENDING = {"day": "ends", "valid_to": "ends"}
CALLED: Mapping[str, Mapping[str, str]] = {
    "cu": {"position_code": "position", "paper": "basis", "unit_code": "position"},
    "thay": {"position_code": "position", "procedure_code": "procedure", "unit_code": "position"},
    "them": {"code": "new_code", "name": "full_name"},
    "thoi": _ENDING,
    "thoi-thay": _ENDING,
    "ket-thuc": _ENDING,
}
"""Of each act the controls of what it calls otherwise."""
TAKEN_BACK = "Đã bỏ đơn vị chưa bắt đầu."
WAITS = " Vị trí này ký hoặc quản trị: chưa có hiệu lực cho đến khi người thứ hai xác nhận ở Quyền."


@dataclass(frozen=True, slots=True)
class Held:
    """A position of the unit with who holds it; without anybody nobody does."""

    position: PositionRow
    posts: tuple[PostRow, ...]
    waiting: tuple[Waiting, ...] = ()
    """Who is to hold it, once a second person confirms it."""


@blueprint.get("")
@needs("organisation.read")
def shown() -> str | tuple[str, int]:
    """The tree of a day (``ngay``), the unit (``dv``), or what is searched for (``q``)."""
    _, wrong = _day()
    return (_page(), status_of(wrong)) if wrong else _page()


@blueprint.post("/<code>/<word>")
@needs(
    "organisation.posts",
    "organisation.units",
    "organisation.substitutes",
    "organisation.successions",
)
def done(code: str, word: str) -> Response | tuple[str, int]:
    """One act on the unit, on a post or on a stand-in of it."""
    do = _ACTS.get(word) or abort(404)
    who = require("officer")
    try:
        days = Days()
        act = do(code, days)

        def acted(session: Any) -> dict[str, Any]:
            admin = administrator_here(session)
            return {"awaiting": days.around(lambda: act(session, admin), **CALLED.get(word, {}))}

        _, answer = once(who, acted)
    except Refusal as refusal:
        return _page(refusal, code, word), status_of(refusal)
    with reading() as session:
        there = code in setting_of(session, who.province_code or "").units
    flash(TOLD[word] + (WAITS if answer["awaiting"] else "") if there else TAKEN_BACK)
    asked = request.args.get("ngay")
    return redirect(url_for("units_pages.shown", dv=code if there else None, ngay=asked), code=303)


Acting = Callable[[Any, Any], str | None]


def _appointing(code: str, days: Days) -> Acting:
    form = request.form
    valid_from = days.needed("valid_from", "Từ ngày")
    valid_to = days.read("valid_to", "Đến trước ngày")
    entry = OfficerEntry(
        username=form.get("username", "").strip(),
        full_name=form.get("full_name", ""),
        honorific=form.get("honorific") or None,
        phone=form.get("phone", "").strip() or None,
        unit_code=code,
        position_code=form.get("position", ""),
        valid_from=valid_from,
        valid_to=valid_to,
        paper=form.get("basis", "").strip() or None,
        renames=bool(form.get("renames")),
    )
    return lambda session, admin: appoint(session, admin=admin, entry=entry, now=now())


def _leaving(code: str, days: Days) -> Acting:
    form = request.form
    day, since = days.needed("ends", "Từ ngày"), days.read("since", "Giữ từ ngày")

    def act(session: Any, admin: Any) -> None:
        end_appointment(
            session,
            admin=admin,
            username=form.get("username", ""),
            unit_code=code,
            position_code=form.get("position", ""),
            day=day,
            valid_from=since,
            now=now(),
        )

    return act


def _standing_in(code: str, days: Days) -> Acting:
    form = request.form
    valid_from = days.needed("valid_from", "Từ ngày")
    valid_to = days.needed("valid_to", "Đến trước ngày")
    entry = StandIn(
        unit_code=code,
        position_code=form.get("position", ""),
        officer=form.get("officer", "").strip(),
        absent=form.get("absent", "").strip() or None,
        manner=form.get("manner", ""),
        procedure_code=form.get("procedure", "").strip() or None,
        valid_from=valid_from,
        valid_to=valid_to,
        basis=form.get("basis", ""),
    )
    return lambda session, admin: stand_in(session, admin=admin, entry=entry, now=now()).awaiting


def _back(_: str, days: Days) -> Acting:
    form, day = request.form, days.needed("ends", "Từ ngày")

    def act(session: Any, admin: Any) -> None:
        end_substitution(
            session, admin=admin, substitution_id=form.get("id", ""), day=day, now=now()
        )

    return act


def _adding(code: str, days: Days) -> Acting:
    form, valid_from = request.form, days.needed("valid_from", "Từ ngày")

    def act(session: Any, admin: Any) -> None:
        entry = UnitEntry(
            code=form.get("new_code", "").strip(),
            name=form.get("full_name", ""),
            short_name=form.get("short_name", ""),
            kind=form.get("kind", "").strip(),
            level=form.get("level", ""),
            valid_from=valid_from,
            parent_code=code,
        )
        put_unit(session, admin=admin, entry=entry, now=now())

    return act


def _renaming(code: str, days: Days) -> Acting:
    form, day = request.form, days.needed("day", "Từ ngày")
    entry = Renaming(
        code=code,
        name=form.get("name", ""),
        short_name=form.get("short_name", ""),
        day=day,
        basis=form.get("basis", ""),
    )
    return lambda session, admin: rename_unit(session, admin=admin, entry=entry, now=now())


def _ending(code: str, days: Days) -> Acting:
    day = days.needed("ends", "Từ ngày")
    return lambda session, admin: end_unit(session, admin=admin, code=code, day=day, now=now())


_ACTS: dict[str, Callable[[str, Days], Acting]] = {
    "cu": _appointing,
    "thoi": _leaving,
    "thay": _standing_in,
    "thoi-thay": _back,
    "them": _adding,
    "doi-ten": _renaming,
    "ket-thuc": _ending,
}


def _page(refusal: Refusal | None = None, code: str = "", word: str = "") -> str:
    who = require("officer")
    day, wrong = _day()
    refusal = refusal or wrong
    told: dict[str, Any] = {"person": who, "province_code": who.province_code or ""}
    with reading() as session:
        every = units(session, day=day, **told)
        if not every:
            refusal, day = _none_on(day), today()
            every = units(session, day=day, **told)
        held = posts(session, day=day, **told)
        kinds = positions(session, **told)
        setting = setting_of(session, who.province_code or "")
        asked = code or request.args.get("dv", "")
        other, remark = other_day(setting, asked, day)
        if other is not None:
            day = other
            every, held = units(session, day=day, **told), posts(session, day=day, **told)
        every_sort, names = kinds_known(session, setting), desk_names(setting)
        stand_ins = substitutions(session, day=day, **told)
        offered = procedures_here(session)
        administering = may_appoint_administrators(who, setting)
    by_code = {one.code: one for one in every}
    chosen = by_code.get(asked) or _own(by_code, who) or every[0]
    over = chosen.valid_to is not None and chosen.valid_to <= today()
    if over:
        chosen = replace(chosen, mine=False)  # of what is over nothing changes any more
    with reading() as session:
        waits = waiting(session, setting, units=[chosen.code])
        plans = plans_waiting(session, setting.province_code, chosen.code)
    later = to_come(setting, chosen, day)
    reasons = why_not_ended(refusal, who) if word == "ket-thuc" else []
    faults = faults_by_control(refusal, CALLED.get(word, {}))
    rows, above = _rows(chosen, kinds, held, waits), setting.units[chosen.code]
    sorts = {one: like for one, like in every_sort.items() if kind_fits(setting, above, one)}
    return render_template(
        "pages/units.html",
        tree=tree(every, held, chosen, later),
        later=later,
        ngay=None if day == today() else f"{day:%d/%m/%Y}",
        chosen=chosen,
        way=way(by_code, chosen),
        rows=rows,
        roles_waiting=[one for one in waits if one.position_code is None],
        plans=plans,
        options=[
            (row.position.code, row.position.title)
            for row in rows
            if administering or row.position.code not in ADMIN_POSITIONS
        ],
        people=people_of(held, _near(every, chosen)),
        procedures=offered,
        stand_ins=[one for one in stand_ins if one.unit_code == chosen.code],
        found=found(every, held, setting),
        remark=remark,
        took_over_from=[(one, setting.unit_name(one)) for one in chosen.before],
        calendar_name=setting.calendar_of(chosen.code).name,
        honorifics=[(one, one) for one in HONORIFICS],
        manners=MANNERS_TOLD,
        sorts=sorted(sorts_named(sorts, names), key=lambda one: folded(one[1])),
        levels=[(one, LEVEL_NAMES[one]) for one in levels_below(above)],
        day=day,
        over=over,
        to_come=chosen.valid_from > today(),
        may_end=chosen.mine and by_code.get(chosen.parent_code or "", chosen).mine,
        may_rename=holds(who, "organisation.successions"),
        reads_changes=holds(who, "changes.read"),
        may_reorganise=chosen.parent_code is not None and holds(who, "organisation.successions"),
        refusal=refusal,
        faults={name: said for name, said in faults.items() if not reasons or name != FIELD},
        reasons=reasons,
        word=word,
        typed=request.form if refusal else {},
    )


def _near(every: tuple[UnitRow, ...], unit: UnitRow) -> set[str]:
    """The unit, its neighbours, the one above and those below: where stand-ins come from."""
    above = {unit.code, unit.parent_code}
    return {one.code for one in every if one.code in above or one.parent_code in above}


LEVEL_NAMES = {"commune": "Cấp xã", "department": "Sở, ban, ngành", "province": "UBND tỉnh"}


def sorts_named(sorts: dict[str, str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Kinds of units by what their names share, else by the name of one."""
    return [
        (one, names.get(one) or (f"Như {like}" if like else one)) for one, like in sorts.items()
    ]


def _day() -> tuple[date, Refusal | None]:
    try:
        return day_in("ngay", "Cơ cấu ngày", request.args.get("ngay")) or today(), None
    except EntryInvalid as refusal:
        return today(), refusal


def _none_on(day: date) -> Refusal:
    message = f"Ngày {day:%d/%m/%Y} tỉnh chưa có đơn vị nào; đây là cơ cấu hôm nay."
    return day_refused("ngay", message)


def _own(by_code: dict[str, UnitRow], who: Any) -> UnitRow | None:
    return next((by_code[p.unit_code] for p in who.posts if p.unit_code in by_code), None)


def _rows(
    unit: UnitRow,
    kinds: tuple[PositionRow, ...],
    held: tuple[PostRow, ...],
    waits: tuple[Waiting, ...],
) -> tuple[Held, ...]:
    """Every position that such a unit has, held or not, and those held besides."""
    here = [post for post in held if post.unit_code == unit.code]
    taken = {post.position_code for post in here} | {one.position_code for one in waits}
    return tuple(
        Held(
            one,
            tuple(post for post in here if post.position_code == one.code),
            tuple(to_come for to_come in waits if to_come.position_code == one.code),
        )
        for one in kinds
        if one.code in taken
        or (one.unit_kinds and has_position(unit.kind, unit.level, one.code, one.unit_kinds))
    )
