"""What a whole province's packages take: diagnosed, compared with what is in force, stored.

``make bench-publishing``: every shipped package is in force already and comes again with another
question; it is proposed as a person proposes it. The time for 2,300 packages is that of these
times as many; that they can be filed is asked by night and not counted. SQLite. Writes
bench/out/publishing.json.
"""

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from engine.access import Administrator
from engine.accounts import Person, Post
from engine.organisation.loading import PROVINCE_ADMIN, load_province
from engine.proposing.propose import look, propose_package
from engine.proposing.rights import Publisher
from engine.publishing.folders import package_folders, read_package_folder
from engine.publishing.publish import publish_package
from engine.store.database import Database
from engine.store.upgrade import upgrade
from processes import root

OUT = Path("bench/out/publishing.json")
ALL = 2_300
LIMIT_SECONDS = 600
NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def publisher(province: str) -> Publisher:
    """An administrator of the whole province."""
    post = Post("ttphcc_tinh", "Trung tâm", PROVINCE_ADMIN, "Quản trị cấp tỉnh")
    person = Person("a" * 32, "officer", "Đo", "do", None, province, "a" * 32, (post,))
    admin = Administrator(province, "Đo", "a" * 32, person)
    return Publisher(admin, whole=True, sectors=None)


def asking_more(files: dict[str, bytes]) -> dict[str, bytes]:
    """The package with one question more in one of its forms."""
    name = next(path for path in sorted(files) if path.startswith("forms/"))
    form = json.loads(files[name])
    asked = {"type": "textfield", "key": "hoi_them", "label": "Hỏi thêm", "id": "hoi_them"}
    form["components"].append(asked)
    return {**files, name: json.dumps(form, ensure_ascii=False).encode()}


def main() -> int:
    """Measures, prints, writes; 1 when all would take longer than the limit."""
    count, seconds, cpu = 0, 0.0, 0.0
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        database = Database(f"sqlite:///{folder}/motcua.db")
        upgrade(database)
        for province in sorted(path.parent for path in root().glob("*/province.toml")):
            packages = [read_package_folder(one) for one in package_folders(province)]
            with database.writing() as session:
                load_province(session, province)
                for files in packages:
                    told = {"province_code": province.name, "published_by": "bench", "now": NOW}
                    publish_package(session, files=files, **told)
            who = publisher(province.name)
            for changed in map(asking_more, packages):
                begun, began = perf_counter(), process_time()
                with database.reading() as session:
                    seen = look(session, who=who, files=changed)
                with database.writing() as session:
                    propose_package(session, who=who, files=changed, now=NOW, examined=seen)
                seconds += perf_counter() - begun
                cpu += process_time() - began
                count += 1
    found = {
        "packages": count,
        "ms_each": round(seconds / count * 1000, 1),
        "cpu_ms_each": round(cpu / count * 1000, 1),
        "minutes_for_2300": round(seconds / count * ALL / 60, 2),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2) + "\n")
    print("\n".join(f"{name:<18}{value:>10}" for name, value in found.items()))
    return int(seconds / count * ALL > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
