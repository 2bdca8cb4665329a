"""Whose dossier is filed, and by which paper another files it: asked of every procedure alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from engine.catalogue.applicants import (
    AGENCY,
    AS_GUARDIAN,
    AUTHORISATION,
    BY_PAPER,
    FOR_WHOM,
    KIND_NAMES,
    NUMBERED,
    PERSON,
    ApplicantKind,
    Authorisation,
)
from engine.catalogue.applicants import KINDS as APPLICANT_KINDS
from engine.catalogue.rules.admission import PaperGround
from engine.queries.views.service import RequiredDocument
from web.forms.fields import Component

KIND, FOR_OTHER = "loai_chu_ho_so", "nop_thay_chu_ho_so"
GROUND = "ly_do_ban_giay"
PAPER, NUMBER, DAY = "uy_quyen_loai", "uy_quyen_so", "uy_quyen_ngay"
TAX_NUMBER: Mapping[ApplicantKind, str] = {
    "enterprise": "ma_so_doanh_nghiep",
    "other": "ma_so_to_chuc",
    "state_agency": "ma_dinh_danh_co_quan",
}
"""Which kinds of organisations are asked for their number, each where."""
OURS = (KIND, *TAX_NUMBER.values(), GROUND, FOR_OTHER, PAPER, NUMBER, DAY)
CONTROLS = {
    "authorisation.paper": PAPER,
    "authorisation.number": NUMBER,
    "authorisation.day": DAY,
    "owner_tax_number": TAX_NUMBER["enterprise"],
}
"""What refusals call these → the control."""


@dataclass(frozen=True, slots=True)
class Who:
    """What the filing tells of its owner and its submitter, besides the procedure's own form."""

    kind: ApplicantKind
    authorisation: Authorisation | None
    paper_ground: str | None
    tax_number: str | None


def form_with_who(
    form: Mapping[str, object],
    grounds: Sequence[PaperGround] | None = None,
    *,
    for_other: bool = True,
    numbered: bool = False,
) -> dict[str, object]:
    """The form with the questions of whose dossier it is.

    ``grounds``: why a state agency may file it on paper, where it would have to file online;
    ``None`` elsewhere. ``for_other``: whether it has an owner who may let another file;
    ``numbered``: it asks for the number of an organisation itself. A form that itself asks for whom
    one files is asked for the paper there.
    """
    own = list(cast("Sequence[Component]", form.get("components", ())))
    at = next((n for n, one in enumerate(own, 1) if one.get("key") == FOR_WHOM), None)
    owner = [*_OWNER, *([] if numbered else _NUMBERS)]
    if at is None:
        asked = [
            *owner,
            *_grounds(grounds),
            *(_FOR_ANOTHER if for_other else ()),
            *_headed(own),
        ]
    else:
        paper = _paper(f'={FOR_WHOM} != "{BY_PAPER}"')
        asked = [*owner, *_grounds(grounds), *_headed([*own[:at], *paper, *own[at:]])]
    return {**form, "components": asked}


def who_told(answers: Mapping[str, object]) -> Who:
    """What checked answers tell."""
    kind = answers.get(KIND)
    told = cast("ApplicantKind", kind if kind in get_args(ApplicantKind) else PERSON)
    asked = (GROUND, TAX_NUMBER.get(told, ""))
    ground, tax = (str(answers.get(key) or "") or None for key in asked)
    if answers.get(FOR_OTHER) is not True and answers.get(FOR_WHOM) != BY_PAPER:
        return Who(told, None, ground, tax)
    paper, number, day = (str(answers.get(one) or "") for one in (PAPER, NUMBER, DAY))
    made = Authorisation(paper=paper, number=number, day=date.fromisoformat(day[:10]))
    return Who(told, made, ground, tax)


def files_for_other(typed: Mapping[str, str]) -> bool:
    """Whether the form, as it was typed, is for another than who types it."""
    return FOR_OTHER in typed or typed.get(FOR_WHOM) in (BY_PAPER, AS_GUARDIAN)


def own_answers(answers: Mapping[str, object]) -> dict[str, object]:
    """The answers to the procedure's own form."""
    return {key: value for key, value in answers.items() if key not in OURS}


