"""The papers that a filing owes: most tests are about something else and file them all."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.cases.adding_files import FiledDocument
from engine.cases.submit import Filing
from engine.catalogue.applicants import BY_PAPER, FOR_WHOM, Authorisation
from engine.catalogue.components import components
from engine.catalogue.packages import current_digest, package
from engine.publishing.given import PAPER
from engine.worktime import ZONE

PDF = PAPER
AUTHORISED = Authorisation(paper="Giấy ủy quyền", number="12/UQ", day=date(2025, 12, 1))
"""By which tests file for another."""


def with_papers(session: Session, filing: Filing, now: datetime) -> Filing:
    """The filing with a file for every component that it owes."""
    key = {"province_code": filing.province_code, "procedure_code": filing.procedure_code}
    digest = current_digest(session, **key, day=now.astimezone(ZONE).date())
    found = components(package(session, filing.province_code, digest).manifest)
    files = [
        FiledDocument(one.asked.code, "giay-to.pdf", PDF)
        for one in found
        if one.owed(filing.answers)
    ]
    paper = AUTHORISED if filing.answers.get(FOR_WHOM) == BY_PAPER else filing.authorisation
    return replace(filing, documents=files, authorisation=paper)
