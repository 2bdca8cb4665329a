"""``motcua cases verify`` finds whatever is changed behind the product's back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from adapters.folder.heads import FolderHeads
from api.cli import motcua
from engine.audit.chain import GENESIS
from engine.catalogue.packages import _read as read_anew
from engine.errors import PackageAltered
from engine.jobs.sealing import seal_due_days
from engine.workflow import restore
from engine.workflow.running.codec import dumps
from tests.integration.jobs.procedures import act_on, faults
from tests.town import PROVINCE, Town

KEY = "a" * 32
Tampering = Callable[[Town, str], None]
SHORT = {
    "$last": "(SELECT max(seq) FROM case_events $this)",
    "$first": "(SELECT min(id) FROM tasks $this AND state = 'done')",
    "$filed": "(SELECT submitted_at FROM cases WHERE id = :case)",
    "$this": "WHERE case_id = :case",
}


def sql(*statements: str) -> Tampering:
    """Change rows by hand; ``SHORT`` has what is written often."""

    def tamper(town: Town, case_id: str) -> None:
        engine: Engine = town.database.engine
        with engine.begin() as connection:
            for statement in statements:
                for short, long in SHORT.items():
                    statement = statement.replace(short, long)  # noqa: PLW2901 - written out
                given = {"case": case_id, "nothing": GENESIS}
                changed = connection.execute(text(statement), given)
                assert changed.rowcount, statement

    return tamper


def older_state(town: Town, case_id: str) -> None:
    """A variable of the state is changed; its tokens and tasks stay as they are."""
    with town.act() as session:
        act = act_on(town, session, case_id)
        run = restore(act.definition, act.case["state"])
        run._workflow.variables["ket_qua"] = "dong_y"
        state = dumps(run._workflow, act.definition.digest)
        session.execute(
            text("UPDATE cases SET state = :state WHERE id = :case"),
            {"state": state, "case": case_id},
        )


TAMPERED: dict[str, Tampering] = {
    "an event's body is edited": sql(
        "UPDATE case_events SET body = (SELECT body FROM case_events $this AND seq = 1)"
        " $this AND seq = 2"
    ),
    "an event's kind is edited": sql("UPDATE case_events SET kind = 'x' $this AND seq = 2"),
    "an event's hash is edited": sql("UPDATE case_events SET hash = body $this AND seq = 2"),
    "an event in the middle is deleted": sql("DELETE FROM case_events $this AND seq = 2"),
    "the first event is deleted": sql("DELETE FROM case_events $this AND seq = 1"),
    "the last event is cut off": sql("DELETE FROM case_events $this AND seq = $last"),
    "the last event is cut off and the case's head set back": sql(
        "UPDATE cases SET event_seq = event_seq - 1, event_hash = (SELECT hash FROM case_events"
        " $this AND seq = $last - 1) WHERE id = :case",
        "DELETE FROM case_events $this AND seq = $last",
    ),
    "two events change places": sql(
        "UPDATE case_events SET seq = -seq $this AND seq IN (2, 3)",
        "UPDATE case_events SET seq = 5 + seq $this AND seq < 0",
    ),
    "all events are deleted": sql("DELETE FROM case_events $this"),
    "all events are deleted and the case's head set back": sql(
        "DELETE FROM case_events $this",
        "UPDATE cases SET event_seq = 0, event_hash = :nothing WHERE id = :case",
    ),
    "the case is deleted": sql(
        "DELETE FROM case_events $this",
        "DELETE FROM tasks $this",
        "DELETE FROM outbox $this",
        "DELETE FROM clock_intervals $this",
        "DELETE FROM dossiers $this",
        "DELETE FROM case_documents $this",
        "DELETE FROM cases WHERE id = :case",
    ),
    "the state is edited": older_state,
    "the state is damaged": sql("UPDATE cases SET state = event_hash WHERE id = :case"),
    "an open task is deleted": sql("DELETE FROM tasks $this AND state = 'open'"),
    "an open task is closed": sql("UPDATE tasks SET state = 'done' $this AND state = 'open'"),
    "a done task is opened": sql("UPDATE tasks SET state = 'open' WHERE id = $first"),
    "a done task is deleted": sql("DELETE FROM tasks WHERE id = $first"),
    "the outcome of a done task is edited": sql(
        "UPDATE tasks SET outcome = 'khac' WHERE id = $first"
    ),
    "the comment of a done task is edited": sql(
        "UPDATE tasks SET comment = 'khác' WHERE id = $first"
    ),
    "a done task is given to somebody else": sql(
        "UPDATE tasks SET completed_by = 'khac' WHERE id = $first"
    ),
    "the time of a done task is edited": sql(
        "UPDATE tasks SET completed_at = $filed WHERE id = $first"
    ),
    "the desk of a done task is edited": sql(
        "UPDATE tasks SET unit_code = 'khac' WHERE id = $first"
    ),
    "the due time of a done task is edited": sql(
        "UPDATE tasks SET due_at = $filed WHERE id = $first"
    ),
    "the due time of an open task is edited": sql(
        "UPDATE tasks SET due_at = $filed $this AND state = 'open'"
    ),
    "the hours of an open task are edited": sql(
        "UPDATE tasks SET hours = 999 $this AND state = 'open'"
    ),
    "an open task is put on another desk": sql(
        "UPDATE tasks SET position_code = 'khac' $this AND state = 'open'"
    ),
    "an open task is given to somebody": sql(
        "UPDATE tasks SET officer_id = 'khac' $this AND state = 'open'"
    ),
    "the case's due time is edited": sql("UPDATE cases SET due_at = $filed WHERE id = :case"),
    "the day of reception is edited": sql(
        "UPDATE cases SET received_at = submitted_at WHERE id = :case"
    ),
    "the case's status is edited": sql("UPDATE cases SET status = 10 WHERE id = :case"),
    "the case's code is edited": sql("UPDATE cases SET code = 'H41.1' WHERE id = :case"),
    "the competent unit is edited": sql(
        "UPDATE cases SET competent_unit = receiving_unit WHERE id = :case"
    ),
    "the place of the filing is edited": sql(
        "UPDATE cases SET receiving_unit = competent_unit WHERE id = :case"
    ),
    "the beginning of a clock is edited": sql(
        "UPDATE clock_intervals SET started_at = $filed $this AND clock = 'case'"
    ),
    "a stretch of a clock is deleted": sql(
        "DELETE FROM clock_intervals $this AND clock = 'answer'"
    ),
    "what was filed is edited": sql("UPDATE dossiers SET answers = '{}' $this"),
    "what was filed is deleted": sql("DELETE FROM dossiers $this"),
    "the owner's name is edited": sql("UPDATE cases SET applicant_name = 'x' WHERE id = :case"),
    "the account is edited": sql("UPDATE cases SET account_id = 'x' WHERE id = :case"),
    "the names that a search finds are edited": sql("UPDATE dossiers SET names_folded = 'x' $this"),
    "the number that a search finds is edited": sql("UPDATE dossiers SET owner_number = '1' $this"),
    "a message to the outside is edited": sql("UPDATE outbox SET payload = '{}' $this AND seq = 1"),
    "a message to the outside is deleted": sql("DELETE FROM outbox $this AND seq = 1"),
    "a paper that was taken is invented": sql("UPDATE dossiers SET papers = '[\"x\"]' $this"),
    "a file is exchanged": sql("UPDATE case_documents SET digest = 'khac' $this"),
    "a file is deleted": sql("DELETE FROM case_documents $this"),
    "a fee is invented": sql(
        "INSERT INTO case_fees (province_code, case_id, computed_at, item, kind, channel,"
        ' "full", exempted, due, basis, explained, rules) SELECT province_code, id, submitted_at,'
        " 'x', 'fee', channel, 1, 0, 1, '', '', '[]' FROM cases WHERE id = :case"
    ),
    "a message to the outside is invented": sql(
        "INSERT INTO outbox (province_code, case_id, seq, topic, payload, next_try_at, attempts)"
        " SELECT province_code, id, 99, 'x', '{}', submitted_at, 0 FROM cases WHERE id = :case"
    ),
    "a file of a package is edited": sql(
        "UPDATE package_files SET content = (SELECT event_hash FROM cases WHERE id = :case)"
        " WHERE path = 'procedure.toml'"
    ),
    "a file of a package is deleted": sql(
        "DELETE FROM package_files WHERE path = 'procedure.toml'"
    ),
    "a timer is invented": sql(
        "INSERT INTO timers (province_code, case_id, id, element_id, due_at)"
        " SELECT province_code, id, 'x', 'x', submitted_at FROM cases WHERE id = :case"
    ),
}


@pytest.fixture
def sealed(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case in the middle of its way, beside another one; every day so far is sealed."""
    monkeypatch.setenv("MOTCUA_MODE", "demo")
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.setenv("MOTCUA_AUDIT_KEY", KEY)
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "s" * 32)
    url = town.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MOTCUA_DATABASE", url)
    case_id = town.file().case_id
    town.file()
    for element in ("B3", "B4"):
        town.wait(minutes=7)
        town.until(case_id, element)
    heads = FolderHeads(tmp_path / "heads")
    assert seal_due_days(town.database, heads, KEY.encode(), now=town.now + timedelta(days=1))
    return case_id


