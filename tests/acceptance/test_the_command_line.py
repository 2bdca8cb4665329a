"""``motcua`` as an operator runs it: its words, its settings, what it prints, its exit code.

What a server or an interpreter does as it starts is asked of real processes; all else of the same
door inside this one, which need not load the product for every command.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import api.cli
from engine.errors import StillRunning
from engine.store.in_use import alone, in_use
from tests.town import FLAGSHIP_FOLDER

ROOT = Path(__file__).parent.parent.parent
SCENARIOS = len(list((FLAGSHIP_FOLDER / "scenarios").glob("*.toml")))
MOST_STEPS = 15
"""A demonstration has a dossier at every step, and more."""
SECRETS = {"MOTCUA_SECRET_KEY": "s" * 32, "MOTCUA_AUDIT_KEY": "a" * 32}


Done = subprocess.CompletedProcess[str]


def settings(var: Path, mode: str, more: dict[str, str]) -> dict[str, str]:
    """The environment of a command: only the product's own settings."""
    return {"PATH": os.environ["PATH"], "MOTCUA_MODE": mode, "MOTCUA_VAR": str(var), **more}


def process(var: Path, *arguments: str, mode: str = "demo", **more: str) -> Done:
    """Run the command as a process of its own."""
    env = settings(var, mode, more)
    command = [sys.executable, "-c", "import api.cli; api.cli.main()", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )


def motcua(var: Path, *arguments: str, mode: str = "demo", **more: str) -> Done:
    """Run the command in this process, by the door that the installed script calls."""
    said, told, code = io.StringIO(), io.StringIO(), 0
    before = os.umask(0o022)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(told):
        patch.setattr(sys, "argv", ["motcua", *arguments])
        patch.setattr(sys, "stdin", io.StringIO())
        patch.chdir(ROOT)
        env = settings(var, mode, more)
        for name in os.environ.keys() - env.keys():
            patch.delenv(name)
        for name, value in env.items():
            patch.setenv(name, value)
        try:
            api.cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os.umask(before)
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), told.getvalue())


@pytest.fixture
def one_province(tmp_path: Path) -> Path:
    """A folder with Nghệ An and nothing but its flagship."""
    province = FLAGSHIP_FOLDER.parent
    copy = tmp_path / "processes" / province.name
    shutil.copytree(province, copy, ignore=lambda _, names: [n for n in names if "." not in n])
    shutil.copytree(FLAGSHIP_FOLDER, copy / FLAGSHIP_FOLDER.name)
    return copy.parent


def test_walking_the_flagship_prints_each_step_with_desk_hours_due_time_and_status(
    tmp_path: Path,
) -> None:
    done = motcua(tmp_path, "walk", "nghe_an", "2.002755")
    assert done.returncode == 0, done.stderr
    pattern = r"^ +\d+\. \[(xã|sở|tỉnh)\] .* · hạn .*2025 · trạng thái \d+"
    steps = re.findall(pattern, done.stdout, re.MULTILINE)
    assert len(steps) >= 14, done.stdout
    assert "15 bước, 96 giờ làm việc, hẹn trả 09:15 thứ Hai 22/12/2025" in done.stdout
    assert done.stdout.rstrip().endswith(f"{SCENARIOS} passed, 0 failed")


def test_a_scenario_that_can_not_be_walked_ends_non_zero_and_says_where(
    one_province: Path, tmp_path: Path
) -> None:
    (scenario,) = (one_province / "nghe_an" / FLAGSHIP_FOLDER.name).glob("scenarios/1_*.toml")
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace('element = "B8"', 'element = "B2"', 1), encoding="utf-8")
    done = motcua(tmp_path, "walk", "--all", "--folder", str(one_province))
    assert done.returncode == 1
    assert "đang chờ B8, kịch bản muốn làm B2" in done.stderr
    assert done.stdout.rstrip().endswith(f"{SCENARIOS - 1} passed, 1 failed")


def test_a_fresh_installation_loads_checks_and_verifies(one_province: Path, tmp_path: Path) -> None:
    var, folder = tmp_path / "var", {"MOTCUA_PROCESSES": str(one_province)}
    assert "→" in motcua(var, "db", "upgrade").stdout
    loaded = motcua(var, "processes", "load", **folder)
    assert (loaded.returncode, "công bố bản 1" in loaded.stdout) == (0, True), loaded.stdout
    assert "không đổi" in motcua(var, "processes", "load", **folder).stdout
    assert motcua(var, "processes", "check", **folder).returncode == 0
    verified = motcua(var, "cases", "verify")
    assert (verified.returncode, verified.stdout.strip()) == (0, "0 hồ sơ, 0 sai lệch")


def test_a_faulty_package_is_not_loaded_and_every_fault_is_printed(
    one_province: Path, tmp_path: Path
) -> None:
    process = one_province / "nghe_an" / FLAGSHIP_FOLDER.name / "process.bpmn"
    process.write_text(process.read_text().replace('hours="20"', 'hours="hai"'), encoding="utf-8")
    (one_province / "nghe_an" / FLAGSHIP_FOLDER.name / "forms" / "y_kien.json").write_text("{")
    motcua(tmp_path, "db", "upgrade")
    refused = motcua(tmp_path, "processes", "load", MOTCUA_PROCESSES=str(one_province))
    assert refused.returncode == 1
    assert "process.bpmn" in refused.stdout
    assert "forms/y_kien.json" in refused.stdout


