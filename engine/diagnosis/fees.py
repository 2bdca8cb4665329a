"""The fee table against the product and the filing form: what it is given, what it must answer."""

from collections.abc import Collection, Iterator, Mapping

from engine.catalogue.manifest import FeeTable
from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.rules.kinds.money import SUBJECTS
from engine.diagnosis.decisions import DecisionFile, fee_names
from engine.diagnosis.forms import Form
from engine.diagnosis.names import hint
from engine.feel import FeelType
from engine.feel.check import result_types
from engine.feel.dmn.boxes import Box, ContextBox, ListBox
from engine.feel.typeref import ANY, list_of
from engine.fees.subjects import CLAIMED, PROOF, named_in, subjects_of
from engine.fees.tables import ANSWERED, GIVEN, inputs_of
from engine.workflow.reading.faults import Fault, fault


def check_fee_inputs(fee: FeeTable | None, table: DecisionFile | None) -> Iterator[Fault]:
    """Inputs that nobody gives the fee's decision, and those that the product gives itself."""
    if fee is None:
        return
    for name in sorted(GIVEN & fee.inputs.keys()):
        yield fault("fee.input_given", file=MANIFEST, value=name, question=fee.inputs[name])
    if table is None or fee.decision not in table.keys:
        return
    for name in sorted(inputs_of(table.model, fee.decision) - fee.inputs.keys() - GIVEN):
        yield fault("fee.input_missing", file=fee.file, value=name, decision=fee.decision)


def check_fee_answer(
    fee: FeeTable | None, table: DecisionFile | None, filing: Form | None
) -> Iterator[Fault]:
    """A decision that can't answer an item with both amounts: there every filing would stop."""
    if fee is None or table is None or fee.decision not in table.keys:
        return
    types = result_types(table.model, fee_names(fee, filing))
    found = list(_rows(table.model.element(fee.decision).box, types.get(fee.decision, ANY)))
    lacking = [name for name in ANSWERED if any(name not in row for row in found)]
    if lacking:
        yield fault("fee.answer", file=fee.file, decision=fee.decision, lacking=", ".join(lacking))


def _rows(box: Box | None, kind: FeelType) -> Iterator[Collection[str]]:
    """What each item of the answer has, as far as it is written; nothing where it can't be told."""
    if isinstance(box, ListBox):
        for part in box.items:
            yield from _rows(part, ANY)
    elif isinstance(box, ContextBox):
        names = [name for name, _, _ in box.entries]
        if None not in names:
            yield [name for name in names if name]
    elif kind.name == "list":
        yield from _rows(None, kind.item or ANY)
    elif kind.name == "context" and kind.fields is not None:
        yield dict(kind.fields)
    elif kind.name not in ("context", ANY.name):
        yield ()


def check_fee_subjects(
    fee: FeeTable | None, table: DecisionFile | None, filing: Form | None
) -> Iterator[Fault]:
    """Groups of the fee table that nobody can be asked about, or that the form asks itself."""
    if fee is None or table is None or fee.decision not in table.keys:
        return
    named = dict.fromkeys(named_in(table.model, fee.decision))
    for one in named:
        if one not in SUBJECTS:
            close = hint(one, SUBJECTS)
            known = ", ".join(SUBJECTS)
            yield fault("fee.subject_unknown", file=fee.file, value=one, hint=close, known=known)
    if named and filing is not None:
        for key in (CLAIMED, PROOF):
            if key in filing.answers:
                yield fault("fee.subjects_asked", file=filing.file, value=key)


def drawn_questions(fee: FeeTable | None, files: Mapping[str, bytes]) -> Mapping[str, FeelType]:
    """What the filing form asks besides, because the fee table lets groups of people off."""
    if not subjects_of(fee, files):
        return {}
    return dict.fromkeys((CLAIMED, PROOF), list_of(FeelType("string")))
