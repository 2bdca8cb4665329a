"""Whether a package is marked as a demonstration: facts in it that no decision says."""

import re
from collections.abc import Mapping

from engine.catalogue.manifest_file import MANIFEST

_IN_MANIFEST = re.compile(rb'^[^#\n]*\bsource\s*=\s*"demo', re.MULTILINE)
_IN_DIAGRAM = re.compile(rb'\b(?:kind|source)\s*=\s*"demo"')


def marks_demo(path: str, content: bytes) -> bool:
    """Whether this file of a package bears the mark ``source = "demo"``."""
    if path == MANIFEST:
        return _IN_MANIFEST.search(content) is not None
    return path.endswith(".bpmn") and _IN_DIAGRAM.search(content) is not None


def marked_demo(files: Mapping[str, bytes]) -> bool:
    """Whether any of the files does."""
    return any(marks_demo(path, content) for path, content in files.items())
