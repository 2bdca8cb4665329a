"""How a change of a draft is written: held against others, as a revision, contents once."""

import hashlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.packages import digest_of
from engine.designing.drafts import keep_contents, revision
from engine.designing.looked import Looked, look
from engine.designing.rights import Designer
from engine.diagnosis.bulk import too_much
from engine.errors import DesignDraftless, DesignMoved, DesignRefused
from engine.files import FileUnreadable, read_toml
from engine.files.limits import PACKAGE
from engine.store.catalogue import Procedure, Sector
from engine.store.designs import Design, DesignRevision
from engine.store.organisation import Province

Files = Mapping[str, bytes]


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
class Made:
    """How a revision came about, and when; ``seen`` is the one shown before it, 0: none."""

    kind: str
    at: datetime
    source: int | None = None
    seen: int | None = None
    mended: Collection[tuple[str, str]] = ()
    """The file and what was done to it, in words."""


LONGEST = 200
"""Letters of a draft's name, as of the short name of a procedure."""


class Called(NamedTuple):
    """What the manifest calls the procedure, as far as it can be read, however faulty the rest."""

    code: str = ""
    sector: str = ""
    name: str = ""


def called_in(files: Files) -> Called:
    """What the files call the procedure."""
    told: Mapping[str, object] = {}
    with suppress(FileUnreadable):
        told = read_toml(files[MANIFEST]).tables if MANIFEST in files else {}
    found = (told.get(name) for name in ("code", "sector", "short_name"))
    code, sector, name = (" ".join(one.split()) if isinstance(one, str) else "" for one in found)
    # What is too long for the catalogue is a fault of the manifest; lists show its beginning.
    return Called(code, sector, name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…")


def begun(session: Session, who: Designer, code: str, files: Files, sector: str | None) -> Design:
    """The draft, held; a new one where there is none. Raises DesignRefused, DesignNotFound,
    MayNotPublish."""
    _queue(session, who.province_code)
    key = (who.province_code, code)
    design, known = session.get(Design, key, populate_existing=True), session.get(Procedure, key)
    called = called_in(files)
    told = known.sector if known else design.sector if design else None
    told = told or _sector_of(session, who.province_code, called.sector, (sector or "").strip())
    refuse_foreign(who, told, called)
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


def _sector_of(session: Session, code: str, *wished: str) -> str:
    """The first of these that the register has: rights go by sector. Raises DesignRefused."""
    named = [one for one in wished if one]
    found = set(
        session.scalars(
            select(Sector.name).where(Sector.province_code == code, Sector.name.in_(named))
        )
    )
    sector = next((one for one in named if one in found), None)
    if sector is None:
        reason = "danh mục chưa có thủ tục này; hãy chọn lĩnh vực của nó."
        if named:
            reason = f"danh mục của tỉnh không có lĩnh vực “{named[0][:80]}”; hãy chọn lĩnh vực."
        raise DesignRefused(reason=reason)
    return sector


def refuse_foreign(who: Designer, sector: str, called: Called) -> None:
    """Raise DesignRefused for a package that itself names a sector that the designer doesn't see:
    of what they may not see they read what they sent, no more."""
    if not who.sees(sector) and called.sector and not who.sees(called.sector):
        raise DesignRefused(
            reason=f"gói ghi lĩnh vực “{called.sector}”, không thuộc cơ quan của bạn. Hãy gửi gói"
            " cho cơ quan phụ trách lĩnh vực ấy, hoặc sửa sector trong procedure.toml."
        )


def held_draft(session: Session, who: Designer, code: str) -> Design:
    """The draft, be it a dropped one, held. Raises DesignNotFound, MayNotPublish."""
    _queue(session, who.province_code)
    key = (who.province_code, code)
    design, known = session.get(Design, key, populate_existing=True), session.get(Procedure, key)
    sector = known.sector if known else design.sector if design else None
    if sector is None or (known is None and not who.sees(sector)):
        raise DesignDraftless  # of a draft alone that they don't see: as if nobody had begun one
    who.require(sector)
    if design is None:
        raise DesignDraftless
    return design


def _queue(session: Session, code: str) -> None:
    """Changes of a province's drafts wait for one another."""
    session.scalar(select(Province.epoch).where(Province.code == code).with_for_update())


def head(session: Session, design: Design) -> DesignRevision | None:
    """Its newest revision; ``None`` of one that is being begun."""
    if not design.revision:
        return None
    return revision(session, design.province_code, design.procedure_code, design.revision)


def existing(session: Session, design: Design) -> DesignRevision:
    """Its newest revision, which has files. Raises DesignNotFound."""
    row = revision(session, design.province_code, design.procedure_code, design.revision)
    if not row.files:
        raise DesignDraftless
    return row


def keep(
    session: Session,
    who: Designer,
    held: tuple[Design, DesignRevision | None],
    files: Files,
    made: Made,
) -> Changed:
    """Write the revision, unless nothing would change.

    Raises DesignRefused, and DesignMoved where something else than an upload would take away what
    a colleague did to the same files meanwhile.
    """
    design, before = held
    refuse_too_much(files)
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    old = before.files if before else {}
    looked = look(session, who.province_code, design.procedure_code, files)
    changed = _told(design, old, digests, looked)
    if before is not None and digests == dict(old):
        return changed
    touched = {*changed.added, *changed.replaced, *changed.removed}
    overtaken = _overtaken(session, who, design, made.seen, touched)
    if overtaken and made.kind != "uploaded":
        raise DesignMoved(name=overtaken)
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
            mended=[{"file": file, "words": words} for file, words in made.mended],
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
    before: Mapping[str, str] | None = None if seen else {}
    for number in range(max(seen, 1), design.revision + 1):
        row = revision(session, design.province_code, design.procedure_code, number)
        if before is not None and row.made_by != who.admin.account_id:
            other = {p for p in {*row.files, *before} if row.files.get(p) != before.get(p)}
            if other & set(touched):
                return row.made_by_name
        before = row.files
    return None


def refuse_too_much(files: Files) -> None:
    """Raise DesignRefused for more files, or larger ones, than a package may have."""
    total = sum(map(len, files.values()))
    if len(files) > PACKAGE.entries:
        reason = f"bản nháp sẽ có {len(files)} tệp, tối đa {PACKAGE.entries}."
    elif total > PACKAGE.unpacked:
        reason = f"các tệp cộng lại {total} byte, tối đa {PACKAGE.unpacked} byte."
    elif large := next((p for p, data in files.items() if len(data) > PACKAGE.entry), None):
        reason = f"tệp {large} quá {PACKAGE.entry} byte."
    elif bulk := next(too_much(files), None):
        reason = bulk.message
    else:
        return
    raise DesignRefused(reason=reason)
