"""What expressions may name in a package, of which type, and what of it may be empty."""

from collections.abc import Collection, Iterable, Mapping
from typing import get_args

from engine.catalogue.manifest_fields import PEOPLE
from engine.feel import FeelType
from engine.feel.check.nearest import nearest
from engine.feel.check.results import join
from engine.feel.typeref import ANY, context_of, enumeration, list_of
from engine.store.rows import Channel
from engine.workflow.reading.elements import Step

STRING, NUMBER, MOMENT = FeelType("string"), FeelType("number"), FeelType("date and time")
CHANNEL = enumeration(*get_args(Channel))
CASE: Mapping[str, FeelType] = {
    "channel": CHANNEL,
    "receiving_unit": STRING,
    "competent_unit": STRING,
    "returning_unit": STRING,
    "submitted_at": MOMENT,
    "received_at": MOMENT,
}
"""What the product itself answers under ``case.``, besides the answers of the forms."""
APPLICANT: Mapping[str, FeelType] = dict.fromkeys(PEOPLE, STRING)
"""What the product knows of who filed, under ``applicant.``."""
FEE: Mapping[str, FeelType] = {
    "kenh": CHANNEL,
    "ngay_nop": FeelType("date"),
    "khu_vuc": list_of(STRING),
    "doi_tuong": list_of(STRING),
}
"""What the product gives every fee table (``engine.fees.tables.GIVEN``)."""
_UNITS = ("receiving_unit", "competent_unit", "returning_unit")
_ALWAYS = frozenset({"submitter_name", "owner_name"})
_MOST_KNOWN = 1_000


class Names:
    """What expressions may name: variables, and the fields of the dossier under ``case``."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.fields: dict[str, FeelType] = {}
        self.optional: set[tuple[str, ...]] = {
            ("applicant", name) for name in PEOPLE if name not in _ALWAYS
        }
        """The paths that may be empty though everything was filled in as it must."""
        self.used: set[str] = set()
        self.used_after: set[str] = set()
        """Those read elsewhere than by what ends a loop."""
        self.units: tuple[str, ...] = ()
        """The codes of every unit there is or was; empty where that is not known."""
        self.choices_of_units: set[str] = set()
        """The fields that a unit is chosen in."""
        self._types: dict[str, FeelType] = {}
        self._choices: dict[str, set[str]] = {}
        self._own: dict[str, FeelType] = {"applicant": context_of(APPLICANT)}

    @property
    def known(self) -> set[str]:
        """Every name that an expression of the drawing may begin with."""
        return {"case", "applicant"} | self.variables

    def knows(self, name: str) -> bool:
        """Whether an expression of the drawing may begin with the name."""
        return name in self.variables or name in ("case", "applicant")

    def add_steps(self, steps: Iterable[Step]) -> None:
        """The variables that the outcomes of steps set, with the values of their buttons."""
        for step in steps:
            if step.outcome_variable:
                values = {outcome.value for outcome in step.outcomes}
                self._choices.setdefault(step.outcome_variable, set()).update(values)
        self.variables |= self._choices.keys()

    def add_answers(
        self, answers: Mapping[str, FeelType], *, optional: Collection[str], as_variables: bool
    ) -> None:
        """The answers of a form; those of a step's form are variables too."""
        for name, type_ in answers.items():
            before = self.fields.get(name)
            self.fields[name] = type_ if before is None else join([before, type_])
        self.optional |= {("case", name) for name in optional}
        if as_variables:
            self.optional |= {(name,) for name in optional}
            for name, type_ in answers.items():
                self.add_variable(name, type_)

    def add_variable(self, name: str, type_: FeelType) -> None:
        """A variable that something of the drawing sets; set in several places it is any of these
        types."""
        before = self._types.get(name)
        self._types[name] = type_ if before is None else join([before, type_])
        self.variables.add(name)

    def type_of(self, name: str) -> FeelType:
        """What is known of a name's values."""
        if name == "case" and name not in self._own:
            self._own["case"] = self._case_type()
        if name in self._own:
            return self._own[name]
        if name in self._choices:
            chosen = FeelType("string", values=tuple(sorted(self._choices[name])))
            return join([chosen, self._types[name]]) if name in self._types else chosen
        return self._types.get(name, ANY)

    def _case_type(self) -> FeelType:
        if not self.fields or len(self.fields) > _MOST_KNOWN:
            return ANY
        fields = {**self.fields, **CASE}
        if self.units:
            chosen = self.choices_of_units & fields.keys()
            unit = enumeration(*self.units)
            fields |= {one: unit for one in (*_UNITS, *chosen) if fields[one] in (STRING, ANY)}
        return context_of(fields)


def hint(value: str, known: Collection[str]) -> str:
    """ " Có phải là “…”?" when one of the known names is close, else nothing."""
    near = nearest(value, known, cutoff=0.7) if len(known) <= _MOST_KNOWN else None
    return f" Có phải là “{near}”?" if near else ""
