"""Making a net smaller without changing what can go wrong in it: series, choices, blocks, loops.

The rules are those of Murata, "Petri Nets: Properties, Analysis and Applications" (1989), VI.A, in
terms of spots and ways; they keep deadlocks, tokens left behind and tokens that meet.
"""

from engine.diagnosis.tokens.net import NOTHING, Acts, Net, Spot, Way, after


def shrink(net: Net) -> None:
    """Puts spots and ways together as long as any rule holds."""
    waiting = list(net.spots)
    gone: set[Spot] = set()
    while waiting:
        spot = waiting.pop()
        if spot in gone:
            continue
        touched = _fewer_ways(spot)
        if not touched and spot is not net.first and _passes(spot):
            touched = _take_out(spot)
            gone.add(spot)
        elif not touched and (follower := _series(spot)) not in (None, net.first):
            touched = _join(spot, follower)
            gone.add(follower)
        waiting += touched
    net.spots = [spot for spot in net.spots if spot not in gone]


def _passes(spot: Spot) -> bool:
    """Whether a token comes in by one way and goes on by one."""
    if len(spot.ins) != 1 or len(spot.outs) != 1 or spot.ends:
        return False
    return spot.outs[0].target is not spot and not spot.outs[0].otherwise


def _take_out(spot: Spot) -> list[Spot]:
    before, behind = spot.ins[0], spot.outs[0]
    before.acts = after(after(before.acts, spot.acts), behind.acts)
    before.drawn = before.drawn and behind.drawn
    before.target, before.last = behind.target, behind.last
    behind.target.ins[behind.target.ins.index(behind)] = before
    return [before.source, before.target]


def _series(spot: Spot) -> Spot | None:
    """What follows a spot that leads only there, and is led to only from there."""
    if len(spot.outs) != 1 or spot.ends:
        return None
    follower = spot.outs[0].target
    alone = len(follower.ins) == 1 and follower is not spot
    return follower if alone else None


def _join(spot: Spot, follower: Spot) -> list[Spot]:
    way = spot.outs[0]
    spot.acts = after(after(spot.acts, way.acts), follower.acts)
    spot.split, spot.outs = follower.split, follower.outs
    spot.ends, spot.stops = follower.ends, follower.stops
    spot.beside = spot.beside and follower.beside
    for out in spot.outs:
        out.source = spot
        out.drawn = out.drawn and way.drawn
    return [spot, *(out.target for out in spot.outs), *(way.source for way in spot.ins)]


def _fewer_ways(spot: Spot) -> list[Spot]:
    """Ways of a choice, or of a block, that lead to the same spot are one; a loop of nothing none.

    The spots that this may concern; empty when nothing was changed.
    """
    if len(spot.outs) == 1:
        return []
    first: dict[Spot, Way] = {}
    kept: list[Way] = []
    for way in spot.outs:
        same = first.setdefault(way.target, way)
        if way.target is spot and _does_nothing(way):
            spot.ins.remove(way)
        elif same is way or not _alike(spot, way.target):
            kept.append(way)
        else:
            same.acts = _together(same, way, spot)
            same.drawn = same.drawn or way.drawn
            same.always = same.always or way.always
            same.otherwise = False
            way.target.ins.remove(way)
    if len(kept) == len(spot.outs) or not kept:
        return []
    spot.outs = kept
    return [spot, *(way.target for way in kept)]


def _does_nothing(loop: Way) -> bool:
    """Whether going round this loop changes neither where tokens are nor the case."""
    spot = loop.source
    quiet = loop.acts.keys() == spot.acts.keys() == {NOTHING}
    return quiet and spot.split == "one" and spot.join == "any"


def _alike(spot: Spot, target: Spot) -> bool:
    """Whether it makes no difference that two ways lead from one spot to the other."""
    if spot.split == "one":
        return target.join == "any"
    if spot.split == "all":
        return target.join != "any"
    return target.join == "some"


def _together(one: Way, other: Way, spot: Spot) -> Acts:
    if spot.split == "all":
        return after(one.acts, other.acts)
    if spot.split == "some":
        return {**after(one.acts, other.acts), **other.acts, **one.acts}
    return {**other.acts, **one.acts}
