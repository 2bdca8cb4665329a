"""Who is let off a fee: drawn from the fee table, asked at the filing, confirmed at the reception.

A package's author writes the groups once, in the table. What the applicant claims counts until the
officer who receives has looked at the proof; from then on what was confirmed.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from engine.catalogue.forms import questions
from engine.catalogue.manifest import FeeTable
from engine.catalogue.packages import MANIFESTS_KEPT, PublishedPackage
from engine.catalogue.rules.kinds.money import AGES, SUBJECTS
from engine.errors import FeeUndecided
from engine.feel import FeelError
from engine.feel.dmn import DmnModel
from engine.feel.dmn.boxes import TableBox
from engine.feel.dmn.errors import DmnError
from engine.fees.tables import model_of
from engine.files.kept import Kept
from engine.workflow import Step

CLAIMED = "doi_tuong"
"""The question of the filing form, and the input of fee tables, that names the groups."""
PROOF = "giay_to_doi_tuong"
"""The question for the files that prove it."""
CONFIRMS = "xac_nhan_"
"""Begins the question of a reception about one group."""
PROOF_PARTS = ("_giay", "_so", "_ngay")
"""What the paper is that was seen: its kind, number and day; ends the keys of these questions."""
YES, NO = "dung", "khong"
RECEIVE = "receive"

PROOFS = {
    "tre_em": "giấy khai sinh, hoặc số định danh",
    "nguoi_co_cong": "quyết định hoặc giấy xác nhận người có công",
    "ho_ngheo": "giấy chứng nhận hộ nghèo còn hiệu lực",
    "nguoi_cao_tuoi": "thẻ căn cước",
    "nguoi_khuyet_tat": "giấy xác nhận khuyết tật",
    "dan_toc_thieu_so_dbkk": "giấy xác nhận dân tộc và nơi cư trú",
    "vneid_muc_2": "tài khoản định danh mức độ 2 trên VNeID",
}
"""What proves that a person is of a group."""
NO_PAPER = frozenset({"vneid_muc_2"})
"""Groups that an account proves: the officer looks it up."""

_WRITTEN = re.compile(r'"([^"\\]+)"')
Component = dict[str, Any]


def named_in(model: DmnModel, decision: str) -> Iterator[str]:
    """Every group that tables under the decision name in a column about ``doi_tuong``."""
    elements = model.document.elements
    waiting, seen = [model.element(decision)], set()
    while waiting:
        element = waiting.pop()
        if element.element_id in seen:
            continue
        seen.add(element.element_id)
        box = element.box
        if isinstance(box, TableBox):
            for column, clause in enumerate(box.inputs):
                if clause.expression.text.strip() == CLAIMED:
                    for rule in box.rules:
                        yield from _WRITTEN.findall(rule.conditions[column].text)
        ids = (address.rpartition("#")[2] for address in element.information)
        waiting += [elements[one] for one in ids if one in elements]


def subjects_of(table: FeeTable | None, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The groups that the package's table lets off, as far as the product knows their names."""
    if table is None:
        return ()
    try:
        found = set(named_in(model_of(table, files), table.decision))
    except (FeelError, DmnError, FeeUndecided):
        return ()
    return tuple(one for one in SUBJECTS if one in found)


def filing_form(package: PublishedPackage) -> Mapping[str, Any] | None:
    """The filing form, with the questions that the fee table needs; ``None`` without a form.

    Raises PackageUnreadable.
    """
    form = package.form(package.manifest.filing_form)
    if form is None:
        return None
    found = _subjects(package)
    if not found or any(one["key"] == CLAIMED for one in questions(form)):
        return form
    parts = list(form["components"])  # type: ignore[call-overload]  # a list, as forms have it
    at = len(parts)
    while at and parts[at - 1].get("type") in ("checkbox", "text"):
        at -= 1  # what is promised at the end stays there
    return {**form, "components": [*parts[:at], *_asked(found), *parts[at:]]}


_known: Kept[str, tuple[str, ...]] = Kept(MANIFESTS_KEPT)


def _subjects(package: PublishedPackage) -> tuple[str, ...]:
    """Kept by digest: a published package never changes."""
    found = _known.get(package.digest)
    if found is None:
        found = _known.keep(package.digest, subjects_of(package.manifest.fee, package.files))
    return found


