"""Change a draft: files in, files out, mended, taken from a version, taken back. Nothing is lost.

Each change is a revision with all the files that the draft has then; contents are kept once. What
a colleague did meanwhile is not refused but told: their files stay in their revision.
"""

import hashlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.packages import digest_of, package
from engine.designing.drafts import file_of, files_of, keep_contents, revision
from engine.designing.looked import Looked, look
from engine.designing.rights import Designer
from engine.errors import DesignMoved, DesignNotFound, DesignRefused
from engine.files import FileUnreadable, read_toml
from engine.files.limits import PACKAGE
from engine.publishing.importing import import_files
from engine.store.catalogue import Package, Procedure
from engine.store.designs import Design, DesignRevision
from engine.store.organisation import Province
from engine.typed.given import line_given
from engine.workflow.reading.faults import Fault

Files = Mapping[str, bytes]
LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change came to. ``overtaken``: who else changed the same files since it was begun."""

    procedure_code: str
    revision: int
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    errors: int
    warnings: int
    overtaken: str | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """How a revision came about, and when; ``seen`` is the one that was shown before it."""

    kind: str
    at: datetime
    source: int | None = None
    seen: int | None = None
    mended: Collection[Fault] = ()


def upload_files(
    session: Session,
    *,
    who: Designer,
    procedure_code: str | None,
    files: Files,
    sector: str | None = None,
    alone: bool = False,
    seen: int | None = None,
    now: datetime,
) -> Changed:
    """Put files into the draft, beside those that are there, or ``alone`` in their place.

    Without a code it is the manifest's. ``seen`` is the revision that was shown when they were
    chosen. The same files again change nothing. Raises DesignRefused, DesignNotFound,
    MayNotPublish.
    """
    code = _code_of(procedure_code, files)
    design = _begun(session, who, code, files, sector)
    before = _head(session, design)
    present = {} if alone or before is None else files_of(session, before)
    made = _Made("uploaded", now, seen=seen)
    return _keep(session, who, (design, before), {**present, **files}, made)


def remove_file(
    session: Session, *, who: Designer, procedure_code: str, path: str, now: datetime
) -> Changed:
    """Take a file out of the draft; it stays in the revisions of before.

    Raises DesignNotFound, MayNotPublish.
    """
    design = _held(session, who, procedure_code)
    before = _existing(session, design)
    file_of(session, before, path)
    rest = {name: data for name, data in files_of(session, before).items() if name != path}
    return _keep(session, who, (design, before), rest, _Made("removed", now))


def mend_files(
    session: Session, *, who: Designer, procedure_code: str, seen: int, now: datetime
) -> Changed:
    """Do what ``import_files`` showed of the revision ``seen``.

    Raises DesignMoved when that is not the newest any more, DesignNotFound, MayNotPublish.
    """
    design = _held(session, who, procedure_code)
    before = _existing(session, design)
    if before.number != seen:
        raise DesignMoved(name=before.made_by_name)
    imported = import_files(files_of(session, before))
    made = _Made("mended", now, mended=imported.changes)
    return _keep(session, who, (design, before), imported.files, made)


def take_version(
    session: Session, *, who: Designer, procedure_code: str, version: int, now: datetime
) -> Changed:
    """Go on from the files of a version that was published. Raises DesignNotFound,
    MayNotPublish."""
    row = session.scalar(
        select(Package).where(
            Package.province_code == who.province_code,
            Package.procedure_code == procedure_code,
            Package.version == version,
        )
    )
    if row is None:
        raise DesignNotFound(what=f"bản {version}")
    files = package(session, who.province_code, row.digest).files
    design = _begun(session, who, procedure_code, files, None)
    before = _head(session, design)
    return _keep(session, who, (design, before), files, _Made("taken", now, source=version))


def restore_files(
    session: Session, *, who: Designer, procedure_code: str, number: int, now: datetime
) -> Changed:
    """Go on from the files of an earlier revision. Raises DesignNotFound, MayNotPublish."""
    design = _held(session, who, procedure_code)
    before = _existing(session, design)
    files = files_of(session, revision(session, who.province_code, procedure_code, number))
    made = _Made("restored", now, source=number)
    return _keep(session, who, (design, before), files, made)


def merged(
    session: Session, who: Designer, procedure_code: str | None, files: Files, *, alone: bool
) -> tuple[str, Files]:
    """The code, and the files as the draft would have them: for looking before anything is held.

    Raises DesignRefused, DesignNotFound.
    """
    code = _code_of(procedure_code, files)
    design = session.get(Design, (who.province_code, code))
    if design is not None and not who.sees(design.sector):
        raise DesignNotFound(what="thủ tục này")
    before = _head(session, design) if design and not alone else None
    return code, {**(files_of(session, before) if before else {}), **files}


def _code_of(procedure_code: str | None, files: Files) -> str:
    given = line_given("procedure_code", "Mã thủ tục", procedure_code or "", longest=LONGEST_CODE)
    if given:
        return given
    called = _called(files).code
    if not called or len(called) > LONGEST_CODE:
        reason = "hãy ghi mã thủ tục, vì trong các tệp không đọc được mã nào."
        raise DesignRefused(reason=reason)
    return called


class _Called(NamedTuple):
    """What the manifest calls the procedure, as far as it can be read, however faulty the rest."""

    code: str = ""
    sector: str = ""
    name: str = ""


def _called(files: Files) -> _Called:
    told: Mapping[str, object] = {}
    with suppress(FileUnreadable):
        told = read_toml(files[MANIFEST]).tables if MANIFEST in files else {}
    found = (told.get(name) for name in ("code", "sector", "short_name"))
    return _Called(*(" ".join(one.split()) if isinstance(one, str) else "" for one in found))


def _begun(session: Session, who: Designer, code: str, files: Files, sector: str | None) -> Design:
    """The draft, held; a new one where there is none. Raises DesignRefused, DesignNotFound,
    MayNotPublish."""
    _queue(session, who.province_code)
    key = (who.province_code, code)
    design, known = session.get(Design, key, populate_existing=True), session.get(Procedure, key)
    called = _called(files)
    told = known.sector if known else design.sector if design else None
    told = told or called.sector or (sector or "").strip()
    if not told:
        reason = "danh mục chưa có thủ tục này; hãy chọn lĩnh vực của nó."
        raise DesignRefused(reason=reason)
    who.require(told)
    if design is None:
        name = called.name or (known.short_name if known else code)
        design = Design(
            province_code=who.province_code,
            procedure_code=code,
            sector=told,
            name=name,
            revision=0,
        )
        session.add(design)
        session.flush()
    design.name = called.name or design.name
    design.sector = told
    return design


def _held(session: Session, who: Designer, code: str) -> Design:
    _queue(session, who.province_code)
    key = (who.province_code, code)
    design, known = session.get(Design, key, populate_existing=True), session.get(Procedure, key)
    if design is None:
        raise DesignNotFound(what="bản nháp này")
    who.require(known.sector if known else design.sector)
    return design


def _queue(session: Session, code: str) -> None:
    """Changes of a province's drafts wait for one another."""
    session.scalar(select(Province.epoch).where(Province.code == code).with_for_update())


