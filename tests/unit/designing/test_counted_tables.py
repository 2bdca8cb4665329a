"""Every decision table is shown and its rows are counted, wherever in a decision it stands."""

import pytest

from engine.designing.tables_shown import tables_of
from engine.feel import Counted, counting
from engine.feel.dmn import parse_dmn

TABLE = """<decisionTable{id} hitPolicy="UNIQUE"><input><inputExpression><text>{of}</text>
</inputExpression></input><output name="kq"/><rule><inputEntry><text>1</text></inputEntry>
<outputEntry><text>10</text></outputEntry></rule><rule><inputEntry><text>2</text></inputEntry>
<outputEntry><text>20</text></outputEntry></rule></decisionTable>"""
MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n" name="m">
<inputData id="i" name="x"/>
<businessKnowledgeModel id="b" name="Mức hỗ  trợ"><encapsulatedLogic>
<formalParameter name="bậc"/>{inside}</encapsulatedLogic></businessKnowledgeModel>
<decision id="d" name="Phí"><informationRequirement><requiredInput href="#i"/>
</informationRequirement><knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>
<context><contextEntry><variable name="riêng"/>{entry}</contextEntry>
<contextEntry><literalExpression><text>riêng + Mức hỗ trợ(x + 1)</text></literalExpression>
</contextEntry></context></decision></definitions>"""


@pytest.mark.parametrize("named", [True, False])
def test_rows_of_a_function_and_of_an_entry_of_a_context_are_counted(named: bool) -> None:
    inside = TABLE.format(id=' id="t1"' if named else "", of="bậc")
    entry = TABLE.format(id=' id="t2"' if named else "", of="x")
    data = MODEL.format(inside=inside, entry=entry).encode()
    ran = Counted()
    with counting(ran):
        assert parse_dmn(data).evaluate("Phí", {"x": 1}) == 30
    shown = {table.name: table for table in tables_of({"phi.dmn": data})}
    assert list(shown) == ["Mức hỗ trợ", "Phí: riêng"]
    times = {name: [ran.rows[*one.key, n] for n in (1, 2)] for name, one in shown.items()}
    assert times == {"Mức hỗ trợ": [0, 1], "Phí: riêng": [1, 0]}
