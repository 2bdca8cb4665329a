"""Whose a dossier is, and by which paper another person files it for them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Literal, TypedDict, get_args

from engine.catalogue.manifest import DocumentAsked

ApplicantKind = Literal["citizen", "enterprise", "state_agency", "other"]
KINDS: tuple[ApplicantKind, ...] = get_args(ApplicantKind)
KIND_NAMES: Mapping[str | None, str] = {
    "citizen": "Công dân",
    "enterprise": "Doanh nghiệp",
    "state_agency": "Cơ quan nhà nước",
    "other": "Tổ chức khác",
    None: "Không rõ",
}
"""What people call the kinds; ``None`` is that of cases from before anybody asked."""
PERSON: Final = "citizen"
AGENCY: Final = "state_agency"
ORGANISATIONS: Final = ("enterprise", "state_agency", "other")
NUMBERED: Final[Mapping[ApplicantKind, tuple[str, str]]] = {
    "enterprise": ("Mã số doanh nghiệp (mã số thuế)", "tax_number"),
    "other": ("Mã số thuế của tổ chức", "tax_number"),
    "state_agency": ("Mã định danh cơ quan", "agency_code"),
}
"""Organisations tell their own number, called so, of that kind of identifier: it is theirs in the
code of a result (decree 118/2025 art. 22.3), and nobody's who files for them. That of an agency is
its code by decision 20/2020/QĐ-TTg."""
AUTHORISATION: Final = DocumentAsked(
    "giay_uy_quyen", "Giấy ủy quyền", required=True, note="Của chủ hồ sơ cho người nộp"
)
"""A component of every dossier that somebody files for its owner (decree 118/2025 art. 15)."""
FOR_WHOM, BY_PAPER, AS_GUARDIAN = "nop_thay", "uy_quyen", "giam_ho"
"""The question and the answers by which filing forms themselves say that another files: whom the
owner authorised, or who represents a child or a ward by law (Civil Code 2015 art. 136). Nobody
authorises a guardian: the paper that makes them one is a component of the dossier.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Authorisation:
    """The paper by which the submitter stands in for the owner; who they are says the form."""

    paper: str
    number: str
    day: date

    @property
    def words(self) -> str:
        """The paper as slips name it: "Giấy ủy quyền số 12/UQ ngày 01/12/2025"."""
        return f"{self.paper} số {self.number} ngày {self.day:%d/%m/%Y}"


class Represented(TypedDict):
    """The column of a case that keeps the paper."""

    authorisation: dict[str, Any] | None


def kept_paper(paper: Authorisation | None) -> dict[str, Any] | None:
    """The paper as the row keeps it."""
    return None if paper is None else {**asdict(paper), "day": paper.day.isoformat()}


def paper_of(row: Represented) -> Authorisation | None:
    """The paper as the case keeps it."""
    told = row["authorisation"]
    if told is None:
        return None
    day = date.fromisoformat(str(told["day"]))
    return Authorisation(paper=told["paper"], number=told["number"], day=day)
