"""Which answers of a filing its applicant may still adjust: words that decide nothing."""

import re
from collections.abc import Iterator

from engine.catalogue.forms import questions
from engine.catalogue.forms.questions import Component, label_of
from engine.catalogue.packages import PublishedPackage

TYPED = frozenset({"textfield", "textarea"})
"""Kinds of questions that are answered in free words."""
OF_A_PERSON = re.compile(
    r"(owner|submitter|subject)_(name|identity_number|tax_number|date_of_birth|phone)"
)
"""Who the people are: another owner is another dossier. The phone number opens it (``proofs``)."""
CONTACT = re.compile(r"(owner|submitter|subject)_(address|email)")
"""Where the people are reached: what a received dossier is about stays as it was examined."""


def adjustable(
    package: PublishedPackage, form: Component, *, received: bool
) -> Iterator[tuple[str, str]]:
    """The questions by key, with their labels: in free words, of nobody's identity, and read by no
    condition of the package (which way it goes, which limit, fee and papers it has).

    Once the dossier is received, only where its people are reached: no step that examined the rest
    is done again.
    """
    manifest = package.manifest
    fixed = {key for name, key in manifest.people.items() if OF_A_PERSON.fullmatch(name)}
    fixed.add(manifest.area_field or "")
    drawn, told = _text(package, (".bpmn", ".dmn")), _text(package, (".toml",))
    people = set(manifest.people.values())
    reached = {key for name, key in manifest.people.items() if CONTACT.fullmatch(name)}
    for one in questions(form):
        key = str(one["key"])
        if one.get("type") not in TYPED or key in fixed or (received and key not in reached):
            continue
        named = re.compile(rf"\b{re.escape(key)}\b")
        if not named.search(drawn) and (key in people or not named.search(told)):
            yield key, label_of(one)


def _text(package: PublishedPackage, ends: tuple[str, ...]) -> str:
    """What these files of the package say, but for its scenarios."""
    found = (
        content.decode("utf-8", "replace")
        for path, content in package.files.items()
        if path.endswith(ends) and not path.startswith("scenarios/")
    )
    return "\n".join(found)
