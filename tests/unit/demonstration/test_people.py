"""Other people in a demonstration's dossiers: whoever stood twice stands twice, all else stays."""

from random import Random

from engine.demonstration.people import other_people

ANSWERS = {
    "nguoi_nop_ho_ten": "Lê Thị Mai",
    "chu_ho_so_ho_ten": "Lê Thị Mai",
    "doi_tuong": ["ho_ngheo", "tre_em"],
    "so_thang": 26,
    "cam_ket": True,
    "con": [{"ten": "An"}],
}


def test_people_change_together_and_answers_of_every_other_kind_stay() -> None:
    found = other_people(ANSWERS, Random(1))
    assert found["nguoi_nop_ho_ten"] == found["chu_ho_so_ho_ten"] != "Lê Thị Mai"
    kept = {"doi_tuong", "so_thang", "cam_ket", "con"}
    assert {key: found[key] for key in kept} == {key: ANSWERS[key] for key in kept}
