"""What a dossier is made of: how each component is handed in, and what a filing still lacks. Pure.

The one place that decides it, for the procedure page, the filing form and the filing itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.catalogue.applicants import AUTHORISATION
from engine.catalogue.manifest import DocumentAsked, Manifest
from engine.catalogue.rules.rule import Rule
from engine.feel import FeelError, compile_expression, refuse_over_budget

DATA_BASIS = "Nghị định 118/2025/NĐ-CP, Điều 17.1b"
"""Data that agencies hold already need not be handed in again."""

SOURCES = {
    "dan_cu": "Cơ sở dữ liệu quốc gia về dân cư",
    "dat_dai": "cơ sở dữ liệu đất đai",
    "ho_tich": "cơ sở dữ liệu hộ tịch điện tử",
}
"""What people call the databases that ``replaced_by`` names by code."""


JUDGED = "judged."
"""What a refusal's field begins with that is about the judgement of a component's papers."""
COMPONENT = "documents."
"""How faults name a component: this, and its code."""


@dataclass(frozen=True, slots=True)
class Component:
    """A component as a filing of one day and place has it.

    ``source``: data stands in its place, on the legal ``basis``, by the local rule ``rule_id``
    unless the package itself says so.
    """

    asked: DocumentAsked
    source: str | None = None
    basis: str | None = None
    rule_id: str | None = None

    @property
    def handed_in(self) -> bool:
        """Whether it is a file or a paper at all."""
        return self.asked.how == "file" and self.source is None

    def owed(self, answers: Mapping[str, object]) -> bool:
        """Whether a filing with these answers must bring it."""
        return self.handed_in and self.asked.required and _applies(self.asked, answers)


def components(
    manifest: Manifest, replaced: Iterable[Rule] = (), *, represented: bool = False
) -> tuple[Component, ...]:
    """Every component of the package, in its order.

    ``replaced`` are the rules of kind ``document_replaced`` that the filing meets;
    ``represented``: somebody files for the owner, by a paper that is a component too.
    """
    rules = {rule.slot: rule for rule in replaced}
    found = tuple(_component(asked, rules.get(asked.code)) for asked in manifest.documents)
    asked = any(one.code == AUTHORISATION.code for one in manifest.documents)
    return (*found, Component(AUTHORISATION)) if represented and not asked else found


def component_names(manifest: Manifest) -> dict[str, str]:
    """What each component is called, by its code; the paper of an authorisation too."""
    return {one.code: one.name for one in (AUTHORISATION, *manifest.documents)}


def filled_forms(manifest: Manifest) -> tuple[str, ...]:
    """The components that are the filled form itself: they are there without a file."""
    return tuple(one.code for one in manifest.documents if one.how == "form")


def verdicts_on(asked: DocumentAsked, *, there: bool) -> tuple[str, ...]:
    """What may be found of a paper: what came is not missing, what nobody brought neither right
    nor wrong (decree 118/2025 art. 16.3). An original that is only shown may be each.
    """
    if asked.how == "shown":
        return ("pass", "wrong", "missing", "outdated")
    return ("pass", "wrong", "outdated") if there or asked.how == "form" else ("missing",)


def missing(
    found: Sequence[Component], answers: Mapping[str, object], handed: Collection[str | None]
) -> list[DocumentAsked]:
    """The compulsory components that a filing lacks; ``handed`` are the codes that came."""
    return [one.asked for one in found if one.owed(answers) and one.asked.code not in handed]


def source_words(source: str) -> str:
    """What people call a source of data."""
    return SOURCES.get(source, source)


def _component(asked: DocumentAsked, rule: Rule | None) -> Component:
    if rule is not None:
        return Component(asked, source_words(rule.value["source"]), rule.basis.words, rule.id)
    if asked.replaced_by:
        return Component(asked, source_words(asked.replaced_by), DATA_BASIS)
    return Component(asked)


def _applies(asked: DocumentAsked, answers: Mapping[str, object]) -> bool:
    if asked.when is None:
        return True
    try:
        return compile_expression(asked.when).evaluate(dict(answers)) is True
    except FeelError as error:
        refuse_over_budget(error, element_name=asked.name, expression=asked.when)
        # Packages are checked at upload; a condition that still fails must not waive a paper.
        return True
