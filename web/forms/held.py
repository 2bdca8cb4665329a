"""Papers and facts that the province holds already, offered on the form instead of asked."""

from engine.accounts import Person
from engine.cases.adding_files import FiledDocument
from engine.catalogue.forms import written
from web.forms.counter import Counter
from web.forms.rows import Posted
from web.forms.uploads import ON_PAPER

REUSED, OFFERED, LOOK_UP = "dung-lai", "da-moi-dung-lai", "tra-cuu"
"""Held papers that are ticked; that they were offered; the button that looks for them."""
BIRTHDAY = "owner_date_of_birth"
_DAY = {"type": "datetime", "subtype": "date"}


def looked_up(counter: Counter, person: Person, typed: Posted) -> Posted:
    """What was typed, and what is known of the owner in the questions that stand empty."""
    filled, people = typed.copy(), counter.people()
    for name, value in counter.held(person, typed).people.items():
        field = people.get(name)
        if field and not filled.get(field):
            filled[field] = written(_DAY, value) if name == BIRTHDAY else str(value)
    return filled


def reused(
    counter: Counter, person: Person, typed: Posted, papers: list[FiledDocument]
) -> list[str]:
    """The held papers that were ticked, but for those of which another came now."""
    ticked, came = typed.getlist(REUSED), {file.component for file in papers}
    came |= set(typed.getlist(ON_PAPER))
    held = counter.held(person, typed).papers
    return [one.id for code, one in held.items() if one.id in ticked and code not in came]
