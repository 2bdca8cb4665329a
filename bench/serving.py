"""The product as it runs: its commands as processes of their own, told by their environment."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.engine_naive import InMemory

OUT = Path("bench/out/api.json")
"""What the benchmarks over HTTP tell, each its own keys."""
PORT = 8721
MOTCUA = Path(sys.executable).with_name("motcua")
DOWN = subprocess.DEVNULL


def environment(url: str, var: Path, **more: str) -> dict[str, str]:
    """What the commands are told."""
    told = {"MOTCUA_MODE": "demo", "MOTCUA_DATABASE": url, "MOTCUA_VAR": str(var)}
    return {**os.environ, **told, "MOTCUA_PORT": str(PORT), "MOTCUA_SERVERS": "2", **more}


@contextmanager
def command(*words: str, env: Mapping[str, str]) -> Iterator[None]:
    """A command of the product that runs meanwhile."""
    with subprocess.Popen([MOTCUA, *words], env=env, stdout=DOWN, stderr=DOWN) as running:
        try:
            yield
        finally:
            running.terminate()
            running.wait(timeout=30)


def bare_steps() -> float:
    """Bare steps of SpiffWorkflow in memory a second."""
    steps, seconds = InMemory().walk(12, 1)
    return steps / seconds


def p95(times: list[float]) -> float:
    """Milliseconds of times in seconds."""
    return statistics.quantiles(times, n=20)[-1] * 1000 if len(times) > 1 else 0.0


def write(found: Mapping[str, float]) -> None:
    """Put these keys into the file; those of the other benchmarks stay."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    there = json.loads(OUT.read_text()) if OUT.exists() else {}
    OUT.write_text(json.dumps({**there, **found}, indent=2) + "\n")
    for name, value in found.items():
        print(f"{name:<28}{value:>12}")
