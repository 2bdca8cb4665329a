"""The engine's benchmark walks the same case with every engine it compares."""

from bench.engine_naive import InMemory, Naive
from bench.engine_town import STEPS, BenchTown, prepare
from engine.store.database import Database


def test_every_engine_of_the_benchmark_takes_a_case_to_its_end(database: Database) -> None:
    prepare(database)
    town = BenchTown(database)
    town.fill(2)
    walked = [InMemory().walk(1, 1), town.walk(1, 1)]
    with Naive():
        walked.append(town.walk(1, 2))
    assert [steps for steps, _ in walked] == [STEPS] * 3
