"""Jobs rest as long as they work, and end between two cases."""

from threading import Thread
from time import perf_counter, sleep

from engine.jobs.pacing import Pace


def test_a_job_rests_after_each_case_as_long_as_the_case_took() -> None:
    worked, begun = 0.0, perf_counter()
    for _ in Pace(1.0).each(range(5)):
        before = perf_counter()
        sleep(0.01)
        worked += perf_counter() - before
    assert perf_counter() - begun >= 2 * worked


def test_a_stopped_job_ends_after_the_case_in_hand_and_does_not_rest_on() -> None:
    pace, done = Pace(1_000_000.0), []
    for case in pace.each(range(5)):
        done.append(case)
        sleep(0.001)
        Thread(target=pace.stop).start()
    assert done == [0]
    assert list(pace.each(range(5))) == []
