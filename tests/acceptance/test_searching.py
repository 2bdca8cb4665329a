"""However a name is spelt, and however a number is parted, every search finds it."""

import re
import unicodedata

import pytest
from flask import Flask

from engine.queries.inbox import queue
from tests.client import Api
from tests.town import CENTRE, MAIN_PATH, Town

ANSWERS = {
    **MAIN_PATH.answers,
    "nop_thay": "uy_quyen",
    "nguoi_nop_ho_ten": "H\u2019Bia Niê",
    "nguoi_nop_so_dinh_danh": "040185012345",
    "nguoi_nop_dien_thoai": "0977 111 222",
    "chu_ho_so_ho_ten": "Đặng Thị Thủy",
    "chu_ho_so_so_dinh_danh": "066090000001",
    "chu_ho_so_ngay_sinh": "1990",
}
SPELLINGS = [
    "Đặng Thị Thủy",
    "đặng thị thủy",
    "ĐẶNG THỊ THỦY",
    "Đặng Thị Thuỷ",
    "dang thi thuy",
    "DANG THI THUY",
    "  Đặng   Thị  Thủy ",
    unicodedata.normalize("NFD", "Đặng Thị Thủy"),
    unicodedata.normalize("NFKD", "đặng thị thuỷ"),
    "Đặng\u00a0Thị\u200b Thủy",
    "Ðặng Thị Thủy",  # the letter of Iceland, as old fonts leave it
    "Đặng, Thị Thủy.",
    "thuy dang",
    "ặng th",
]
OTHERS = ["H'Bia Niê", "h’bia", "HʼBIA", "hbia nie"]
NUMBERS = ["040 185 012 345", "040185012345", "066.090.000.001", "0977111222", "+84 977 111 222"]


def found(town: Town, text: str) -> list[str]:
    [clerk, *_] = town.officers(CENTRE, "can_bo_mot_cua")
    with town.database.reading() as session:
        return [
            row.case_ref for row in queue(session, person=clerk, search=text, now=town.now).rows
        ]


def test_every_spelling_of_a_name_and_every_form_of_a_number_finds_the_case(town: Town) -> None:
    number = town.file(answers=ANSWERS).submission_number
    town.file()
    for text in [*SPELLINGS, *OTHERS, *NUMBERS, number.lower(), number.replace("-", " – ")]:
        assert found(town, text) == [number], text


@pytest.mark.parametrize(
    "text", ["đặng văn", "thuyen", "0977111223", "04018501234", "%", "x_x", "|x"]
)
def test_what_is_another_name_or_part_of_a_number_finds_nothing(town: Town, text: str) -> None:
    town.file(answers=ANSWERS)
    assert found(town, text) == []


def test_a_name_that_is_typed_whole_comes_alone_until_more_is_asked_for(town: Town) -> None:
    meant, other = (
        town.file(answers={**ANSWERS, "chu_ho_so_ho_ten": name}).submission_number
        for name in ("Nguyễn Văn An", "Nguyễn Thị Vân Anh")
    )
    [clerk, *_] = town.officers(CENTRE, "can_bo_mot_cua")
    with town.database.reading() as session:
        near = queue(session, person=clerk, search="nguyễn văn an", now=town.now)
        far = queue(session, person=clerk, search="nguyễn văn an", wide=True, now=town.now)
        nobody = queue(session, person=clerk, search="anh nguyễn", now=town.now)
    assert ([row.case_ref for row in near.rows], near.narrow) == ([meant], True)
    assert ({row.case_ref for row in far.rows}, far.narrow) == ({meant, other}, False)
    assert ([row.case_ref for row in nobody.rows], nobody.narrow) == ([other], False)


def test_a_name_that_only_other_desks_have_hides_nothing_of_the_own(town: Town) -> None:
    own = town.file(answers={**ANSWERS, "chu_ho_so_ho_ten": "Trần Thị Minh An"})
    elsewhere = town.file(
        answers={**ANSWERS, "chu_ho_so_ho_ten": "Trần An", "xa": "xa_con_cuong"},
        receiving_unit="xa_con_cuong_ttphcc",
        returning_unit="xa_con_cuong_ttphcc",
    )
    assert elsewhere.submission_number != own.submission_number
    assert found(town, "trần an") == [own.submission_number]


def test_no_number_of_people_outside_the_own_queue_is_found(town: Town) -> None:
    town.file(answers=ANSWERS)
    [stranger, *_] = town.officers("xa_con_cuong_ttphcc", "can_bo_mot_cua")
    with town.database.reading() as session:
        page = queue(session, person=stranger, search="0977111222", now=town.now)
    assert page.rows == ()