def test_production_makes_no_demo_accounts_and_refuses_a_database_that_has_them(
    one_province: Path, tmp_path: Path
) -> None:
    folder = {"MOTCUA_PROCESSES": str(one_province)}
    motcua(tmp_path, "db", "upgrade")
    motcua(tmp_path, "processes", "load", **folder)
    refused = motcua(tmp_path, "demo", "accounts", mode="production", **SECRETS, **folder)
    assert (refused.returncode, "demo_refused" in refused.stderr) == (1, True)
    assert motcua(tmp_path, "demo", "accounts", **folder).returncode == 0
    started = process(tmp_path, "serve", mode="production", **SECRETS)
    assert (started.returncode, "demo_refused" in started.stderr) == (1, True)


@pytest.mark.long
def test_a_real_province_begins_in_production_without_anything_of_a_demonstration(
    one_province: Path, tmp_path: Path
) -> None:
    def production(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        given = {**SECRETS, "MOTCUA_PROCESSES": str(one_province), **more}
        return motcua(tmp_path / "var", *words, mode="production", **given)

    production("db", "upgrade")
    refused = production("processes", "load")
    assert (refused.returncode, "demo_data_refused" in refused.stderr) == (1, True)
    assert "MOTCUA_DEMO_DATA=nghe_an" in refused.stderr
    (one_province / "nghe_an" / "officers.toml").unlink()
    assert "demo_data_refused" in production("processes", "load").stderr, "its package"
    shutil.rmtree(one_province / "nghe_an" / FLAGSHIP_FOLDER.name)
    assert production("processes", "load").returncode == 0
    people = ("--admin", "lan.anh=Đinh Thị Lan Anh", "--admin", "duc.pv=Phạm Văn Đức")
    told = ("--unit", "ttphcc_tinh", "--paper", "12/QĐ-UBND 01/12/2025", *people)
    invited = production("accounts", "invite-first-admins", "nghe_an", *told)
    assert invited.returncode == 0, invited.stderr
    assert len(set(re.findall(r"/dat-mat-khau\?ten=\S+&ma=(\S+)", invited.stdout))) == 2


def test_production_wants_its_secrets_given(tmp_path: Path) -> None:
    refused = process(tmp_path, "db", "upgrade", mode="production")
    assert (refused.returncode, "MOTCUA_SECRET_KEY" in refused.stderr) == (1, True)
    assert "MOTCUA_MODE=demo" in refused.stderr


def test_a_server_does_not_start_on_tables_of_another_version(tmp_path: Path) -> None:
    refused = process(tmp_path, "serve")
    assert (refused.returncode, "schema_outdated" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("processes", "check"),
        ("config", "export", "nghe_an", "out"),
        ("organisation", "missing", "nghe_an"),
        ("rules", "explain", "nghe_an", "2.002755"),
        ("cases", "verify"),
    ],
)
def test_before_the_tables_are_there_a_command_says_what_to_run(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    refused = motcua(tmp_path, *words)
    assert refused.returncode == 1
    assert "motcua db upgrade [schema_outdated]" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_demonstration_is_emptied_on_purpose_only(one_province: Path, tmp_path: Path) -> None:
    folder = {"MOTCUA_PROCESSES": str(one_province)}
    for command in (("db", "upgrade"), ("processes", "load"), ("demo", "cases", "--most", "2")):
        assert motcua(tmp_path, *command, **folder).returncode == 0
    refused = motcua(tmp_path, "demo", "reset", "--yes", **folder)
    assert (refused.returncode, "not_a_demo" in refused.stderr) == (1, True), "no demo accounts"
    assert motcua(tmp_path, "cases", "verify", **folder).stdout.startswith("2 hồ sơ, 0 sai lệch")
    assert motcua(tmp_path, "demo", "accounts", **folder).returncode == 0
    assert motcua(tmp_path, "demo", "reset", **folder).returncode != 0, "nobody said yes"
    refused = motcua(tmp_path, "demo", "reset", "--yes", mode="production", **SECRETS, **folder)
    assert "demo_refused" in refused.stderr


@pytest.mark.long
def test_a_demonstration_is_as_large_each_time_and_filled_once(
    one_province: Path, tmp_path: Path
) -> None:
    folder = {"MOTCUA_PROCESSES": str(one_province)}
    for command in (("db", "upgrade"), ("processes", "load"), ("demo", "accounts")):
        assert motcua(tmp_path, *command, **folder).returncode == 0
    first, again = (_filled(tmp_path, folder) for _ in range(2))
    assert again == first > MOST_STEPS
    assert "Đã có hồ sơ" in motcua(tmp_path, "demo", "cases", **folder).stdout
    # By a process that has none of these dossiers and packages in its memory.
    assert _verified(process(tmp_path, "cases", "verify", **folder).stdout) == again


def test_a_demonstration_that_runs_is_not_thrown_away(tmp_path: Path) -> None:
    with in_use(tmp_path), in_use(tmp_path):  # a server and a worker
        refused = process(tmp_path, "demo", "reset", "--yes", MOTCUA_PROCESSES=str(tmp_path))
    assert (refused.returncode, "still_running" in refused.stderr) == (1, True)
    with alone(tmp_path), pytest.raises(StillRunning), in_use(tmp_path):
        pass
    with alone(tmp_path):
        pass


def _filled(var: Path, folder: dict[str, str]) -> int:
    """A demonstration made anew; how many dossiers it has."""
    done = motcua(var, "demo", "reset", "--yes", **folder)
    found = re.search(r"Hồ sơ minh họa: (\d+)", done.stdout)
    assert done.returncode == 0, done.stderr
    assert found, done.stdout
    return int(found[1])


def _verified(said: str) -> int:
    """How many dossiers were verified, none of them at fault."""
    found = re.search(r"(\d+) hồ sơ, \d+ phản ánh, kiến nghị, 0 sai lệch", said)
    assert found, said
    return int(found[1])
