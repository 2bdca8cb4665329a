"""Make a province's configuration what a folder says: all of it, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS, Administrator
from engine.configuration.comparing import Difference, differences
from engine.configuration.exporting import (
    cells_of,
    configuration,
    rows_of,
    usernames,
)
from engine.configuration.parsing import Parsed, Row, parse, province_code_of
from engine.configuration.sections import SECTIONS, Section
from engine.errors import (
    ConfigurationFaulty,
    ConfigurationKept,
    OutsideYourUnits,
    OwnPost,
    PastKept,
    PostsOneByOne,
    RulesKept,
)
from engine.organisation.changes import Change, raise_epoch, write_down
from engine.organisation.demo_officers import refuse_demo_officers
from engine.organisation.past import loses_past
from engine.organisation.still_open import ENDS, Ended, ended_by, refuse_open_work
from engine.organisation.tree import setting_of
from engine.publishing.examine import examine
from engine.store.access import AccessGrant
from engine.store.accounts import Account
from engine.store.base import table_of
from engine.store.catalogue import Package, PackageFile
from engine.store.organisation import (
    Appointment,
    DeskMove,
    FocalPerson,
    Position,
    Province,
    Substitution,
    WorkCalendar,
)
from engine.store.rules import LocalRule, RuleEvent, RulePeriod
from engine.worktime import ZONE

__all__ = ["import_configuration", "province_code_of"]

SHOWN_IN_THE_RECORD = 500
"""How many differences the record of an import keeps in words; the rest are counted."""


def import_configuration(
    session: Session,
    *,
    admin: Administrator,
    files: Mapping[str, bytes],
    folder: str,
    now: datetime,
    proposed_by: str | None = None,
) -> tuple[Difference, ...]:
    """Bring the province to the configuration in ``files``; what differed, empty when nothing.

    By the operator's deed for a province's first load; else as ``engine.proposing`` has it, where
    ``admin`` approves what the account ``proposed_by`` proposed (``None``: the operator).

    Packages are diagnosed like any upload and keep their digest, version and dates. Running cases
    keep theirs. Raises ProvinceAdminOnly, OutsideYourUnits, ConfigurationFaulty,
    ConfigurationKept, PastKept, RulesKept, PackageRefused, WorkStillOpen; then nothing was changed.
    """
    code = province_code_of(files, folder)
    if admin.province_code != code:
        raise OutsideYourUnits(unit=code)
    known = _locked(session, code)
    if known:
        admin.require("configuration.approve", setting_of(session, code))
    ids = {name: identity for identity, name in usernames(session, code).items()}
    parsed = parse(files, folder=folder, known_officers=ids)
    before = configuration(session, code) if known else {}
    found = differences(before, files)
    if not found:
        return ()
    if known:
        _refuse_rewritten_rules(session, code, parsed, by_hand=proposed_by is None)
        for account in (admin.account_id, proposed_by):
            by_hand = proposed_by is None
            _refuse_own_posts(session, code, parsed, account, by_hand=by_hand)
    _Import(session, code, parsed, now).run()
    write_down(
        session,
        province_code=code,
        account_id=admin.account_id,
        name=admin.name,
        changes=[_change(code, found)],
        now=now,
    )
    return found


def _locked(session: Session, code: str) -> bool:
    query = select(Province.epoch).where(Province.code == code).with_for_update()
    return session.scalar(query) is not None


def _refuse_rewritten_rules(session: Session, code: str, parsed: Parsed, *, by_hand: bool) -> None:
    """Rules on record stay as they are; new ones come in only with the operator (``by_hand``).

    Else a rule would come into force past the checks of its own approval, or change what was
    believed in the past.
    """
    known = set(session.scalars(select(LocalRule.id).where(LocalRule.province_code == code)))
    faults = []
    for section in SECTIONS:
        if section.entity not in (LocalRule, RulePeriod, RuleEvent):
            continue
        keys = _keys(section)
        old = {tuple(r[key] for key in keys): r for r in rows_of(session, section, code)}
        for row in parsed.rows[section.path]:
            key = tuple(row[name] for name in keys)
            new = row.get("rule_id", row.get("id")) not in known
            if old.get(key) != row and not (new and by_hand):
                faults.append(f"{section.path}: {' / '.join(str(part) for part in key[1:])}")
    if faults:
        raise RulesKept(count=len(faults), first=faults[0], faults=faults)


def _refuse_own_posts(
    session: Session, code: str, parsed: Parsed, account: str | None, *, by_hand: bool
) -> None:
    """A whole configuration gives nobody what nobody may give themselves one by one.

    Raises OwnPost, and PostsOneByOne for posts that sign, for roles, and for the work of desks that
    sign: a second person confirms each, unless the operator proposes them.
    """
    if account is None:
        return
    own = session.scalar(select(Account.officer_id).where(Account.id == account))
    positions = parsed.rows[next(s.path for s in SECTIONS if s.entity is Position)]
    leading = {row["code"] for row in positions if row["leads"]}
    known = select(Position.code).where(Position.province_code == code, ~Position.leads)
    if leading.intersection(session.scalars(known)) and not by_hand:
        raise PostsOneByOne
    signing = ADMIN_POSITIONS | leading
    for section in SECTIONS:
        if section.entity not in (Appointment, Substitution, FocalPerson, AccessGrant, DeskMove):
            continue
        keys = _keys(section)
        old = {tuple(r[key] for key in keys): r for r in rows_of(session, section, code)}
        new = {tuple(r[key] for key in keys): r for r in parsed.rows[section.path]}
        for key in old.keys() | new.keys():
            row = new.get(key) or old[key]
            if old.get(key) == new.get(key):
                continue
            if row.get("officer_id", "") == own:
                raise OwnPost
            position = row.get("position_code")
            signs = section.entity is AccessGrant or position in signing
            if ((signs and key in new) or position in ADMIN_POSITIONS) and not by_hand:
                raise PostsOneByOne


def _change(code: str, found: Sequence[Difference]) -> Change:
    words = [difference.words for difference in found[:SHOWN_IN_THE_RECORD]]
    return Change("imported", "configuration", code, None, {"count": len(found), "words": words})


def _told(section: Section, cells: Mapping[str, str]) -> str:
    return f"{section.path}: {' / '.join(cells[key] for key in section.keys)}"


class _Import:
    def __init__(self, session: Session, code: str, parsed: Parsed, now: datetime) -> None:
        self.session = session
        self.code = code
        self.parsed = parsed
        self.today = now.astimezone(ZONE).date()
        self.new_packages: list[Row] = []

    def run(self) -> None:
        self._province()
        old = {section.path: rows_of(self.session, section, self.code) for section in SECTIONS}
        self._refuse_losses(old)
        for section in reversed(SECTIONS):
            self._remove(section, old[section.path])
        for section in SECTIONS:
            self._put(section, old[section.path])
        refuse_open_work(self.session, self.code, self._ended(old))
        refuse_demo_officers(self.session, self.code)
        self._catch_up()
        # From here on the province is read as this transaction made it, and kept in no cache.
        raise_epoch(self.session, self.code)
        for row in self.new_packages:
            self._check_package(row, self.parsed.packages[row["digest"]])

    def _province(self) -> None:
        province = self.session.merge(Province(**self.parsed.province))
        self.session.flush()
        old = self.session.scalars(
            select(WorkCalendar).where(WorkCalendar.province_code == province.code)
        )
        for calendar in old:
            if calendar.code not in self.parsed.calendars:
                self.session.delete(calendar)
        for name, data in self.parsed.calendars.items():
            self.session.merge(WorkCalendar(province_code=self.code, code=name, data=data))
        self.session.flush()

    def _catch_up(self) -> None:
        """The epoch must not be before any that the rules speak of: they would not be known yet."""
        rows = self.parsed.rows["rules/periods.csv"]
        epochs = {row[name] or 0 for row in rows for name in ("since_epoch", "until_epoch")}
        newest = max(epochs, default=0)
        self.session.execute(
            update(Province)
            .where(Province.code == self.code, Province.epoch < newest)
            .values(epoch=newest)
            .execution_options(synchronize_session=False)
        )

    def _ended(self, old: Mapping[str, list[Row]]) -> Iterator[Ended]:
        """The units and places at desks that end earlier than they did."""
        for section, row, after in self._changed(old):
            if section.entity not in ENDS:
                continue
            ended = ended_by(section.entity, row, after, self.today)
            if ended is not None:
                yield ended

    def _refuse_losses(self, old: Mapping[str, list[Row]]) -> None:
        names = usernames(self.session, self.code)
        kept = [
            _told(section, cells_of(section, row, names))
            for section in SECTIONS
            if not section.removable
            for row in self._gone(section, old[section.path])
        ]
        if kept:
            raise ConfigurationKept(count=len(kept), first=kept[0], kept=kept)
        past = [
            _told(section, cells_of(section, row, names))
            for section, row, after in self._changed(old)
            if loses_past(section.entity, row, after, self.today)
        ]
        if past:
            raise PastKept(count=len(past), first=past[0], kept=past)

    def _changed(self, old: Mapping[str, list[Row]]) -> Iterator[tuple[Section, Row, Row | None]]:
        """Every row that was, and what it is to be; ``None``: it is left out."""
        for section in SECTIONS:
            keys = _keys(section)
            new = {tuple(r[key] for key in keys): r for r in self.parsed.rows[section.path]}
            for row in old[section.path]:
                yield section, row, new.get(tuple(row[key] for key in keys))

    def _gone(self, section: Section, old: list[Row]) -> list[Row]:
        keys = _keys(section)
        wanted = {tuple(row[key] for key in keys) for row in self.parsed.rows[section.path]}
        return [row for row in old if tuple(row[key] for key in keys) not in wanted]

    def _remove(self, section: Section, old: list[Row]) -> None:
        table = table_of(section.entity)
        for row in self._gone(section, old):
            same = [table.c[key] == row[key] for key in _keys(section)]
            self.session.execute(delete(table).where(*same))

    def _put(self, section: Section, old: list[Row]) -> None:
        table, keys = table_of(section.entity), _keys(section)
        known = {tuple(row[key] for key in keys): row for row in old}
        new = []
        for row in self.parsed.rows[section.path]:
            before = known.get(tuple(row[key] for key in keys))
            if before is None:
                new.append(row)
            elif changed := {k: v for k, v in row.items() if before[k] != v}:
                same = [table.c[key] == row[key] for key in keys]
                self.session.execute(update(table).where(*same).values(**changed))
        if section.entity is Package:
            self._new_packages(new)
        elif new:
            self.session.execute(insert(table), new)

    def _new_packages(self, rows: list[Row]) -> None:
        self.new_packages = rows
        for row in rows:
            files = self.parsed.packages[row["digest"]]
            # Drawn when it is checked, which needs the whole province.
            self.session.execute(insert(table_of(Package)), [{**row, "diagram": ""}])
            content = [
                {"province_code": self.code, "digest": row["digest"], "path": p, "content": c}
                for p, c in files.items()
            ]
            self.session.execute(insert(table_of(PackageFile)), content)

    def _check_package(self, row: Row, files: Mapping[str, bytes]) -> None:
        """Draw a package that came in. Raises what ``examine`` does, ConfigurationFaulty."""
        examined = examine(self.session, self.code, files)
        manifest = examined.manifest
        if manifest.code != row["procedure_code"]:
            text = f"packages/packages.csv: gói {row['digest']} là của thủ tục {manifest.code}."
            raise ConfigurationFaulty(folder=self.code, count=1, first=text, faults=[text])
        package = table_of(Package)
        same = (package.c.province_code == self.code) & (package.c.digest == row["digest"])
        self.session.execute(update(package).where(same).values(diagram=examined.diagram))


def _keys(section: Section) -> tuple[str, ...]:
    return tuple(column.name for column in table_of(section.entity).primary_key)
