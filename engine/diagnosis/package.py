"""The diagnosis of a package: every file is read, every check is made, nothing stops the next."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from engine.diagnosis.acts import check_acts
from engine.diagnosis.calls import (
    check_calls,
    check_main,
    check_thrown,
    index_processes,
)
from engine.diagnosis.decisions import (
    DecisionFile,
    check_computed,
    check_decisions,
    read_decisions,
    results_of,
)
from engine.diagnosis.flows import check_flows
from engine.diagnosis.forms import Form, form_key, read_form
from engine.diagnosis.hours import longest_hours
from engine.diagnosis.manifest import MANIFEST, Frame, check_scenario, read_frame
from engine.diagnosis.placement import check_placement
from engine.diagnosis.references import check_ids_across, check_references
from engine.diagnosis.report import Context, Diagnosis, sorted_faults
from engine.diagnosis.shapes import check_shapes
from engine.diagnosis.stepping import StepCheck, check_labels, check_outcomes_used
from engine.diagnosis.structure import check_structure
from engine.diagnosis.texts import Names, check_texts
from engine.diagnosis.unfolded import TooManySpots, unfold
from engine.errors import Refusal
from engine.feel.typeref import ANY
from engine.workflow.reading.document import read_document
from engine.workflow.reading.drawn import Drawing, Node, Scope, read_drawing
from engine.workflow.reading.elements import Step
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.faults.refusals import DocumentRefused
from engine.workflow.reading.foreign import check_foreign
from engine.workflow.reading.profile import check_profile
from engine.workflow.running.definition import load_definition

MOST_NODES = 2_000
"""Nodes in one file. More is answered, but refused: no procedure has them, and no screen."""


def check(files: Mapping[str, bytes], *, context: Context | None = None) -> Diagnosis:
    """Every fault of every file of a package, by path. Never raises for what the files hold."""
    package = _Package(files, context or Context())
    package.run()
    return Diagnosis(sorted_faults(package.faults))


class _Package:
    def __init__(self, files: Mapping[str, bytes], context: Context) -> None:
        self.files = files
        self.context = context
        self.faults: list[Fault] = []
        self.frame = Frame()
        self.drawings: list[Drawing] = []
        self.steps: dict[str, Step] = {}
        self.forms: dict[str, Form] = {}
        self.decisions: dict[str, str] = {}
        self.decision_files: list[DecisionFile] = []
        self.names = Names()
        self.called: set[str] = set()

    def run(self) -> None:
        self._read()
        self._check_each()
        self._check_together()
        self._check_rest()
        if not any(f.severity == "error" for f in self.faults):
            self._try_engine()

    def _read(self) -> None:
        if MANIFEST in self.files:
            self.frame = read_frame(self.files[MANIFEST], file=MANIFEST, faults=self.faults)
        elif self.context.needs_manifest:
            self.faults.append(fault("manifest.missing", file=MANIFEST))
        for path in sorted(self.files):
            self._read_one(path, self.files[path])

    def _read_one(self, path: str, data: bytes) -> None:
        if path.endswith((".bpmn", ".dmn")):
            self._read_xml(path, data)
        elif key := form_key(path):
            self.forms[key] = read_form(data, file=path, faults=self.faults)
        elif path != MANIFEST and not path.endswith((".toml", ".csv", ".md")):
            self.faults.append(fault("package.file_unknown", file=path))

    def _read_xml(self, path: str, data: bytes) -> None:
        try:
            document = read_document(data, file=path)
        except DocumentRefused as refusal:
            self.faults += refusal.faults
            return
        if path.endswith(".dmn"):
            decisions = read_decisions(document, self.decision_files, faults=self.faults)
            if decisions is None:
                return
            self.decision_files.append(decisions)
            for key in decisions.keys:
                other = self.decisions.setdefault(key, path)
                if other != path:
                    self.faults.append(fault("dmn.twice", file=path, value=key, other=other))
        elif check_structure(document, self.faults):
            self.drawings.append(read_drawing(document))

    def _check_each(self) -> None:
        processes = index_processes(self.drawings, self.faults)
        self.called = check_calls(self.drawings, processes, self.faults)
        check_ids_across(self.drawings, self.faults)
        for drawing in self.drawings:
            file, root = drawing.file, drawing.root
            check_references(drawing, self.faults)
            check_profile(drawing, self.faults)
            check_thrown(drawing, self.called, self.faults)
            check_flows(drawing, self.faults)
            check_labels(drawing, self.faults)
            check_shapes(drawing, self.faults)
            check_placement(root, file=file, faults=self.faults)
            check_foreign(root, file=file, faults=self.faults)
            steps: dict[str, Step] = {}
            for process in drawing.processes:
                steps |= read_steps(process.element, self.faults, file=file)
            self._check_steps(drawing, steps)
            self.steps |= steps
            count = sum(len(scope.nodes) for scope in drawing.scopes)
            if count > MOST_NODES:
                self.faults.append(
                    fault("process.too_large", file=file, at=root, count=count, limit=MOST_NODES)
                )
        self._check_paths(processes)

    def _check_steps(self, drawing: Drawing, steps: Mapping[str, Step]) -> None:
        StepCheck(
            drawing,
            self.faults,
            roles=self.frame.roles | set(self.context.roles),
            positions=self.context.positions,
            divisions=self.context.divisions,
            forms=self.forms.keys(),
        ).run(steps)

    def _check_paths(self, processes: Mapping[str, Scope]) -> None:
        main = self._main()
        if main is None or sum(len(d.scopes) for d in self.drawings) > MOST_NODES:
            return
        file = next(drawing.file for drawing in self.drawings if main in drawing.processes)
        if not any(node.tag in ("userTask", "manualTask") for node in _all_nodes(self.drawings)):
            name = main.element.get("name") or main.id
            self.faults.append(fault("step.none", file=file, at=main.element, name=name))
            return
        try:
            spots = unfold(main, processes)
        except TooManySpots:
            self.faults.append(fault("act.unchecked", file=file, at=main.element))
            return
        files = {node: drawing.file for drawing in self.drawings for node in drawing.nodes()}
        check_acts(spots, self.steps, files=files, faults=self.faults)
        self._check_limit(longest_hours(spots, self.steps), main, file)

    def _main(self) -> Scope | None:
        """The process that a case runs. Says so when there is none."""
        bpmn = [path for path in self.files if path.endswith(".bpmn")]
        wanted = self.frame.process_file
        if wanted not in self.files:
            if len(bpmn) == 1 and MANIFEST not in self.files:
                wanted = bpmn[0]
            elif bpmn:
                self.faults.append(fault("process.file_missing", file=MANIFEST, wanted=wanted))
            else:
                self.faults.append(fault("process.no_bpmn", file=wanted))
        main: Scope | None = None
        for drawing in self.drawings:
            is_main = drawing.file == wanted
            found = check_main(drawing, self.called, is_main=is_main, faults=self.faults)
            main = found if is_main else main
        return main

    def _check_limit(self, total: Decimal, main: Scope, file: str) -> None:
        limit = self.frame.limit if self.frame.limit is not None else self.context.limit
        if limit is None or total == limit:
            return
        code = "hours.over_limit" if total > limit else "hours.under_limit"
        self.faults.append(
            fault(code, file=file, at=main.element, total=_plain(total), limit=_plain(limit))
        )

    def _check_together(self) -> None:
        names = self.names
        names.add_steps(self.steps.values())
        stepped = {step.form for step in self.steps.values()}
        for key, form in self.forms.items():
            names.add_answers(form.answers, as_variables=key in stepped)
        if names.fields:
            names.fields |= dict.fromkeys(self.context.fields, ANY)
        called: set[str] = set()
        outputs = {key: found for d in self.decision_files for key, found in d.outputs.items()}
        for drawing in self.drawings:
            names.variables |= set(results_of(drawing, outputs)) | items_of(drawing)
        check_texts(self.drawings, names, self.faults)
        for drawing in self.drawings:
            called |= check_computed(drawing, outputs, self.faults)
        for drawing in self.drawings:
            check_outcomes_used(drawing, self.steps, names.used, self.faults)
        for decisions in self.decision_files:
            check_decisions(decisions, names, faults=self.faults)
            unused = decisions.file != self.frame.fee_table
            if unused and decisions.keys and not called.intersection(decisions.keys):
                self.faults.append(fault("dmn.unused", file=decisions.file))

    def _check_rest(self) -> None:
        filing = self.frame.filing_form
        if filing is not None and filing not in self.forms:
            self.faults.append(fault("manifest.form_unknown", file=MANIFEST, form=filing))
        stepped = {step.form for step in self.steps.values()}
        used = stepped | {filing}
        for key, form in self.forms.items():
            if key in stepped:
                self.faults += [
                    fault("form.filing_only", file=form.file, value=one) for one in form.filing_only
                ]
        for key, form in self.forms.items():
            if key not in used and filing is not None:
                self.faults.append(fault("form.unused", file=form.file))
        for path, data in self.files.items():
            if path.endswith(".toml") and path.rpartition("/")[0].endswith("scenarios"):
                check_scenario(data, self.steps, file=path, faults=self.faults)

    def _try_engine(self) -> None:
        """The last gate: the loader itself, whose refusal becomes a fault of its element."""
        file = self.frame.process_file
        if file not in self.files:
            file = self.drawings[0].file
        try:
            load_definition("", self.files, process_file=file)
        except Refusal as refusal:
            self.faults.append(engine_fault(refusal, file=file))


def engine_fault(refusal: Refusal, *, file: str) -> Fault:
    """The loader's refusal as a fault of the element that it names."""
    element_id = refusal.details.get("element_id")
    element_name = refusal.details.get("element_name")
    return replace(
        fault("engine.refused", file=file, detail=refusal),
        element_id=str(element_id) if element_id else None,
        element_name=str(element_name) if element_name else None,
    )


def items_of(drawing: Drawing) -> set[str]:
    """The names under which repeated activities see the item of one instance."""
    names: set[str] = set()
    named = ("{*}inputDataItem", "{*}outputDataItem", "{*}loopCharacteristics")
    for item in drawing.root.iter(*named):
        for attribute in ("name", "id", "inputElement", "outputCollection"):
            names.add(item.get(attribute) or "")
    for many in drawing.root.iter("{*}multiInstanceLoopCharacteristics"):
        names |= {str(v) for k, v in many.items() if str(k).endswith("}elementVariable")}
        output = many.find("{*}loopDataOutputRef")
        if output is not None and output.text:
            names.add(output.text.strip())
    return names - {""}


def _all_nodes(drawings: list[Drawing]) -> list[Node]:
    return [node for drawing in drawings for node in drawing.nodes()]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