def _head(session: Session, design: Design) -> DesignRevision | None:
    if not design.revision:
        return None
    return revision(session, design.province_code, design.procedure_code, design.revision)


def _existing(session: Session, design: Design) -> DesignRevision:
    return revision(session, design.province_code, design.procedure_code, design.revision)


def _keep(
    session: Session,
    who: Designer,
    held: tuple[Design, DesignRevision | None],
    files: Files,
    made: _Made,
) -> Changed:
    """Write the revision, unless nothing would change."""
    design, before = held
    _refuse_too_much(files)
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    old = before.files if before else {}
    looked = look(session, who.province_code, design.procedure_code, files)
    changed = _told(design, old, digests, looked)
    if before is not None and digests == dict(old):
        return changed
    touched = {*changed.added, *changed.replaced, *changed.removed}
    overtaken = _overtaken(session, who, design, made.seen, touched)
    contents = {digests[path]: data for path, data in files.items()}
    keep_contents(session, who.province_code, design.procedure_code, contents)
    design.revision += 1
    session.add(
        DesignRevision(
            province_code=design.province_code,
            procedure_code=design.procedure_code,
            number=design.revision,
            kind=made.kind,
            source=made.source,
            files=digests,
            digest=digest_of(files),
            errors=changed.errors,
            warnings=changed.warnings,
            mended=[{"file": one.file, "words": one.problem} for one in made.mended],
            made_by=who.admin.account_id,
            made_by_name=who.admin.name,
            made_at=made.at,
        )
    )
    session.flush()
    return replace(changed, revision=design.revision, overtaken=overtaken)


def _told(
    design: Design,
    old: Mapping[str, str],
    new: Mapping[str, str],
    looked: Looked,
) -> Changed:
    return Changed(
        procedure_code=design.procedure_code,
        revision=design.revision,
        added=tuple(path for path in new if path not in old),
        replaced=tuple(path for path in new if old.get(path, new[path]) != new[path]),
        removed=tuple(path for path in old if path not in new),
        errors=looked.count("error"),
        warnings=looked.count("warning"),
    )


def _overtaken(
    session: Session, who: Designer, design: Design, seen: int | None, touched: Collection[str]
) -> str | None:
    """Who else changed one of these files after the revision that was seen."""
    if seen is None or seen >= design.revision:
        return None
    before: Mapping[str, str] | None = None
    for number in range(max(seen, 1), design.revision + 1):
        row = revision(session, design.province_code, design.procedure_code, number)
        if before is not None and row.made_by != who.admin.account_id:
            other = {p for p in {*row.files, *before} if row.files.get(p) != before.get(p)}
            if other & set(touched):
                return row.made_by_name
        before = row.files
    return None


def _refuse_too_much(files: Files) -> None:
    """Raise DesignRefused for more files, or larger ones, than a package may have."""
    total = sum(map(len, files.values()))
    if len(files) > PACKAGE.entries:
        reason = f"bản nháp sẽ có {len(files)} tệp, tối đa {PACKAGE.entries}."
    elif total > PACKAGE.unpacked:
        reason = f"các tệp cộng lại {total} byte, tối đa {PACKAGE.unpacked} byte."
    elif large := next((p for p, data in files.items() if len(data) > PACKAGE.entry), None):
        reason = f"tệp {large} quá {PACKAGE.entry} byte."
    else:
        return
    raise DesignRefused(reason=reason)
