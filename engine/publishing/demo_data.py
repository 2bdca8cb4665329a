"""Nothing of a demonstration is taken for real: asked at each upload and when production starts."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.demo import demo_accounts_exist
from engine.catalogue.demo_marks import marked_demo, marks_demo
from engine.catalogue.manifest_file import MANIFEST
from engine.errors import DemoDataRefused, DemoRefused
from engine.organisation.demo_officers import refuse_demo_officers
from engine.store.catalogue import Package, PackageFile
from engine.store.demo_data import DEMO_DATA, named, takes_demo
from engine.store.organisation import Province


def refuse_demo_package(
    session: Session, province_code: str, procedure_code: str, files: Mapping[str, bytes]
) -> None:
    """Raise DemoDataRefused for a package that is marked so, where it isn't named."""
    if not takes_demo(session, province_code, procedure_code) and marked_demo(files):
        raise _refused(province_code, procedure_code)


def refuse_demo_data(session: Session, *, accepted: Collection[str] | None, today: date) -> None:
    """What production asks at its start. ``accepted``: what is named; ``None``: a demonstration.

    Accounts of a demonstration have a password that everybody knows, so no name lets them in.
    Raises DemoRefused, DemoDataRefused.
    """
    if accepted is None:
        return
    if demo_accounts_exist(session):
        raise DemoRefused
    session.info[DEMO_DATA] = accepted
    for province in session.scalars(select(Province.code).order_by(Province.code)):
        refuse_demo_officers(session, province)
    for province, procedure in _marked(session, today):
        if not named(accepted, province, procedure):
            raise _refused(province, procedure)


def _marked(session: Session, today: date) -> Iterator[tuple[str, str]]:
    """The procedures whose version of today, or a later one, bears the mark."""
    versions = session.execute(
        select(Package.province_code, Package.procedure_code, Package.digest, Package.valid_from)
        .where(Package.retired_from.is_(None) | (Package.retired_from > today))
        .order_by(Package.valid_from, Package.version)
    )
    counted: dict[tuple[str, str], dict[str, date]] = {}
    for province, procedure, digest, valid_from in versions:
        theirs = counted.setdefault((province, procedure), {})
        if valid_from <= today:
            theirs.clear()
        theirs[digest] = valid_from
    marked = _digests(session)
    for (province, procedure), digests in counted.items():
        if any((province, digest) in marked for digest in digests):
            yield province, procedure


def _digests(session: Session) -> set[tuple[str, str]]:
    """Of packages with a marked file; files come one by one, for a province has thousands."""
    where = (PackageFile.path == MANIFEST) | PackageFile.path.endswith(".bpmn")
    columns = PackageFile.province_code, PackageFile.digest, PackageFile.path, PackageFile.content
    rows = session.execute(select(*columns).where(where).execution_options(yield_per=50))
    return {(province, digest) for province, digest, path, text in rows if marks_demo(path, text)}


def _refused(province_code: str, procedure_code: str) -> DemoDataRefused:
    return DemoDataRefused(
        what=f'gói thủ tục {procedure_code} còn chỗ ghi source = "demo"',
        name=f"{province_code}/{procedure_code}",
    )
