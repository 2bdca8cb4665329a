"""The diagnosis of a package: every file is read, every check is made, nothing stops the next."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from engine.catalogue.manifest import TimeLimit
from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.rules.limits import longest_limit
from engine.catalogue.scenarios import is_scenario
from engine.diagnosis.acts import check_acts, check_endings
from engine.diagnosis.assigning import check_assigned, check_comes_after
from engine.diagnosis.bulk import too_much
from engine.diagnosis.calls import (
    check_calls,
    check_main,
    index_processes,
)
from engine.diagnosis.computing import check_computed, set_variables
from engine.diagnosis.decided import NO_NAMES, check_decided
from engine.diagnosis.decisions import (
    DecisionFile,
    check_decisions,
    fee_names,
    inputs_read,
)
from engine.diagnosis.fees import (
    check_fee_answer,
    check_fee_inputs,
    check_fee_subjects,
    drawn_questions,
)
from engine.diagnosis.flows import check_flows, has_loose_flows
from engine.diagnosis.forms import Form, not_filed
from engine.diagnosis.hours import longest_hours
from engine.diagnosis.limits import check_limits
from engine.diagnosis.loading import try_engine
from engine.diagnosis.manifest import (
    Known,
    check_conditions,
    check_filing_form,
    check_level,
    check_named,
    check_roles_used,
    check_scenario,
    check_served,
    check_waits,
    kinds_of_rules,
    units_on,
    working_hours,
)
from engine.diagnosis.messages import check_unsent, waiting_events
from engine.diagnosis.names import Names
from engine.diagnosis.package_files import MOST_NODES, PackageFiles
from engine.diagnosis.people import check_people
from engine.diagnosis.phases import check_phases
from engine.diagnosis.placement import check_placement
from engine.diagnosis.references import check_ids_across, check_references
from engine.diagnosis.repeating import check_completion, check_last_answer
from engine.diagnosis.report import (
    MOST_OF_A_KIND,
    Context,
    Diagnosis,
    capped,
    sorted_faults,
)
from engine.diagnosis.shapes import check_shapes
from engine.diagnosis.stepping import StepCheck, check_labels, check_outcomes_used
from engine.diagnosis.texts import check_texts
from engine.diagnosis.throwing import check_never_thrown, check_thrown
from engine.diagnosis.tokens.soundness import check_soundness
from engine.diagnosis.unfolded import TooManySpots, unfold
from engine.feel import act_budget
from engine.feel.typeref import ANY
from engine.workflow.reading.drawn import Drawing, Node, Scope
from engine.workflow.reading.elements import Step
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.faults import fault
from engine.workflow.reading.foreign import check_foreign
from engine.workflow.reading.profile import check_profile


def check(
    files: Mapping[str, bytes], *, context: Context | None = None, most: int = MOST_OF_A_KIND
) -> Diagnosis:
    """Every fault of every file of a package, by path. Never raises for what the files hold.

    Of one kind ``most`` are told one by one. Of a package with more than is read only that is told.
    What is searched and computed has one budget for all files, as an act has; what it did not last
    for is told. A budget of its own: the same files are judged alike at every door.
    """
    if refused := tuple(too_much(files)):
        return Diagnosis(refused)
    package = _Package(files, context or Context())
    with act_budget() as budget:
        package.run()
    if budget.used_up:
        package.faults.append(fault("cost.not_all_checked", file=min(files, key=_manifest_first)))
    return Diagnosis(tuple(capped(sorted_faults(package.faults), most)), package.read.manifest)


def _manifest_first(path: str) -> tuple[bool, str]:
    return path != MANIFEST, path


class _Package(PackageFiles):
    """The checks of what was read."""

    def __init__(self, files: Mapping[str, bytes], context: Context) -> None:
        units = context.units or ()
        super().__init__(files, needs_manifest=context.needs_manifest, units=units)
        self.context = context
        self.steps: dict[str, Step] = {}
        self.names = Names()
        self.called: set[str] = set()

    def run(self) -> None:
        self.read_all()
        self._check_each()
        self._check_together()
        self._check_rest()
        if not any(f.severity == "error" for f in self.faults):
            self.faults += try_engine(
                self.files, self.read.process, self.drawings, self.read.manifest
            )

    def _check_each(self) -> None:
        processes = index_processes(self.drawings, self.faults)
        self.called = check_calls(self.drawings, processes, self.faults)
        check_ids_across(self.drawings, self.faults)
        for drawing in self.drawings:
            file, root = drawing.file, drawing.root
            check_references(drawing, self.faults)
            check_profile(drawing, self.faults)
            check_thrown(drawing, self.called, self.faults)
            check_never_thrown(drawing, processes, self.faults)
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
        self.faults += check_unsent(self.drawings)
        check_assigned(self._files(), self.steps, self.faults)
        check_soundness(self.drawings, processes, self.steps, self.faults)
        self._check_paths(processes)

    def _files(self) -> dict[Node, str]:
        """The file of every node."""
        return {node: drawing.file for drawing in self.drawings for node in drawing.nodes()}

    def _check_steps(self, drawing: Drawing, steps: Mapping[str, Step]) -> None:
        StepCheck(
            drawing,
            self.faults,
            roles=self._roles(),
            positions=self.context.positions,
            divisions=self.context.divisions,
            forms=self.forms.keys(),
        ).run(steps)

    def _roles(self) -> frozenset[str] | None:
        """The unit roles beyond those of every case; ``None`` when the manifest can't tell them."""
        return None if self.read.roles is None else self.read.roles | set(self.context.roles)

    def _check_paths(self, processes: Mapping[str, Scope]) -> None:
        main = self._main()
        scopes = [scope for drawing in self.drawings for scope in drawing.scopes]
        if main is None or len(scopes) > MOST_NODES:
            return
        if any(has_loose_flows(scope) or not scope.starts() for scope in scopes if scope.nodes):
            return  # said already: nobody knows which way a case would go
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
        files = self._files()
        check_acts(spots, self.steps, files=files, faults=self.faults)
        self.faults += check_endings(self.read.manifest, spots, self.steps)
        check_comes_after(spots, files, self.steps, self.faults)
        self.faults += check_phases(files, self.steps, self.read.limit, main.id)
        self._check_limit(longest_hours(spots, self.steps), main, file)

    def _main(self) -> Scope | None:
        """The process that a case runs. Says so when there is none."""
        bpmn = [path for path in self.files if path.endswith(".bpmn")]
        wanted = self.read.process
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
        own, most = (working_hours(limit) for limit in (self.read.limit, self._longest_limit()))
        least = own if own is not None else self.context.limit
        most = most if most is not None else self.context.limit
        if least is None or most is None or least <= total <= most:
            return
        code, limit = ("hours.over_limit", most) if total > most else ("hours.under_limit", least)
        self.faults.append(
            fault(code, file=file, at=main.element, total=_plain(total), limit=_plain(limit))
        )

    def _longest_limit(self) -> TimeLimit | None:
        manifest = self.read.manifest
        return longest_limit(manifest).limit if manifest else self.read.limit

    def _check_together(self) -> None:
        names = self.names
        names.units = tuple(sorted(self.units))
        names.add_steps(self.steps.values())
        stepped = {step.form for step in self.steps.values()}
        for key, form in self.forms.items():
            names.add_answers(form.answers, optional=form.optional, as_variables=key in stepped)
            names.choices_of_units |= form.communes
        if not all(form.whole for form in self.forms.values()):
            names.fields.clear()  # what can't be read may well ask the question
        if names.fields:
            names.fields |= dict.fromkeys(self.context.fields, ANY)
        called: set[str] = set()
        outputs = {key: found for d in self.decision_files for key, found in d.outputs.items()}
        results = {k: found for d in self.decision_files for k, found in d.results(names).items()}
        needs = {key: found for d in self.decision_files for key, found in d.needs.items()}
        for drawing in self.drawings:
            set_variables(drawing, outputs, results, names)
        check_texts(self.drawings, names, self.faults)
        for drawing in self.drawings:
            called |= check_computed(drawing, outputs, needs, names, self.faults)
        for drawing in self.drawings:
            check_outcomes_used(drawing, self.steps, names.used, self.faults)
            check_completion(drawing, self.faults)
            check_last_answer(drawing, self.steps, names.used_after, self.faults)
        for decisions in self.decision_files:
            fee = self.read.fee if self._is_fee(decisions) else None
            given = fee_names(fee, self._asked()) if fee else {}
            check_decisions(decisions, names, given, faults=self.faults)
            unused = self._all_drawn() and not self._is_fee(decisions)
            if unused and decisions.keys and not called.intersection(decisions.keys):
                self.faults.append(fault("dmn.unused", file=decisions.file))

    def _check_rest(self) -> None:
        read, known, filing = self.read, self._known(), self.read.filing_form
        self.faults += check_named(read.named, known, file=MANIFEST)
        self.faults += check_filing_form(read, self.forms.keys())
        self.faults += check_level(read.manifest, self.context.levels)
        self.faults += check_served(read.manifest, self._unserved() or {})
        self.faults += check_conditions(read, self._asked())
        self.faults += check_waits(read.manifest, self.steps)
        if self._all_drawn():
            self.faults += check_roles_used(read.manifest, self.steps)
        self.faults += check_people(read, self._asked())
        self.faults += check_limits(read, self._asked(), self._form_of_step)
        self.faults += check_fee_inputs(read.fee, self._fee_file())
        self.faults += check_decided(
            read.manifest,
            self.files,
            self.steps,
            allowed=working_hours(read.limit),
            names=self._called(),
        )
        self.faults += check_fee_subjects(read.fee, self._fee_file(), self._asked())
        self.faults += check_fee_answer(read.fee, self._fee_file(), self._asked())
        stepped = {step.form for step in self.steps.values()}
        for key, form in self.forms.items():
            misplaced = form.filing_only if key in stepped else ()
            self.faults += [fault("form.filing_only", file=form.file, value=k) for k in misplaced]
            self.faults += not_filed(form, self._asked(), stepped=key in stepped)
        if (asked := self._asked()) and read.manifest:
            components = {one.code for one in read.manifest.documents}
            for key in sorted(components & (set(asked.filing_only) - asked.communes)):
                self.faults.append(fault("form.file_component", file=asked.file, value=key))
        used = stepped | {filing}
        for key, form in self.forms.items():
            if key not in used and read.manifest is not None and self._all_drawn():
                self.faults.append(fault("form.unused", file=form.file))
        forms, drawn = dict(self.forms), drawn_questions(read.fee, self.files)
        if drawn and filing in forms:
            forms[filing] = replace(forms[filing], answers={**forms[filing].answers, **drawn})
        accepts = waiting_events(self.drawings)
        for path in filter(is_scenario, self.files):
            self.faults += check_scenario(
                self.files[path],
                self.steps,
                known,
                forms,
                accepts=accepts,
                filing=filing,
                file=path,
            )

    def _called(self) -> Mapping[str, str]:
        """What people call the desks, where the province is known."""
        manifest, called = self.read.manifest, self.context.called
        return called(manifest) if manifest and called else NO_NAMES

    def _form_of_step(self, element: str) -> tuple[Step | None, Form | None]:
        step = self.steps.get(element)
        return step, self.forms.get(step.form) if step and step.form else None

    def _unserved(self) -> Mapping[str, Collection[str]] | None:
        manifest, unserved = self.read.manifest, self.context.unserved
        return unserved(manifest.valid_from if manifest else None) if unserved else None

    def _asked(self) -> Form | None:
        """The filing form, if it can be read."""
        form = self.forms.get(self.read.filing_form)
        return form if form and form.whole else None

    def _is_fee(self, decisions: DecisionFile) -> bool:
        return self.read.fee is not None and self.read.fee.file == decisions.file

    def _fee_file(self) -> DecisionFile | None:
        fee = self.read.fee
        return next((d for d in self.decision_files if fee and d.file == fee.file), None)

    def _all_drawn(self) -> bool:
        """Whether every drawing could be read: only then is something used nowhere."""
        return len(self.drawings) == sum(path.endswith(".bpmn") for path in self.files)

    def _known(self) -> Known:
        """What the manifest and the scenarios may name; nothing is said of what can't be read."""
        asked, fees, manifest = self._asked(), self._fee_file(), self.read.manifest
        bpmn = [path for path in self.files if path.endswith(".bpmn")]
        drawn = self._all_drawn() and bool(bpmn)
        nodes = _all_nodes(self.drawings)
        return {
            "unit": units_on(self.context.units, manifest.valid_from if manifest else None),
            "serving": self._unserved(),
            "form": self.forms.keys(),
            "bpmn": bpmn if self.read.process in self.files else None,
            "dmn": [path for path in self.files if path.endswith(".dmn")],
            "file": self.files.keys(),
            "decision": fees.keys if fees else None,
            "input": inputs_read(fees) if fees and self.read.fee and self.read.fee.inputs else None,
            "question": asked.answers.keys() if asked else None,
            "communes": asked.communes if asked else None,
            "step": self.steps.keys() if drawn else None,
            "event": waiting_events(self.drawings) if drawn else None,
            "end": [node.id for node in nodes if node.tag == "endEvent"] if drawn else None,
            "rule": kinds_of_rules(),
        }


def _all_nodes(drawings: list[Drawing]) -> list[Node]:
    return [node for drawing in drawings for node in drawing.nodes()]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
