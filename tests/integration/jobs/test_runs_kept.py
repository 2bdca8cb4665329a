"""Runs kept between acts: the same as the stored state, never an old one, and not too many."""

from engine.cases.act import case_act, kept_runs
from engine.cases.act.kept_runs import KeptRun, KeptRuns
from engine.facts.events_of_incidents import IncidentRetried
from engine.routing.definitions import definition_of
from engine.workflow import Run, restore
from tests.integration.jobs.procedures import act_on
from tests.town import PROVINCE, Town


def kept(town: Town, case_id: str) -> KeptRun | None:
    """The run that the process keeps for the case as it is now; taken, and put back."""
    case, key = town.case(case_id), (PROVINCE, case_id)
    found = kept_runs.RUNS.take(key, version=case.version, state=case.state)
    if found is not None:
        kept_runs.RUNS._keep(key, found)
    return found


def test_a_kept_run_is_what_the_stored_state_says_at_every_step(town: Town) -> None:
    case_id = town.file().case_id
    steps = 0
    while town.case(case_id).returned_at is None:
        town.end(town.task(case_id))
        run, state = kept(town, case_id), town.case(case_id).state
        assert run is not None
        assert run.run.dumps() == state == restore(run.run.definition, state).dumps()
        steps += 1
    assert steps > 10


def test_an_act_after_another_process_begins_from_what_that_one_wrote(town: Town) -> None:
    case_id = town.file().case_id
    town.end(town.task(case_id))
    mine = kept(town, case_id)
    assert mine is not None
    elsewhere = KeptRuns()
    here, case_act.RUNS = case_act.RUNS, elsewhere
    try:
        town.end(town.task(case_id))
    finally:
        case_act.RUNS = here
    case = town.case(case_id)
    assert kept_runs.RUNS.take((PROVINCE, case_id), version=case.version, state=case.state) is None
    town.until(case_id, None)
    assert town.case(case_id).returned_at is not None


def test_the_same_version_with_other_bytes_is_not_the_same_state(town: Town) -> None:
    case_id = town.file().case_id
    town.end(town.task(case_id))
    case = town.case(case_id)
    key = (PROVINCE, case_id)
    assert kept_runs.RUNS.take(key, version=case.version, state=case.state + b"x") is None


def test_an_act_that_is_rolled_back_leaves_nothing_behind(town: Town) -> None:
    case_id = town.file().case_id
    town.end(town.task(case_id))
    task = town.task(case_id)
    with town.act() as session:
        act = act_on(town, session, case_id)
        act.complete(task.id, {})
        act.record(IncidentRetried(incidents=()))
        act.save()
        session.rollback()
    assert kept(town, case_id) is None
    assert town.task(case_id).id == task.id
    town.end(task)


def test_a_savepoint_is_not_yet_a_commit(town: Town) -> None:
    case_id = town.file().case_id
    town.end(town.task(case_id))
    task = town.task(case_id)
    with town.act() as session:
        with session.begin_nested():
            act = act_on(town, session, case_id)
            act.complete(task.id, {})
            act.record(IncidentRetried(incidents=()))
            act.save()
        assert kept(town, case_id) is None
        session.rollback()
    assert kept(town, case_id) is None


def test_no_more_than_so_many_runs_are_kept() -> None:
    few, run = KeptRuns(2), KeptRun(None, {}, 1, b"s")  # type: ignore[arg-type]
    for number in range(3):
        few._keep((PROVINCE, str(number)), run)
    assert len(few) == 2
    assert few.take((PROVINCE, "0"), version=1, state=b"s") is None
    assert few.take((PROVINCE, "2"), version=1, state=b"s") is run
    assert few.take((PROVINCE, "2"), version=1, state=b"s") is None, "lent to one act at a time"


def test_a_kept_run_reads_the_dossier_of_the_act_at_hand_only(town: Town) -> None:
    case_id = town.file().case_id
    town.end(town.task(case_id))
    found = kept(town, case_id)
    assert found is not None
    assert isinstance(found.run, Run)
    assert all(name.source is None for name in found.names.values())
    with town.act() as session:
        act = act_on(town, session, case_id)
        assert act.run is found.run
        assert found.names["case"]["channel"] == "online"
        assert definition_of(act.package) is act.run.definition
