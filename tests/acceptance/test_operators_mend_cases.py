"""``motcua cases``: an operator passes a message on, and tries a stopped case again."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import motcua
from engine.errors import Refusal
from tests.integration.jobs.procedures import elements, faults, file, install
from tests.integration.jobs.test_messages import PAID
from tests.town import Town


@pytest.fixture
def ref(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The number of a case that waits for a message."""
    monkeypatch.setenv("MOTCUA_MODE", "demo")
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    url = town.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MOTCUA_DATABASE", url)
    install(town, *PAID)
    return town.case(file(town).case_id).submission_number


def message(ref: str, *words: str) -> Result:
    return CliRunner().invoke(motcua, ["cases", "message", ref, *words])


def test_a_message_is_passed_on_with_its_values(town: Town, ref: str) -> None:
    done = message(ref, "m1", "--set", "da_thu=true", "--set", "khac=12")
    assert (done.exit_code, done.output) == (0, f"{ref}: cho đã nhận m1; không nhận: khac\n")
    case_id = next(iter(_case_ids(town)))
    assert elements(town, case_id) == ["y"]
    assert faults(town, case_id) == []


def test_a_message_that_nobody_waits_for_is_refused_in_words(ref: str) -> None:
    done = message(ref, "m2", "--element", "cho")
    assert done.exit_code != 0
    assert isinstance(done.exception, Refusal | SystemExit)


def test_values_have_a_name(ref: str) -> None:
    assert "TÊN=GIÁ_TRỊ" in message(ref, "m1", "--set", "true").output


def test_a_case_without_incident_is_not_tried_again(ref: str) -> None:
    done = CliRunner().invoke(motcua, ["cases", "retry", ref])
    assert done.exit_code != 0


def _case_ids(town: Town) -> list[str]:
    with town.database.reading() as session:
        return list(session.connection().exec_driver_sql("SELECT id FROM cases").scalars())
