"""The people of a filing under standard names, from its answers and whoever handed it in."""

from collections.abc import Mapping


def people_named(
    people: Mapping[str, str],
    answers: Mapping[str, object],
    *,
    typist: str,
    citizen: bool,
) -> dict[str, object]:
    """Standard name → value; by default the submitter is the owner.

    ``people``: what the manifest says of the form (standard name → question). ``typist``: the name
    of whoever filed, ``citizen`` whether for themselves.
    """
    told = {name: answers[key] for name, key in people.items() if key in answers}
    if citizen:
        told.setdefault("submitter_name", typist)
    for name in ("name", "identity_number"):
        if f"owner_{name}" not in told and f"submitter_{name}" in told:
            told[f"owner_{name}"] = told[f"submitter_{name}"]
    # At the counter whoever types is nobody's submitter, unless the dossier names no other person.
    told.setdefault("submitter_name", told.get("owner_name", typist))
    return told
