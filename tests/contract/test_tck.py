"""Conformance: what once passed in the DMN kit passes still."""

import json

import pytest

from tests.contract import dmn_tck

pytestmark = pytest.mark.skipif(
    not dmn_tck.KIT.is_dir(), reason=f"no DMN kit at {dmn_tck.KIT} (set DMN_TCK)"
)


@pytest.fixture(scope="module")
def verdicts() -> list[dmn_tck.Verdict]:
    return dmn_tck.run()


def test_no_folder_passes_fewer_cases_than_are_committed(verdicts: list[dmn_tck.Verdict]) -> None:
    committed = json.loads(dmn_tck.RECORD.read_text())
    now = dmn_tck.passed_by_folder(verdicts)

    assert {f: n for f, n in committed.items() if now.get(f, 0) < n} == {}
    assert now == committed, "more cases pass: run make tck with --record and commit the counts"


def test_the_cases_that_are_refused_are_the_listed_ones(verdicts: list[dmn_tck.Verdict]) -> None:
    assert dmn_tck.missed(verdicts) == dmn_tck.REFUSED.read_text().splitlines()


def test_the_kit_is_whole(verdicts: list[dmn_tck.Verdict]) -> None:
    for level, total in dmn_tck.TOTALS.items():
        assert sum(v.case.level == level for v in verdicts) == total


def test_cases_that_call_java_are_never_run(verdicts: list[dmn_tck.Verdict]) -> None:
    java = [v for v in verdicts if "external-java" in v.case.folder and not v.passed]

    assert len(java) == 14
    assert all(v.got is None for v in java)
