"""A case as it stands: its diagram, what it took from local rules, and its units, read together.

Acts, pages, dry runs of rules hold the same object, so that none of them works out again what
another knows. Nothing of it needs an act, a lock or a database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.util import memoized_property

from engine.catalogue.forms import keys_asked
from engine.catalogue.limit_rows import RECEPTION, decided, own_limit, row_for
from engine.catalogue.manifest import Wait
from engine.catalogue.packages import PublishedPackage
from engine.catalogue.rules.limits import (
    LimitInForce,
    correction_limit,
    limit_in_force,
    limit_of_phase,
)
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import site_of
from engine.catalogue.rules.taken import Taken
from engine.deadlines import case_due, resumed_due
from engine.life import WAITS, State, state
from engine.organisation.tree import Setting
from engine.routing.competence import area_of
from engine.routing.definitions import definition_of, step_numbers, units_of
from engine.routing.desks import CaseUnits, Desk, desk_of, role_unit
from engine.routing.local_rules import Standing
from engine.store.rows import CaseRow
from engine.workflow import Assignment, Definition, Phase, Step
from engine.worktime import ZONE, Calendar, Unit, same_working_minute, to_the_minute


class CaseAsItStands:
    """One case: the row of its table, its package and the province's organisation."""

    def __init__(self, row: CaseRow, package: PublishedPackage, setting: Setting) -> None:
        self.row = row
        self.package = package
        self.setting = setting

    @memoized_property
    def state(self) -> State:
        """What holds for a case in its status."""
        return state(self.row["status"])

    @property
    def ref(self) -> str:
        """The case code, or the submission number before reception."""
        return self.row["code"] or self.row["submission_number"]

    @memoized_property
    def definition(self) -> Definition:
        """The process that the case keeps from its submission on."""
        return definition_of(self.package)

    @memoized_property
    def taken(self) -> Taken:
        """What the case took from local rules."""
        return Taken(self.row.get("rules") or {})

    @memoized_property
    def units(self) -> CaseUnits:
        """Which unit plays which role in it."""
        return units_of(self.row, self.package)

    @property
    def calendar(self) -> Calendar:
        """The calendar that the case's own clock runs by: the competent unit's."""
        return self.setting.calendar_of(self.row["competent_unit"])

    @property
    def waits_for(self) -> Wait | None:
        """What the case stands still for, if its status says that it does."""
        waits = self.package.manifest.waits.values()
        return next((one for one in waits if WAITS[one.kind] is self.state.status), None)

    @property
    def standing(self) -> Standing:
        """Where the case stands, as local rules look at it."""
        row = self.row
        return Standing(self.package.manifest, row["competent_unit"], row["receiving_unit"])

    def step(self, element_id: str) -> Step:
        """A step of the diagram, with the hours and the desk that the case took from rules."""
        drawn, taken = self._assigned(element_id), self.taken
        if element_id in self.package.manifest.waits:
            # It is the applicant's time: the case stands still, so the step has no due time either.
            return replace(drawn, hours=None)
        return replace(drawn, hours=taken.hours(element_id, drawn.hours)) if taken.plain else drawn

    def _assigned(self, element_id: str) -> Step:
        """A step as drawn, with the desk that the case took from rules."""
        drawn = self.definition.steps[element_id]
        desk = self.taken.value("assignment", element_id) if self.taken.plain else None
        return replace(drawn, assignment=Assignment(**desk)) if desk else drawn

    def asked_at(self, element_id: str) -> frozenset[str]:
        """The variables that the form of a step asks for, as far as the diagram reads them."""
        form = self.definition.steps[element_id].form
        schema = self.package.form(form) if form and self.definition.variables_read else None
        return keys_asked(schema) & self.definition.variables_read if schema else frozenset()

    def number(self, element_id: str) -> int:
        """The step's number in the approved table; 0 for an element that is no step."""
        return step_numbers(self.package).get(element_id, 0)

    def passes_over(self, element_id: str) -> bool:
        """Whether the case passes over the step: a rule says so and the package leaves it open."""
        step = self.definition.steps.get(element_id)
        open_to_rules = step is not None and step.may_skip and step.act is None
        return open_to_rules and element_id in self.taken.skipped

    def desk(self, element_id: str, day: date) -> Desk:
        """Who would do a step of this case on the day. Raises NobodyToAssign."""
        return desk_of(self._assigned(element_id), self.units, self.setting, day)

    def agency(self, element_id: str, day: date) -> str | None:
        """The unit whose role the step names on the day, not yet narrowed to a division of it."""
        return role_unit(self._assigned(element_id), self.units, self.setting, day)

    @memoized_property
    def limit(self) -> LimitInForce:
        """The limit in force for the case: what it took from rules, else the package's.

        One that corrects a result has the law's own for that.
        """
        if self.row.get("corrects") is not None:
            return correction_limit(self.taken, day_of(self.row["submitted_at"]))
        own = own_limit(self.package.manifest, self.row.get("own_limits") or {})
        whole = limit_in_force(own, self.taken)
        return self._of_phase(whole) if self.phases else whole

    @memoized_property
    def phases(self) -> tuple[tuple[str, Phase], ...]:
        """The phases of the case with the steps that begin them; one that corrects has none."""
        return () if self.row.get("corrects") is not None else self.definition.phases

    @property
    def phase_number(self) -> int:
        """Which of its phases the case is in, from nought on."""
        begins = [element for element, _ in self.phases]
        now = self.row.get("phase")
        return begins.index(now) if now in begins else 0

    def _of_phase(self, whole: LimitInForce) -> LimitInForce:
        number, package = self.phase_number, self.package.manifest.time_limit
        phase = self.phases[number][1]
        last = number == len(self.phases) - 1
        share = limit_of_phase(whole, package, amount=phase.amount, last=last)
        return replace(share, since=self.row.get("phase_at"), phase=phase.name)

    def due_from(self, counted_from: datetime) -> datetime | None:
        """When the case is due, counted from a full valid reception (or a phase) at that moment."""
        return case_due(
            self.calendar,
            counted_from,
            self.limit.span,
            cut_off=None if self.limit.since else self.limit.cut_off,
            same_day=self.limit.same_day,
        )

    def same_due(self, one: datetime | None, other: datetime | None) -> bool:
        """Whether two due times promise the same: of a limit in working time those with no working
        minute between them; what was stored to the second is no other promise.
        """
        if one is None or other is None:
            return one is other
        if self.limit.span.unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS):
            return same_working_minute(self.calendar, one, other)
        return to_the_minute(one) == to_the_minute(other)

    def late(self, now: datetime) -> bool:
        """Whether the case is late, or was once, or counts so: that it stays."""
        return self.missed(now) or self.row["counted_late_since"] is not None

    def missed(self, now: datetime) -> bool:
        """Whether a due time in force is over, or was once: what is apologised for."""
        due_at = self.row["due_at"]
        if due_at is None:
            return False
        return self.row["late_since"] is not None or (self.state.counts and now > due_at)

    @property
    def late_unit(self) -> str:
        """The unit with which the case missed the due time in force: its head apologises."""
        return self.row["late_unit"] or self.row["competent_unit"]

    def late_elsewhere(self, now: datetime) -> bool:
        """Whether it fell late with another unit than the one that has it: one that took over from
        the unit of then is no other.
        """
        competent = self.row["competent_unit"]
        return not self.setting.goes_on_as(self.late_unit, competent, day_of(now))

    @property
    def counted_from(self) -> datetime | None:
        """Since when the limit in force is counted; ``None`` before the reception."""
        return self.limit.since or self.row["received_at"]

    def limit_names(self, answers: Mapping[str, object]) -> dict[str, object]:
        """What conditions of limits read: these answers, the way of filing, the areas."""
        about = self.row["commune"] or area_of(self.package.manifest, answers)
        commune = about or self.row["competent_unit"]
        areas = list(site_of(self.setting, commune).areas)
        return {**answers, "kenh": self.row["channel"], "khu_vuc": areas}

    def with_limit(
        self, answers: Mapping[str, object], *, after: str | None, now: datetime
    ) -> "CaseAsItStands":
        """The case once its reception, or the end of the step ``after``, decides its limit."""
        before = self.row.get("own_limits") or {}
        rows = self.package.manifest.limits
        if not any(row.after == after for row in rows):
            return self
        number = row_for(
            self.package.manifest,
            after=after,
            channel=self.row["channel"],
            names=self.limit_names(answers),
        )
        kept = decided(before, after or RECEPTION, number, now)
        if kept == before:
            return self
        row: CaseRow = {**self.row, "own_limits": kept}
        return CaseAsItStands(row, self.package, self.setting)

    def due_again(
        self, due_at: datetime | None, *, stopped_at: datetime, resumed_at: datetime
    ) -> datetime | None:
        """When the case is due whose solving time stood still between the two moments."""
        if due_at is None:
            return None
        unit = self.limit.span.unit
        return resumed_due(
            self.calendar, due_at, unit, stopped_at=stopped_at, resumed_at=resumed_at
        )

    def with_rules(self, rules: Iterable[Rule]) -> "CaseAsItStands":
        """The case as it would stand with these rules too."""
        row: CaseRow = {**self.row, "rules": self.taken.with_rules(rules)}
        return CaseAsItStands(row, self.package, self.setting)

    def decided_by(self, unit: str) -> "CaseAsItStands":
        """The case as it stands under another unit, before it takes any of its rules.

        What it took of assignments before no longer counts; where it was filed is remembered as
        long as it is elsewhere.
        """
        filed = self.taken.filed_unit or self.row["competent_unit"]
        rules = {**self.taken.without_assignments().plain, "filed_unit": filed}
        if unit == filed:
            del rules["filed_unit"]
        row: CaseRow = {**self.row, "competent_unit": unit, "rules": rules}
        return CaseAsItStands(row, self.package, self.setting)


def day_of(now: datetime) -> date:
    """The local day of a moment: rules, desks and posts go by it."""
    return now.astimezone(ZONE).date()
