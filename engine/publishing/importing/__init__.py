"""Files of other editors: what no other tool can mend is mended here, and each change is told.

Bizagi, Signavio, ADONIS, Camunda and others draw what the engine would run but for ids, endings of
file names, a mark or a plain task. Nothing that changes the meaning is touched: who does a step, in
what time, by which form is for the designer to say.
"""

from engine.publishing.importing.importing import Imported, import_files

__all__ = ["Imported", "import_files"]