def test_what_nobody_touched_is_clean(sealed: str) -> None:
    done = CliRunner().invoke(motcua, ["cases", "verify"])
    assert (done.exit_code, done.output) == (0, "2 hồ sơ, 0 sai lệch\n")


@pytest.mark.one_in(3)
@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_found(town: Town, sealed: str, tamper: Tampering) -> None:
    tamper(town, sealed)
    done = CliRunner().invoke(motcua, ["cases", "verify"])
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit), done.exception
    assert not done.output.endswith(" 0 sai lệch\n")


def test_a_whole_case_is_missed_before_its_day_is_sealed(town: Town, sealed: str) -> None:
    town.wait(days=1)
    later = town.file().case_id
    assert CliRunner().invoke(motcua, ["cases", "verify"]).exit_code == 0
    TAMPERED["the case is deleted"](town, later)
    done = CliRunner().invoke(motcua, ["cases", "verify"])
    assert "Số đã cấp nhưng không còn hồ sơ: N-H41-251205-00001." in done.output


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_row_that_cant_be_read_is_told_and_the_rest_is_verified(town: Town, sealed: str) -> None:
    sql("UPDATE case_events SET body = 'chữ' $this AND seq = 2")(town, sealed)
    with town.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE tasks SET state = 'done' WHERE case_id <> :c"), {"c": sealed}
        )
    done = CliRunner().invoke(motcua, ["cases", "verify"])
    lines = done.output.splitlines()
    assert [line for line in lines if "không đọc được" in line]
    assert len({line.split(":")[0] for line in lines[:-1]}) >= 2, "the other case is told too"
    assert isinstance(done.exception, SystemExit)


def test_a_package_that_was_changed_in_the_database_is_not_used(town: Town) -> None:
    digest = town.case(town.file().case_id).package_digest
    TAMPERED["a file of a package is edited"](town, town.file().case_id)
    with town.database.reading() as session, pytest.raises(PackageAltered):
        read_anew(session, PROVINCE, digest)


def test_a_case_that_began_before_events_told_of_rows_is_clean_and_told_of_from_then_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("engine.cases.act.case_act.trace_of_rows", lambda *_: {})
        case_id = town.file().case_id
        town.until(case_id, "B3")
    assert faults(town, case_id) == []
    row = town.task(case_id)
    town.claim(row, town.desk(row))
    assert faults(town, case_id) == []
    sql("UPDATE tasks SET officer_id = NULL $this AND state = 'open'")(town, case_id)
    assert faults(town, case_id) != []
