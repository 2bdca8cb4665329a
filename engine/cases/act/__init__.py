"""The act machine: a case locked, moved, and written once, with its audit."""
