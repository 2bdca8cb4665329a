"""The whole configuration of a province as a folder of text files: out, in, compared."""

from engine.configuration.comparing import Difference, differences
from engine.configuration.exporting import configuration
from engine.configuration.folders import read_folder, write_folder
from engine.configuration.importing import import_configuration, province_code_of

__all__ = [
    "Difference",
    "configuration",
    "differences",
    "import_configuration",
    "province_code_of",
    "read_folder",
    "write_folder",
]
