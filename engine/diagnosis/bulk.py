"""How much of each kind a package may have read, asked before any of it is."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from engine.files.limits import TAGS_OF_PACKAGE, TEXT_OF_PACKAGE
from engine.typed.numbers import size_written
from engine.workflow.reading.faults import Fault, fault

_XML = (".bpmn", ".dmn")


def too_much(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """What a package has more of than is read, at its largest file of the kind.

    Each file may be small enough by itself: a reader's work is that of all together.
    """
    for ending, limit in TEXT_OF_PACKAGE.items():
        sizes = {path: len(data) for path, data in files.items() if _ending(path) == ending}
        if (total := sum(sizes.values())) > limit:
            yield fault(
                "package.too_much_text",
                file=max(sizes, key=sizes.__getitem__),
                kind=f"*{ending}",
                size=size_written(total),
                limit=size_written(limit),
            )
    tags = {path: data.count(b"<") for path, data in files.items() if _ending(path) in _XML}
    if (count := sum(tags.values())) > TAGS_OF_PACKAGE:
        largest = max(tags, key=tags.__getitem__)
        yield fault("package.too_many_tags", file=largest, count=count, limit=TAGS_OF_PACKAGE)


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