def _asked(subjects: Sequence[str]) -> list[Component]:
    nobody = f"={CLAIMED} = null or count({CLAIMED}) = 0"
    return [
        {"type": "text", "id": "Mien_giam", "text": "## Miễn, giảm phí, lệ phí"},
        {
            "type": "checklist",
            "id": "Mien_giam_dien",
            "key": CLAIMED,
            "label": "Người nộp phí thuộc diện được miễn, giảm",
            "description": "Không thuộc diện nào thì để trống. Cán bộ tiếp nhận xem giấy tờ chứng "
            "minh rồi xác nhận; phí tính theo diện đã xác nhận.",
            "values": [
                {"value": one, "label": f"{_capital(SUBJECTS[one])}: {PROOFS[one]}"}
                for one in subjects
            ],
        },
        {
            "type": "filepicker",
            "id": "Mien_giam_giay_to",
            "key": PROOF,
            "label": "Giấy tờ chứng minh diện miễn, giảm",
            "description": "Ảnh chụp hoặc bản quét; nộp tại quầy thì đưa bản chính cho cán bộ xem.",
            "multiple": True,
            "conditional": {"hide": nobody},
        },
    ]


def claimed(package: PublishedPackage, answers: Mapping[str, object]) -> tuple[str, ...]:
    """The groups that a filing claims to be of, among those that its fee table lets off."""
    subjects = _subjects(package)
    given = answers.get(CLAIMED) if subjects else None
    found = given if isinstance(given, list) else []
    return tuple(one for one in subjects if one in found)


def told_by_age(subject: str, born: date | None, day: date) -> bool | None:
    """Whether a date of birth says that a person is of the group; ``None``: it says nothing."""
    if born is None or subject not in AGES:
        return None
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    least, most = AGES[subject]
    return least <= years and (most is None or years <= most)


def with_confirmation(
    form: Mapping[str, Any] | None, claims: Collection[str]
) -> Mapping[str, Any] | None:
    """The form of a reception that also asks about each claim; as it is without claims."""
    if not claims:
        return form
    own = form or {"type": "default", "id": "xac_nhan", "components": []}
    drawn = [part for one in claims for part in _confirmation(one)]
    return {**own, "components": [*own["components"], *drawn]}


def _confirmation(one: str) -> list[Component]:
    """The question about a claim; who confirms it tells by which paper."""
    key = f"{CONFIRMS}{one}"
    seen = {"hide": f'={key} != "{YES}"'}
    kind, number, day = (f"{key}{part}" for part in PROOF_PARTS)
    return [
        {
            "type": "radio",
            "id": f"Xac_nhan_{one}",
            "key": key,
            "label": f"Khai thuộc diện {SUBJECTS[one]}: giấy tờ chứng minh",
            "description": f"Xem {PROOFS[one]}, hoặc tra cơ sở dữ liệu. Không xác nhận thì thu đủ.",
            "values": [
                {"value": YES, "label": "Đã xem, đúng diện"},
                {"value": NO, "label": "Không có, hoặc không đúng"},
            ],
            "validate": {"required": True},
        },
        {
            "type": "textfield",
            "id": f"Xac_nhan_{one}_giay",
            "key": kind,
            "label": f"Đã xem giấy gì ({SUBJECTS[one]})",
            "description": "Tên giấy tờ, hoặc cơ sở dữ liệu đã tra.",
            "validate": {"required": True},
            "conditional": seen,
        },
        {
            "type": "textfield",
            "id": f"Xac_nhan_{one}_so",
            "key": number,
            "label": f"Số của giấy đó ({SUBJECTS[one]})",
            "validate": {"required": True},
            "conditional": seen,
        },
        {
            "type": "datetime",
            "subtype": "date",
            "id": f"Xac_nhan_{one}_ngay",
            "key": day,
            "dateLabel": f"Ngày của giấy, hoặc ngày tra ({SUBJECTS[one]})",
            "validate": {"required": True},
            "properties": {"notAfter": "today"},
            "conditional": seen,
        },
    ]


def form_with_claims(
    package: PublishedPackage, step: Step, answers: Callable[[], Mapping[str, object]]
) -> Mapping[str, Any] | None:
    """What the end of a step asks; of a reception also about the claims of the filing.

    ``answers`` are those of the filing, fetched only where they matter. Raises PackageUnreadable.
    """
    form = package.form(step.form) if step.form else None
    if step.act != RECEIVE or not _subjects(package):
        return form
    return with_confirmation(form, claimed(package, answers()))


def confirmed_in(answers: Mapping[str, object], claims: Collection[str]) -> tuple[str, ...]:
    """The claims that the officer confirmed at the reception."""
    return tuple(one for one in claims if answers.get(f"{CONFIRMS}{one}") == YES)


def proof_seen(answers: Mapping[str, object], subject: str) -> str:
    """The paper by which an officer confirmed: "Giấy chứng nhận hộ nghèo số 12 ngày 01/12/2025"."""
    kind, number, day = (
        str(answers.get(f"{CONFIRMS}{subject}{part}") or "").strip() for part in PROOF_PARTS
    )
    return f"{kind} số {number} ngày {date.fromisoformat(day[:10]):%d/%m/%Y}"


def subject_words(subjects: Collection[str]) -> str:
    """The groups as they stand inside a sentence: "hộ nghèo, trẻ em"."""
    return ", ".join(SUBJECTS.get(one, one) for one in subjects)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
