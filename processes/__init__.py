"""Provinces and their procedure packages: data, loaded like any upload.

The format of a province folder and of a package is in ``docs/reference/packages.md``.
"""

from pathlib import Path


def root() -> Path:
    """The folder that holds one folder per province."""
    return Path(__file__).resolve().parent
