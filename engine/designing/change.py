"""Change a draft: files in, files out, mended, taken from a version, taken back. Nothing is lost.

Each change is a revision with all the files that the draft has then; contents are kept once. What
a colleague did to the same files meanwhile, after the revision ``seen``, is told beside an upload:
their files stay in their revision. What only takes away is refused then.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.procedure_sheet import CODE
from engine.designing.drafts import file_of, files_of, revision_asked
from engine.designing.fixing.offering import Fix, fixed, ground_of, words_of
from engine.designing.keeping import (
    Changed,
    Made,
    begun,
    called_in,
    existing,
    head,
    held_draft,
    keep,
    refuse_foreign,
)
from engine.designing.looked import look
from engine.designing.rights import Designer
from engine.designing.to_read import to_read
from engine.errors import DesignMoved, DesignNotFound, DesignRefused
from engine.publishing.importing import import_files
from engine.store.designs import Design
from engine.typed.file_names import one_on_every_disk
from engine.typed.given import line_given

Files = Mapping[str, bytes]
LONGEST_CODE = 64


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
    design = begun(session, who, code, files, sector)
    before = head(session, design)
    present = {} if alone or before is None else files_of(session, before)
    made = Made("uploaded", now, seen=seen)
    return keep(session, who, (design, before), _together(present, files), made)


def remove_file(
    session: Session, *, who: Designer, procedure_code: str, path: str, seen: int, now: datetime
) -> Changed:
    """Take a file out of the draft; it stays in the revisions of before.

    Raises DesignMoved, DesignNotFound, MayNotPublish.
    """
    design = held_draft(session, who, procedure_code)
    before = existing(session, design)
    file_of(session, before, path)
    rest = {name: data for name, data in files_of(session, before).items() if name != path}
    return keep(session, who, (design, before), rest, Made("removed", now, seen=seen))


def drop_draft(
    session: Session, *, who: Designer, procedure_code: str, seen: int, now: datetime
) -> Changed:
    """Take all files out of the draft: there is none any more. Its revisions stay, with who did
    this, and can be taken back.

    Raises DesignMoved, DesignNotFound, MayNotPublish.
    """
    design = held_draft(session, who, procedure_code)
    made = Made("dropped", now, seen=seen)
    return keep(session, who, (design, existing(session, design)), {}, made)


def mend_files(
    session: Session, *, who: Designer, procedure_code: str, seen: int, now: datetime
) -> Changed:
    """Do what ``import_files`` showed of the revision ``seen``.

    Raises DesignMoved when that is not the newest any more, DesignNotFound, MayNotPublish.
    """
    design = held_draft(session, who, procedure_code)
    before = existing(session, design)
    if before.number != seen:
        raise DesignMoved(name=before.made_by_name)
    imported = import_files(files_of(session, before))
    told = [(one.file, one.problem) for one in imported.changes]
    made = Made("mended", now, mended=told)
    return keep(session, who, (design, before), imported.files, made)


def fix_files(
    session: Session, *, who: Designer, procedure_code: str, fix: Fix, seen: int, now: datetime
) -> Changed:
    """Set at a fault of the revision ``seen`` what the designer chose.

    Raises DesignMoved when that is not the newest any more, DesignNotFound, MayNotPublish, and what
    ``fixed`` does.
    """
    design = held_draft(session, who, procedure_code)
    before = existing(session, design)
    if before.number != seen:
        raise DesignMoved(name=before.made_by_name)
    files = files_of(session, before)
    looked = look(session, who.province_code, procedure_code, files)
    ground = ground_of(session, who, procedure_code, files, looked)
    changed = fixed(ground, fix)
    made = Made("fixed", now, mended=[(path, words_of(fix)) for path in changed])
    return keep(session, who, (design, before), {**files, **changed}, made)


def take_version(
    session: Session, *, who: Designer, procedure_code: str, version: int, seen: int, now: datetime
) -> Changed:
    """Go on from the files of a version that was published; ``seen`` is 0 where there was no draft.

    Raises DesignMoved, DesignNotFound, MayNotPublish.
    """
    files = to_read(session, who, procedure_code, version).files
    design = begun(session, who, procedure_code, files, None)
    before = head(session, design)
    return keep(
        session, who, (design, before), files, Made("taken", now, source=version, seen=seen)
    )


def restore_files(
    session: Session, *, who: Designer, procedure_code: str, number: int, seen: int, now: datetime
) -> Changed:
    """Go on from the files of an earlier revision. Raises DesignMoved, DesignNotFound,
    MayNotPublish."""
    design = held_draft(session, who, procedure_code)
    before = head(session, design)
    files = files_of(session, revision_asked(session, who, procedure_code, number))
    made = Made("restored", now, source=number, seen=seen)
    return keep(session, who, (design, before), files, made)


def merged(
    session: Session, who: Designer, procedure_code: str | None, files: Files, *, alone: bool
) -> tuple[str, Files]:
    """The code, and the files as the draft would have them: for looking before anything is held.

    Raises DesignRefused, DesignNotFound.
    """
    code = _code_of(procedure_code, files)
    design = session.get(Design, (who.province_code, code))
    if design is not None and not who.sees(design.sector):
        refuse_foreign(who, design.sector, called_in(files))
        raise DesignNotFound(what="thủ tục này")
    before = head(session, design) if design and not alone else None
    return code, _together(files_of(session, before) if before else {}, files)


def _together(present: Files, files: Files) -> Files:
    """The files beside those that are there; the same path is replaced. Raises DesignRefused for a
    name that some machines can't tell from one that stays."""
    there = {one_on_every_disk(path): path for path in present.keys() - files.keys()}
    for path in files:
        if other := there.get(one_on_every_disk(path)):
            reason = f"bản nháp đã có “{other}”, chỉ khác “{path}” ở chữ hoa, chữ thường hay cách"
            reason += " gõ dấu. Hãy đổi tên tệp, hoặc bỏ tệp đang có trước."
            raise DesignRefused(reason=reason)
    return {**present, **files}


def _code_of(procedure_code: str | None, files: Files) -> str:
    """The code that was given, else the manifest's: one that the catalogue can have and an address
    can name."""
    given = line_given("procedure_code", "Mã thủ tục", procedure_code or "", longest=LONGEST_CODE)
    called = called_in(files).code
    if not given and not called:
        reason = "hãy ghi mã thủ tục, vì trong các tệp không đọc được mã nào."
        raise DesignRefused(reason=reason)
    if not CODE.fullmatch(given or called):
        whose = f"mã thủ tục “{given}”" if given else f"mã trong {MANIFEST}, “{called[:80]}”,"
        reason = f"{whose} chỉ được gồm chữ không dấu, chữ số, dấu . và -, mở đầu bằng chữ số"
        reason += " hay chữ hoa. Ví dụ 1.000123."
        raise DesignRefused(reason=reason)
    return given or called