HALVES = [
    (
        ["Ksor H Bia", "Ksor H'Bia", "Ksor H.Bia"],
        ["H'Bia", "HBia", "H’Bia", "h bia", "H-Bia", "H. BIA", "ksor h´bia", "hꞌbia ksor"],
    ),
    (["Y-Krông Niê", "Ykrông Niê"], ["y krông", "Ykrông", "Y'KRÔNG", "niê y–krông", "Nie"]),
    (["K Brôi", "K’Brôi"], ["K'Brôi", "Kbrôi", "k-broi", unicodedata.normalize("NFD", "K’BRÔI")]),
    (["Đinh Y-Byông"], ["đinh ybyông", "DINH  Y BYONG", "Ðinh Y.Byông", "Y' Byông"]),
    (["Y Ƀhăm Bh-riu"], ["y bhăm", "YBHAM", "Bh'riu", "bhriu", "bh riu"]),
]


def test_a_name_of_two_halves_is_found_however_they_are_joined(town: Town) -> None:
    for names, spellings in HALVES:
        filed = [
            town.file(answers={**ANSWERS, "chu_ho_so_ho_ten": name, "nguoi_nop_ho_ten": "Lê Mai"})
            for name in names
        ]
        for text in [*names, *spellings]:
            assert sorted(found(town, text)) == [one.submission_number for one in filed], text
    assert found(town, "Kbia") == found(town, "ksorbia") == found(town, "hbian") == []


def spellings(code: str) -> list[str]:
    """A code as people speak, copy and key it: other separators, none, and digits alone."""
    parted = [re.sub("[.-]", joint, code) for joint in (" ", "", "-", ".", "/", "\u2013")]
    keyed = re.sub("[^0-9.-]", "", code).lstrip("-")
    local = keyed.removeprefix("41").lstrip(".-")  # the province is every code's
    return [code.lower(), *parted, keyed, local, *(re.sub("[.-]", "", k) for k in (keyed, local))]


def test_a_code_is_found_by_any_separators_by_none_and_by_digits_at_every_door(
    app: Flask, town: Town
) -> None:
    filed = town.file()
    town.until(filed.case_id, "B2")
    case, clerk = town.case(filed.case_id), Api(app, "bao.pq@nghe_an")
    assert case.code
    for code in (case.code, case.submission_number):
        for text in spellings(code):
            told = clerk.get(f"/tracking/{text.replace('/', ' ')}")
            assert told.status_code == 200, text
            assert told.json["ref"] == case.code, text
    assert clerk.get(f"/cases/{case.code.replace('.', '').replace('-', '')}").status_code == 200
    waiting = town.file().submission_number
    for text in spellings(waiting):
        assert found(town, text) == [waiting], text


CODES = [
    "2002755",
    "2.002.755",
    "2 002 755",
    "2 002755",
    "2,002755",
    "2. 002755",
    "2.002755.000.00.00.H56",
    "2.002755.H41",
]


def test_a_procedure_is_found_by_its_code_however_it_is_typed(app: Flask) -> None:
    clerk = Api(app, "bao.pq@nghe_an").client

    def listed(text: str) -> list[bool]:
        rows = clerk.get("/api/v1/catalogue/nghe_an/registers/procedures", query_string={"q": text})
        pages = [clerk.get(page, query_string={"q": text}) for page in ("/thu-tuc", "/tiep-nhan")]
        api = clerk.get("/api/v1/procedures", query_string={"q": text})
        found = ["2.002755" in answer.text for answer in (rows, api)]
        return [*found, *("Không có thủ tục nào khớp" not in page.text for page in pages)]

    for text in [*CODES, "２００２７５５", "2002755 000 00 00 h56", "trợ cấp 2002755"]:
        assert listed(text) == [True] * 4, text
    for text in ("1002755", "2.002755.1", "20027550", "002 7552", "trợ cấp 2002756"):
        assert listed(text) == [False] * 4, text


@pytest.mark.parametrize("text", ["tro cap mot lan", "TRỢ CẤP", "trợ  cấp một lần", "2.002755"])
def test_services_and_registers_are_searched_by_the_same_folding(app: Flask, text: str) -> None:
    clerk = Api(app, "bao.pq@nghe_an").client
    for path, inner in (
        ("/api/v1/procedures", "rows"),
        ("/api/v1/catalogue/nghe_an/registers/procedures", "entries"),
    ):
        rows = clerk.get(path, query_string={"q": text}).json[inner]  # type: ignore[index]
        assert [row["code"] for row in rows] == ["2.002755"]
        none = clerk.get(path, query_string={"q": "khong co gi"}).json
        assert none[inner] == []  # type: ignore[index]


def test_what_is_longer_than_any_name_is_found_nowhere(app: Flask, town: Town) -> None:
    town.file()
    doors = (("bao.pq", "/viec", "/queue"), ("dung.hn", "/tat-ca-ho-so", "/all-cases"))
    for reader, path, lists in doors:
        client = Api(app, f"{reader}@nghe_an")
        for long in ("a" * 60_000, "a " * 1_000):
            assert client.get(f"{lists}?q={long}").json["rows"] == []
            assert client.client.get(f"{path}?q={long}").status_code == 200
