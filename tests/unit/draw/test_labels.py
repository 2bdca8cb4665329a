import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.workflow.draw import draw
from engine.workflow.draw.words import fit, width, wrap
from tests.unit.draw.reading import SVG, group, identities, label_of, lines_of, squeezed
from tests.unit.draw.sheets import bounds, bpmn, edge, shape

WORDS = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyẾỆỮỢẪắằ0123456789 -/_.,\n漢😀\u0301"),
    max_size=120,
)


@given(text=WORDS, limit=st.floats(1, 300), size=st.sampled_from([9.0, 12.0]))
def test_no_letter_is_lost_by_breaking_lines(text: str, limit: float, size: float) -> None:
    assert squeezed("".join(wrap(text, limit, size).lines)) == squeezed(text)


@given(text=WORDS, limit=st.floats(40, 300))
def test_no_line_is_wider_than_its_limit(text: str, limit: float) -> None:
    assert wrap(text, limit, 12).width <= limit + 0.001


@pytest.mark.parametrize("marked", ["ế", "ệ", "ể", "e\u0302\u0301"])
def test_a_letter_is_as_wide_with_its_marks_as_without(marked: str) -> None:
    assert width(marked, 100) == width("e", 100)


def test_a_horn_makes_a_letter_wider() -> None:
    assert width("ợ", 100) == width("ơ", 100) > width("o", 100)


def test_lines_come_out_about_equally_long() -> None:
    lines = wrap("Thẩm định hồ sơ và dự thảo quyết định", 150, 12).lines
    widths = [width(line, 12) for line in lines]
    assert len(lines) == 2
    assert max(widths) - min(widths) < 40


def test_own_line_breaks_are_kept() -> None:
    assert wrap("Bước một\nhai", 500, 12).lines == ("Bước một", "hai")


def test_words_grow_smaller_before_they_leave_their_shape() -> None:
    text = "Kiểm tra tính đầy đủ, hợp lệ của hồ sơ, số hóa và chuyển cho phòng chuyên môn"
    found = fit(text, 90, 72, (12, 11, 10, 9))
    assert found.size < 12
    assert found.height <= 72


def _event(label: str = "") -> bytes:
    di = shape("e", (100, 100, 36, 36)).replace("</bpmndi", f"{label}</bpmndi")
    return bpmn('<endEvent id="e" name="Đã trả kết quả cho người dân"/>', di)


def _label(x: float, y: float, w: float, h: float) -> str:
    return f"<bpmndi:BPMNLabel>{bounds(x, y, w, h)}</bpmndi:BPMNLabel>"


def test_an_event_has_its_words_below_when_nobody_placed_them() -> None:
    lines = lines_of(label_of(draw(_event(), title=""), "e"))
    assert all(x == 118 and y > 136 for x, y, _ in lines)


def test_placed_words_stand_where_they_were_put() -> None:
    lines = lines_of(label_of(draw(_event(_label(200, 50, 100, 28)), title=""), "e"))
    assert all(x == 250 and 50 < y < 82 for x, y, _ in lines)


def test_words_above_a_shape_grow_upwards() -> None:
    lines = lines_of(label_of(draw(_event(_label(73, 80, 90, 14)), title=""), "e"))
    assert len(lines) > 1
    assert max(y for _, y, _ in lines) < 94


def test_words_left_of_a_shape_grow_away_from_it() -> None:
    lines = lines_of(label_of(draw(_event(_label(60, 111, 38, 14)), title=""), "e"))
    widest = max(width(text, 11) for _, _, text in lines)
    assert widest > 38
    assert lines[0][0] + widest / 2 <= 98.01


def test_words_of_a_task_stay_clear_of_its_pictogram() -> None:
    model = '<userTask id="t" name="Thẩm định hồ sơ và dự thảo quyết định"/>'
    svg = draw(bpmn(model, shape("t", (0, 0, 100, 80))), title="")
    (label,) = group(svg, "t").iter(SVG + "text")
    assert min(y for _, y, _ in lines_of(label)) > 30


