"""The questions about people: each of a kind that the product can read as what it stands for."""

from collections.abc import Iterator

from engine.catalogue.manifest_fields import DELIVERIES
from engine.catalogue.manifest_file import MANIFEST, ManifestRead
from engine.diagnosis.forms import Form
from engine.feel import FeelType
from engine.workflow.reading.faults import Fault, fault

AT_A_DESK = frozenset({"counter", "postal"})
"""Ways of filing in which an officer types: only the form tells whose the dossier is."""


def check_people(read: ManifestRead, filing: Form | None) -> Iterator[Fault]:
    """A name that is a number, a birthday in words, an owner without a name: what nobody could read
    when the case runs."""
    if read.manifest is None or filing is None:
        return
    named = [read.manifest.people.get(name, "") for name in ("owner_name", "submitter_name")]
    unknown = [key for key in named if key and key not in filing.answers]  # told already
    sure = unknown or any(filing.surely_told(key) for key in named if key)
    if not sure and not AT_A_DESK.isdisjoint(read.manifest.channels):
        yield fault("people.owner_unnamed", file=MANIFEST)
    for name, key in read.manifest.people.items():
        kind = filing.answers.get(key)
        if kind is None or _fits(name, kind, filing.asked_as.get(key)):
            continue  # that there is no such question is told already
        yield fault(
            "people.question_kind",
            file=MANIFEST,
            line=next((one.line for one in read.named if one.field == _field(name)), None),
            field=_field(name),
            value=key,
            wanted=_wanted(name),
        )


def _field(name: str) -> str:
    return f"filing.people.{name}"


def _fits(name: str, kind: FeelType, asked_as: str | None) -> bool:
    if name.endswith("_date_of_birth"):
        return asked_as == "datetime" and kind.name not in ("time", "date and time")
    if name == "result_delivery":
        return kind.values is not None and {*DELIVERIES}.issuperset(kind.values)
    return asked_as in ("textfield", "textarea")


def _wanted(name: str) -> str:
    if name.endswith("_date_of_birth"):
        return "câu hỏi ngày (datetime, subtype date)"
    if name == "result_delivery":
        return f"câu chọn một trong: {', '.join(DELIVERIES)}"
    return "câu hỏi gõ chữ (textfield hoặc textarea)"
