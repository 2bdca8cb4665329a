"""How much may be sent in: the one place for the limits of archives and tables."""

from typing import Final, NamedTuple

MiB: Final = 1024 * 1024


class ArchiveLimits(NamedTuple):
    """How much an archive may hold. Sizes in bytes; ``ratio`` is unpacked over packed size."""

    packed: int = 8 * MiB
    unpacked: int = 24 * MiB
    entry: int = 6 * MiB
    entries: int = 500
    path: int = 200
    depth: int = 8
    ratio: int = 200


PACKAGE: Final = ArchiveLimits()
"""An upload of one package."""
TEXT_OF_PACKAGE: Final = {
    ".toml": MiB // 2,
    ".json": MiB,
    ".dmn": MiB // 2,
    ".bpmn": 6 * MiB,
}
"""Bytes of all files of a kind in one package, whoever sends it: reading a MiB of the dearest of
each kind takes 1 to 9 s. The largest procedures that are known have 20 kB of TOML, 15 kB of forms,
12 kB of tables and 33 kB of drawings."""
TAGS_OF_PACKAGE: Final = 200_000
"""Tags of all drawings and tables in one package: 5,000 nodes with their shapes have as many."""
CONFIGURATION: Final = ArchiveLimits(
    packed=32 * MiB, unpacked=256 * MiB, entry=32 * MiB, entries=50_000
)
"""A province has thousands of packages; an upload of one package stays under its own limits."""


class SheetLimits(NamedTuple):
    """How much a table may hold. Sizes in bytes."""

    packed: int = 16 * MiB
    unpacked: int = 64 * MiB
    parts: int = 500
    rows: int = 20_000
    columns: int = 200
    cells: int = 400_000
    tried: int = 5_000
    """Rows that an act tries one by one; rows that change nothing are not tried."""
    marks: int = 2_000_000
    """Elements of all that is read of an XLSX file: two for a cell, two for a shared text."""
    token: int = 256 * 1024
    """Bytes of one name, start tag or remark of an XLSX file."""
    namespace: int = 500
    """Letters of the address of a namespace in an XLSX file."""
    letters: int = 16 * MiB
    """Letters in all cells of an XLSX file; a text that many cells share counts each time."""


SHEET: Final = SheetLimits()
