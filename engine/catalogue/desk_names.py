"""What people call the desks of a diagram."""

from collections.abc import Mapping, Sequence
from itertools import takewhile

from engine.catalogue.manifest import Manifest
from engine.organisation.tree import Setting

ROLES = {
    "receiving": "nơi tiếp nhận",
    "competent": "cơ quan giải quyết",
    "returning": "nơi trả kết quả",
}
OF_PLACES = frozenset({"phường", "xã", "đặc", "khu"})
"""Words with which the name of a place begins, behind the name of its division."""


def desk_names(setting: Setting, manifest: Manifest | None = None) -> Mapping[str, str]:
    """The unit roles of every case, the province's positions and its kinds of units, by code; with
    the manifest, the units that its own roles mean."""
    kinds: dict[str, list[Sequence[str]]] = {}
    for unit in setting.units.values():
        kinds.setdefault(unit.kind, []).append(unit.name.split(",")[0].split())
    named = {kind: name for kind, names in kinds.items() if (name := _shared(names))}
    roles = manifest.roles if manifest else {}
    own = {
        role: setting.unit_short_name(unit) for role, unit in roles.items() if unit in setting.units
    }
    return {**own, **named, **setting.positions, **ROLES}


def names_in(setting: Setting) -> Mapping[str, str]:
    """The same, and the units themselves: every code that a rule may say."""
    units = {code: unit.name for code, unit in setting.units.items()}
    return setting.once("names_in", lambda: {**units, **desk_names(setting)})


def _shared(names: list[Sequence[str]]) -> str:
    """What the names of all units of a kind begin with; "" where that is a word at most."""
    columns = takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False))
    shared = [words[0] for words in columns]
    while shared and shared[-1] in OF_PLACES:
        shared.pop()
    return " ".join(shared) if len(shared) > 1 else ""
