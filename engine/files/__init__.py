"""Files of people as text, tables and values: one reader for each kind, for checks and acts alike.

A byte-order mark is welcome everywhere: Notepad and spreadsheets write one.
"""

from engine.files.json_file import read_json
from engine.files.text_file import SAVE, FileUnreadable, NotText, text_of
from engine.files.toml_file import TomlFile, read_toml, tables_of

__all__ = [
    "SAVE",
    "FileUnreadable",
    "NotText",
    "TomlFile",
    "read_json",
    "read_toml",
    "tables_of",
    "text_of",
]
