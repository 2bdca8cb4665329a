"""The files of a package, each read once, as checks and acts read them."""

from collections.abc import Collection, Mapping

from engine.catalogue.manifest_file import MANIFEST, ManifestRead, read_manifest
from engine.catalogue.scenarios import is_scenario
from engine.diagnosis.decisions import DecisionFile, read_decisions
from engine.diagnosis.forms import Form, form_key, read_form
from engine.diagnosis.manifest import told
from engine.diagnosis.structure import check_structure
from engine.diagnosis.unseen import unseen_in
from engine.files import FileUnreadable, text_of
from engine.workflow.reading.document import Document, read_document
from engine.workflow.reading.drawn import Drawing, count_nodes, read_drawing
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.faults.refusals import DocumentRefused

MOST_NODES = 2_000
"""Nodes in one file. More is refused at once: no procedure has them, and no screen."""
MOST_NODES_IN_ALL = 5_000
"""Nodes in a package; what comes beyond is not looked at."""


class PackageFiles:
    """What the files say, and what is wrong with each by itself."""

    def __init__(
        self, files: Mapping[str, bytes], *, needs_manifest: bool, units: Collection[str] = ()
    ) -> None:
        self.files = files
        self.needs_manifest = needs_manifest
        self.units = tuple(units)
        self.faults: list[Fault] = []
        self.read = ManifestRead(None, roles=frozenset())
        self.drawings: list[Drawing] = []
        self.forms: dict[str, Form] = {}
        self.decisions: dict[str, str] = {}
        self.decision_files: list[DecisionFile] = []
        self.nodes = 0

    def read_all(self) -> None:
        """Reads every file; what is wrong with one says nothing of the others."""
        if MANIFEST in self.files:
            self.read = read_manifest(self.files[MANIFEST])
            self.faults += told(self.read.findings, file=MANIFEST)
        elif self.needs_manifest:
            self.faults.append(fault("manifest.missing", file=MANIFEST, hint=self._elsewhere()))
            self.read = ManifestRead(None, roles=None)
        for path in sorted(self.files):
            self._read_one(path, self.files[path])

    def _elsewhere(self) -> str:
        """Where a file lies that could be the manifest: in a folder, in other letters."""
        found = [path for path in self.files if path.rpartition("/")[2].casefold() == MANIFEST]
        return f"Có tệp {found[0]}, nhưng không ở đúng chỗ, đúng tên." if found else ""

    def _read_one(self, path: str, data: bytes) -> None:
        if path.endswith((".bpmn", ".dmn")):
            self._read_xml(path, data)
        elif key := form_key(path):
            self.forms[key] = read_form(data, file=path, faults=self.faults, units=self.units)
        elif path.endswith((".csv", ".txt", ".md")):
            self._read_text(path, data)
        elif path != MANIFEST and not is_scenario(path):
            self.faults.append(fault("package.file_unknown", file=path))

    def _read_text(self, path: str, data: bytes) -> None:
        try:
            text_of(data)
        except FileUnreadable as wrong:
            line, detail = wrong.line, wrong.reason
            self.faults.append(fault("text.unreadable", file=path, line=line, detail=detail))

    def _read_xml(self, path: str, data: bytes) -> None:
        try:
            document = read_document(data, file=path)
        except DocumentRefused as refusal:
            self.faults += refusal.faults
            return
        self.faults += unseen_in(document.root, file=path)
        if path.endswith(".dmn"):
            decisions = read_decisions(document, self.decision_files, faults=self.faults)
            if decisions is None:
                return
            self.decision_files.append(decisions)
            for key in decisions.keys:
                other = self.decisions.setdefault(key, path)
                if other != path:
                    self.faults.append(fault("dmn.twice", file=path, value=key, other=other))
        elif not self._is_too_large(document) and check_structure(document, self.faults):
            self.drawings.append(read_drawing(document))

    def _is_too_large(self, document: Document) -> bool:
        """Of a drawing that nobody could look at nothing more is said."""
        count = count_nodes(document)
        self.nodes += count
        limit = MOST_NODES if count > MOST_NODES else MOST_NODES_IN_ALL
        total = count if count > MOST_NODES else self.nodes
        if total <= limit:
            return False
        code = "process.too_large" if count > MOST_NODES else "package.too_large"
        self.faults.append(
            fault(code, file=document.file, at=document.root, count=total, limit=limit)
        )
        return True
