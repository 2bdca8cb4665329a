"""How long a diagnosis takes: a shipped package, large files, contrived ones.

Run from the repository root: ``python -m bench.diagnosis``. Writes bench/out/diagnosis.json.
"""

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from engine.diagnosis import Context, check

LIMIT_SECONDS = 10
OUT = Path("bench/out/diagnosis.json")
SHIPPED = Path("processes/nghe_an/tro_cap_mot_lan")
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:tthc="http://motcua.vn/schema/tthc/1.0" targetNamespace="t">'
)


def step(number: int, last: int) -> str:
    """A user task with all that a real one carries."""
    acts = {0: "receive", last - 1: "store_result", last: "return"}
    act = f'<tthc:act kind="{acts[number]}"/>' if number in acts else ""
    return (
        f'<bpmn:userTask id="B{number}" name="Bước {number}"><bpmn:extensionElements>'
        '<tthc:assignment unit="competent" position="chuyen_vien"/><tthc:duration hours="4"/>'
        f'<tthc:outcomes variable="v{number}"><tthc:outcome value="a" label="Trình"/>'
        '<tthc:outcome value="b" label="Trả lại" kind="back"/></tthc:outcomes>'
        f"{act}</bpmn:extensionElements></bpmn:userTask>"
    )


def flow(source: str, target: str, condition: str = "", name: str = "") -> str:
    """A sequence flow."""
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    flow_id = name or f"{source}_{target}"
    return (
        f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{inner}'
        "</bpmn:sequenceFlow>"
    )


def ladder(steps: int, padding: int = 0) -> bytes:
    """Steps that may each be sent back seven steps, every element drawn."""
    parts = ['<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e"/>', flow("s", "m0")]
    for n in range(steps):
        after = f"m{n + 1}" if n + 1 < steps else "e"
        gateway = f'<bpmn:exclusiveGateway id="g{n}" name="Đạt?" default="g{n}_on"/>'
        parts += [f'<bpmn:exclusiveGateway id="m{n}"/>', step(n, steps - 1), gateway]
        parts += [flow(f"m{n}", f"B{n}"), flow(f"B{n}", f"g{n}")]
        parts += [
            flow(f"g{n}", after, name=f"g{n}_on"),
            flow(f"g{n}", f"m{max(1, n - 7)}", f'v{n} = "b"', name=f"g{n}_back"),
        ]
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{kind}{n}_di" bpmnElement="{kind}{n}">'
        f'<dc:Bounds x="{n}" y="0" width="100" height="80"/></bpmndi:BPMNShape>'
        for n in range(steps)
        for kind in "mBg"
    )
    note = f"<bpmn:documentation>{'x' * padding}</bpmn:documentation>" if padding else ""
    return (
        f'{HEAD}<bpmn:process id="p" name="Đo" isExecutable="true">{note}{"".join(parts)}'
        f'</bpmn:process><bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p">'
        f"{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()


def large_table(rules: int) -> bytes:
    """A decision table of intervals."""
    rows = "".join(
        f'<rule id="r{n}"><inputEntry id="i{n}"><text>[{n}..{n + 1})</text></inputEntry>'
        f'<outputEntry id="o{n}"><text>{n}</text></outputEntry></rule>'
        for n in range(rules)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"'
        ' namespace="n"><decision id="x" name="x"><decisionTable id="t"><input id="i">'
        '<inputExpression id="ie" typeRef="number"><text>case.a</text></inputExpression></input>'
        f'<output id="o" name="x" typeRef="number"/>{rows}</decisionTable></decision></definitions>'
    ).encode()


def packages() -> dict[str, Mapping[str, bytes]]:
    """What is measured, by name."""
    shipped = {
        path.relative_to(SHIPPED).as_posix(): path.read_bytes()
        for path in SHIPPED.rglob("*")
        if path.is_file()
    }
    return {
        "shipped package": shipped,
        "650 steps (1,952 nodes)": {"process.bpmn": ladder(650)},
        "1,667 steps (5,003 nodes)": {"process.bpmn": ladder(1_667)},
        "5 MB of text": {"process.bpmn": ladder(650, 4_000_000)},
        "7 MB": {"process.bpmn": ladder(650, 7_000_000)},
        "8,000 rules": {"process.bpmn": ladder(5), "x.dmn": large_table(8_000)},
        "900 rules": {"process.bpmn": ladder(5), "x.dmn": large_table(900)},
    }


def main() -> int:
    """Measures, prints, writes; 1 when an answer takes longer than the limit."""
    results: dict[str, dict[str, float]] = {}
    for name, files in packages().items():
        begin = time.perf_counter()
        diagnosis = check(files, context=Context(needs_manifest=False))
        seconds = time.perf_counter() - begin
        size = sum(map(len, files.values()))
        results[name] = {"seconds": seconds, "bytes": size, "faults": len(diagnosis.faults)}
        print(f"{name:28} {size / 1e6:6.2f} MB {seconds:7.2f} s {len(diagnosis.faults):7} faults")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return int(any(result["seconds"] > LIMIT_SECONDS for result in results.values()))


if __name__ == "__main__":
    sys.exit(main())
