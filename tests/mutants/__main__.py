"""Do the tests notice a small change? Run by ``make mutants``; see ``docs/house.md``.

A fixed sample of each area's mutants, and all that were made by hand, each tried in a copy of the
tree by the tests of its area. Ends with 1 when fewer than nine in ten are noticed, or one isn't
that ``same_program.toml`` doesn't explain.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.areas import AREAS
from tests.mutants.making import Mutant, by_hand, same_programs, sample
from tests.mutants.trees import Tree

MOST = 40
AT_ONCE = 2
"""Mutants that are tried at the same time, each in a tree of its own."""
ENOUGH = 0.9


def main(arguments: Sequence[str]) -> int:
    """Try the mutants of the areas asked for, or of all."""
    names, most = _asked(arguments)
    # All at once, before the checkout can change under a long run.
    mutants = {name: [*by_hand(name), *sample(AREAS[name], most)] for name in names}
    tried: list[tuple[Mutant, bool]] = []
    with tempfile.TemporaryDirectory(prefix="motcua-mutants-") as folder:
        trees = [Tree(Path(folder) / str(number)) for number in range(AT_ONCE)]
        for name, made in mutants.items():
            tried += _tried(name, made, trees)
    unexplained = _unexplained([mutant for mutant, noticed in tried if not noticed])
    seen = sum(noticed for _, noticed in tried)
    _say(f"mutants: noticed {seen} of {len(tried)}")
    return 0 if not unexplained and seen >= ENOUGH * len(tried) else 1


def _asked(arguments: Sequence[str]) -> tuple[list[str], int]:
    """The areas, and how many mutants of each."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("area", nargs="*", help=f"{', '.join(AREAS)}; all, unless named")
    parser.add_argument("--most", type=int, default=MOST, help="mutants of each area")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.area) - set(AREAS):
        parser.error(f"no such area: {', '.join(sorted(unknown))}")
    return asked.area or list(AREAS), asked.most


def _tried(name: str, mutants: list[Mutant], trees: list[Tree]) -> list[tuple[Mutant, bool]]:
    area = AREAS[name]
    with ThreadPoolExecutor(len(trees)) as pool:
        usual = max(pool.map(lambda tree: tree.usual_seconds(area), trees))
        _say(f"{name}: {len(mutants)} mutants; its tests take {usual:.0f} s")
        free: SimpleQueue[Tree] = SimpleQueue()
        for tree in trees:
            free.put(tree)

        def noticed(mutant: Mutant) -> bool:
            tree = free.get()
            try:
                return tree.notices(mutant, area, usual)
            finally:
                free.put(tree)

        found = []
        for mutant, seen in zip(mutants, pool.map(noticed, mutants), strict=True):
            _say(f"{'noticed' if seen else 'NOT NOTICED'} {mutant.words}")
            found.append((mutant, seen))
    return found


def _unexplained(left: list[Mutant]) -> list[Mutant]:
    """Those of the mutants left that nobody has shown to be the same program."""
    known = same_programs()
    found = []
    for mutant in left:
        why = known.get((mutant.file, mutant.was, mutant.now))
        _say(f"{'the same program' if why else 'UNEXPLAINED'}: {mutant.words}\n    {why or ''}")
        if why is None:
            found.append(mutant)
    return found


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
