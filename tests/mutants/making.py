"""Mutants: programs that differ from ours in one small thing. Made by mutmut, or by hand.

mutmut would build all mutants of a function into one module and switch between them, for which it
leaves out whatever has a decorator. Here each mutant is a tree of its own, so properties are
changed too.
"""

import ast
import difflib
import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.file_mutation import MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

from tests.mutants.areas import AREAS, ROOT, Area

HERE = Path(__file__).parent
SEED = "1"
"""Another seed is another sample."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one change; ``was`` and ``now`` are the changed lines, without indentation."""

    file: str
    was: str
    now: str
    text: str
    name: str = ""

    @property
    def words(self) -> str:
        """As the list of mutants shows it."""
        title = f"{self.file}: {self.name}" if self.name else self.file
        return f"{title}\n    - {_indented(self.was)}\n    + {_indented(self.now)}"


def _indented(text: str) -> str:
    return text.replace("\n", "\n      ")


_TYPE = m.Subscript(
    m.OneOf(*(m.Name(name) for name in ("Literal", "tuple", "Mapping", "Callable")))
)


class _Everywhere(MutationVisitor):
    """Mutates functions with decorators as well; names of types no more than annotations."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False
        return m.matches(node, m.Assign(value=_TYPE)) or super()._skip_node_and_children(node)


def sample(area: Area, most: int) -> list[Mutant]:
    """So many mutants of the area, the same in every run and little moved by changes elsewhere."""
    made = sorted(one for file in area.files() for one in _all_of(file))
    return list(islice(_programs(made), most))


def _all_of(file: str) -> Iterator[tuple[str, str, int]]:
    """Every mutant of a file: where it stands in the order of the sample, the file, its number."""
    module, mutations = _mutations(file)
    seen: Counter[str] = Counter()
    for number, mutation in enumerate(mutations):
        function = mutation.contained_by_top_level_function
        place = function.name.value if isinstance(function, cst.FunctionDef) else ""
        nodes = (mutation.original_node, mutation.mutated_node)
        told = "|".join((SEED, file, place, *(module.code_for_node(node) for node in nodes)))
        seen[told] += 1
        yield hashlib.sha256(f"{told}|{seen[told]}".encode()).hexdigest(), file, number


def _mutations(file: str) -> tuple[cst.Module, list]:
    wrapper = cst.MetadataWrapper(cst.parse_module((ROOT / file).read_text(encoding="utf-8")))
    visitor = _Everywhere(mutation_operators, IgnoredCode(set(), set(), set()))
    return wrapper.visit(visitor), visitor.mutations


def _programs(made: list[tuple[str, str, int]]) -> Iterator[Mutant]:
    """The mutants as files. Left out: what doesn't compile, and what is the same program twice."""
    parsed = {file: _mutations(file) for file in {file for _, file, _ in made}}
    known = {_program(module.code) for module, _ in parsed.values()}
    for _, file, number in made:
        module, mutations = parsed[file]
        mutation = mutations[number]
        changed = deep_replace(module, mutation.original_node, mutation.mutated_node)
        text = cst.ensure_type(changed, cst.Module).code
        program = _program(text)
        if program is None or program in known:
            continue
        known.add(program)
        yield Mutant(file, *difference(module.code, text), text)


def _program(text: str) -> str | None:
    """What the text does: without the names that it lists for readers; ``None``: not Python."""
    try:
        tree = ast.parse(text)
        compile(tree, "mutant", "exec")
    except SyntaxError:
        return None
    tree.body = [node for node in tree.body if "__all__" not in ast.dump(node)[:80]]
    return ast.dump(tree)


def difference(before: str, after: str) -> tuple[str, str]:
    """The lines that are gone and the lines that came."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))

    def marked(mark: str) -> str:
        return "\n".join(line[2:].strip() for line in lines if line.startswith(mark))

    return marked("- "), marked("+ ")


def by_hand(area: str) -> list[Mutant]:
    """The changes that no test once noticed. Raises ValueError where the code has moved on."""
    rows = tomllib.loads((HERE / "by_hand.toml").read_text(encoding="utf-8"))["mutant"]
    return [_made(row) for row in rows if row["file"].startswith(AREAS[area].folder + "/")]


def _made(row: dict[str, str]) -> Mutant:
    text = (ROOT / row["file"]).read_text(encoding="utf-8")
    if text.count(row["old"]) != 1:
        raise ValueError(f"{row['file']} doesn't say once: {row['old']!r} ({row['name']})")
    changed = text.replace(row["old"], row["new"])
    return Mutant(row["file"], *difference(text, changed), changed, row["name"])


def same_programs() -> dict[tuple[str, str, str], str]:
    """Changes (file, old lines, new lines) that change nothing anyone could see, and why not."""
    path = HERE / "same_program.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("same", [])
    return {(row["file"], row["was"], row["now"]): row["why"] for row in rows}
