"""The engine is asked about every package, not only about the first of a process."""

from engine.diagnosis.loading import try_engine
from tests.unit.diagnosis.packages import broken, good_files

BPMN = "process.bpmn"


def test_a_second_package_is_loaded_anew() -> None:
    assert list(try_engine(good_files(), BPMN, [], None)) == []
    (told,) = try_engine(broken(BPMN, 'default="g_B3"', ""), BPMN, [], None)
    assert (told.code, told.element_id) == ("engine.refused", "g")
