"""What SpiffWorkflow ships beside its code."""

from importlib.resources import files
from pathlib import Path


def bpmn_schema_file() -> Path:
    """OMG's schema of BPMN 2.0; the files that it imports lie beside it."""
    return Path(str(files("SpiffWorkflow.bpmn.parser") / "schema" / "BPMN20.xsd"))
