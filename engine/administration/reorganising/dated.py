"""What of the province's dated configuration a plan ends, and what begins in its place.

One answer for the dry run that shows it and for the act that writes it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.access import ROLES
from engine.administration.people.waiting_names import waiting_names
from engine.administration.reorganising.following_by_itself import that_follow
from engine.administration.reorganising.mapping import Plan
from engine.administration.reorganising.step import Step
from engine.organisation.beneficiary_accounts import account_for
from engine.organisation.named import named_apart, namesakes
from engine.organisation.records import UnitRecord
from engine.organisation.serving import role_name
from engine.organisation.shares import About, plain_share
from engine.organisation.substitutions import substitution_id
from engine.organisation.tree import Setting
from engine.store.access import AccessGrant
from engine.store.organisation import (
    Appointment,
    FocalPerson,
    Officer,
    Position,
    ServingUnit,
    Substitution,
    Unit,
    UnitRenaming,
    UnitSuccession,
)
from engine.store.rules import AreaUnit, BeneficiaryAccount


class Dated:
    """The dated rows of a plan, read once."""

    def __init__(self, session: Session, setting: Setting, plan: Plan, basis: str) -> None:
        self.session, self.plan, self.basis = session, plan, basis
        self.setting = plan.with_made(setting)
        self.day: date = plan.wish.day
        self.made = {one.code for one in plan.made}
        self.officers = self._officers()
        self.positions = {
            one.code: one
            for one in session.scalars(
                select(Position).where(Position.province_code == setting.province_code)
            )
        }
        self.carried: set[tuple[str, str, str]] = set()
        """(officer, unit, position) that go on at the unit that takes over."""

    def steps(self) -> list[Step]:
        """Everything, in the order in which it can be written."""
        return [
            *self._units(),
            *self._renamings(),
            *self._appointments(),
            *self._substitutions(),
            *self._grants(),
            *self._focal_persons(),
            *self._serving(),
            *self._accounts(),
            *that_follow(self.session, self.setting, self.plan),
        ]

    def _rows(self, entity: Any, column: Any) -> Sequence[Any]:
        """Rows about units that end, which would be valid on the day or later."""
        return self.session.scalars(
            select(entity)
            .where(
                entity.province_code == self.setting.province_code,
                column.in_(self.plan.to),
                or_(entity.valid_to.is_(None), entity.valid_to > self.day),
            )
            .order_by(column, entity.valid_from)
        ).all()

    def _name(self, code: str) -> str:
        return self.setting.unit_short_name(code)

    def _moved(self, row: Any, **changes: object) -> dict[str, object]:
        """The row as it goes on from the day, or from its own later one."""
        values = {c.key: getattr(row, c.key) for c in type(row).__table__.columns}
        del values["province_code"]
        return {**values, "valid_from": max(row.valid_from, self.day), **changes}

    def _units(self) -> Iterator[Step]:
        for one in self.plan.made:
            yield Step(
                Unit, None, _columns(one), f"unit:{one.code}", one.name, "chưa có", "bắt đầu"
            )
        for old in self.plan.to:
            row = self.session.get(Unit, (self.setting.province_code, old))
            name, took = self.setting.units[old].name, self.plan.targets(old)
            after = f"{', '.join(map(self.setting.unit_name, took))} nhận việc"
            yield Step(Unit, row, None, f"unit:{old}", name, "đang hoạt động", after)
        yield from self._successions()
        yield from self._areas()

    def _successions(self) -> Iterator[Step]:
        for taker in self.plan.takers:
            share = None if taker.share is None else plain_share(taker.share)
            for old, new in taker.to.items():
                took = {"old_code": old, "new_code": new, "day": self.day, "basis": self.basis}
                yield Step(UnitSuccession, None, {**took, "share": share}, "", "", "", "")

    def _areas(self) -> Iterator[Step]:
        """New units lie in the areas of the one that they come from."""
        for taker in self.plan.takers:
            for old, new in taker.to.items():
                for area in self.setting.areas.get(old, ()) if new in self.made else ():
                    lies = {"area_code": area, "unit_code": new}
                    yield Step(AreaUnit, None, lies, "", "", "", "")

    def _renamings(self) -> Iterator[Step]:
        """Names that units were to bear from the day on: they never do."""
        for row in waiting_names(self.session, self.setting.province_code, self.plan.to, self.day):
            yield Step(
                UnitRenaming,
                row,
                None,
                f"renaming:{row.unit_code}/{row.day}",
                f"Đổi tên {self._name(row.unit_code)}",
                f"từ {row.day:%d/%m/%Y} sẽ là {row.name}",
                "không đổi tên nữa: đơn vị kết thúc trước ngày đó",
            )

    def _appointments(self) -> Iterator[Step]:
        for row in self._rows(Appointment, Appointment.unit_code):
            position = self.positions[row.position_code]
            new = self._new(row.unit_code, row.officer_id)
            why = self._not_carried(row, position, new)
            begins = None
            if why is None:
                self.carried.add((row.officer_id, new, row.position_code))
                begins = self._moved(row, unit_code=new, basis=self.basis)
            told = row.title or position.title
            yield Step(
                Appointment,
                row,
                begins,
                f"officer:{row.officer_id}/{row.unit_code}/{row.position_code}/{row.valid_from}",
                self._who(row.officer_id),
                f"{told}, {self._name(row.unit_code)}",
                why or f"{told}, {self._name(new)}",
            )

    def _officers(self) -> dict[str, tuple[str, str]]:
        """Id → user name and name."""
        rows = self.session.execute(
            select(Officer.id, Officer.username, Officer.full_name).where(
                Officer.province_code == self.setting.province_code
            )
        )
        found = {row.id: (row.username, row.full_name) for row in rows}
        alike = namesakes((one, name) for one, (_, name) in found.items())
        return {
            one: (username, named_apart(name, username) if one in alike else name)
            for one, (username, name) in found.items()
        }

    def _who(self, officer_id: str) -> str:
        return self.officers.get(officer_id, ("", officer_id))[1]

    def _new(self, unit: str, officer_id: str) -> str:
        """Where posts of the officer in the unit go on."""
        return self.plan.target_of(unit, self.officers.get(officer_id, ("", ""))[0])

    def _not_carried(self, row: Appointment, position: Position, new: str) -> str | None:
        """Why the post ends for good; ``None``: it goes on at the unit that takes over."""
        here = self._name(new)
        kind = self.setting.units[new].kind
        if position.unit_kinds and kind not in position.unit_kinds:
            return f"thôi giữ: {here} không có chức danh này"
        held = self._held(new, row.position_code)
        if row.officer_id in held or (row.officer_id, new, row.position_code) in self.carried:
            return f"đã giữ chức danh này ở {here}"
        if position.leads and held:  # by others than those who come along
            return f"thôi giữ: {here} đã có {position.title}, cử vị trí mới nếu cần"
        return None

    def _held(self, unit: str, position: str) -> set[str]:
        """Who holds the desk of the unit that takes over on the day or later."""
        return set(
            self.session.scalars(
                select(Appointment.officer_id).where(
                    Appointment.province_code == self.setting.province_code,
                    Appointment.unit_code == unit,
                    Appointment.position_code == position,
                    or_(Appointment.valid_to.is_(None), Appointment.valid_to > self.day),
                )
            )
        )

    def _substitutions(self) -> Iterator[Step]:
        for row in self._rows(Substitution, Substitution.unit_code):
            new, begins = self._new(row.unit_code, row.absent_id or row.officer_id), None
            desk = (row.absent_id, new, row.position_code)
            if row.absent_id is None or desk in self.carried:
                begins = self._moved(row, unit_code=new)
                begins["id"] = substitution_id(
                    unit_code=new,
                    position_code=row.position_code,
                    officer_id=row.officer_id,
                    scope=row.procedure_code or row.sector,
                    valid_from=max(row.valid_from, self.day),
                )
            title = self.positions[row.position_code].title
            absent = self._who(row.absent_id) if row.absent_id else None
            yield Step(
                Substitution,
                row,
                begins,
                f"stand_in:{row.id}",
                f"{self._who(row.officer_id)} thay {absent or title}",
                f"{title}, {self._name(row.unit_code)}",
                f"{title}, {self._name(new)}" if begins else "thôi thay",
            )

    def _grants(self) -> Iterator[Step]:
        for row in self._rows(AccessGrant, AccessGrant.unit_code):
            new = self._new(row.unit_code, row.officer_id)
            begins = self._moved(row, unit_code=new)
            begins["id"] = substitution_id(
                unit_code=new,
                position_code=row.role,
                officer_id=row.officer_id,
                scope=row.procedure_code or row.sector,
                valid_from=max(row.valid_from, self.day),
            )
            title = ROLES[row.role].title
            known = self.session.get(AccessGrant, (self.setting.province_code, begins["id"]))
            yield Step(
                AccessGrant,
                row,
                None if known else begins,
                f"grant:{row.id}",
                self._who(row.officer_id),
                f"{title}, {self._name(row.unit_code)}",
                f"{title}, {self._name(new)}",
            )

    def _focal_persons(self) -> Iterator[Step]:
        for row in self._rows(FocalPerson, FocalPerson.unit_code):
            new = self._new(row.unit_code, row.officer_id)
            begins = self._moved(row, unit_code=new) if new in self.made else None
            there = self._name(new)
            yield Step(
                FocalPerson,
                row,
                begins,
                f"focal:{row.officer_id}/{row.unit_code}/{row.duty}/{row.valid_from}",
                self._who(row.officer_id),
                f"đầu mối {row.duty}, {self._name(row.unit_code)}",
                f"đầu mối {row.duty}, {there}"
                if begins
                else f"thôi; đầu mối của {there} giữ nguyên",
            )

    def _serving(self) -> Iterator[Step]:
        for row in self._rows(ServingUnit, ServingUnit.commune_code):
            yield from self._no_longer_served(row)
        for row in self._rows(ServingUnit, ServingUnit.unit_code):
            if row.commune_code in self.plan.to:
                continue
            new = self.plan.target(row.unit_code, About(commune=row.commune_code))
            begins = self._moved(row, unit_code=new, basis=self.basis)
            after = f"{self._name(new)} phục vụ{self._since(row.valid_from)}"
            yield self._served(row, begins, after)

    def _no_longer_served(self, row: ServingUnit) -> Iterator[Step]:
        """The commune ends; new ones that come from it are served by the same unit."""
        for new in self.plan.targets(row.commune_code):
            if new in self.made:
                by = self.plan.target(row.unit_code, About(commune=new))
                begins = self._moved(row, commune_code=new, unit_code=by, basis=self.basis)
                key = f"serving:{row.role}/{new}/{self.day}"
                where, after = self._role_at(row.role, new), f"{self._name(by)} phục vụ"
                yield Step(ServingUnit, None, begins, key, where, "chưa có", after)
        new = self.plan.to[row.commune_code]
        day = max(row.valid_from, self.day)
        there = self.setting.serving_unit(row.role, new, day)
        if self.made:
            yield self._served(row, None, "kết thúc")
        elif there:
            by = f"{self._name(there)} phục vụ {self._name(new)}"
            yield self._served(row, None, f"{by}{self._since(day)}")
        else:
            yield self._served(row, None, f"{self._name(new)} chưa có ai phục vụ: hãy giao")

    def _role_at(self, role: str, commune: str) -> str:
        return f"Phục vụ {self._name(commune)} ({role_name(role)})"

    def _served(self, row: Any, begins: Mapping[str, object] | None, after: str) -> Step:
        where = self._role_at(row.role, row.commune_code)
        key = f"serving:{row.role}/{row.commune_code}/{row.valid_from}"
        before = f"{self._name(row.unit_code)} phục vụ{self._since(row.valid_from)}"
        return Step(ServingUnit, row, begins, key, where, before, after)

    def _since(self, day: date) -> str:
        """From when, where that is after the day of the plan."""
        return f" từ {day:%d/%m/%Y}" if day > self.day else ""

    def _accounts(self) -> Iterator[Step]:
        for row in self._rows(BeneficiaryAccount, BeneficiaryAccount.unit_code):
            new, here = self.plan.to[row.unit_code], self._name(self.plan.to[row.unit_code])
            kinds = {"phi", "le_phi"} if row.kind == "both" else {row.kind}
            there = account_for(self.session, self.setting, new, kinds, self.day)
            after = f"đóng, thu vào {there}" if there else f"đóng; {here} chưa có tài khoản"
            begins = None
            if new in self.made:
                begins, after = self._moved(row, unit_code=new), self._account_goes_on(row, new)
            yield Step(
                BeneficiaryAccount,
                row,
                begins,
                f"account:{row.unit_code}/{row.kind}/{row.valid_from}",
                f"Tài khoản thu của {self._name(row.unit_code)}",
                f"{row.number}, {row.bank}",
                after,
            )

    def _account_goes_on(self, row: BeneficiaryAccount, new: str) -> str:
        """It goes on with whoever takes the rest; the others need their own."""
        others = [
            self._name(one)
            for one in self.plan.targets(row.unit_code)
            if one != new and one in self.made
        ]
        lacking = f"; {', '.join(others)} chưa có tài khoản: hãy ghi" if others else ""
        return f"{self._name(new)} thu tiếp{lacking}"


def _columns(unit: UnitRecord) -> dict[str, object]:
    """A unit that begins, as its row."""
    told = asdict(unit)
    parent = told.pop("parent")
    return {**told, "parent_code": parent}


def told(steps: Iterable[Step]) -> Iterator[Step]:
    """Those that a person is shown."""
    return (step for step in steps if step.key)