def papers_with_authorisation(
    asked: Sequence[RequiredDocument], form: Mapping[str, object]
) -> tuple[RequiredDocument, ...]:
    """The components with the paper of an authorisation, where the procedure has none itself.

    ``form``: with the questions of whose dossier it is.
    """
    if any(one.code == AUTHORISATION.code for one in asked):
        return tuple(asked)
    keys = {one.get("key") for one in cast("Sequence[Component]", form.get("components", ()))}
    if FOR_WHOM in keys:
        when = f'{FOR_WHOM} = "{BY_PAPER}"'
    elif FOR_OTHER in keys:
        when = f"{FOR_OTHER} = true"
    else:
        return tuple(asked)
    return (
        *asked,
        RequiredDocument(
            code=AUTHORISATION.code,
            name=AUTHORISATION.name,
            required=True,
            note=AUTHORISATION.note,
            when=when,
        ),
    )


def _headed(own: Sequence[Component]) -> list[Component]:
    """The procedure's questions, under a heading of their own."""
    first = own[0] if own else {}
    text = str(first.get("text", "")) if first.get("type") == "text" else ""
    heading: list[Component] = (
        [] if text.startswith("## ") else [{"type": "text", "text": "## Nội dung khai"}]
    )
    return [*heading, *own]


_OWNER: tuple[Component, ...] = (
    {"type": "text", "text": "## Chủ hồ sơ"},
    {
        "type": "radio",
        "key": KIND,
        "label": "Chủ hồ sơ là",
        "values": [{"value": one, "label": KIND_NAMES[one]} for one in APPLICANT_KINDS],
        "defaultValue": PERSON,
        "validate": {"required": True},
    },
)
_NUMBERS: tuple[Component, ...] = tuple(
    {
        "type": "textfield",
        "key": TAX_NUMBER[kind],
        "label": label,
        "description": "Của chủ hồ sơ, không phải số của người nộp",
        "properties": {"kind": identifier},
        "validate": {"required": True},
        "conditional": {"hide": f'={KIND} != "{kind}"'},
    }
    for kind, (label, identifier) in NUMBERED.items()
)


def _grounds(grounds: Sequence[PaperGround] | None) -> list[Component]:
    """What an agency is told at once: it files online; on paper for one of these grounds only."""
    if grounds is None:
        return []
    told = _NONE if not grounds else _ONLINE
    of_agency = {"conditional": {"hide": f'={KIND} != "{AGENCY}"'}}
    note: Component = {"type": "text", "text": told, **of_agency}
    if not grounds:
        return [note]
    return [
        note,
        {
            "type": "select",
            "key": GROUND,
            "label": "Vì sao cơ quan nộp bản giấy",
            "values": [
                {"value": one.code, "label": f"{one.ground} ({one.basis})"} for one in grounds
            ],
            "validate": {"required": True},
            **of_agency,
        },
    ]


_ONLINE = (
    "Chủ hồ sơ là cơ quan nhà nước: phải nộp trực tuyến, trừ khi pháp luật quy định phải có hồ sơ"
    " giấy. Nhận tại quầy thì chọn lý do ngay dưới đây."
)
_NONE = (
    "Chủ hồ sơ là cơ quan nhà nước: phải nộp trực tuyến. Tỉnh chưa ban hành lý do nào để nhận tại"
    " quầy; hãy quay lại chọn “Giúp nộp trực tuyến”."
)


def _paper(hide: str) -> tuple[Component, ...]:
    """The questions about the paper, hidden where the expression is true."""
    always = {"validate": {"required": True}, "conditional": {"hide": hide}}
    return (
        {
            "type": "textfield",
            "key": PAPER,
            "label": "Nộp thay theo giấy gì",
            "description": "Ví dụ: Giấy ủy quyền, Hợp đồng ủy quyền, Giấy giới thiệu",
            "defaultValue": AUTHORISATION.name,
            **always,
        },
        {"type": "textfield", "key": NUMBER, "label": "Số của giấy", **always},
        {"type": "datetime", "subtype": "date", "key": DAY, "dateLabel": "Ngày của giấy", **always},
    )


_FOR_ANOTHER: tuple[Component, ...] = (
    {
        "type": "checkbox",
        "key": FOR_OTHER,
        "label": "Nộp thay chủ hồ sơ (có giấy ủy quyền)",
        "description": "Hồ sơ vẫn là của chủ hồ sơ: chủ hồ sơ nhận kết quả, rút hồ sơ",
    },
    *_paper(f"={FOR_OTHER} != true"),
)
