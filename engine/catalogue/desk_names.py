"""What people call the desks of a diagram."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from engine.catalogue.manifest import Manifest
from engine.organisation.records import UnitRecord
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
    kinds: dict[str, list[UnitRecord]] = {}
    for unit in setting.units.values():
        kinds.setdefault(unit.kind, []).append(unit)
    named = {kind: _called(units) for kind, units in kinds.items()}
    own = dict(_own_roles(setting, manifest)) if manifest else {}
    return {**own, **named, **setting.positions, **ROLES}


def names_in(setting: Setting) -> Mapping[str, str]:
    """The same, and the units themselves: every code that a rule may say."""

    def found() -> Mapping[str, str]:
        return {**{code: unit.name for code, unit in setting.units.items()}, **desk_names(setting)}

    return setting.once("names_in", found)


def _own_roles(setting: Setting, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """The roles of a package: a unit each, or whoever serves the commune."""
    for role, unit in manifest.roles.items():
        if unit in setting.units:
            yield role, setting.unit_short_name(unit)
    serving: dict[str, dict[str, UnitRecord]] = {}
    for (role, _), served in setting.serving.items():
        units = {one.unit: setting.units[one.unit] for one in served if one.unit in setting.units}
        serving.setdefault(role, {}).update(units)
    for role, served_in in manifest.area_roles.items():
        if served_in in serving:
            yield role, f"{_called(serving[served_in].values())} theo địa bàn"


def _called(units: Iterable[UnitRecord]) -> str:
    """What the names of most units begin with; else the first unit, and how many others."""
    every = list(units)
    words = [one.name.split(",")[0].split() or [one.name] for one in every]
    ((first, count),) = Counter(one[0] for one in words).most_common(1)
    if 2 * count > len(words):
        return _shared([one for one in words if one[0] == first])
    return f"{every[0].short_name} và {len(every) - 1} đơn vị khác"


def _shared(names: Sequence[Sequence[str]]) -> str:
    """What all of the names begin with, without the beginning of a place's."""
    columns = takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False))
    shared = [words[0] for words in columns]
    while len(shared) > 1 and shared[-1] in OF_PLACES:
        shared.pop()
    return " ".join(shared)