def test_words_of_a_lane_run_upwards() -> None:
    svg = draw(bpmn('<lane id="l" name="Sở Nội vụ"/>', shape("l", (0, 0, 600, 200))), title="")
    (label,) = group(svg, "l").iter(SVG + "text")
    assert label.get("transform") == "rotate(-90 15 100)"


def test_words_of_an_upright_pool_stand_on_top() -> None:
    model = '<participant id="p" name="Sở Nội vụ" processRef="P"/>'
    svg = draw(bpmn(model, shape("p", (0, 0, 200, 600), 'isHorizontal="false"')), title="")
    (label,) = group(svg, "p").iter(SVG + "text")
    assert label.get("transform") is None
    assert all(y < 30 for _, y, _ in lines_of(label))


def test_words_of_a_flow_stand_by_its_longest_part() -> None:
    model = '<sequenceFlow id="f" name="Đạt"/><task id="t"/>'
    di = shape("t", (0, 300, 100, 80)) + edge("f", (0, 100), (20, 100), (20, 0), (400, 0))
    ((x, y, _),) = lines_of(label_of(draw(bpmn(model, di), title=""), "f"))
    assert x == 210
    assert y < 0


def test_words_are_composed_so_that_the_font_has_them() -> None:
    svg = draw(
        bpmn('<task id="t" name="Tie\u0302\u0301p"/>', shape("t", (0, 0, 100, 80))), title=""
    )
    assert "Tiếp" in svg


BORDERS = {
    "below": (40, 62, 36, 36),
    "above": (40, -18, 36, 36),
    "left": (-18, 20, 36, 36),
    "right": (82, 20, 36, 36),
}


@pytest.mark.parametrize("name", ["Ký", "Thẩm định hồ sơ, trình lãnh đạo phòng xem xét, ký duyệt"])
@pytest.mark.parametrize("place", BORDERS.values(), ids=BORDERS)
def test_the_words_of_a_task_keep_clear_of_events_on_its_border(
    name: str, place: tuple[int, int, int, int]
) -> None:
    """D20: a timer stood upon the last line."""
    model = f'<userTask id="T" name="{name}"/><boundaryEvent id="B" attachedToRef="T"/>'
    svg = draw(bpmn(model, shape("T", (0, 0, 100, 80)) + shape("B", place)), title="T")
    x, y, w, h = place
    label = next(group(svg, "T").iter(f"{SVG}text"))
    size = float(label.get("font-size", "0"))
    for middle, base, line in lines_of(label):
        half = width(line, size) / 2
        apart_below, apart_above = base - size * 0.75 >= y + h, base <= y
        assert apart_below or apart_above or middle + half <= x or middle - half >= x + w


def test_what_a_closed_sub_process_holds_is_not_drawn_on_the_same_page() -> None:
    """D20: Bizagi writes the places of the children upon other pools."""
    inside = '<startEvent id="s"/><userTask id="u" name="Trong"/>'
    inside += '<sequenceFlow id="f" sourceRef="s" targetRef="u"/>'
    model = f'<subProcess id="S" name="Gói">{inside}</subProcess><userTask id="o" name="Ngoài"/>'
    edge = '<bpmndi:BPMNEdge id="e" bpmnElement="f"><di:waypoint x="300" y="20"/>'
    edge += '<di:waypoint x="400" y="20"/></bpmndi:BPMNEdge>'
    places = shape("s", (300, 0, 36, 36)) + shape("u", (400, 0, 100, 80)) + edge
    places += shape("o", (150, 0, 100, 80))

    def seen(expanded: str) -> set[str]:
        host = shape("S", (0, 0, 100, 80), f'isExpanded="{expanded}"')
        return set(identities(draw(bpmn(model, host + places), title="S")))

    assert seen("false") == {"S", "o"}
    assert seen("true") == {"S", "o", "s", "u", "f"}
